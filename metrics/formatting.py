"""Numbers, dates, evidence and lists as readers see them, on every page, slide, sheet and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from metrics.definitions.metric import Unit

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
HISTORY = 24
"""Months behind the newest month held after which a figure is history."""
REASONS_APART: Mapping[str, str] = {
    "": "no figure within a year of {}",
    "source": "not compared with {}: another source under other rules",
    "break": "not compared with {}: the series was broken since",
    "early": "no figure after {}",
    "transition": "not compared with {}: a change of administration lies between, which replaces political appointees",
    "sample": "not compared with {}: synthetic figures say nothing of an agency",
}
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


def round_half_up(value: float, decimals: int) -> Decimal:
    """A value as programs that calculate show it, halves away from zero: 37.15 is 37.2 wherever it is read."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_number(value: float, unit: Unit) -> str:
    """A value as a reader sees it: 7,269; 10.5%; 13.5 years; 0.1 year; $197,200."""
    amount = round_half_up(value, unit.decimals)
    digits = f"{amount:,}".replace("-", "−")
    match unit:
        case Unit.PERCENT:
            return f"{digits}%"
        case Unit.YEARS | Unit.DAYS:
            return f"{digits} {unit.word.removesuffix('s') if 0 < abs(amount) <= 1 else unit.word}"
        case Unit.DOLLARS:
            return f"${digits}"
    return digits


def format_change(change: float, unit: Unit) -> str:
    """How far a value moved, in the unit's own terms and with its direction in words."""
    size = abs(change)
    if not round_half_up(size, unit.decimals):
        return "unchanged"
    match unit:
        case Unit.PERCENT:
            return f"{size:.1f} points {'more' if change > 0 else 'less'}"
        case Unit.YEARS | Unit.DOLLARS | Unit.RATIO:
            return f"{format_number(size, unit)} {'more' if change > 0 else 'less'}"
    return f"{format_number(size, unit)} {'more' if change > 0 else 'fewer'}"


def format_month(day: date) -> str:
    """A month-end date as readers say it: September 2016."""
    return f"{pd.Timestamp(day):%B %Y}"


def capitalize_first(text: str) -> str:
    """The text with its first letter large and the rest as it was."""
    return text[:1].upper() + text[1:]


def format_time(day: date, is_flow: bool) -> str:
    """The time a value speaks for: a month's end, a fiscal year, or twelve months that end elsewhere."""
    if not is_flow:
        return format_month(day)
    return f"fiscal year {day.year}" if day.month == 9 else f"the twelve months to {format_month(day)}"


def format_movement(change: float, unit: Unit) -> str:
    """How far a value moved, up or down: up 1.5 points, down 1,508, unchanged."""
    size = format_number(abs(change), unit)
    if not round_half_up(change, unit.decimals):
        return "unchanged"
    points = f"{size.removesuffix('%')} points" if unit is Unit.PERCENT else size
    return f"{'up' if change > 0 else 'down'} {points}"


def format_gain(value: float) -> str:
    """A net change in words: a gain of 190, a loss of 259, no change."""
    if not value:
        return "no change"
    return f"a {'gain' if value > 0 else 'loss'} of {abs(value):,.0f}"


def format_two_works(now: Sequence[str], then: Sequence[str]) -> str:
    """Whose the later and the earlier of two values is, where the two are not of one work; else nothing."""
    return "" if now == then else f" by another source: {join_names(now)} now, {join_names(then)} then"


def begin_at(agency: str) -> str:
    """How a sentence about an agency begins."""
    return f"At {add_article(agency)}, "


def add_article(agency: str) -> str:
    """An agency as a sentence names it: the Department of Education; one whose name begins so keeps its article."""
    return agency if agency.startswith("the ") else f"the {agency}"


def format_flags(words: str) -> str:
    """The flags of a row in words."""
    return "; ".join(FLAGS.get(flag, flag) for flag in words.split(";") if flag)


def join_names(names: Iterable[str]) -> str:
    """Names as a sentence lists them: A, B and C."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def format_span(periods: pd.Series, is_flow: bool) -> str:
    """The first and last time of a series, once if they are the same."""
    first, last = pd.Timestamp(periods.min()), pd.Timestamp(periods.max())
    if first == last:
        return format_time(first.date(), is_flow)
    if is_flow and first.month == last.month == 9:
        return f"fiscal years {first.year}–{last.year}"
    return f"{format_month(first)} – {format_month(last)}"


def is_history(last: date, newest: date) -> bool:
    """Whether a figure is so much older than the newest held that it is told as history and makes no headline."""
    return pd.Timestamp(last) + pd.DateOffset(months=HISTORY) < pd.Timestamp(newest)


def describe_last_known(last: date, newest: date, is_flow: bool) -> str:
    """That a series held here ended, where its last figure is more than a year older than the newest figures held.

    Whether its publisher has newer ones is not known, so nothing is said of it.

    Args:
        last: The month of its last figure.
        newest: The month of the newest figure held.
        is_flow: Whether its values speak for spans of time.

    Returns:
        A sentence; nothing where the series goes on.
    """
    if pd.Timestamp(last) + pd.DateOffset(months=12) >= pd.Timestamp(newest):
        return ""
    return f"The last figure held here is for {format_time(last, is_flow)}."


def format_source(source: str, titles: Mapping[str, str]) -> str:
    """A source by its title; two that made a figure together, by both titles."""
    return "; ".join(titles.get(each, each) for each in source.split("; "))


def format_years(first: date, last: date) -> str:
    """The years from the first to the last, once if they are the same: 2016–2026."""
    return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"


def format_range(low: float, high: float, unit: Unit) -> str:
    """An interval as a reader sees it: 1,489–2,300; 21.7–33.6%; one number where both ends are shown alike."""
    first, last = format_number(low, unit), format_number(high, unit)
    return first if first == last else f"{first.removesuffix('%')}–{last}"
