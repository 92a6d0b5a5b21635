"""Native numbers as a chart of a slide: editable, fed from a workbook of its own, drawn by the house grammar.

The library writes plain charts only; evidence, labels at the ends of lines and a rule in law need the format itself,
so the chart's file is written here, and the library keeps its parts, their relations and the workbook.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE

from metrics import formatting
from metrics.analysis.events import number_events, select_breaks
from metrics.charts import scale as native_scale
from metrics.charts.scale import Scale
from metrics.charts.spec import Native, Series, simplify_names
from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.pptx.chart import axes as native_axes
from metrics.export.pptx.chart import labels as native_labels
from metrics.export.pptx.chart import plots as native_plots
from metrics.export.pptx.chart import workbook
from metrics.export.pptx.chart.labels import Size
from metrics.export.pptx.chart.plots import COLUMN_LABEL, Plot
from metrics.export.pptx.chart.series import Label, letters, no_line, val
from metrics.export.pptx.markup import Element, element, file, root
from metrics.export.pptx.template import paint

TICK: Final = 11
LEAST: Final = 8
TITLE: Final = 22
LEGEND_ROW: Final = 19
KEY: Final = 34
LONG_KEY: Final = 62
"""The room of the sample of a line and its mark in a legend; programs leave out what has none."""
RULE_ROW: Final = 18
MARK_ROW: Final = 13
WIDEST_NAME: Final = 0.4
TALLEST_ROW: Final = 46


class NativeChart:
    """A native chart of a size in points; the library asks of it what it asks of its own: the file and the workbook.

    `title` stands on the chart itself, where it is one of several; `scale` is theirs, where they share one. One bar on
    a scale that it shares has its name beside it on the slide.
    """

    def __init__(
        self, native: Native, size: tuple[float, float], built_at: datetime, title: str = "", scale: Scale | None = None
    ) -> None:
        self.native, self.title, self.built_at, self.given_scale = simplify_names(native), title, built_at, scale
        self.wide, self.high = size
        self.form = native_scale.choose_format(native.unit)
        if native.kind == "bars":
            room = self.wide * WIDEST_NAME - 8
            short = tuple(text_metrics.shorten(f"{each}", room, self.name_size) for each in native.categories)
            self.native = replace(self.native, categories=short)

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook from which the chart is fed."""
        return workbook.make_workbook(self.native.categories, self.series, self.native.unit, self.built_at)

    def xml_bytes(self, _chart_type: XL_CHART_TYPE) -> bytes:
        """The chart's file; its kind is the native chart's own."""
        return file(self.draw())

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
            named = formatting.capitalize_first(limit.label)
            rules = (Series(named, LIGHT.limit, "records", (limit.value,) * len(self.native.categories)),)
        return (*self.native.series, *rules, *self.native.points)

    @cached_property
    def scale(self) -> Scale:
        """The axis of values; bars carry their numbers, so theirs ends where the longest does."""
        low, high = native_scale.find_ends(self.native)
        if self.given_scale:
            return self.given_scale
        if self.native.kind == "bars":
            return Scale(low, high or 1, high or 1, self.form)
        return native_scale.build_scale(low, high, self.native.unit, 6 if self.high > 160 else 3)

    @property
    def is_bare(self) -> bool:
        """Whether the names of bars are told elsewhere."""
        return self.given_scale is not None and self.native.kind == "bars" and len(self.native.categories) == 1

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

    @property
    def has_marks(self) -> bool:
        """Whether what happened is marked on the plot: small charts of several have no room for it."""
        first = self.native.categories[0]
        is_time = isinstance(first, date) or (self.native.kind != "bars" and first.isdigit())
        return (
            is_time and not self.title and bool(number_events(self.native.events) or select_breaks(self.native.events))
        )

    @cached_property
    def plot(self) -> Plot:
        """Where the plot lies."""
        top = TITLE * bool(self.title) + self._legend_high
        if self.native.kind == "bars":
            left = 4 if self.is_bare else min(self._widest_name + 8, self.wide * WIDEST_NAME)
            right = 10 + max(self._said_wide(one) for one in self.native.series)
            top += RULE_ROW * bool(self.native.limit) + 2
            high = min(self.high - top - 4, TALLEST_ROW * len(self.native.categories))
            return Plot(left, top, self.wide - left - right, high)
        left = 8 + max(text_metrics.width(each, TICK) for each in native_axes.tick_words(self.scale))
        right = (self._end_room or 12) if self.native.kind == "lines" else 8
        top += 16 if self.native.kind == "columns" or self.native.limit else 8
        top += MARK_ROW * self.has_marks
        return Plot(left, top, self.wide - left - right, self.high - top - 24)

    @cached_property
    def name_size(self) -> float:
        """How large the names of bars are set, so that each has a row."""
        row = (self.high - self._legend_high - RULE_ROW - TITLE * bool(self.title)) / len(self.native.categories)
        return float(max(LEAST, min(TICK, int(row * 0.78))))

    def draw(self) -> Element:
        """The whole chart in the file format."""
        native, plot = self.native, self.plot
        is_bars = native.kind == "bars"
        bar_size = self.name_size if is_bars else COLUMN_LABEL
        size = self.name_size if is_bars else TICK
        area = element(
            "c:plotArea",
            self._build_layout(plot.left, plot.top, plot.wide, plot.high, val("c:layoutTarget", "inner")),
            self._lines() if native.kind == "lines" else native_plots.bars(native, self.scale, plot, bar_size),
            native_plots.points(native) if native.points else None,
            native_axes.axes(native, self.scale, plot.wide, size, is_bare=self.is_bare),
            element("c:spPr", element("a:noFill")),
        )
        look = (val("c:plotVisOnly", True), val("c:dispBlanksAs", "span"))
        return root(
            "c:chartSpace",
            "c a p r",
            val("c:date1904", False),
            val("c:roundedCorners", False),
            element("c:chart", self._build_title(), area, self._legend(), look),
            element("c:spPr", element("a:noFill"), no_line()),
            letters(TICK, LIGHT.muted),
        )

    @cached_property
    def _end_room(self) -> float | None:
        return native_labels.room(self.native, self.wide, self.high - 60)

    @cached_property
    def _widest_name(self) -> float:
        return max(text_metrics.width(f"{each}", self.name_size) for each in self.native.categories)

    @cached_property
    def _legend_rows(self) -> int:
        room, rows, used = self.wide, 1, 0.0
        for at in self.in_legend:
            wide = text_metrics.width(self.series[at].name, TICK) + self._key
            rows, used = (rows, used + wide) if used + wide <= room else (rows + 1, wide)
        return rows

    @property
    def _key(self) -> int:
        return LONG_KEY if self.native.kind == "lines" else KEY

    @property
    def _legend_high(self) -> float:
        return LEGEND_ROW * self._legend_rows + 2 if self.in_legend else 0

    def _said_wide(self, one: Series) -> float:
        known = [formatting.format_number(each, self.native.unit) for each in one.values if each is not None]
        return max((text_metrics.width(each, self.name_size, True) for each in known), default=0)

    def _lines(self) -> Element:
        labels: dict[int, Label] = {}
        if self.is_direct:
            places = native_axes.places(self.native, self.plot.wide, TICK)
            plot, chart = Size(self.plot.wide, self.plot.high), Size(self.wide, self.high)
            labels = native_labels.labels(self.native, self.scale, places, plot, chart)
        return native_plots.lines(self.native, self.series, labels, self.scale)

    def _build_title(self) -> list[Element]:
        if not self.title:
            return [val("c:autoTitleDeleted", True)]
        default = element("a:pPr", element("a:defRPr", sz=1200, b=True))
        look = element("a:rPr", paint(self.native.series[0].colour), lang="en-US", sz=1200, b=True)
        words = element("a:p", default, element("a:r", look, element("a:t", text=self.title)))
        rich = element("c:rich", element("a:bodyPr"), element("a:lstStyle"), words)
        title = element("c:title", element("c:tx", rich), self._build_layout(0, 0), val("c:overlay", False))
        return [title, val("c:autoTitleDeleted", False)]

    def _legend(self) -> Element | None:
        if not self.in_legend:
            return None
        spare = [
            element("c:legendEntry", val("c:idx", at), val("c:delete", True))
            for at in range(len(self.series))
            if at not in self.in_legend
        ]
        top, high = TITLE * bool(self.title), LEGEND_ROW * self._legend_rows
        used = sum(text_metrics.width(self.series[at].name, TICK) + self._key for at in self.in_legend)
        wide = min(self.wide, used) if self._legend_rows == 1 else self.wide
        place = self._build_layout(0, top, wide, high)
        return element(
            "c:legend", val("c:legendPos", "t"), spare, place, val("c:overlay", False), letters(TICK, LIGHT.ink)
        )

    def _build_layout(
        self, x: float, y: float, wide: float = 0, high: float = 0, target: Element | None = None
    ) -> Element:
        """A place by hand, in parts of the chart."""
        parts = {"c:x": x / self.wide, "c:y": y / self.high}
        parts |= {"c:w": wide / self.wide, "c:h": high / self.high} if wide else {}
        edges = (val("c:xMode", "edge"), val("c:yMode", "edge"))
        places = [element(name, val=f"{part:.5f}") for name, part in parts.items()]
        return element("c:layout", element("c:manualLayout", target, edges, places))
