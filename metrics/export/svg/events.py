"""What happened while a series ran: upright rules with the numbers by which the words under a drawing name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from metrics.analysis.events import number_events, select_breaks
from metrics.charts.spec import Native
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.svg import strokes
from metrics.export.svg.frame import Frame

SIZE: Final = 9
APART: Final = 8
BREAK: Final = "2 2"
ROOM: Final = 14
"""How much higher a drawing is for the numbers."""


def measure_room_above(native: Native) -> float:
    """The room that the numbers take above the plot."""
    return ROOM if number_events(native.events) else 0


def draw_events(native: Native, frame: Frame, place: Callable[[date], float]) -> Iterator[str]:
    """A dashed hairline for each break, and one for each event with its number above; numbers too near as one."""
    groups: list[tuple[float, list[int]]] = []
    for number, one in [*((0, one) for one in select_breaks(native.events)), *number_events(native.events)]:
        x = min(max(place(one.start), frame.left), frame.right)
        yield strokes.draw_line([(x, frame.top), (x, frame.bottom)], LIGHT.border, 1, "" if number else BREAK)
        if not number:
            continue
        if (
            groups
            and x - groups[-1][0] < text_metrics.width(_format_numbers(groups[-1][1]), SIZE) / 2 + APART + SIZE / 2
        ):
            groups[-1][1].append(number)
        else:
            groups.append((x, [number]))
    for x, numbers in groups:
        yield strokes.draw_text(_format_numbers(numbers), x, frame.top - 4, LIGHT.muted, SIZE, anchor="middle")


def _format_numbers(numbers: list[int]) -> str:
    return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
