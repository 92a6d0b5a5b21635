"""Words about comings and goings: whether turnover rose, and what one year's account says."""

from __future__ import annotations

from datetime import date

import pandas as pd

from metrics.analysis import flows
from metrics.analysis.entries import WAYS, Entries, PublishedCount
from metrics.analysis.headline import Headline
from metrics.analysis.part_year import PartYear
from metrics.definitions.metric import Metric, Unit
from metrics.formatting import EVIDENCE, FLAGS, at, listed, month, moved, number, of_two_works, size_of_change, when
from metrics.query import whence
from metrics.query.whence import Works
from metrics.text.headlines import months, said, two_sources

WAYS_IN = "Where do new executives come from?"
DIRECTIONS = {"up": "rose", "down": "fell", "unchanged": "did not change"}


def turned(
    metric: Metric,
    found: Headline,
    known: pd.DataFrame,
    part: PartYear | None,
    appointment: str,
    agency: str = "",
    works: Works | None = None,
) -> str:
    """Whether turnover rose since the baseline; where the baseline is unknown, against the nearest year that is known.

    `known` is the series behind the headline, `works` the works of its sources. A part of a year is compared with the
    same months a year before, which its source counts alike; without them it settles the question once it exceeds a
    whole year, and only a year of the same source makes a direction of that.
    """
    latest, then = found.latest, found.baseline
    whose = f" at the {agency}".replace("the the ", "the ") if agency else ""
    words = said(metric, latest.value, appointment)
    here = f"{at(agency)}{_small(words)}" if agency else words
    mark = f" ({EVIDENCE['sample']})" if latest.evidence == "sample" else ""
    if then is not None and found.change is not None:
        return (
            f"Turnover{whose} {_direction(found.change, metric.unit)} since {when(then.period, True)}: "
            f"{_small(words)} in {when(latest.period, True)}, {moved(found.change, metric.unit)}"
            f"{two_sources(found)}{mark}."
        )
    if part is not None and part.before is not None:
        return (
            f"Turnover{whose} {_direction(part.value - part.before, metric.unit)}: "
            f"{_small(said(metric, part.value, appointment))} in {months(part)}{_sure(part)}, against "
            f"{number(part.before, metric.unit)} in the same months of {part.last.year - 1}."
        )
    asked = month(found.asked_baseline)
    nearest = _nearest(known, latest.period, found.asked_baseline)
    if part is not None and nearest is not None and part.value > nearest["value"]:
        other = of_two_works(whence.of(part.source, works or {}), whence.of(nearest["source"], works or {}))
        rose = "" if other else f"Turnover{whose} rose: "
        words = said(metric, part.value, appointment)
        return (
            f"{rose}{_small(words) if rose else words} in {months(part)} alone{_sure(part)}, "
            f"against {number(nearest['value'], metric.unit)} in the whole of {when(nearest['period'], True)}, the "
            f"year known nearest to {asked}{other}."
        )
    if nearest is None:
        return f"{here} in {when(latest.period, True)}; no other year is known to compare it with{mark}."
    change = latest.value - nearest["value"]
    joined = "since" if _direction(change, metric.unit) == DIRECTIONS["unchanged"] else "than in"
    other = of_two_works(whence.of(latest.source, works or {}), whence.of(nearest["source"], works or {}))
    return (
        f"{here} in {when(latest.period, True)}, {size_of_change(change, metric.unit)} {joined} "
        f"{when(nearest['period'], True)}, the year known nearest to {asked}{other}{mark}."
    )


def question(appointment: str, *, is_why: bool) -> str:
    """What an account of one appointment type answers; `is_why` where it is told for its reasons alone."""
    return f"Why do {appointment} executives leave?" if is_why else f"How many {appointment} executives come and go?"


def year(account: pd.DataFrame, period: date) -> str:
    """What an account says of one year: how many came in, how many left and why, and what remained of it."""
    rows = account[account["period"] == pd.Timestamp(period)]
    value = dict(zip(rows["flow"], rows["value"], strict=True))
    left = flows.departures(rows)
    parts = []
    if flows.ENTRIES in value:
        parts.append(f"an estimated {value[flows.ENTRIES]:,.0f} came in")
    if len(left):
        reasons = [f"{flows.NAMES[each].lower()} {value[each]:,.0f}" for each in flows.REASONS if value.get(each)]
        why = f" ({', '.join(reasons)})" if reasons else ""
        parts.append(f"{left.iloc[0]:,.0f} left their agency{why}")
    if flows.NET in value:
        parts.append(f"the net change was {number(value[flows.NET], Unit.PEOPLE)}")
    return f"In {when(period, True)} {listed(parts)}."


def account(rows: pd.DataFrame) -> str:
    """An account in a few sentences: its years, the last year with departures, and the year when most left."""
    left = flows.departures(rows)
    first, last = (when(rows["period"].agg(end), True) for end in ("min", "max"))
    span = first if first == last else f"{first} to {last}"
    if left.empty:
        return f"{span[:1].upper()}{span[1:]}. {year(rows, rows['period'].max())}"
    most = f" Most left in {when(left.index[int(left.argmax())], True)}: {left.max():,.0f}." if len(left) > 1 else ""
    return f"{span[:1].upper()}{span[1:]}, departures of {_years(len(left))}. {year(rows, left.index.max())}{most}"


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _sure(part: PartYear) -> str:
    return f" ({FLAGS['medium_confidence']})" if part.is_medium else ""


def _direction(change: float, unit: Unit) -> str:
    return DIRECTIONS[moved(change, unit).split(" ")[0]]


def _nearest(known: pd.DataFrame, latest: date, asked: date) -> pd.Series | None:
    """The figure of an earlier year that lies nearest to the baseline."""
    earlier = known[known["period"] < pd.Timestamp(latest)]
    if earlier.empty:
        return None
    return earlier.iloc[int((earlier["period"] - pd.Timestamp(asked)).abs().argmin())]


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def ways(found: Entries) -> str:
    """Who came in within a year, and by which ways."""
    everyone, *parts = found.ways
    text = f"An estimated {everyone.people:,.0f} executives came in during {when(found.period, True)}"
    said = [f"{way.people:,.0f} {_small(WAYS[way.name])}" for way in parts]
    return f"{text}: {listed(said)}." if said else f"{text}."


def entered(found: Entries | None, published: tuple[PublishedCount, ...], agency: str = "") -> tuple[str, ...]:
    """How many came in, real figures first and the sample marked."""
    whose = f"At the {agency}, an".replace("the the ", "the ") if agency else "An"
    said = [] if found is None else [ways(found).replace("An", whose, 1)]
    if found is not None and found.evidence == "sample":
        said = [f"{words[:-1]} ({EVIDENCE['sample']})." for words in said]
    real = [f"{known.words} in {when(known.period, True)}." for known in published]
    is_first = found is not None and found.evidence != "sample"
    return (*said, *real) if is_first else (*real, *said)
