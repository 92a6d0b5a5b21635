"""A picture as numbers, for programs that draw charts of their own: the slides and workbooks that a reader edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, NamedTuple

import pandas as pd

from metrics.analysis.events import Annotation
from metrics.charts.theme import LIGHT
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.query.sql.gaps import PARTIAL

NativeKind = Literal["lines", "columns", "stacked", "bars"]
Panels = Literal["together", "one scale", "own scales"]
NOT_RECORDS: Final = {"published": "published", "sample": "synthetic sample"}
APART: Final = PARTIAL
"""The shape of a line that holds the months from which people are missing, of whatever evidence."""


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars: `values` stand beside the categories, None where nothing is known.

    `colour` is CSS hex of the light scheme; `evidence` is records, published or sample, and decides how it is drawn.
    `is_partial` says that it is a month from which people are missing: a hollow mark by itself.
    A line passes over a None: one that must not bridge a gap comes as several series of one name, a point that nothing
    joins as a series of one value. `is_bound` says that it is the low or high end of an estimate, drawn thin.
    `group` is the name without its kind of evidence.
    """

    name: str
    colour: str
    evidence: str
    values: tuple[float | None, ...]
    is_bound: bool = False
    group: str = ""
    is_partial: bool = False

    @property
    def is_hollow(self) -> bool:
        """Whether its marks are drawn hollow."""
        return self.evidence == "published" or self.is_partial


@dataclass(frozen=True)
class Native:
    """A chart to be drawn natively.

    `kind` is lines over time, columns side by side, columns stacked up and down from zero, or bars. The first category
    of bars stands on top; their series lie over each other in one row, later ones in front.
    `categories` are names; those of lines are dates on a true scale, or evenly spaced names. `limit` is drawn as a line
    of its own. `points` are marks without a line over stacked columns: the net of what went up and down.
    `panels` says whether every group of the series has a small chart of its own, on one scale or each on its own; drawn
    on one chart instead, the same numbers are only harder to read. `events` are the events and breaks that the
    picture numbers, and administrations.
    """

    kind: NativeKind
    categories: tuple[date, ...] | tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    limit: Limit | None = None
    points: tuple[Series, ...] = ()
    panels: Panels = "together"
    events: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class GroupLine:
    """A group over time as it is drawn: `colour` is what a palette calls it, `shapes` are the rows by evidence.

    The rows are in order of time, with an empty value where the line must break; incomplete months are a shape APART.
    """

    name: str
    colour: str
    shapes: Mapping[str, pd.DataFrame]
    is_bound: bool = False


class NativeMark(NamedTuple):
    """One value at the category of that number; marks of one name, colour, evidence and piece are one series."""

    at: int
    name: str
    colour: str
    evidence: str
    value: float
    is_bound: bool = False
    piece: tuple[int, int] = (0, 0)
    is_partial: bool = False


def plan_over_time(
    metric: Metric, lines: Sequence[GroupLine], limit: Limit | None = None, panels: Panels = "together"
) -> Native:
    """Lines over dates, each broken where it is drawn broken; a nameless one is called by its indicator."""
    points = [
        (day, line, value, (number, piece), kind if kind != APART else evidence, kind == APART)
        for number, line in enumerate(lines)
        for kind, shape in line.shapes.items()
        for day, value, evidence, piece in _split_pieces(shape)
    ]
    days = sorted({day for day, *_ in points})
    place = {day: at for at, day in enumerate(days)}
    marks = [
        NativeMark(
            at=place[day],
            name=line.name or metric.title,
            colour=getattr(LIGHT, line.colour),
            evidence=evidence,
            value=value,
            is_bound=line.is_bound,
            piece=piece,
            is_partial=is_partial,
        )
        for day, line, value, piece, evidence, is_partial in points
    ]
    return Native("lines", tuple(days), _build_series(marks, len(days)), metric.unit, limit, panels=panels)


def plan_by_name(
    kind: NativeKind,
    categories: Sequence[str],
    marks: Iterable[NativeMark],
    unit: Unit,
    limit: Limit | None = None,
    points: Iterable[NativeMark] = (),
    panels: Panels = "together",
) -> Native:
    """Values at names; the words of a category lose what only a browser can read, and a bold one has an arrow."""
    names = tuple(re.sub(r"<[^>]*>", "", name.replace("<b>", "→ ")) for name in categories)
    count = len(names)
    return Native(kind, names, _build_series(marks, count), unit, limit, _build_series(points, count), panels)


def simplify_names(native: Native) -> Native:
    """The chart with plain names where all of it rests on one kind of evidence, which the source line tells."""
    if len({(one.evidence, one.is_partial) for one in (*native.series, *native.points)}) > 1:
        return native
    series, points = (
        tuple(replace(one, name=one.group or one.name) for one in some) for some in (native.series, native.points)
    )
    return replace(native, series=series, points=points)


def list_years(years: pd.Series) -> list[str]:
    """The years from the first to the last by name, so that one without a figure stays empty."""
    return [f"{year}" for year in range(years.min(), years.max() + 1)]


def _split_pieces(shape: pd.DataFrame) -> Iterator[tuple[date, float, str, int]]:
    """Every value with its day, its evidence where its row tells it, and the number of its unbroken piece."""
    piece = 0
    kinds = shape["evidence"] if "evidence" in shape else [""] * len(shape)
    for day, value, evidence in zip(shape["period"], shape["value"], kinds, strict=True):
        if pd.isna(value):
            piece += 1
        else:
            yield day.date(), float(value), evidence, piece


def _build_series(marks: Iterable[NativeMark], count: int) -> tuple[Series, ...]:
    """The marks put together in the order in which they first come; a second value at one place is a series more."""
    values_by_key: dict[tuple[object, ...], list[float | None]] = {}
    heads: list[NativeMark] = []
    for mark in marks:
        key: tuple[object, ...] = (mark.name, mark.colour, mark.evidence, mark.is_bound, mark.piece, mark.is_partial)
        while key in values_by_key and values_by_key[key][mark.at] is not None:
            key = (*key, "again")
        if key not in values_by_key:
            values_by_key[key] = [None] * count
            heads.append(mark)
        values_by_key[key][mark.at] = float(mark.value)
    return tuple(
        Series(_write_name(head), head.colour, head.evidence, tuple(values), head.is_bound, head.name, head.is_partial)
        for head, values in zip(heads, values_by_key.values(), strict=True)
    )


def _write_name(mark: NativeMark) -> str:
    evidence = "incomplete month" if mark.is_partial else NOT_RECORDS.get(mark.evidence)
    return f"{mark.name}, {evidence}" if evidence else mark.name
