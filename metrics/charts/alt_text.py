"""Words that stand for a picture where it is not seen, written from the rows that it draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from metrics.analysis.events import Annotation, choose_events, select_administrations, select_breaks
from metrics.definitions.metric import Limit, Metric
from metrics.formatting import format_month, format_number, format_span, format_time, join_names
from metrics.query.limits import is_above
from metrics.query.sql.gaps import is_partial, select_for_words


def describe_trend(metric: Metric, df: pd.DataFrame, subject: str) -> str:
    """A series in one sentence: its span, latest value, lowest and highest; then which of its months are incomplete."""
    # Of a month that was counted from records and published as well, the count from records is the one to tell.
    every = df.sort_values(["period", *(["evidence"] if "evidence" in df else [])], kind="stable")
    df = select_for_words(every)
    lacks = f" {_describe_incomplete(every)}" if "flag" in every and is_partial(every["flag"]).any() else ""
    last, low, high = df.iloc[-1], df.iloc[int(df["value"].argmin())], df.iloc[int(df["value"].argmax())]

    def at(row: pd.Series) -> str:
        return f"{format_number(row['value'], metric.unit)} in {format_time(row['period'], metric.is_flow)}"

    if len(df) == 1:
        return f"{subject}: {at(last)}, the only figure.{lacks}"
    ends = {"lowest": low, "highest": high}
    here = [f" (the {end})" for end, row in ends.items() if row["value"] == last["value"]]
    elsewhere = [f", {end} {at(row)}" for end, row in ends.items() if row["value"] != last["value"]]
    values = "".join([f"latest {at(last)}", *here, *elsewhere])
    return f"{subject}, {len(df)} figures, {format_span(df['period'], metric.is_flow)}: {values}.{lacks}"


def _describe_incomplete(df: pd.DataFrame) -> str:
    """Which months are drawn hollow and by themselves, as people are missing from them."""
    days = list(dict.fromkeys(format_month(day) for day in df.loc[is_partial(df["flag"]), "period"]))
    return f"Incomplete and drawn apart: {join_names(days)}."


def describe_trends(metric: Metric, parts: Iterable[tuple[str, pd.DataFrame]], names: Mapping[str, str]) -> str:
    """Several series in a sentence each, the indicator named once."""
    return " ".join([f"{metric.title}.", *(describe_trend(metric, part, names.get(key, key)) for key, part in parts)])


def describe_events(annotations: Sequence[Annotation]) -> str:
    """What is marked: the events that are named, how many breaks, and administrations."""
    parts = [f"{one.title} ({format_month(one.start)})" for one in choose_events(annotations)]
    count = len(select_breaks(annotations))
    parts += [f"{count} breaks in the series" if count > 1 else "a break in the series"] if count else []
    parts += ["administrations"] if select_administrations(annotations) else []
    return f" Marked: {join_names(parts)}." if parts else ""


def describe_ranking(
    metric: Metric, df: pd.DataFrame, names: Mapping[str, str], by: str, limit: Limit | None = None
) -> str:
    """A ranking in one or two sentences: its length, its first and last, and how many positions put above a limit."""
    df = df.sort_values("value", ascending=False)
    first, last = df.iloc[0], df.iloc[-1]
    text = (
        f"{metric.title}, {len(df)} rows ranked: {names.get(first[by], first[by])} highest with "
        f"{format_number(first['value'], metric.unit)}, {names.get(last[by], last[by])} lowest with "
        f"{format_number(last['value'], metric.unit)}."
    )
    if limit is None:
        return text
    if not metric.is_of_positions:
        return f"{text} Beside them stands the {limit.label}."
    codes = df[by].astype(str) if by == "agency_code" else [""] * len(df)
    over = sum(is_above(metric, limit, value, code) for value, code in zip(df["value"], codes, strict=True))
    return f"{text} {over} above the {limit.label}."


def describe_states(metric: Metric, df: pd.DataFrame, names: Mapping[str, str], by: str) -> str:
    """A map in one sentence: how many states beside the capital, and the four places with most."""
    df = df.sort_values("value", ascending=False)
    most = [
        f"{names.get(code, code)} {format_number(value, metric.unit)}"
        for code, value in zip(df[by].head(4), df["value"].head(4), strict=True)
    ]
    time = format_time(df["period"].iloc[0], metric.is_flow)
    count = int((df[by] != "DC").sum())
    return f"{metric.title} in {count} states and the District of Columbia, {time}; most in {join_names(most)}."
