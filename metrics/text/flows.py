"""Words about comings and goings: whether turnover rose, and what one year's account says."""

from __future__ import annotations

from datetime import date

import pandas as pd

from metrics.analysis import flows
from metrics.analysis.entries import WAYS, EntriesOfYear, PublishedCount
from metrics.analysis.headline import Headline
from metrics.analysis.part_year import PartYear
from metrics.definitions.metric import Metric, Unit
from metrics.formatting import (
    EVIDENCE,
    FLAGS,
    add_article,
    begin_at,
    format_change,
    format_month,
    format_movement,
    format_number,
    format_time,
    format_two_works,
    join_names,
)
from metrics.query.works import Works, list_works
from metrics.text.headlines import describe_sources, format_months, word_value

WAYS_IN = "Where do new executives come from?"
DIRECTIONS = {"up": "rose", "down": "fell", "unchanged": "did not change"}


def describe_turnover(
    metric: Metric,
    headline: Headline,
    series: pd.DataFrame,
    part: PartYear | None,
    appointment: str,
    agency: str = "",
    works: Works | None = None,
) -> str:
    """Whether turnover rose since the baseline; where the baseline is unknown, against the nearest year that is known.

    A part of a year is compared with the same months a year before, which its source counts alike; without them it
    settles the question once it exceeds a whole year, and only a year of the same source makes a direction of that.

    Args:
        metric: The indicator of turnover.
        headline: Its headline.
        series: The rows behind the headline: period, value and source of whole years.
        part: A later part of a year, if one is published.
        appointment: The type of appointment that is counted; empty for all.
        agency: The agency's name; empty for the whole government.
        works: The works that the sources are of.

    Returns:
        One sentence.
    """
    latest, then = headline.latest, headline.baseline
    whose = f" at {add_article(agency)}" if agency else ""
    words = word_value(metric, latest.value, appointment)
    here = f"{begin_at(agency)}{_lower_first(words)}" if agency else words
    mark = f" ({EVIDENCE['sample']})" if latest.evidence == "sample" else ""
    if then is not None and headline.change is not None:
        return (
            f"Turnover{whose} {_find_direction(headline.change, metric.unit)} since {format_time(then.period, True)}: "
            f"{_lower_first(words)} in {format_time(latest.period, True)}, "
            f"{format_movement(headline.change, metric.unit)}"
            f"{describe_sources(headline)}{mark}."
        )
    if part is not None and part.before is not None:
        return (
            f"Turnover{whose} {_find_direction(part.value - part.before, metric.unit)}: "
            f"{_lower_first(word_value(metric, part.value, appointment))} in {format_months(part)}"
            f"{_mark_confidence(part)}, against "
            f"{format_number(part.before, metric.unit)} in the same months of {part.last.year - 1}."
        )
    baseline_month = format_month(headline.asked_baseline)
    nearest = _find_nearest(series, latest.period, headline.asked_baseline)
    if part is not None and nearest is not None and part.value > nearest["value"]:
        other = format_two_works(list_works(part.source, works or {}), list_works(nearest["source"], works or {}))
        rose = "" if other else f"Turnover{whose} rose: "
        words = word_value(metric, part.value, appointment)
        return (
            f"{rose}{_lower_first(words) if rose else words} in {format_months(part)} alone{_mark_confidence(part)}, "
            f"against {format_number(nearest['value'], metric.unit)} in the whole of "
            f"{format_time(nearest['period'], True)}, the "
            f"year known nearest to {baseline_month}{other}."
        )
    if nearest is None:
        return f"{here} in {format_time(latest.period, True)}; no other year is known to compare it with{mark}."
    change = latest.value - nearest["value"]
    preposition = "since" if _find_direction(change, metric.unit) == DIRECTIONS["unchanged"] else "than in"
    other = format_two_works(list_works(latest.source, works or {}), list_works(nearest["source"], works or {}))
    return (
        f"{here} in {format_time(latest.period, True)}, {format_change(change, metric.unit)} {preposition} "
        f"{format_time(nearest['period'], True)}, the year known nearest to {baseline_month}{other}{mark}."
    )


def write_question(appointment: str, *, is_why: bool) -> str:
    """What an account of one appointment type answers; `is_why` where it is told for its reasons alone."""
    return f"Why do {appointment} executives leave?" if is_why else f"How many {appointment} executives come and go?"


def describe_year(account: pd.DataFrame, period: date) -> str:
    """What an account says of one year: how many came in, how many left and why, and what remained of it."""
    df = account[account["period"] == pd.Timestamp(period)]
    value = dict(zip(df["flow"], df["value"], strict=True))
    departures = flows.count_departures(df)
    parts = []
    if flows.ENTRIES in value:
        parts.append(f"an estimated {value[flows.ENTRIES]:,.0f} came in")
    if len(departures):
        reasons = [f"{flows.NAMES[each].lower()} {value[each]:,.0f}" for each in flows.REASONS if value.get(each)]
        why = f" ({', '.join(reasons)})" if reasons else ""
        parts.append(f"{departures.iloc[0]:,.0f} left their agency{why}")
    if flows.NET in value:
        parts.append(f"the net change was {format_number(value[flows.NET], Unit.PEOPLE)}")
    return f"In {format_time(period, True)} {join_names(parts)}."


def describe_account(df: pd.DataFrame) -> str:
    """An account in a few sentences: its years, the last year with departures, and the year when most left."""
    departures = flows.count_departures(df)
    first, last = (format_time(df["period"].agg(end), True) for end in ("min", "max"))
    span = first if first == last else f"{first} to {last}"
    if departures.empty:
        return f"{span[:1].upper()}{span[1:]}. {describe_year(df, df['period'].max())}"
    most = (
        f" Most left in {format_time(departures.index[int(departures.argmax())], True)}: {departures.max():,.0f}."
        if len(departures) > 1
        else ""
    )
    last_year = describe_year(df, departures.index.max())
    return f"{span[:1].upper()}{span[1:]}, departures of {_format_years(len(departures))}. {last_year}{most}"


def _format_years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _mark_confidence(part: PartYear) -> str:
    return f" ({FLAGS['medium_confidence']})" if part.is_medium else ""


def _find_direction(change: float, unit: Unit) -> str:
    return DIRECTIONS[format_movement(change, unit).split(" ")[0]]


def _find_nearest(series: pd.DataFrame, latest: date, baseline: date) -> pd.Series | None:
    """The figure of an earlier year that lies nearest to the baseline."""
    earlier = series[series["period"] < pd.Timestamp(latest)]
    if earlier.empty:
        return None
    return earlier.iloc[int((earlier["period"] - pd.Timestamp(baseline)).abs().argmin())]


def _lower_first(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def describe_ways(entries: EntriesOfYear) -> str:
    """Who came in within a year, and by which ways."""
    everyone, *parts = entries.ways
    text = f"An estimated {everyone.people:,.0f} executives came in during {format_time(entries.period, True)}"
    phrases = [f"{way.people:,.0f} {_lower_first(WAYS[way.name])}" for way in parts]
    return f"{text}: {join_names(phrases)}." if phrases else f"{text}."


def describe_entries(
    entries: EntriesOfYear | None, counts: tuple[PublishedCount, ...], agency: str = ""
) -> tuple[str, ...]:
    """How many came in, real figures first and the sample marked."""
    whose = f"{begin_at(agency)}an" if agency else "An"
    sentences = [] if entries is None else [describe_ways(entries).replace("An", whose, 1)]
    if entries is not None and entries.evidence == "sample":
        sentences = [f"{words[:-1]} ({EVIDENCE['sample']})." for words in sentences]
    real = [f"{count.words} in {format_time(count.period, True)}." for count in counts]
    is_first = entries is not None and entries.evidence != "sample"
    return (*sentences, *real) if is_first else (*real, *sentences)
