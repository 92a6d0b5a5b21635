"""The frame of a drawing: where values and categories lie, gridlines and what is written on the axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from metrics.charts.scale import Scale
from metrics.charts.theme import LIGHT
from metrics.definitions.metric import Unit
from metrics.export import text_metrics
from metrics.export.svg import strokes

AIR: Final = 10
MOST_LINES: Final = 3


@dataclass(frozen=True)
class Frame:
    """The plot's edges in pixels and its scale of values, which grow upwards."""

    left: float
    top: float
    right: float
    bottom: float
    scale: Scale

    @property
    def wide(self) -> float:
        """How wide the plot is."""
        return self.right - self.left

    def y(self, value: float) -> float:
        """How high a value lies."""
        return self.bottom - self.scale.part(value) * (self.bottom - self.top)

    def slot(self, at: float, count: int) -> float:
        """The middle of a category, of so many evenly spaced."""
        return self.left + (at + 0.5) * self.wide / count

    def draw_grid(self, unit: Unit) -> Iterator[str]:
        """Hairlines at round values, zero a little stronger."""
        for value in list_levels(self.scale):
            y = self.y(value)
            yield strokes.draw_line([(self.left, y), (self.right, y)], LIGHT.muted if value == 0 else LIGHT.grid, 0.8)
            words = format_axis_value(value, unit, self.scale)
            yield strokes.draw_text(words, self.left - 6, y + 4, LIGHT.muted, strokes.SMALL, anchor="end")

    def draw_names(self, categories: Sequence[str]) -> Iterator[str]:
        """Names under the plot: in several lines where they fit, else every second one, or third."""
        room = self.wide / len(categories)
        name_lines = [text_metrics.wrap(name, room - 4, strokes.SMALL) for name in categories]
        longest = max(text_metrics.width(word, strokes.SMALL) for name in categories for word in name.split())
        if longest <= room - 4 and max(map(len, name_lines)) <= MOST_LINES:
            for at, lines in enumerate(name_lines):
                for number, words in enumerate(lines):
                    yield self._draw_name(words, self.slot(at, len(categories)), number)
            return
        widest = max(text_metrics.width(name, strokes.SMALL) for name in categories) + AIR
        step = max(1, -int(-widest // room))
        for at in range(len(categories) - 1, -1, -step):
            yield self._draw_name(categories[at], self.slot(at, len(categories)), 0)

    def _draw_name(self, words: str, x: float, number: int) -> str:
        return strokes.draw_text(words, x, self.bottom + 16 + 13 * number, LIGHT.muted, strokes.SMALL, anchor="middle")


def list_levels(scale: Scale) -> list[float]:
    """The round values at which gridlines lie."""
    count = round((scale.high - scale.low) / scale.step)
    return [scale.low + scale.step * number for number in range(count + 1)]


def format_axis_value(value: float, unit: Unit, scale: Scale) -> str:
    """A round value on an axis: 8%, 2.5%, $200,000, 4,000."""
    decimals = next(number for number in range(4) if number == 3 or abs(scale.step * 10**number % 1) < 1e-9)
    digits = f"{value:,.{decimals}f}".replace("-", "−")
    return {Unit.PERCENT: f"{digits}%", Unit.DOLLARS: f"${digits}"}.get(unit, digits)
