"""Columns over names and bars beside them, in the grammar of evidence, with their values and the limit across."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from metrics.charts.event_marks import place_in_fiscal_year
from metrics.charts.scale import Scale
from metrics.charts.spec import Native, Series
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.svg import strokes
from metrics.export.svg.events import draw_events
from metrics.export.svg.frame import Frame, format_axis_value, list_levels
from metrics.formatting import capitalize_first, format_number

ROW: Final = 22
THICK: Final = 12
LINE: Final = 12
NAMES: Final = 250
FOOT: Final = 24
LAW: Final = 18
AIR: Final = 4
FEW: Final = 16
APART: Final = "· "
"""Before the second number of a row, or two would be read as one."""
PART: Final = 0.72
WIDEST: Final = 60


class Value(NamedTuple):
    """One bar: the series it is of, and how long it is."""

    one: Series
    value: float


def draw_columns(native: Native, frame: Frame) -> list[str]:
    """Columns side by side or in heaps from zero, with net points over them and names under them."""
    pieces = [*_draw_events(native, frame), *frame.draw_names([str(name) for name in native.categories])]
    pieces += _draw_heaps(native, frame) if native.kind == "stacked" else _draw_groups(native, frame)
    count = len(native.categories)
    for one in native.points:
        values = [(at, value) for at, value in enumerate(one.values) if value is not None]
        is_hollow = one.evidence != "records"
        pieces += [
            strokes.draw_diamond((frame.slot(at, count), frame.y(value)), one.colour, is_hollow=is_hollow)
            for at, value in values
        ]
    return pieces


def _draw_events(native: Native, frame: Frame) -> Iterator[str]:
    """Events over fiscal years, which stand in the order of time without a gap."""
    first, count = str(native.categories[0]), len(native.categories)
    if first.isdigit():
        yield from draw_events(native, frame, lambda day: frame.slot(place_in_fiscal_year(day) - int(first), count))


def _draw_heaps(native: Native, frame: Frame) -> Iterator[str]:
    count = len(native.categories)
    wide = min(WIDEST, frame.wide / count * PART)
    for at in range(count):
        up = down = 0.0
        for one in native.series:
            value = one.values[at] or 0.0
            start = up if value > 0 else down
            top, bottom = frame.y(max(start, start + value)), frame.y(min(start, start + value))
            up, down = up + max(value, 0.0), down + min(value, 0.0)
            if value:
                x = frame.slot(at, count) - wide / 2
                yield strokes.draw_bar(x, top, wide, bottom - top, one.colour, one.evidence, is_pale=one.is_bound)


def _draw_groups(native: Native, frame: Frame) -> Iterator[str]:
    """A place for every group, whichever kinds of evidence it has; values where columns are few."""
    count, groups = len(native.categories), [*dict.fromkeys(one.group for one in native.series)]
    wide = min(WIDEST, frame.wide / count * PART / len(groups))
    for one in native.series:
        shift = (groups.index(one.group) - len(groups) / 2) * wide
        for at, value in enumerate(one.values):
            if value is None:
                continue
            x, top, bottom = frame.slot(at, count) + shift, frame.y(max(value, 0.0)), frame.y(min(value, 0.0))
            yield strokes.draw_bar(x, top, wide * 0.92, bottom - top, one.colour, one.evidence, is_pale=one.is_bound)
            if count * len(groups) <= FEW:
                words = format_number(value, native.unit)
                yield strokes.draw_text(
                    words, x + wide / 2, top - 4, strokes.choose_readable(one.colour), strokes.SMALL, anchor="middle"
                )


def measure_rows(native: Native) -> float:
    """How high the bars stand with their names, the axis, and the law over them."""
    return sum(_measure_heights(native)) + FOOT + (LAW if native.limit else 0)


def _measure_heights(native: Native) -> list[float]:
    return [max(ROW, LINE * len(lines) + 6) for lines in _wrap_names(native)]


def _wrap_names(native: Native) -> list[list[str]]:
    return [text_metrics.wrap(str(name), NAMES, strokes.SIZE) for name in native.categories]


def draw_rows(native: Native, wide: float, scale: Scale) -> list[str]:
    """Bars under each other, the first on top, each with its name before it and its value behind it."""
    names = _wrap_names(native)
    left = 10 + max(text_metrics.width(words, strokes.SIZE) for lines in names for words in lines)
    beyond = AIR + max(sum(_measure_room(one, native) for one in _list_values(native, at)) for at in range(len(names)))
    right, top = wide - beyond, float(LAW if native.limit else 0)
    foot = top + sum(_measure_heights(native))

    def x(value: float) -> float:
        return left + scale.part(value) * (right - left)

    pieces = []
    for value in list_levels(scale):
        pieces.append(
            strokes.draw_line([(x(value), top), (x(value), foot)], LIGHT.muted if value == 0 else LIGHT.grid, 0.8)
        )
        words = format_axis_value(value, native.unit, scale)
        pieces.append(strokes.draw_text(words, x(value), foot + 15, LIGHT.muted, strokes.SMALL, anchor="middle"))
    y = top
    for at, tall in enumerate(_measure_heights(native)):
        first = y + tall / 2 + 4 - LINE * (len(names[at]) - 1) / 2
        for row, words in enumerate(names[at]):
            pieces.append(strokes.draw_text(words, left - 8, first + LINE * row, LIGHT.ink, anchor="end"))
        values = _list_values(native, at)
        for one, value in values:
            start, long = x(min(value, 0.0)), abs(x(value) - x(0.0))
            middle = y + (tall - THICK) / 2
            pieces.append(strokes.draw_bar(start, middle, long, THICK, one.colour, one.evidence, is_pale=one.is_bound))
        end = x(max([0.0, *(value for _, value in values)])) + AIR
        for place, each in enumerate(sorted(values, key=lambda each: -each.value)):
            words = f"{APART * bool(place)}{format_number(each.value, native.unit)}"
            pieces.append(
                strokes.draw_text(words, end, y + tall / 2 + 4, strokes.choose_readable(each.one.colour), strokes.SMALL)
            )
            end += _measure_room(each, native)
        y += tall
    return [*pieces, *_draw_limit(native, x, top, foot)]


def _list_values(native: Native, at: int) -> list[Value]:
    """The bars of one row, in the order in which they are drawn."""
    return [Value(one, value) for one in native.series if (value := one.values[at]) is not None]


def _measure_room(one: Value, native: Native) -> float:
    return text_metrics.width(f"{APART}{format_number(one.value, native.unit)}", strokes.SMALL) + AIR


def _draw_limit(native: Native, x: Callable[[float], float], top: float, foot: float) -> Iterator[str]:
    """The limit as an upright red rule with its law over it, turned to where there is room."""
    if native.limit is None:
        return
    at, words = x(native.limit.value), capitalize_first(native.limit.label)
    yield strokes.draw_line([(at, top), (at, foot)], LIGHT.limit, 1.2)
    anchor = "end" if at > text_metrics.width(words, strokes.SMALL) else "start"
    yield strokes.draw_text(words, at, top - 5, LIGHT.limit, strokes.SMALL, anchor=anchor)
