"""What may be said of a selection, at the command line and in an address alike: words to a question, and back."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from metrics.definitions.metric import Window
from metrics.errors import MetricsError
from metrics.nearest import find_nearest
from metrics.query.selection import Selection

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
Word = TypeVar("Word", bound=StrEnum)


class UnreadableWord(MetricsError):
    """A word of a question is not written as it must be."""


class FlowWindow(StrEnum):
    """What a flow is summed over."""

    FISCAL_YEAR = "fy"
    TWELVE_MONTHS = "12m"
    MONTH = "month"


class Sources(StrEnum):
    """Whose figure is shown where several publishers give one."""

    BEST = "best"
    ALL = "all"


WINDOWS: dict[FlowWindow, Window] = {
    FlowWindow.FISCAL_YEAR: "fy",
    FlowWindow.TWELVE_MONTHS: "12m",
    FlowWindow.MONTH: "month",
}


@dataclass(frozen=True)
class Question:
    """A selection, and where only the change since a month is asked for, the last day of that month."""

    selection: Selection
    baseline: date | None = None


def parse_question(
    by: Iterable[str] = (),
    where: Iterable[str] = (),
    start: str | None = None,
    end: str | None = None,
    window: str | None = None,
    sources: str | None = None,
    baseline: str | None = None,
) -> Question:
    """The question that words ask; raises UnreadableWord for the first one that is not written as it must be."""
    selection = Selection.of(
        by=dict.fromkeys(by),
        where=parse_filters(where),
        start=parse_month(start, "from", last=False),
        end=parse_month(end, "to", last=True),
        window=WINDOWS[_parse_word(FlowWindow, window, "window")] if window is not None else None,
        all_sources=sources is not None and _parse_word(Sources, sources, "sources") is Sources.ALL,
    )
    then = parse_month(baseline, "baseline", last=True)
    if then and selection.all_sources:
        raise UnreadableWord("a change is measured within one publisher's figures: leave out sources=all")
    return Question(selection, then)


def format_words(question: Question) -> list[tuple[str, str]]:
    """The words that ask a question, in the order in which question() reads them."""
    selection = question.selection
    pairs = [("by", column) for column in selection.by]
    pairs += [("where", f"{column}={value}") for column, values in selection.where for value in values]
    pairs += [("from", selection.start.isoformat()[:7])] if selection.start else []
    pairs += [("to", selection.end.isoformat()[:7])] if selection.end else []
    pairs += [("window", selection.window)] if selection.window else []
    pairs += [("sources", Sources.ALL.value)] if selection.all_sources else []
    return [*pairs, ("baseline", question.baseline.isoformat()[:7])] if question.baseline else pairs


def parse_filters(pairs: Iterable[str]) -> dict[str, list[str]]:
    """COLUMN=VALUE pairs as values by column; refuses what is no pair."""
    values: dict[str, list[str]] = {}
    for pair in pairs:
        column, equals, value = pair.partition("=")
        if not equals or not column:
            raise UnreadableWord(f"where: '{pair}' is not COLUMN=VALUE, for example agency_code=ED")
        values.setdefault(column.strip(), []).append(value.strip())
    return values


def parse_month(text: str | None, word: str, *, last: bool) -> date | None:
    """The first or last day of a month written YYYY-MM; nothing where none is given; refuses what is no month."""
    if text is None:
        return None
    match = _MONTH.fullmatch(text)
    if not match or int(match[1]) == 0 or not 1 <= int(match[2]) <= 12:
        raise UnreadableWord(f"{word}: '{text}' is not a month, write it as YYYY-MM, for example 2016-09")
    year, number = int(match[1]), int(match[2])
    return date(year, number, calendar.monthrange(year, number)[1] if last else 1)


def _parse_word(kind: type[Word], text: str, word: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        choices = [each.value for each in kind]
        near = find_nearest(text, choices)
        hint = f"; nearest: {near[0]}" if near else ""
        raise UnreadableWord(f"{word}: '{text}' is none of {', '.join(choices)}{hint}") from None
