"""Words from the data: the numbers, dates and sentences that page, slide and feed all say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pandas as pd

from metrics.definitions.metric import Change, Metric, Unit

if TYPE_CHECKING:
    from metrics.analysis.headline import Headline, Point
    from metrics.analysis.part_year import PartYear

EVIDENCE: Mapping[str, str] = {
    "records": "computed from OPM's record files",
    "published": "published figure",
    "sample": "synthetic sample, not real",
}
MARKS: Mapping[str, str] = {
    "records": "● computed from OPM's record files",
    "published": "○ published figures",
    "sample": "╌ synthetic sample, not real",
}
KEPT_APART: Mapping[str, str] = {
    "": "no figure within a year of {}",
    "source": "not compared with {}: another source under other rules",
    "break": "not compared with {}: the series was broken since",
    "early": "no figure after {}",
    "transition": "not compared with {}: a change of administration lies between, which replaces political appointees",
    "sample": "not compared with {}: synthetic figures say nothing of an agency",
}
MOST_CREDITED = 4
HISTORY = 24
"""Months behind the newest month held after which a figure is history."""
BETWEEN: Mapping[Unit, str] = {Unit.PERCENT: "of", Unit.RATIO: "to"}
"""The word between the two numbers of a share or ratio; those of a mean count different things."""
# What an indicator counts, whose number follows its count: one agency was, five agencies were.
COUNTED = re.compile(r"(\{value\} (?:\w+ )?)(executives|agencies)( were|\b)")
ONE: Mapping[str, str] = {"executives": "executive", "agencies": "agency"}
EXECUTIVES = re.compile(r"\b(senior )?executives\b", re.IGNORECASE)
FLAGS: Mapping[str, str] = {
    "too_few": "fewer than ten people: too few to rate",
    "exempt": "fewer than four positions: exempt from the 25% limit",
    "under_four": "fewer than four executives on board; whether the limit applies depends on its positions",
    "two_ends": "divided by the mean of two period ends",
    "medium_confidence": "medium confidence",
    "rounded": "a count in round numbers, no point of the series",
    "partial": "incomplete month: agencies are missing from the file",
    "unsettled": "its newest months will still grow",
}


def rounded(value: float, decimals: int) -> Decimal:
    """A value as programs that calculate show it, halves away from zero: 37.15 is 37.2 wherever it is read."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float, unit: Unit) -> str:
    """A value as a reader sees it: 7,269; 10.5%; 13.5 years; 0.1 year; $197,200."""
    shown = rounded(value, unit.decimals)
    digits = f"{shown:,}".replace("-", "−")
    match unit:
        case Unit.PERCENT:
            return f"{digits}%"
        case Unit.YEARS | Unit.DAYS:
            return f"{digits} {unit.word.removesuffix('s') if 0 < abs(shown) <= 1 else unit.word}"
        case Unit.DOLLARS:
            return f"${digits}"
    return digits


def size_of_change(change: float, unit: Unit) -> str:
    """How far a value moved, in the unit's own terms and with its direction in words."""
    size = abs(change)
    if not rounded(size, unit.decimals):
        return "unchanged"
    match unit:
        case Unit.PERCENT:
            return f"{size:.1f} points {'more' if change > 0 else 'less'}"
        case Unit.YEARS | Unit.DOLLARS | Unit.RATIO:
            return f"{number(size, unit)} {'more' if change > 0 else 'less'}"
    return f"{number(size, unit)} {'more' if change > 0 else 'fewer'}"


def month(day: date) -> str:
    """A month-end date as readers say it: September 2016."""
    return f"{pd.Timestamp(day):%B %Y}"


def sentence_case(text: str) -> str:
    """The text with its first letter large and the rest as it was."""
    return text[:1].upper() + text[1:]


def when(day: date, is_flow: bool) -> str:
    """The time a value speaks for: a month's end, a fiscal year, or twelve months that end elsewhere."""
    if not is_flow:
        return month(day)
    return f"fiscal year {day.year}" if day.month == 9 else f"the twelve months to {month(day)}"


def moved(change: float, unit: Unit) -> str:
    """How far a value moved, up or down: up 1.5 points, down 1,508, unchanged."""
    size = number(abs(change), unit)
    if not rounded(change, unit.decimals):
        return "unchanged"
    points = f"{size.removesuffix('%')} points" if unit is Unit.PERCENT else size
    return f"{'up' if change > 0 else 'down'} {points}"


def headline(metric: Metric, found: Headline, agency: str = "", appointment: str = "") -> str:
    """The sentence of a headline: whose, value, time, and the change since the baseline where one is known."""
    latest, then = found.latest, found.baseline
    metric = metric.told_of([latest.evidence])
    text = f"{said(metric, latest.value, appointment)}{held_against(latest.basis)}"
    text = f"{text} in {when(latest.period, metric.is_flow)}"
    if agency:
        text = f"{at(agency)}{text[:1].lower()}{text[1:]}"
    if latest.evidence == "sample":
        text = f"{text} ({EVIDENCE['sample']})"
    if found.change is None or then is None:
        return f"{text}."
    verdict = f", a change for the {found.verdict}" if found.verdict in ("better", "worse") else ""
    return f"{text}, {since(metric, found.change, then)}{verdict}{two_sources(found)}."


def since(metric: Metric, change: float, then: Point) -> str:
    """How far a value moved and since when; a value that is a change itself stands beside the other in words.

    Of a net change of −259 "down 449" says nothing that a reader can picture; a gain of 190 before it does.
    """
    if isinstance(metric.formula, Change):
        return f"compared with {gain(then.value)} in {when(then.period, metric.is_flow)}"
    return f"{moved(change, metric.unit)} since {when(then.period, metric.is_flow)}"


def gain(value: float) -> str:
    """A net change in words: a gain of 190, a loss of 259, no change."""
    if not value:
        return "no change"
    return f"a {'gain' if value > 0 else 'loss'} of {abs(value):,.0f}"


def two_sources(found: Headline) -> str:
    """That a change is one between two ways of counting, each named; nothing where both values are of one."""
    if found.baseline is None or not found.mixed:
        return ""
    if found.mixed == "basis":
        return ", on another basis then"
    if found.works[0] == found.works[1]:
        return of_two_works([EVIDENCE[found.latest.evidence]], [EVIDENCE[found.baseline.evidence]])
    return of_two_works(*found.works)


def of_two_works(now: Sequence[str], then: Sequence[str]) -> str:
    """Whose the later and the earlier of two values is, where the two are not of one work; else nothing."""
    return "" if now == then else f" by another source: {listed(now)} now, {listed(then)} then"


def at(agency: str) -> str:
    """How a sentence about an agency begins."""
    return f"At the {agency}, ".replace("the the ", "the ")


def held_against(basis: str) -> str:
    """What an agency limit was held against, in brackets after a value; nothing where there is no such choice."""
    kinds = {kind.split(" ")[0] for kind in basis.split("; ")}
    return {"positions": " (on positions)", "at_least": " (at least, on positions known to exist)"}.get(kinds.pop(), "")


def part_year(metric: Metric, found: PartYear, appointment: str) -> str:
    """What is known of a year that is not published whole, beside the same months a year before."""
    text = f"{said(metric, found.value, appointment)} in {months(found)}"
    sure = f" ({FLAGS['medium_confidence']})" if found.is_medium else ""
    if found.before is None:
        return f"{text}{sure}."
    size = size_of_change(found.value - found.before, metric.unit)
    joined = "since" if size == "unchanged" else "than in"
    return f"{text}, {size} {joined} the same months of {found.last.year - 1}{sure}."


def part_year_basis(metric: Metric, found: PartYear, appointment: str) -> str:
    """Whom a part of a year counts, and what its change is measured against."""
    text = f"Population: {_whom(metric, appointment)}"
    compared = "" if found.before is None else f"compared with the same months of {found.last.year - 1}"
    return " · ".join(filter(None, [text, compared]))


def months(found: PartYear) -> str:
    """The months that a part of a year spans: January–November 2025."""
    if found.months == 1:
        return month(found.last)
    first = pd.Timestamp(found.last) - pd.DateOffset(months=found.months - 1)
    return f"{first:%B}–{found.last:%B %Y}"


def said(metric: Metric, value: float, appointment: str = "") -> str:
    """What an indicator says of a value: of an appointment type where one is given, and of one as of one.

    Where none is, of the type that the indicator counts unless another is named: career executives are not all of them.
    """
    appointment = appointment or dict(metric.by_default).get("appointment", "")
    words, shown = metric.says, number(value, metric.unit)
    if appointment:
        words, changed = EXECUTIVES.subn(f"{appointment} executives", words, count=1)
        words = words if changed else f"{words} ({appointment} only)"
    if shown == "1":
        words = COUNTED.sub(lambda found: f"{found[1]}{ONE[found[2]]}{found[3].replace('were', 'was')}", words)
    return sentence_case(words.format(value=shown))


def dated(metric: Metric, found: Headline, newest: date) -> str:
    """When a headline is of and what it rests on: December 2025 · published figure."""
    latest = found.latest
    ended = "no newer figure" if last_known(latest.period, newest, metric.is_flow) else ""
    parts = (sentence_case(when(latest.period, metric.is_flow)), EVIDENCE[latest.evidence], flags(latest.flag), ended)
    return " · ".join(filter(None, parts))


def basis(metric: Metric, found: Headline, appointment: str = "", agency: str = "") -> str:
    """Whom a headline counts, with the numbers behind a share, and what it is compared with."""
    latest, then = found.latest, found.baseline
    parts = [population(metric, latest, appointment, agency)]
    if then is None:
        parts.append(KEPT_APART[found.kept_apart].format(month(found.asked_baseline)))
    else:
        compared = "compared with" if found.verdict not in ("better", "worse") else f"{found.verdict} than"
        other = f"{gain(then.value)} in " if isinstance(metric.formula, Change) else ""
        parts.append(f"{compared} {other}{when(then.period, metric.is_flow)}{two_sources(found)}")
    return " · ".join(filter(None, parts))


def population(metric: Metric, latest: Point, appointment: str = "", agency: str = "") -> str:
    """Whom a value counts, and of a share how many of how many: Population: SES members on board, 841 of 6,647."""
    text = f"Population: {_whom(metric, appointment)}"
    text = f"{text}, {at(agency).removesuffix(', ').replace('At', 'at', 1)}" if agency else text
    if latest.numerator is None or latest.denominator is None or metric.unit not in BETWEEN:
        return text
    return f"{text}, {latest.numerator:,.0f} {BETWEEN[metric.unit]} {latest.denominator:,.0f}"


def _whom(metric: Metric, appointment: str) -> str:
    """Whom an indicator counts, of one appointment type where it counts more than that."""
    is_wider = appointment and appointment not in re.findall(r"\w+", metric.subject)
    return f"{metric.subject}, {appointment} only" if is_wider else metric.subject


def of_known_positions(share: float) -> str:
    """The highest that a share of positions can be, beside the same of people: at most 20.8% of positions."""
    return f"at most {number(share, Unit.PERCENT)} of positions"


def flags(words: str) -> str:
    """The flags of a row in words."""
    return "; ".join(FLAGS.get(flag, flag) for flag in words.split(";") if flag)


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: A, B and C."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def span(periods: pd.Series, is_flow: bool) -> str:
    """The first and last time of a series, once if they are the same."""
    first, last = pd.Timestamp(periods.min()), pd.Timestamp(periods.max())
    if first == last:
        return when(first.date(), is_flow)
    if is_flow and first.month == last.month == 9:
        return f"fiscal years {first.year}–{last.year}"
    return f"{month(first)} – {month(last)}"


def freshness(newest: date, kinds: Iterable[str], built_at: date, age: str = "") -> str:
    """How new the figures are, what they rest on, how that stands against today, and when this build was made."""
    held = set(kinds)
    real = listed(
        words for kind, words in (("records", "OPM's record files"), ("published", "published figures")) if kind in held
    )
    text = f"Figures up to {month(newest)}, from {real or 'no real file yet'}"
    if "sample" in held:
        text += "; where an indicator has no real figure, a synthetic sample is shown and marked"
    return f"{text}. {age}{' ' * bool(age)}Built on {built_at:%-d %B %Y}."


def is_history(last: date, newest: date) -> bool:
    """Whether a figure is so much older than the newest held that it is told as history and makes no headline."""
    return pd.Timestamp(last) + pd.DateOffset(months=HISTORY) < pd.Timestamp(newest)


def history(said: Iterable[str]) -> str:
    """Figures that are history, in their sentences; nothing where there are none."""
    text = " ".join(said)
    return f"Older than two years: {text}" if text else ""


def last_known(last: date, newest: date, is_flow: bool) -> str:
    """That a series held here ended, where its last figure is more than a year older than the newest figures held.

    Whether its publisher has newer ones is not known, so nothing is said of it.
    """
    if pd.Timestamp(last) + pd.DateOffset(months=12) >= pd.Timestamp(newest):
        return ""
    return f"The last figure held here is for {when(last, is_flow)}."


def credit(rows: pd.DataFrame, titles: Mapping[str, str]) -> str:
    """The line under a figure: how its evidence is drawn, then every source with its years."""
    held = set(rows["evidence"])
    drawn = [mark for kind, mark in MARKS.items() if kind in held]
    # In plain loops: a page says this of every figure on every run, and grouping a few rows takes far longer.
    spans: dict[str, tuple[date, date]] = {}
    for source, period in zip(rows["source"], rows["period"], strict=True):
        first, last = spans.get(source, (period, period))
        spans[source] = min(first, period), max(last, period)
    # Each source once, however many figures it shares with others.
    each: dict[str, tuple[date, date]] = {}
    for sources, (first, last) in spans.items():
        for source in sources.split("; "):
            one, other = each.get(source, (first, last))
            each[source] = min(one, first), max(other, last)
    by_age = sorted(each.items(), key=lambda entry: entry[1])
    names = [_cited(titles.get(source, source), _years(*span)) for source, span in by_age]
    if len(names) > MOST_CREDITED:
        return f"{listed(drawn)}. {len(names)} sources, from {names[0]} to {names[-1]}, each named with the figures."
    return f"{listed(drawn)}. {'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}."


def titled(source: str, titles: Mapping[str, str]) -> str:
    """A source by its title; two that made a figure together, by both titles."""
    return "; ".join(titles.get(each, each) for each in source.split("; "))


def _cited(title: str, years: str) -> str:
    """A title with the years of its figures, unless it names them; brackets of its own take them in."""
    if re.search(rf"(?<!\d){years}(?!\d)", title):
        return title
    return f"{title.removesuffix(')')}; {years})" if title.endswith(")") else f"{title} ({years})"


def _years(first: date, last: date) -> str:
    return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
