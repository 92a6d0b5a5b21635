"""The axes of a native chart in the file format: quiet, a hairline grid, no label more than there is room for."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from metrics.charts import scale as native_scale
from metrics.charts.scale import Scale
from metrics.charts.spec import Native
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.pptx.chart.series import POINT, letters, number
from metrics.export.pptx.template import paint

NAMES, VALUES = 50010, 50020
IDS: Final = f'<c:axId val="{NAMES}"/><c:axId val="{VALUES}"/>'
HAIRLINE: Final = f'<a:ln w="{0.75 * POINT:.0f}">'
NO_TICKS: Final = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
APART: Final = 14
LEAST: Final = 8


def axes(native: Native, scale: Scale, wide: float, size: float, *, is_bare: bool = False) -> str:
    """Both axes; `wide` is the plot in points, `size` that of names, which a bare axis leaves out."""
    first = native.categories[0]
    names = _dates(native, wide, size) if isinstance(first, date) else _names(native, wide, size, is_bare)
    return f"{names}{_values(native, scale)}"


def tick_words(scale: Scale) -> list[str]:
    """The numbers that stand at the axis, about as wide as they will be."""
    steps = round((scale.high - scale.low) / scale.step)
    decimals = len(scale.form.split(".")[1].rstrip('"%')) if "." in scale.form else 0
    marks = ("$" * ("$" in scale.form), "%" * ("%" in scale.form))
    return [f"{scale.low + at * scale.step:,.{decimals}f}".join(marks) for at in range(steps + 1)]


def places(native: Native, wide: float, size: float) -> list[float]:
    """Where the categories stand along a plot of so many points."""
    count = len(native.categories)
    if not isinstance(native.categories[0], date):
        return [(at + 0.5) / count * wide for at in range(count)]
    return [place(native, wide, size, each) for each in native.categories if isinstance(each, date)]


def place(native: Native, wide: float, size: float, day: date) -> float:
    """Where a day stands along a plot of dates."""
    time = _time(native, wide, size)
    first, last = native_scale.count_days(time.first), native_scale.count_days(time.last)
    return (native_scale.count_days(day) - first) / max(1, last - first) * wide


def _time(native: Native, wide: float, size: float) -> native_scale.Time:
    known = [each for each in native.categories if isinstance(each, date)]
    longest = "Sep 2016" if (max(known) - min(known)).days <= native_scale.FEW_DAYS else "2016"
    return native_scale.build_time_scale(known, max(2, int(wide / (text_metrics.width(longest, size) + APART))))


def _dates(native: Native, wide: float, size: float) -> str:
    time = _time(native, wide, size)
    return (
        f'<c:dateAx><c:axId val="{NAMES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{native_scale.count_days(time.last)}"/>'
        f'<c:min val="{native_scale.count_days(time.first)}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/>{number(time.form)}<c:majorTickMark val="out"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_line(LIGHT.border)}{letters(size, LIGHT.muted)}'
        f'<c:crossAx val="{VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblOffset val="100"/>'
        f'<c:baseTimeUnit val="days"/><c:majorUnit val="{time.step}"/><c:majorTimeUnit val="{time.unit}"/></c:dateAx>'
    )


def _names(native: Native, wide: float, size: float, is_bare: bool) -> str:
    is_across = native.kind == "bars"
    skip = 1
    # Names of several words wrap under their columns; single ones are set smaller, and years thinned out.
    if not is_across and all(" " not in f"{each}" for each in native.categories):
        longest = max(native.categories, key=lambda each: text_metrics.width(f"{each}", size))
        room = wide / len(native.categories)
        size = next((n for n in (size, 10, 9, LEAST) if text_metrics.width(f"{longest}", n) + LEAST / 2 <= room), size)
        skip = math.ceil((text_metrics.width(f"{longest}", size) + LEAST / 2) / room)
    thinned = f'<c:tickLblSkip val="{skip}"/>'
    order = "maxMin" if is_across else "minMax"
    return (
        f'<c:catAx><c:axId val="{NAMES}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if is_across else "b"}"/>{NO_TICKS}'
        f'<c:tickLblPos val="{"none" if is_bare else "low"}"/>{_line(LIGHT.muted)}'
        f'{letters(size, LIGHT.ink if is_across else LIGHT.muted, wrap="square")}<c:crossAx val="{VALUES}"/>'
        f'<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="50"/>{thinned}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _values(native: Native, scale: Scale) -> str:
    is_across = native.kind == "bars"
    between = "midCat" if native.kind == "lines" and isinstance(native.categories[0], date) else "between"
    grid = "" if is_across else f"<c:majorGridlines>{_line(LIGHT.grid)}</c:majorGridlines>"
    return (
        f'<c:valAx><c:axId val="{VALUES}"/><c:scaling><c:orientation val="minMax"/><c:max val="{scale.high}"/>'
        f'<c:min val="{scale.low}"/></c:scaling><c:delete val="{is_across:d}"/>'
        f'<c:axPos val="{"b" if is_across else "l"}"/>{grid}{number(scale.form)}{NO_TICKS}<c:tickLblPos val="low"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{letters(11, LIGHT.muted)}"
        f'<c:crossAx val="{NAMES}"/><c:crosses val="{"max" if is_across else "autoZero"}"/>'
        f'<c:crossBetween val="{between}"/><c:majorUnit val="{scale.step}"/></c:valAx>'
    )


def _line(colour: str) -> str:
    return f"<c:spPr>{HAIRLINE}{paint(colour)}</a:ln></c:spPr>"
