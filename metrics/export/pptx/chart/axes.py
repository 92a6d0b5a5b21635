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
from metrics.export.pptx.chart.series import POINT, letters, no_line, number, val
from metrics.export.pptx.markup import Element, element, stamp
from metrics.export.pptx.template import paint

NAMES, VALUES = 50010, 50020
HAIRLINE: Final = f"{0.75 * POINT:.0f}"
APART: Final = 14
LEAST: Final = 8


def axes(native: Native, scale: Scale, wide: float, size: float, *, is_bare: bool = False) -> list[Element]:
    """Both axes; `wide` is the plot in points, `size` that of names, which a bare axis leaves out."""
    first = native.categories[0]
    names = _dates(native, wide, size) if isinstance(first, date) else _names(native, wide, size, is_bare)
    return [names, _values(native, scale)]


def ids() -> list[Element]:
    """The axes on which a plot is drawn."""
    return [val("c:axId", NAMES), val("c:axId", VALUES)]


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
    days = [each for each in native.categories if isinstance(each, date)]
    longest = "Sep 2016" if (max(days) - min(days)).days <= native_scale.FEW_DAYS else "2016"
    return native_scale.build_time_scale(days, max(2, int(wide / (text_metrics.width(longest, size) + APART))))


def _dates(native: Native, wide: float, size: float) -> Element:
    time = _time(native, wide, size)
    return element(
        "c:dateAx",
        val("c:axId", NAMES),
        _scaling("minMax", native_scale.count_days(time.first), native_scale.count_days(time.last)),
        val("c:delete", False),
        val("c:axPos", "b"),
        number(time.form),
        val("c:majorTickMark", "out"),
        val("c:minorTickMark", "none"),
        val("c:tickLblPos", "low"),
        _line(LIGHT.border),
        letters(size, LIGHT.muted),
        val("c:crossAx", VALUES),
        val("c:crosses", "autoZero"),
        val("c:auto", False),
        val("c:lblOffset", 100),
        val("c:baseTimeUnit", "days"),
        val("c:majorUnit", time.step),
        val("c:majorTimeUnit", time.unit),
    )


def _names(native: Native, wide: float, size: float, is_bare: bool) -> Element:
    is_across = native.kind == "bars"
    skip = 1
    # Names of several words wrap under their columns; single ones are set smaller, and years thinned out.
    if not is_across and all(" " not in f"{each}" for each in native.categories):
        longest = max(native.categories, key=lambda each: text_metrics.width(f"{each}", size))
        room = wide / len(native.categories)
        size = next((n for n in (size, 10, 9, LEAST) if text_metrics.width(f"{longest}", n) + LEAST / 2 <= room), size)
        skip = math.ceil((text_metrics.width(f"{longest}", size) + LEAST / 2) / room)
    return element(
        "c:catAx",
        val("c:axId", NAMES),
        _scaling("maxMin" if is_across else "minMax"),
        val("c:delete", False),
        val("c:axPos", "l" if is_across else "b"),
        _no_ticks(),
        val("c:tickLblPos", "none" if is_bare else "low"),
        _line(LIGHT.muted),
        letters(size, LIGHT.ink if is_across else LIGHT.muted, wrap="square"),
        val("c:crossAx", VALUES),
        val("c:crosses", "autoZero"),
        val("c:auto", False),
        val("c:lblAlgn", "ctr"),
        val("c:lblOffset", 50),
        val("c:tickLblSkip", skip),
        val("c:noMultiLvlLbl", True),
    )


def _values(native: Native, scale: Scale) -> Element:
    is_across = native.kind == "bars"
    between = "midCat" if native.kind == "lines" and isinstance(native.categories[0], date) else "between"
    return element(
        "c:valAx",
        val("c:axId", VALUES),
        _scaling("minMax", scale.low, scale.high),
        val("c:delete", is_across),
        val("c:axPos", "b" if is_across else "l"),
        None if is_across else element("c:majorGridlines", _line(LIGHT.grid)),
        number(scale.form),
        _no_ticks(),
        val("c:tickLblPos", "low"),
        element("c:spPr", no_line()),
        letters(11, LIGHT.muted),
        val("c:crossAx", NAMES),
        val("c:crosses", "max" if is_across else "autoZero"),
        val("c:crossBetween", between),
        element("c:majorUnit", val=f"{scale.step}"),
    )


def _scaling(order: str, low: float | None = None, high: float | None = None) -> Element:
    """The way an axis goes, and from where to where."""
    ends = [element("c:max", val=f"{high}"), element("c:min", val=f"{low}")]
    return element("c:scaling", val("c:orientation", order), None if low is None else ends)


def _no_ticks() -> list[Element]:
    return [val("c:majorTickMark", "none"), val("c:minorTickMark", "none")]


@stamp
def _line(colour: str) -> Element:
    return element("c:spPr", element("a:ln", paint(colour), w=HAIRLINE))
