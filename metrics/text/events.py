"""Words for what happened while a series ran: the key to numbers on a slide, and each in full with its citation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from metrics.analysis.events import Annotation, choose_events, number_events
from metrics.formatting import format_month, join_names


def write_key(events: Iterable[Annotation]) -> str:
    """The names behind the numbers on a chart, in one line; administrations carry theirs on the chart."""
    return " · ".join(f"{place} {one.title} ({format_month(one.start)})" for place, one in number_events(events))


def list_events(events: Iterable[Annotation]) -> str:
    """Which events a chart names, each with its month: A freeze (January 2017) and new rules (January 2023)."""
    return join_names(f"{one.title} ({format_month(one.start)})" for one in choose_events(events))


def describe_events(events: Iterable[Annotation]) -> list[str]:
    """Each as a line, oldest first, administrations last: its time, what it is, and where it is laid down."""
    return [_format_event(one) for one in sorted(events, key=lambda one: (one.kind == "administration", one.start))]


def _format_event(one: Annotation) -> str:
    kind = "Break in the series. " if one.kind == "break" else ""
    return f"**{one.title}**, {_format_time(one)}. {kind}{one.words} {one.citation}."


def _format_time(one: Annotation) -> str:
    if one.end is not None:
        return f"{_format_day(one.start)} – {_format_day(one.end)}"
    return f"since {_format_day(one.start)}" if one.kind == "administration" else _format_day(one.start)


def _format_day(day: date) -> str:
    return f"{day:%-d %B %Y}"
