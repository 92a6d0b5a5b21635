"""What stands on a native chart beside its figures: the line of a limit over bars, numbered events over a trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from metrics import formatting
from metrics.analysis.events import number_events, select_breaks
from metrics.charts.event_marks import place_in_fiscal_year
from metrics.charts.theme import LIGHT, mix
from metrics.export import text_metrics
from metrics.export.pptx.chart import axes
from metrics.export.pptx.chart.chart import MARK_ROW, TICK, NativeChart
from metrics.export.pptx.chart.shapes import Box, line, text
from metrics.export.pptx.markup import Element

RULE: Final = 10
SIZE: Final = 9
APART: Final = 4
HAIRLINE: Final = 0.5
LAW_LINE: Final = 1.25
PALE: Final = mix(LIGHT.page, LIGHT.muted, 0.55)


def overlay(chart: NativeChart) -> list[Element]:
    """Everything that is drawn on the chart, each a shape."""
    return [*_limit(chart), *_draw_events(chart)]


def _limit(chart: NativeChart) -> Iterator[Element]:
    """The red line of a limit: down across bars, along over columns; over time it is a series of its own."""
    limit, plot = chart.native.limit, chart.plot
    if limit is None or chart.native.kind == "lines":
        return
    words = formatting.capitalize_first(limit.label)
    along, long = chart.scale.part(limit.value), text_metrics.width(words, RULE) + APART
    if chart.native.kind == "bars":
        x = plot.left + along * plot.wide
        is_left = x + long > chart.wide
        across = (max(0.0, x - long), x) if is_left else (x, x + long)
        yield line(_of(chart, (x, plot.top - 3, x, plot.top + plot.high)), words, LIGHT.limit, LAW_LINE)
        room = (across[0], plot.top - 17, across[1], plot.top - 3)
        yield text(_of(chart, room), words, LIGHT.limit, RULE, "r" if is_left else "l")
        return
    y = plot.top + (1 - along) * plot.high
    yield line(_of(chart, (plot.left, y, plot.left + plot.wide, y)), words, LIGHT.limit, LAW_LINE)
    yield text(_of(chart, (plot.left, y - 14, plot.left + long, y - 1)), words, LIGHT.limit, RULE, "l")


def _draw_events(chart: NativeChart) -> Iterator[Element]:
    """A hairline where something began, its number above, and a dotted one at a break; numbers that touch as one."""
    if not chart.has_marks:
        return
    plot = chart.plot
    places = [(number, _place(chart, one.start), one) for number, one in number_events(chart.native.events)]
    breaks = [(0, _place(chart, one.start), one) for one in select_breaks(chart.native.events)]
    for _, x, one in [*places, *breaks]:
        dash = "sysDot" if one.kind == "break" else "solid"
        ends = (plot.left + x, plot.top, plot.left + x, plot.top + plot.high)
        yield line(_of(chart, ends), one.title, PALE, HAIRLINE, dash)
    for words, x in _together([(number, x) for number, x, _ in places]):
        half = text_metrics.width(words, SIZE) / 2 + 1
        room = (plot.left + x - half, plot.top - MARK_ROW, plot.left + x + half, plot.top - 1)
        yield text(_of(chart, room), words, LIGHT.muted, SIZE, "ctr")


def _place(chart: NativeChart, day: date) -> float:
    """Where a day stands along the plot, in points; the nearer end for one outside."""
    native, wide = chart.native, chart.plot.wide
    if isinstance(native.categories[0], date):
        place = axes.place(native, wide, TICK, day)
    else:
        years = [int(f"{each}") for each in native.categories]
        place = (place_in_fiscal_year(day) - years[0] + 0.5) / len(years) * wide
    return min(max(place, 0.0), wide)


def _together(places: Sequence[tuple[int, float]]) -> list[tuple[str, float]]:
    """The numbers with their places, those that would touch as a span at their middle: 5–9."""
    groups: list[list[tuple[int, float]]] = [[each] for each in places]
    at = 0
    while at < len(groups) - 1:
        left, right = groups[at], groups[at + 1]
        room = (text_metrics.width(_span(left), SIZE) + text_metrics.width(_span(right), SIZE)) / 2 + APART
        if _middle(right) - _middle(left) < room:
            groups[at : at + 2] = [left + right]
            at = max(0, at - 1)
        else:
            at += 1
    return [(_span(each), _middle(each)) for each in groups]


def _span(numbers: Sequence[tuple[int, float]]) -> str:
    first, last = numbers[0][0], numbers[-1][0]
    return f"{first}" if first == last else f"{first}–{last}"


def _middle(numbers: Sequence[tuple[int, float]]) -> float:
    return (numbers[0][1] + numbers[-1][1]) / 2


def _of(chart: NativeChart, box: Box) -> Box:
    """Points as parts of the chart, none beyond its edge: a program would call the file broken."""
    x, y, to_x, to_y = (min(max(each, 0.0), end) for each, end in zip(box, (chart.wide, chart.high) * 2, strict=True))
    return x / chart.wide, y / chart.high, to_x / chart.wide, to_y / chart.high
