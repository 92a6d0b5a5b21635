"""What is drawn inside a native chart: lines with the rule of a limit, bars with their numbers, points over columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from metrics import formatting
from metrics.charts import scale as native_scale
from metrics.charts.marks import choose_mark
from metrics.charts.scale import Scale
from metrics.charts.spec import Native, Series
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.pptx.chart import axes
from metrics.export.pptx.chart import labels as native_labels
from metrics.export.pptx.chart import series as native_series
from metrics.export.pptx.chart.series import Label, val
from metrics.export.pptx.markup import Element, element

GAP_ACROSS: Final = 45
GAP: Final = 60
WIDEST: Final = 80
"""How wide a column may be in points, where columns are few."""
COLUMN_LABEL: Final = 10
RULE_LABEL: Final = 10


@dataclass(frozen=True)
class Plot:
    """The plot inside its chart, in points from the upper left corner."""

    left: float
    top: float
    wide: float
    high: float


def lines(native: Native, series: Sequence[Series], labels: Mapping[int, Label], scale: Scale) -> Element:
    """Every series as a line; what follows those of the chart is the rule of its limit."""
    form, elements = native_scale.choose_format(native.unit), []
    for at, one in enumerate(series):
        if at < len(native.series):
            own = [labels[at]] if at in labels else []
            look = native_series.line(one, choose_mark(native, one))
            label = native_series.some_labels(own, native_labels.SIZE, one.colour, form)
        else:
            look = native_series.rule(one.colour)
            label = native_series.some_labels([native_labels.over_rule(native, scale)], RULE_LABEL, one.colour, form)
        elements.append(native_series.series(at, one, native.categories, look, label, form, is_line=True))
    return _line_chart(elements)


def points(native: Native) -> Element:
    """Marks without a line, over the columns before them."""
    form = native_scale.choose_format(native.unit)
    return _line_chart(
        [
            native_series.series(
                at, one, native.categories, native_series.point(one), native_series.no_labels(), form, is_line=True
            )
            for at, one in enumerate(native.points, start=len(native.series))
        ]
    )


def bars(native: Native, scale: Scale, plot: Plot, size: float) -> Element:
    """Bars across, columns side by side or columns upon each other; `size` is that of their numbers."""
    form = native_scale.choose_format(native.unit)
    is_over = native.kind != "columns" or native_labels.is_one_each(native.series)
    gap = _gap(native, plot, 1 if is_over else len(native.series))
    elements = [
        native_series.series(
            at, one, native.categories, native_series.bar(one), _labels(native, at, scale, plot, size), form
        )
        for at, one in enumerate(native.series)
    ]
    return element(
        "c:barChart",
        val("c:barDir", "bar" if native.kind == "bars" else "col"),
        val("c:grouping", "stacked" if native.kind == "stacked" else "clustered"),
        val("c:varyColors", False),
        elements,
        val("c:gapWidth", gap),
        val("c:overlap", 100 if is_over else 0),
        axes.ids(),
    )


def _gap(native: Native, plot: Plot, together: int) -> int:
    """The room between bars in hundredths of a bar, so much that few columns stay columns."""
    if native.kind == "bars":
        return GAP_ACROSS
    each = plot.wide / len(native.categories) / WIDEST
    return round(min(500, max(GAP, (each - together) * 100)))


def _line_chart(elements: Sequence[Element]) -> Element:
    look = [val("c:grouping", "standard"), val("c:varyColors", False)]
    return element("c:lineChart", look, elements, val("c:marker", True), axes.ids())


def _labels(native: Native, at: int, scale: Scale, plot: Plot, size: float) -> Element:
    """The numbers of a series: of bars those that nothing covers, of columns all that have room, or the last."""
    one, form = native.series[at], native_scale.choose_format(native.unit)
    points = [(place, value) for place, value in enumerate(one.values) if value is not None]
    if native.kind == "stacked" or not points:
        return native_series.no_labels()
    widths = {
        place: text_metrics.width(formatting.format_number(value, native.unit), size, True) for place, value in points
    }
    if native.kind == "bars":
        free = [place for place, value in points if _is_free(native, place, value, scale, plot, widths[place] + 8)]
        own_labels = [Label(place, False, True, "outEnd") for place in free]
        return native_series.some_labels(own_labels, size, LIGHT.ink, form, is_bold=False)
    room = plot.wide / len(native.categories)
    room /= 1 if native_labels.is_one_each(native.series) else len(native.series)
    if max(widths.values()) <= room * 1.05:
        return native_series.all_labels(size, one.colour, form, "outEnd")
    return native_series.some_labels([Label(points[-1][0], False, True, "outEnd")], size, one.colour, form)


def _is_free(native: Native, place: int, value: float, scale: Scale, plot: Plot, wide: float) -> bool:
    """Whether the number at the end of a bar is clear of the ends of longer ones in its row."""
    others = [each for one in native.series if (each := one.values[place]) is not None and each > value]
    return all((scale.part(each) - scale.part(value)) * plot.wide > wide for each in others)
