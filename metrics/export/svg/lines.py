"""Lines over time or over names: dots in the grammar of evidence, bounds as a pale area, names at the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from metrics.charts import scale
from metrics.charts.marks import choose_mark
from metrics.charts.spec import Native, Series
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.svg import strokes
from metrics.export.svg.events import draw_events
from metrics.export.svg.frame import Frame
from metrics.export.svg.strokes import Point
from metrics.formatting import format_number

NAME: Final = 120
LINE: Final = 14
GAP: Final = 10
LABEL: Final = 62
"""Room on the axis of time for one label, in pixels."""


class Label(NamedTuple):
    """Words at the end of a line: the point they belong to, and their lines, the value last."""

    at: Point
    lines: list[str]
    colour: str


def draw_lines(native: Native, frame: Frame) -> list[str]:
    """Every series over its axis, with its name and last value at the end."""
    places, marks = _place_categories(native, frame)
    pieces = [*_draw_events(native, frame), *marks, *_draw_areas(native, places, frame)]
    for one in native.series:
        points = _list_points(one, places, frame)
        is_hollow = one.is_hollow
        wide = 1 if one.is_bound or is_hollow else 2
        pieces.append(strokes.draw_line(points, one.colour, wide, strokes.DASHES[one.evidence]))
        if not one.is_bound:
            shape = choose_mark(native, one)
            pieces += [strokes.draw_dot(point, one.colour, shape, is_hollow=is_hollow) for point in points]
    return [*pieces, *_draw_labels(_list_labels(native, places, frame), frame)]


def measure_room_beside(native: Native) -> float:
    """How much room the words at the ends of lines need right of the plot."""
    return GAP + 4 + max(text_metrics.width(words, strokes.SIZE, True) for words in _list_end_words(native))


def _list_end_words(native: Native) -> list[str]:
    return [words for one in _list_ends(native) for words in _list_words(native, one)]


def _list_days(native: Native) -> list[date]:
    return [day for day in native.categories if isinstance(day, date)]


def _build_time(days: Sequence[date], frame: Frame) -> tuple[scale.Time, Callable[[date], float]]:
    """The axis of time, and where a day lies on it."""
    time = scale.build_time_scale(days, max(2, int(frame.wide / LABEL)))
    span = max(1, (time.last - time.first).days)
    return time, lambda day: frame.left + frame.wide * (0.5 if len(days) == 1 else (day - time.first).days / span)


def _draw_events(native: Native, frame: Frame) -> Iterator[str]:
    days = _list_days(native)
    if days:
        yield from draw_events(native, frame, _build_time(days, frame)[1])


def _place_categories(native: Native, frame: Frame) -> tuple[list[float], list[str]]:
    """Where each category lies, and what is written under the axis."""
    days = _list_days(native)
    if not days:
        names = [str(name) for name in native.categories]
        return [frame.slot(at, len(names)) for at in range(len(names))], [*frame.draw_names(names)]
    time, x = _build_time(days, frame)
    if time.unit == "years":
        days_labelled = [date(year, 1, 1) for year in range(time.first.year, time.last.year + 1, time.step)]
    else:
        days_labelled = days[:: -max(1, len(days) // 2)]
    form = "%Y" if time.unit == "years" else "%b %Y"
    marks = []
    for day in days_labelled:
        words = f"{day:{form}}"
        half = text_metrics.width(words, strokes.SMALL) / 2
        middle = min(max(x(day), half), frame.right + GAP - half)
        marks.append(strokes.draw_line([(x(day), frame.bottom), (x(day), frame.bottom + 4)], LIGHT.border))
        marks.append(strokes.draw_text(words, middle, frame.bottom + 17, LIGHT.muted, strokes.SMALL, anchor="middle"))
    return [x(day) for day in days], marks


def _list_points(one: Series, places: Sequence[float], frame: Frame) -> list[Point]:
    return [(x, frame.y(value)) for x, value in zip(places, one.values, strict=True) if value is not None]


def _draw_areas(native: Native, places: Sequence[float], frame: Frame) -> Iterator[str]:
    """What lies between two bounds that are known at the same places."""
    waiting: dict[tuple[bool, ...], Series] = {}
    for one in (one for one in native.series if one.is_bound):
        shape = tuple(value is not None for value in one.values)
        other = waiting.pop(shape, None)
        if other is None:
            waiting[shape] = one
        else:
            yield strokes.draw_area(
                [*_list_points(one, places, frame), *reversed(_list_points(other, places, frame))], one.colour
            )


def _list_ends(native: Native) -> list[Series]:
    """The series with the last point of every group, bounds aside, and incomplete months where it has others."""
    last: dict[str, Series] = {}
    whole = {one.group for one in native.series if not one.is_partial}
    for one in native.series:
        if one.is_partial and one.group in whole:
            continue
        if not one.is_bound and (one.group not in last or _find_last(one) > _find_last(last[one.group])):
            last[one.group] = one
    return [*last.values()]


def _find_last(one: Series) -> int:
    return max(at for at, value in enumerate(one.values) if value is not None)


def _list_words(native: Native, one: Series) -> list[str]:
    """The name, where there are several, and under it the last value."""
    value = one.values[_find_last(one)]
    name = text_metrics.wrap(one.group, NAME, strokes.SIZE) if len(_list_ends(native)) > 1 else []
    return [*name, format_number(value, native.unit)] if value is not None else name


def _list_labels(native: Native, places: Sequence[float], frame: Frame) -> list[Label]:
    return [
        Label(
            (places[_find_last(one)], frame.y(one.values[_find_last(one)] or 0.0)), _list_words(native, one), one.colour
        )
        for one in _list_ends(native)
    ]


def _draw_labels(labels: Sequence[Label], frame: Frame) -> Iterator[str]:
    """Words right of the plot at the height of their points, moved apart where they would meet."""
    below = frame.bottom
    heights: dict[int, float] = {}
    for at in sorted(range(len(labels)), key=lambda at: -labels[at].at[1]):
        tall = LINE * len(labels[at].lines)
        heights[at] = min(labels[at].at[1] - tall / 2, below - tall)
        below = heights[at]
    over = max(0.0, -min(heights.values(), default=0.0))
    for at, label in enumerate(labels):
        x, y = label.at
        middle = heights[at] + over + LINE * len(label.lines) / 2
        if frame.right - x > GAP or abs(middle - y) > LINE:
            yield strokes.draw_line([(x + 4, y), (frame.right, y), (frame.right + GAP - 3, middle)], LIGHT.border, 0.8)
        for row, words in enumerate(label.lines):
            is_value = row == len(label.lines) - 1
            down = heights[at] + over + LINE * row + 11
            yield strokes.draw_text(words, frame.right + GAP, down, label.colour, is_bold=is_value)
