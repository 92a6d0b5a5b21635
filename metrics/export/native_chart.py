"""Native numbers as a chart of a slide: editable, fed from a workbook of its own, drawn by the house grammar.

The library writes plain charts only; evidence, labels at the ends of lines and a rule in law need the format itself,
so the chart's file is written here, and the library keeps its parts, their relations and the workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final
from xml.sax.saxutils import escape

from pptx.enum.chart import XL_CHART_TYPE

from metrics import sentences
from metrics.export import native_axes, native_book, native_labels, native_scale, native_series, widths
from metrics.export.native_scale import Scale
from metrics.export.native_series import Label, letters
from metrics.export.slide_master import NAMESPACES, paint
from metrics.figures.native import Native, Series
from metrics.theme import LIGHT

SPACES: Final = f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {NAMESPACES}'
TICK: Final = 11
LEAST: Final = 8
TITLE: Final = 22
LEGEND_ROW: Final = 19
KEY: Final = 34
RULE_ROW: Final = 18
WIDEST_NAME: Final = 0.4
TALLEST_ROW: Final = 46
FEW_BARS: Final = 16
COLUMN_LABEL: Final = 10


@dataclass(frozen=True)
class Plot:
    """The plot inside its chart, in points from the upper left corner."""

    left: float
    top: float
    wide: float
    high: float


class NativeChart:
    """A native chart of a size in points; the library asks of it what it asks of its own: the file and the workbook.

    `title` stands on the chart itself, where it is one of several; `scale` is theirs, where they share one.
    """

    def __init__(
        self, native: Native, size: tuple[float, float], made: datetime, title: str = "", scale: Scale | None = None
    ) -> None:
        self.native, self.title, self.made, self.given = _named(native), title, made, scale
        self.wide, self.high = size
        self.form = native_scale.form(native.unit)
        if native.kind == "bars":
            room = self.wide * WIDEST_NAME - 8
            short = tuple(widths.shortened(f"{each}", room, self.name_size) for each in native.categories)
            self.native = replace(self.native, categories=short)

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook from which the chart is fed."""
        return native_book.workbook(self.native.categories, self.series, self.native.unit, self.made)

    def xml_bytes(self, _chart_type: XL_CHART_TYPE) -> bytes:
        """The chart's file; its kind is the native chart's own."""
        return self.xml.encode("utf-8")

    @property
    def kind(self) -> XL_CHART_TYPE:
        """What the library calls the chart."""
        kinds = {
            "lines": XL_CHART_TYPE.LINE_MARKERS,
            "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
            "stacked": XL_CHART_TYPE.COLUMN_STACKED,
            "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        }
        return kinds[self.native.kind]

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Everything in the workbook: the figures, the line of a limit over time, the points over columns."""
        limit = self.native.limit
        rules: tuple[Series, ...] = ()
        if limit and self.native.kind == "lines":
            named = sentences.sentence_case(limit.words)
            rules = (Series(named, LIGHT.limit, "records", (limit.value,) * len(self.native.categories)),)
        return (*self.native.series, *rules, *self.native.points)

    @cached_property
    def scale(self) -> Scale:
        """The axis of values; bars carry their numbers, so theirs ends where the longest does."""
        low, high = native_scale.ends(self.native)
        if self.given:
            return self.given
        if self.native.kind == "bars":
            return Scale(low, high or 1, high or 1, self.form)
        return native_scale.scale(low, high, self.native.unit, 6 if self.high > 160 else 3)

    @cached_property
    def is_direct(self) -> bool:
        """Whether lines are named where they end."""
        return self.native.kind == "lines" and self._end_room is not None

    @cached_property
    def in_legend(self) -> list[int]:
        """The numbers of the series that a legend names, each name once; none where nothing needs one."""
        names = list(dict.fromkeys(each.name for each in (*self.native.series, *self.native.points)))
        if len(names) < 2 or self.is_direct:
            return []
        found = [each.name for each in self.series]
        return [found.index(name) for name in names]

    @cached_property
    def plot(self) -> Plot:
        """Where the plot lies."""
        top = TITLE * bool(self.title) + self._legend_high
        if self.native.kind == "bars":
            left = min(self._widest_name + 8, self.wide * WIDEST_NAME)
            right = 10 + max(self._said_wide(one) for one in self.native.series)
            top += RULE_ROW * bool(self.native.limit) + 2
            high = min(self.high - top - 4, TALLEST_ROW * len(self.native.categories))
            return Plot(left, top, self.wide - left - right, high)
        left = 8 + max(widths.width(each, TICK) for each in native_axes.tick_words(self.scale))
        right = (self._end_room or 12) if self.native.kind == "lines" else 8
        top += 16 if self.native.kind == "columns" or self.native.limit else 8
        return Plot(left, top, self.wide - left - right, self.high - top - 24)

    @cached_property
    def name_size(self) -> float:
        """How large the names of bars are set, so that each has a row."""
        row = (self.high - self._legend_high - RULE_ROW - TITLE * bool(self.title)) / len(self.native.categories)
        return float(max(LEAST, min(TICK, int(row * 0.78))))

    @cached_property
    def xml(self) -> str:
        """The whole chart in the file format."""
        native, plot = self.native, self.plot
        is_bars = native.kind == "bars"
        plots = self._lines() if native.kind == "lines" else self._bars()
        if native.points:
            plots += self._points()
        axes = native_axes.axes(native, self.scale, plot.wide, self.name_size if is_bars else TICK)
        layout = self._placed(plot.left, plot.top, plot.wide, plot.high, '<c:layoutTarget val="inner"/>')
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {SPACES}><c:date1904 val="0"/>'
            f'<c:roundedCorners val="0"/><c:chart>{self._titled()}<c:plotArea>{layout}{plots}{axes}'
            f"<c:spPr><a:noFill/></c:spPr></c:plotArea>{self._legend()}"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="span"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
            f"</c:spPr>{letters(TICK, LIGHT.muted)}</c:chartSpace>"
        )

    @cached_property
    def _end_room(self) -> float | None:
        return native_labels.room(self.native, self.wide, self.high - 60)

    @cached_property
    def _widest_name(self) -> float:
        return max(widths.width(f"{each}", self.name_size) for each in self.native.categories)

    @cached_property
    def _legend_rows(self) -> int:
        room, rows, used = self.wide, 1, 0.0
        for at in self.in_legend:
            wide = widths.width(self.series[at].name, TICK) + KEY
            rows, used = (rows, used + wide) if used + wide <= room else (rows + 1, wide)
        return rows

    @property
    def _legend_high(self) -> float:
        return LEGEND_ROW * self._legend_rows + 2 if self.in_legend else 0

    def _said_wide(self, one: Series) -> float:
        known = [sentences.number(each, self.native.unit) for each in one.values if each is not None]
        return max((widths.width(each, self.name_size, True) for each in known), default=0)

    def _lines(self) -> str:
        labels = self._end_labels() if self.is_direct else {}
        told = []
        for at, one in enumerate(self.series[: len(self.series) - len(self.native.points)]):
            is_rule = at >= len(self.native.series)
            if is_rule:
                law = [native_labels.over_rule(self.native, self.scale)]
                look, label = native_series.rule(one.colour), native_series.some_labels(law, 10, one.colour, self.form)
            else:
                own = [labels[at]] if at in labels else []
                look = native_series.line(one)
                label = native_series.some_labels(own, native_labels.SIZE, one.colour, self.form)
            told.append(native_series.series(at, one, self.native.categories, look, label, self.form, is_line=True))
        return self._line_chart(told)

    def _end_labels(self) -> dict[int, Label]:
        places = native_axes.places(self.native, self.plot.wide, TICK)
        plot = native_labels.Size(self.plot.wide, self.plot.high)
        return native_labels.labels(self.native, self.scale, places, plot, native_labels.Size(self.wide, self.high))

    def _points(self) -> str:
        first = len(self.series) - len(self.native.points)
        told = []
        for at, one in enumerate(self.native.points, start=first):
            look = native_series.point(one)
            label = native_series.NO_LABELS
            told.append(native_series.series(at, one, self.native.categories, look, label, self.form, is_line=True))
        return self._line_chart(told)

    def _line_chart(self, told: Sequence[str]) -> str:
        return (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(told)}<c:marker val="1"/>'
            f"{native_axes.IDS}</c:lineChart>"
        )

    def _bars(self) -> str:
        native = self.native
        is_stacked, is_across = native.kind == "stacked", native.kind == "bars"
        is_over = is_stacked or is_across or native_labels.is_one_each(native.series)
        gap = 45 if is_across else 60
        told = []
        for at, one in enumerate(native.series):
            told.append(
                native_series.series(
                    at, one, native.categories, native_series.bar(one), self._bar_labels(at, one), self.form
                )
            )
        return (
            f'<c:barChart><c:barDir val="{"bar" if is_across else "col"}"/><c:grouping '
            f'val="{"stacked" if is_stacked else "clustered"}"/><c:varyColors val="0"/>{"".join(told)}'
            f'<c:gapWidth val="{gap}"/><c:overlap val="{100 if is_over else 0}"/>{native_axes.IDS}</c:barChart>'
        )

    def _bar_labels(self, at: int, one: Series) -> str:
        native = self.native
        if native.kind == "stacked":
            return native_series.NO_LABELS
        if native.kind == "bars":
            is_front = native_labels.is_one_each(native.series) or at == len(native.series) - 1
            if is_front:
                return native_series.all_labels(self.name_size, LIGHT.ink, self.form, "outEnd")
            return native_series.NO_LABELS
        room = self.plot.wide / len(native.categories)
        if not native_labels.is_one_each(native.series):
            room /= len(native.series)
        if self._said_wide(one) * COLUMN_LABEL / self.name_size <= room * 1.05:
            return native_series.all_labels(COLUMN_LABEL, one.colour, self.form, "outEnd")
        last = max(place for place, value in enumerate(one.values) if value is not None)
        return native_series.some_labels([Label(last, False, True, "outEnd")], COLUMN_LABEL, one.colour, self.form)

    def _titled(self) -> str:
        if not self.title:
            return '<c:autoTitleDeleted val="1"/>'
        return (
            '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r>'
            f'<a:rPr lang="en-US" sz="1200" b="1">{paint(self.native.series[0].colour)}</a:rPr>'
            f"<a:t>{escape(self.title)}</a:t></a:r></a:p></c:rich></c:tx>{self._placed(0, 0)}"
            '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        )

    def _legend(self) -> str:
        if not self.in_legend:
            return ""
        spare = "".join(
            f'<c:legendEntry><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
            for at in range(len(self.series))
            if at not in self.in_legend
        )
        top, high = TITLE * bool(self.title), LEGEND_ROW * self._legend_rows
        used = sum(widths.width(self.series[at].name, TICK) + KEY for at in self.in_legend)
        wide = min(self.wide, used) if self._legend_rows == 1 else self.wide
        return (
            f'<c:legend><c:legendPos val="t"/>{spare}{self._placed(0, top, wide, high)}<c:overlay val="0"/>'
            f"{letters(TICK, LIGHT.ink)}</c:legend>"
        )

    def _placed(self, x: float, y: float, wide: float = 0, high: float = 0, target: str = "") -> str:
        """A place by hand, in parts of the chart."""
        size = f'<c:w val="{wide / self.wide:.5f}"/><c:h val="{high / self.high:.5f}"/>' if wide else ""
        return (
            f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{x / self.wide:.5f}"/><c:y val="{y / self.high:.5f}"/>{size}</c:manualLayout></c:layout>'
        )


def _named(native: Native) -> Native:
    """The chart with plain names where all of it rests on one kind of evidence, which the source line tells."""
    every = (*native.series, *native.points)
    if len({each.evidence for each in every}) > 1:
        return native
    series, points = (
        tuple(replace(each, name=each.group or each.name) for each in some) for some in (native.series, native.points)
    )
    return replace(native, series=series, points=points)
