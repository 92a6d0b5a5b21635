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
from metrics.export.svg.bars import columns, rows, rows_height
from metrics.export.svg.events import room_above
from metrics.export.svg.frame import Frame, level, value_words
from metrics.export.svg.lines import lines, room_beside
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


def drawing(native: Native, alt: str) -> str:
    """The chart as SVG text; `alt` are the words that stand for it where it is not seen."""
    native = simplify_names(native)
    tall, pieces = _panels(native) if native.panels != "together" else _whole(native)
    if any(one.evidence == "sample" for one in (*native.series, *native.points)):
        pieces.append(strokes.watermark(WIDTH, tall))
    return strokes.sheet(pieces, WIDTH, tall, alt)


def _whole(native: Native) -> tuple[float, list[str]]:
    """One chart under its keys."""
    said, below = strokes.keys(_keys(native), WIDTH)
    tall = rows_height(native) if native.kind == "bars" else HEIGHT + room_above(native)
    return tall + below, [*said, strokes.moved(_chart(native, WIDTH, tall, native_scale.find_ends(native)), 0, below)]


def _panels(native: Native) -> tuple[float, list[str]]:
    """A small chart for every group under its name, side by side, on one scale or each on its own."""
    groups = [*dict.fromkeys(one.group for one in native.series)]
    across, tall = next((across, tall) for most, across, tall in PANELS if len(groups) <= most)
    wide = (WIDTH + GUTTER) / across - GUTTER
    pieces = []
    for at, group in enumerate(groups):
        part = replace(native, series=tuple(one for one in native.series if one.group == group), panels="together")
        ends = native_scale.find_ends(native if native.panels == "one scale" else part)
        name = text_metrics.lines(group, wide, strokes.SIZE, is_bold=True)[0]
        title = strokes.text(name, 0, 13, part.series[0].colour, is_bold=True)
        chart = strokes.moved(_chart(part, wide, tall, ends), 0, TITLE)
        pieces.append(
            strokes.moved([title, chart], at % across * (wide + GUTTER), at // across * (tall + TITLE + GUTTER))
        )
    return ceil(len(groups) / across) * (tall + TITLE + GUTTER) - GUTTER, pieces


def _chart(native: Native, wide: float, tall: float, ends: tuple[float, float]) -> list[str]:
    is_small = wide < WIDTH
    scale = native_scale.build_scale(*ends, native.unit, FEW_STEPS if is_small else MOST_STEPS)
    if native.kind == "bars":
        return rows(native, wide, scale)
    left = 8 + max(text_metrics.width(value_words(value, native.unit, scale), strokes.SMALL) for value in level(scale))
    right = room_beside(native) if native.kind == "lines" else EDGE
    frame = Frame(left, EDGE + room_above(native), wide - right, tall - FOOT, scale)
    grid = [*frame.grid(native.unit)]
    drawn = lines(native, frame) if native.kind == "lines" else columns(native, frame)
    return [*grid, *drawn, *_limit(native, frame)]


def _limit(native: Native, frame: Frame) -> Iterator[str]:
    """A thin red rule with its law written on it."""
    if native.limit is None:
        return
    y = frame.y(native.limit.value)
    yield strokes.line([(frame.left, y), (frame.right, y)], LIGHT.limit, 1.2)
    yield strokes.text(capitalize_first(native.limit.label), frame.left + 4, y - 4, LIGHT.limit, strokes.SMALL)


def _keys(native: Native) -> list[Key]:
    """What colours and fillings of bars mean; lines carry their names, and red bars the limit that they pass."""
    named = dict.fromkeys(Key(one.name, one.colour, one.evidence) for one in native.series)
    is_plain = native.kind == "bars" and native.limit and len({one.evidence for one in native.series}) == 1
    if native.kind == "lines" or is_plain or (len({key.name for key in named}) == 1 and not native.points):
        return []
    return [*named, *(Key(one.name, one.colour, one.evidence, is_point=True) for one in native.points)]
