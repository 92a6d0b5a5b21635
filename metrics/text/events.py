"""Words for what happened while a series ran: the key to numbers on a slide, and each in full with its citation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from metrics.analysis.events import Annotation, named, numbered
from metrics.formatting import listed, month


def key(happened: Iterable[Annotation]) -> str:
    """The names behind the numbers on a chart, in one line; administrations carry theirs on the chart."""
    return " · ".join(f"{place} {one.title} ({month(one.start)})" for place, one in numbered(happened))


def marked(happened: Iterable[Annotation]) -> str:
    """Which events a chart names, each with its month: A freeze (January 2017) and new rules (January 2023)."""
    return listed(f"{one.title} ({month(one.start)})" for one in named(happened))


def in_full(happened: Iterable[Annotation]) -> list[str]:
    """Each as a line, oldest first, administrations last: its time, what it is, and where it is laid down."""
    return [_line(one) for one in sorted(happened, key=lambda one: (one.kind == "administration", one.start))]


def _line(one: Annotation) -> str:
    kind = "Break in the series. " if one.kind == "break" else ""
    return f"**{one.title}**, {_time(one)}. {kind}{one.words} {one.citation}."


def _time(one: Annotation) -> str:
    if one.end is not None:
        return f"{_day(one.start)} – {_day(one.end)}"
    return f"since {_day(one.start)}" if one.kind == "administration" else _day(one.start)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
