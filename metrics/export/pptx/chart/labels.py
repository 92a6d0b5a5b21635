"""Labels at the ends of lines instead of a legend: which point carries one, and how they keep out of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from metrics import formatting
from metrics.charts.scale import Scale
from metrics.charts.spec import Native, Series
from metrics.export import text_metrics
from metrics.export.pptx.chart.series import Label

SIZE: Final = 11
ROW: Final = SIZE * 1.3
BESIDE: Final = 12
WIDEST: Final = 0.38
"""How much of a chart's width labels may take; wider ones go into a legend."""
NEAR: Final = 0.12
"""Ends of lines that are no further apart than this part of the width may cover each other's labels."""


@dataclass(frozen=True)
class Size:
    """Width and height in points."""

    wide: float
    high: float


@dataclass(frozen=True)
class End:
    """The last known point of a group: number of its series, place of the point, value."""

    series: int
    at: int
    value: float


def find_ends(series: Sequence[Series]) -> dict[str, End]:
    """The last point of every group, incomplete months aside where it has others.

    The ends of estimates are no groups where there is anything between them.

    Args:
        series: The series of a chart of lines.

    Returns:
        The ends by group.
    """
    result: dict[str, End] = {}
    has_middle = any(not each.is_bound for each in series)
    whole = {each.group or each.name for each in series if not each.is_partial}
    for number, each in enumerate(series):
        if (each.is_bound and has_middle) or (each.is_partial and (each.group or each.name) in whole):
            continue
        at, value = next((at, value) for at, value in reversed([*enumerate(each.values)]) if value is not None)
        name = each.group or each.name
        if name not in result or at >= result[name].at:
            result[name] = End(number, at, value)
    return result


def room(native: Native, wide: float, high: float) -> float | None:
    """How wide the labels at the ends of the lines stand; None where they have no room and a legend must do."""
    ends = find_ends(native.series)
    if len(ends) * ROW > high:
        return None
    has_names = len(ends) > 1
    texts = [
        f"{native.series[each.series].name if has_names else ''} {formatting.format_number(each.value, native.unit)}"
        for each in ends.values()
    ]
    widest = max(text_metrics.width(each.strip(), SIZE, True) for each in texts) + BESIDE
    return widest if widest <= wide * WIDEST else None


def labels(native: Native, scale: Scale, places: Sequence[float], plot: Size, chart: Size) -> dict[int, Label]:
    """The label of each series that has one.

    Those of lines that reach the right edge stand under each other beside it; of one that ended before, at its end
    where other lines leave room.

    Args:
        native: The numbers of the chart.
        scale: The scale of values.
        places: The categories along the plot, in points.
        plot: The size of the plot, in points.
        chart: The size of the chart, in points.

    Returns:
        The labels by the number of the series.
    """
    ends = list(find_ends(native.series).values())
    has_names = len(ends) > 1
    edge = [each for each in ends if places[-1] - places[each.at] <= NEAR * plot.wide]
    shifts = _apart([scale.part(each.value) * plot.high for each in edge], plot.high)
    result = {
        each.series: Label(
            each.at, has_names, True, "r", (places[-1] - places[each.at]) / chart.wide, -shift / chart.high
        )
        for each, shift in zip(edge, shifts, strict=True)
    }
    points = [
        (places[at], scale.part(value) * plot.high)
        for one in native.series
        for at, value in enumerate(one.values)
        if value is not None
    ]
    for each in ends:
        if each.series not in result:
            result[each.series] = Label(
                each.at, has_names, True, "r", 0, -_free(native, each, scale, places, plot, points) / chart.high
            )
    return result


def _free(
    native: Native, end: End, scale: Scale, places: Sequence[float], plot: Size, points: Sequence[tuple[float, float]]
) -> float:
    """How far up, or down, the label of a line's end finds room among the points of all lines."""
    x, y = places[end.at], scale.part(end.value) * plot.high
    wide = text_metrics.width(
        f"{native.series[end.series].name} {formatting.format_number(end.value, native.unit)}", SIZE, True
    )
    across = [high for at, high in points if x + BESIDE / 2 < at <= x + wide + BESIDE or (at <= x and x - at < 1)]
    shifts = [sign * step * ROW / 2 for step in range(12) for sign in (1, -1)]
    inside = [each for each in shifts if ROW / 2 <= y + each <= plot.high]
    return next((each for each in inside if all(abs(y + each - high) > ROW * 0.8 for high in across)), 0.0)


def over_rule(native: Native, scale: Scale) -> Label:
    """The label of a limit's line: where the figures leave most room, above the line or under it."""
    assert native.limit is not None
    count, line = len(native.categories), native.limit.value
    points = [(at, value) for one in native.series for at, value in enumerate(one.values) if value is not None]
    above = sum(value > line for _, value in points)
    place = "b" if above * 2 > len(points) and scale.part(line) > 0.1 else "t"
    middle = range(count // 3, max(count // 3 + 1, 2 * count // 3))

    def free(at: int) -> float:
        near = [abs(value - line) for other, value in points if abs(other - at) <= count * 0.15]
        return min(near, default=scale.high)

    return Label(max(middle, key=free), True, False, place)


def is_one_each(series: Sequence[Series]) -> bool:
    """Whether every category has a value in one series at most, so that bars can stand in one place."""
    return all(
        sum(value is not None for value in values) <= 1 for values in zip(*(one.values for one in series), strict=True)
    )


def _apart(heights: Sequence[float], high: float) -> list[float]:
    """Shifts that keep labels a row apart, half of it up and half down, and none above the plot."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    places = [heights[each] for each in order]
    for _ in range(8 * len(places)):
        for low in range(len(places) - 1):
            lacking = ROW - (places[low + 1] - places[low])
            if lacking > 0.01:
                places[low] -= lacking / 2
                places[low + 1] += lacking / 2
        places = [min(max(place, 0.0), high) for place in places]
    shifts = [0.0] * len(heights)
    for each, place in zip(order, places, strict=True):
        shifts[each] = place - heights[each]
    return shifts
