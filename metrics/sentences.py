"""Words from the data: the numbers, dates and sentences that page, slide and feed all say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from metrics.model import Limit, Metric, Unit

if TYPE_CHECKING:
    from metrics.headline import Headline
    from metrics.part_year import PartYear

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
MOST_CREDITED = 6
FLAGS: Mapping[str, str] = {
    "too_few": "fewer than ten people: too few to rate",
    "exempt": "fewer than four executives: outside the 25% limit",
    "two_ends": "divided by the mean of two period ends",
    "medium_confidence": "medium confidence",
}


def number(value: float, unit: Unit) -> str:
    """A value as a reader sees it: 7,269; 10.5%; 13.5 years; $197,200."""
    digits = f"{value:,.{unit.decimals}f}".replace("-", "−")
    match unit:
        case Unit.PERCENT:
            return f"{digits}%"
        case Unit.YEARS:
            return f"{digits} years"
        case Unit.DOLLARS:
            return f"${digits}"
    return digits


def size_of_change(change: float, unit: Unit) -> str:
    """How far a value moved, in the unit's own terms and with its direction in words."""
    size = abs(change)
    if float(f"{size:.{unit.decimals}f}") == 0:
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


def headline(metric: Metric, found: Headline, agency: str = "", appointment: str = "") -> str:
    """The sentence of a headline: value, whose, time, and the change since the baseline where one is known."""
    latest, then = found.latest, found.baseline
    said = _of_type(metric.says, appointment).format(value=number(latest.value, metric.unit))
    place = f" at the {agency}".replace("the the ", "the ") if agency else ""
    text = f"{said}{place} in {when(latest.period, metric.is_flow)}"
    if found.change is None or then is None:
        return f"{text}."
    moved = size_of_change(found.change, metric.unit)
    joined = "since" if moved == "unchanged" else "than in"
    verdict = f", for the {found.verdict}" if found.verdict in ("better", "worse") else ""
    return f"{text}, {moved} {joined} {when(then.period, metric.is_flow)}{verdict}."


def part_year(metric: Metric, found: PartYear, appointment: str, known: Mapping[str, str]) -> str:
    """What is known of a year that is not published whole, beside the same months a year before, with its source."""
    first = pd.Timestamp(found.last) - pd.DateOffset(months=found.months - 1)
    said = _of_type(metric.says, appointment).format(value=number(found.value, metric.unit))
    text = f"{said} in {first:%B}–{found.last:%B %Y}"
    if found.before is not None:
        moved = size_of_change(found.value - found.before, metric.unit)
        text += f", {moved} {'since' if moved == 'unchanged' else 'than in'} the same months of {found.last.year - 1}"
    confidence = f"; {FLAGS['medium_confidence']}" if found.is_medium else ""
    return f"{text} ({titled(found.source, known)}{confidence})."


def _of_type(says: str, appointment: str) -> str:
    """A sentence about executives made one about those of an appointment type."""
    if not appointment:
        return says
    narrowed = re.sub(r"\b(senior )?executives\b", rf"{appointment} executives", says, count=1, flags=re.IGNORECASE)
    return narrowed[0].upper() + narrowed[1:] if narrowed != says else f"{says} ({appointment} only)"


def basis(metric: Metric, found: Headline) -> str:
    """What a headline rests on: the numbers behind a share, its evidence, what it is compared with, and its flags."""
    latest, then = found.latest, found.baseline
    parts = []
    if latest.numerator is not None and latest.denominator is not None:
        parts.append(f"{latest.numerator:,.0f} of {latest.denominator:,.0f}")
    parts.append(EVIDENCE[latest.evidence])
    if then is None:
        parts.append(f"no figure within a year of {month(found.asked_baseline)}")
    else:
        compared = "compared with" if found.verdict not in ("better", "worse") else f"{found.verdict} than"
        parts.append(f"{compared} {when(then.period, metric.is_flow)}")
        parts.append(f"there {EVIDENCE[then.evidence]}" if found.mixed else "")
    return " · ".join(filter(None, [*parts, flags(latest.flag)]))


def headroom(room: float) -> str:
    """How many more appointments fit under a line, in people: room for 4, at the line, 2 above."""
    if room > 0:
        return f"room for {room:,.0f}"
    return "at the line" if room == 0 else f"{-room:,.0f} above"


def position(value: float, limit: Limit) -> str:
    """Where a value stands to a line; never a verdict in law, since people on board are not positions."""
    side = "above" if value > limit.value else "at" if value == limit.value else "below"
    return f"{side} the {limit.value:g}% line (on-board basis)"


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


def trend(metric: Metric, rows: pd.DataFrame, name: str = "") -> str:
    """A series in one sentence, for readers who do not see the chart: its span, latest value, lowest and highest."""
    rows = rows.sort_values("period")
    last, low, high = rows.iloc[-1], rows.iloc[int(rows["value"].argmin())], rows.iloc[int(rows["value"].argmax())]

    def at(row: pd.Series) -> str:
        return f"{number(row['value'], metric.unit)} in {when(row['period'], metric.is_flow)}"

    subject = f"{metric.title}, {name}" if name else metric.title
    if len(rows) == 1:
        return f"{subject}: {at(last)}, the only figure."
    return (
        f"{subject}, {len(rows)} figures, {span(rows['period'], metric.is_flow)}: "
        f"latest {at(last)}, lowest {at(low)}, highest {at(high)}."
    )


def ranking(metric: Metric, rows: pd.DataFrame, names: Mapping[str, str], by: str, limit: Limit | None = None) -> str:
    """A ranking in one or two sentences: its length, its first and last, and how many stand above the line."""
    rows = rows.sort_values("value", ascending=False)
    first, last = rows.iloc[0], rows.iloc[-1]
    text = (
        f"{metric.title}, {len(rows)} rows ranked: {names.get(first[by], first[by])} highest with "
        f"{number(first['value'], metric.unit)}, {names.get(last[by], last[by])} lowest with "
        f"{number(last['value'], metric.unit)}."
    )
    if limit is None:
        return text
    return f"{text} {int((rows['value'] > limit.value).sum())} above the {limit.value:g}% line."


def freshness(newest: date, kinds: Iterable[str], built_at: date) -> str:
    """How new the figures are, what they rest on, and when this build was made."""
    held = set(kinds)
    real = listed(
        words for kind, words in (("records", "OPM's record files"), ("published", "published figures")) if kind in held
    )
    text = f"Figures up to {month(newest)}, from {real or 'no real file yet'}"
    if "sample" in held:
        text += "; a synthetic sample stands in, marked, where an indicator has no real figure"
    return f"{text}. Built on {built_at:%-d %B %Y}."


def last_known(last: date, newest: date, is_flow: bool) -> str:
    """That a series ended, where its last figure is more than a year older than the newest figures held."""
    if pd.Timestamp(last) + pd.DateOffset(months=12) >= pd.Timestamp(newest):
        return ""
    return f"Historic: the last figure is of {when(last, is_flow)}; nothing newer is held."


def credit(rows: pd.DataFrame, titles: Mapping[str, str]) -> str:
    """The line under a figure: how its evidence is drawn, then every source with its years."""
    drawn = [mark for kind, mark in MARKS.items() if kind in set(rows["evidence"])]
    spans = rows.groupby("source")["period"].agg(["min", "max"]).sort_values(["min", "max"])
    names = [f"{titled(str(source), titles)} ({_years(*span)})" for source, *span in spans.itertuples()]
    if len(names) > MOST_CREDITED:
        names = [f"{len(names)} of them, from {names[0]} to {names[-1]}, each named in the table"]
    return f"{listed(drawn)}. {'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}."


def titled(source: str, titles: Mapping[str, str]) -> str:
    """A source by its title; two that made a figure together, by both titles."""
    return "; ".join(titles.get(each, each) for each in source.split("; "))


def _years(first: date, last: date) -> str:
    return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
