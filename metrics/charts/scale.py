"""The axes of a native chart: round numbers from zero, years on a true scale, formats that a spreadsheet knows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from metrics.charts.spec import Native
from metrics.definitions.metric import Unit

FORMATS: Final = {
    Unit.PERCENT: '0.0"%"',
    Unit.RATIO: "0.00",
    Unit.YEARS: "0.0",
    Unit.AS_STATED: "0.0",
    Unit.DOLLARS: '"$"#,##0',
}
WHOLE: Final = "#,##0"
MOST_STEPS: Final = 6
AIR: Final = 1.06
FEW_DAYS: Final = 5 * 366
EPOCH: Final = date(1899, 12, 30)


@dataclass(frozen=True)
class Scale:
    """An axis of values: its ends, the step of its gridlines, and how numbers on it are written."""

    low: float
    high: float
    step: float
    form: str

    def part(self, value: float) -> float:
        """How far up the axis a value lies: 0 at its foot, 1 at its end."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Time:
    """An axis of dates: first and last day, step in its unit (months or years), and how dates are written."""

    first: date
    last: date
    step: int
    unit: str
    form: str


def choose_format(unit: Unit) -> str:
    """How a value of the unit is written."""
    return FORMATS.get(unit, WHOLE)


def count_days(day: date) -> int:
    """A date as a spreadsheet counts it."""
    return (day - EPOCH).days


def find_ends(native: Native) -> tuple[float, float]:
    """The lowest and the highest that a chart must show, zero always among them."""
    limit = [native.limit.value] if native.limit else []
    single = [each for one in (*native.series, *native.points) for each in one.values if each is not None]
    if native.kind != "stacked":
        return min([0.0, *single]), max([0.0, *single, *limit])
    net = [each for one in native.points for each in one.values if each is not None]
    heaps = [[one.values[at] or 0.0 for one in native.series] for at in range(len(native.categories))]
    up = [sum(each for each in heap if each > 0) for heap in heaps]
    down = [sum(each for each in heap if each < 0) for heap in heaps]
    return min([0.0, *down, *net]), max([0.0, *up, *net, *limit])


def build_scale(low: float, high: float, unit: Unit, steps: int = MOST_STEPS) -> Scale:
    """An axis of round numbers over the values, in at most so many steps."""
    low, high = low * AIR, (high * AIR if high > low else low + 1)
    power = 10.0 ** math.floor(math.log10((high - low) / steps))
    step = next(size * power for size in (1, 2, 2.5, 5, 10, 20) if (high - low) / (size * power) <= steps)
    step = step if unit.decimals else max(1.0, math.ceil(step))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) + (round(step / power, 3) == 2.5 and step < 10)
    marks = {Unit.PERCENT: ("", '"%"'), Unit.DOLLARS: ('"$"', "")}.get(unit, ("", ""))
    number = WHOLE if decimals == 0 else f"0.{'0' * decimals}"
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step, number.join(marks))


def build_time_scale(dates: Sequence[date], most: int) -> Time:
    """An axis of at most so many labels: years from the start of one, or months from the first date on."""
    first, last = min(dates), max(dates)
    if (last - first).days > FEW_DAYS:
        years = last.year - first.year + 1
        step = next(each for each in (1, 2, 5, 10, 20, 50) if years / each <= most)
        return Time(date(first.year, 1, 1), last, step, "years", "yyyy")
    months = max(1, _months(first, last))
    apart = min((_months(one, two) for one, two in pairwise(sorted(dates)) if _months(one, two)), default=1)
    step = next(apart * each for each in (1, 2, 3, 4, 6, 12, 24, 60) if months / (apart * each) <= most - 1)
    return Time(first, last, step, "months", "mmm yyyy")


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
