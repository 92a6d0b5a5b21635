"""Native charts on a slide: one in the layout's placeholder, or several side by side on one scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Inches

from metrics.charts import scale as native_scale
from metrics.charts.scale import Scale
from metrics.charts.spec import Native, Series
from metrics.export.pptx.chart import shapes
from metrics.export.pptx.chart.chart import NativeChart
from metrics.export.pptx.chart.overlay import overlay
from metrics.export.pptx.template import CONTENT
from metrics.export.pptx.text import describe, take_placeholder

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""
MOST_ROWS: Final = 24
"""More bars than this stand in two columns."""
MOST_BARS: Final = 2 * 26
MOST_PANELS: Final = 12
BETWEEN: Final = 0.35


@dataclass(frozen=True)
class SubChart:
    """One of the charts into which numbers are drawn, with the words on it."""

    native: Native
    title: str = ""


def parts(native: Native) -> list[SubChart]:
    """The charts of a slide: small ones where the picture has several, two columns where bars are many."""
    if native.panels != "together":
        groups = list(dict.fromkeys(each.group or each.name for each in native.series))
        if len(groups) > 1:
            return [SubChart(_of_group(native, group), group) for group in groups[:MOST_PANELS]]
    if native.kind == "bars" and len(native.categories) > MOST_ROWS:
        count = min(len(native.categories), MOST_BARS)
        half = math.ceil(count / 2)
        return [SubChart(_rows(native, 0, half)), SubChart(_rows(native, half, count))]
    return [SubChart(native)]


def count_left_out(native: Native) -> int:
    """How many bars or small charts have no room on a slide."""
    if native.panels != "together":
        return max(0, len({each.group or each.name for each in native.series}) - MOST_PANELS)
    return max(0, len(native.categories) - MOST_BARS) if native.kind == "bars" else 0


def draw(
    slide: Slide, native: Native, alt: str, built_at: datetime, *, index: int = CONTENT, scale: Scale | None = None
) -> None:
    """The numbers as a native chart in the placeholder, or as several in a grid in its place."""
    charts = parts(native)
    shape: Any = take_placeholder(slide, index)
    if len(charts) == 1:
        chart = NativeChart(charts[0].native, (shape.width.pt, shape.height.pt), built_at, charts[0].title, scale)
        data: Any = chart
        _finish(shape.insert_chart(chart.kind, data), chart, alt)
        return
    box = (shape.left.inches, shape.top.inches, shape.width.inches, shape.height.inches)
    shape.element.getparent().remove(shape.element)
    scale_of_all = _find_shared_scale(native)
    for part, (x, y, wide, high) in zip(charts, grid(len(charts), box), strict=True):
        chart = NativeChart(part.native, (wide * 72, high * 72), built_at, part.title, scale_of_all)
        data = chart
        frame: Any = slide.shapes.add_chart(chart.kind, Inches(x), Inches(y), Inches(wide), Inches(high), data)
        _finish(frame, chart, f"{part.title}. {alt}" if part.title else alt)


def grid(count: int, box: Box) -> list[Box]:
    """Equal places for so many charts, row by row."""
    across = next(columns for most, columns in ((1, 1), (4, 2), (9, 3), (12, 4)) if count <= most)
    across = 3 if count == 3 else across
    down = math.ceil(count / across)
    left, top, wide, high = box
    each_wide, each_high = (wide - BETWEEN * (across - 1)) / across, (high - 0.15 * (down - 1)) / down
    return [
        (left + column * (each_wide + BETWEEN), top + row * (each_high + 0.15), each_wide, each_high)
        for row in range(down)
        for column in islice(range(across), max(0, count - row * across))
    ]


def _finish(frame: GraphicFrame, chart: NativeChart, alt: str) -> None:
    describe(frame, chart.title or "Chart", alt)
    shapes_over = overlay(chart)
    if shapes_over:
        shapes.add(frame.chart.part, shapes_over)


def _find_shared_scale(native: Native) -> Scale | None:
    """The scale that charts of one picture share, unless each has its own."""
    if native.panels == "own scales":
        return None
    low, high = native_scale.find_ends(native)
    if native.kind == "bars":
        return Scale(low, high or 1, high or 1, native_scale.choose_format(native.unit))
    return native_scale.build_scale(low, high, native.unit, 4)


def _of_group(native: Native, group: str) -> Native:
    series = tuple(each for each in native.series if (each.group or each.name) == group)
    points = tuple(each for each in native.points if (each.group or each.name) == group)
    return replace(native, series=series, points=points, panels="together")


def _rows(native: Native, first: int, last: int) -> Native:
    """Some of the bars, each series with what it has of them; one that has nothing there is left out."""

    def some(one: Series) -> Series:
        return replace(one, values=one.values[first:last])

    series = tuple(some(one) for one in native.series)
    own_series = tuple(one for one in series if any(each is not None for each in one.values))
    return replace(native, categories=native.categories[first:last], series=own_series)
