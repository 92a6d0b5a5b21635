"""Words for a question of the reader's own: its answer in a sentence, what is not drawn and why, two dates compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from metrics.analysis.peers import WHY_NO_RANKS
from metrics.formatting import EVIDENCE, capitalize_first, format_movement, format_number, format_time, join_names
from metrics.query.answer import COLUMN_MEANINGS, Answer, is_sampled, splits_agencies
from metrics.text.exports import mark_sample

FEW = 4
"""So many groups are told one by one."""
MOST_NAMED = 2


def write_lead(result: Answer, latest: pd.DataFrame, names: Mapping[str, str], whose: str) -> str:
    """The answer in a sentence, which says where it is synthetic."""
    return mark_sample(_write_lead(result, latest, names, whose), latest)


def _write_lead(result: Answer, latest: pd.DataFrame, names: Mapping[str, str], whose: str) -> str:
    """The answer in a sentence: the one latest value, every one of a few groups, or the highest and lowest of many.

    The groups come largest first. `whose` names what the question is narrowed to; it may be empty.
    """
    metric, by = result.metric, result.selection.by
    if latest.empty or len(by) > 1:
        return ""

    def at(row: pd.Series) -> str:
        return format_number(row["value"], metric.unit)

    first, last = latest.iloc[0], latest.iloc[-1]
    time = format_time(first["period"], metric.is_flow)
    what = f"{metric.title}, {whose}" if whose else metric.title
    if not by:
        return f"{what}: {at(first)} in {time}."

    def name(row: pd.Series) -> str:
        return names.get(str(row[by[0]]), str(row[by[0]]))

    if len(latest) == 1:
        return f"{what}: {name(first)} {at(first)} in {time}."
    groups = [row for _, row in latest.iterrows()]
    if len(groups) <= FEW and by != ("agency_code",):
        return f"{what} in {time}: {join_names(f'{name(row)} {at(row)}' for row in groups)}."

    def those(end: pd.Series) -> str:
        alike = [name(row) for row in groups if at(row) == at(end)]
        return join_names(alike) if len(alike) <= MOST_NAMED else f"{len(alike)} of {len(groups)}"

    return f"{what} in {time}: highest {those(first)} with {at(first)}, lowest {those(last)} with {at(last)}."


def explain_no_chart(form: str, result: Answer, large_enough: int) -> str:
    """Why a form asked for cannot be had; nothing where it can."""
    by = result.selection.by
    if form == "Table":
        return ""
    if len(by) > 1:
        columns = join_names(COLUMN_MEANINGS[column] for column in by)
        return f"A chart splits by one thing and this question splits by {len(by)} ({columns}): here is the table."
    if form == "Ranked" and not by:
        return "One value has no rank: split it, or compare agencies."
    if is_sampled(result) and splits_agencies(result):
        return f"{WHY_NO_RANKS} Here is the table."
    if form == "Ranked" and not large_enough:
        return "No group has ten people or more at the last count, too few to be ranked: here is the table."
    return ""


def describe_omissions(shown_count: int, total: int, rankable_count: int | None = None, extra_name: str = "") -> str:
    """How much of an answer a chart leaves out.

    Args:
        shown_count: How many groups are drawn.
        total: How many groups have a value.
        rankable_count: Of a ranking, how many are large enough for it; None of any other chart.
        extra_name: The group drawn besides the highest, where it is none of them.

    Returns:
        A sentence; empty where everything is drawn.
    """
    if rankable_count is None:
        return f"The {shown_count} highest of {total}; the rest are not drawn." if shown_count < total else ""
    if shown_count < rankable_count:
        more = f", and {extra_name}" if extra_name else ""
        return (
            f"The {shown_count} highest of {rankable_count} large enough to be ranked{more}; the others are not drawn."
        )
    return "Those too small to be ranked are not drawn." if rankable_count < total else ""


def tabulate_changes(result: Answer, df: pd.DataFrame, names_of: Callable[[str], Mapping[str, str]]) -> pd.DataFrame:
    """Latest and baseline value of each group in words, the highest first; only groups that have both."""
    metric = result.metric
    df = df.dropna(subset="baseline").sort_values("latest", ascending=False)
    columns = [column for column in df if column in COLUMN_MEANINGS]
    groups = {
        capitalize_first(COLUMN_MEANINGS[column]): [names_of(column).get(key, key) for key in df[column].astype(str)]
        for column in columns
    }
    return pd.DataFrame(
        {
            **groups,
            "Latest": [format_number(value, metric.unit) for value in df["latest"]],
            "As of": [capitalize_first(format_time(day, metric.is_flow)) for day in df["latest_period"]],
            "Baseline": [format_number(value, metric.unit) for value in df["baseline"]],
            "Baseline date": [capitalize_first(format_time(day, metric.is_flow)) for day in df["baseline_period"]],
            "Change": [format_movement(change, metric.unit) for change in df["change"]],
            "Better or worse": [{"neither": ""}.get(verdict, verdict) for verdict in df["verdict"]],
            "By another source": [{"": ""}.get(difference, "yes") for difference in df["mixed"]],
            "Evidence": [EVIDENCE[kind] for kind in df["latest_evidence"]],
            "Compared with": [EVIDENCE[kind] for kind in df["baseline_evidence"]],
        }
    )
