"""Native numbers as a drawing: SVG in the house style, made without a browser, for paper and for pages on their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Final

from metrics.charts import scale as native_scale
from metrics.charts.spec import Native, simplify_names
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.svg import strokes
from metrics.export.svg.bars import draw_columns, draw_rows, measure_rows
from metrics.export.svg.events import measure_room_above
from metrics.export.svg.frame import Frame, format_axis_value, list_levels
from metrics.export.svg.lines import draw_lines, measure_room_beside
from metrics.export.svg.strokes import Key
from metrics.formatting import capitalize_first

WIDTH: Final = 720
HEIGHT: Final = 220
PANELS: Final = ((4, 2, 170), (9, 3, 150), (10**6, 4, 130))
"""Up to how many small charts there are so many side by side, and of which height."""
GUTTER: Final = 18
TITLE: Final = 20
FOOT: Final = 24
EDGE: Final = 10
MOST_STEPS: Final = 6
FEW_STEPS: Final = 3


def draw_chart(native: Native, alt: str) -> str:
    """The chart as SVG text; `alt` are the words that stand for it where it is not seen."""
    native = simplify_names(native)
    tall, pieces = _draw_panels(native) if native.panels != "together" else _draw_whole(native)
    if any(one.evidence == "sample" for one in (*native.series, *native.points)):
        pieces.append(strokes.draw_watermark(WIDTH, tall))
    return strokes.draw_sheet(pieces, WIDTH, tall, alt)


def _draw_whole(native: Native) -> tuple[float, list[str]]:
    """One chart under its keys."""
    key_pieces, below = strokes.draw_keys(_list_keys(native), WIDTH)
    tall = measure_rows(native) if native.kind == "bars" else HEIGHT + measure_room_above(native)
    return tall + below, [
        *key_pieces,
        strokes.move(_draw_plot(native, WIDTH, tall, native_scale.find_ends(native)), 0, below),
    ]


def _draw_panels(native: Native) -> tuple[float, list[str]]:
    """A small chart for every group under its name, side by side, on one scale or each on its own."""
    groups = [*dict.fromkeys(one.group for one in native.series)]
    across, tall = next((across, tall) for most, across, tall in PANELS if len(groups) <= most)
    wide = (WIDTH + GUTTER) / across - GUTTER
    pieces = []
    for at, group in enumerate(groups):
        part = replace(native, series=tuple(one for one in native.series if one.group == group), panels="together")
        ends = native_scale.find_ends(native if native.panels == "one scale" else part)
        name = text_metrics.wrap(group, wide, strokes.SIZE, is_bold=True)[0]
        title = strokes.draw_text(name, 0, 13, part.series[0].colour, is_bold=True)
        chart = strokes.move(_draw_plot(part, wide, tall, ends), 0, TITLE)
        pieces.append(
            strokes.move([title, chart], at % across * (wide + GUTTER), at // across * (tall + TITLE + GUTTER))
        )
    return ceil(len(groups) / across) * (tall + TITLE + GUTTER) - GUTTER, pieces


def _draw_plot(native: Native, wide: float, tall: float, ends: tuple[float, float]) -> list[str]:
    is_small = wide < WIDTH
    scale = native_scale.build_scale(*ends, native.unit, FEW_STEPS if is_small else MOST_STEPS)
    if native.kind == "bars":
        return draw_rows(native, wide, scale)
    left = 8 + max(
        text_metrics.width(format_axis_value(value, native.unit, scale), strokes.SMALL) for value in list_levels(scale)
    )
    right = measure_room_beside(native) if native.kind == "lines" else EDGE
    frame = Frame(left, EDGE + measure_room_above(native), wide - right, tall - FOOT, scale)
    grid = [*frame.draw_grid(native.unit)]
    shapes = draw_lines(native, frame) if native.kind == "lines" else draw_columns(native, frame)
    return [*grid, *shapes, *_draw_limit(native, frame)]


def _draw_limit(native: Native, frame: Frame) -> Iterator[str]:
    """A thin red rule with its law written on it."""
    if native.limit is None:
        return
    y = frame.y(native.limit.value)
    yield strokes.draw_line([(frame.left, y), (frame.right, y)], LIGHT.limit, 1.2)
    yield strokes.draw_text(capitalize_first(native.limit.label), frame.left + 4, y - 4, LIGHT.limit, strokes.SMALL)


def _list_keys(native: Native) -> list[Key]:
    """What colours and fillings of bars mean; lines carry their names, and red bars the limit that they pass."""
    names = dict.fromkeys(Key(one.name, one.colour, one.evidence) for one in native.series)
    is_plain = native.kind == "bars" and native.limit and len({one.evidence for one in native.series}) == 1
    if native.kind == "lines" or is_plain or (len({key.name for key in names}) == 1 and not native.points):
        return []
    return [*names, *(Key(one.name, one.colour, one.evidence, is_point=True) for one in native.points)]
