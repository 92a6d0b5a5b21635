"""Words for what happened while a series ran: the key under a chart, and each in full with its citation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from metrics.annotations import Annotation, administrations, numbered
from metrics.sentences import month


def key(happened: Iterable[Annotation], number: str = "{}") -> str:
    """The names behind the numbers on a chart, in one line; administrations carry theirs on the chart.

    `number` says how a number is written, where it is to stand out.
    """
    names = [
        f"{number.format(place)} {one.title} ({month(one.start)}{', break' if one.kind == 'break' else ''})"
        for place, one in numbered(happened)
    ]
    return " · ".join(names)


def in_full(happened: Iterable[Annotation]) -> list[str]:
    """Each as a line: its number or that it is an administration, its time, what it is, and where it is laid down."""
    listed = list(happened)
    said = [_line(f"{number} {one.title}", one) for number, one in numbered(listed)]
    return [*said, *(_line(one.title, one) for one in administrations(listed))]


def _line(title: str, one: Annotation) -> str:
    return f"**{title}**, {_time(one)}. {one.words} {one.citation}."


def _time(one: Annotation) -> str:
    if one.end is not None:
        return f"{_day(one.start)} – {_day(one.end)}"
    return f"since {_day(one.start)}" if one.kind == "administration" else _day(one.start)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
