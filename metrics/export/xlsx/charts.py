"""Native numbers as a chart of the workbook, fed from cells and edited with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any, Final, NamedTuple

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from metrics.charts import scale
from metrics.charts.spec import Native, simplify_names
from metrics.charts.theme import LIGHT, mix
from metrics.export.data.formula_guard import neutralize
from metrics.export.xlsx import chart_style
from metrics.export.xlsx.chart_style import PALE, PAPER
from metrics.export.xlsx.events import place_events
from metrics.export.xlsx.workbook import COLUMN, FONT, LINE, MONTH, Book, format_range
from metrics.formatting import capitalize_first
from metrics.text.exports import SAMPLE

WIDTH: Final = 940
HEIGHT: Final = 420
PANELS: Final = ((4, 2, 250), (9, 3, 210), (10**6, 4, 180))
"""Up to how many small charts there are so many side by side, and of which height."""
GUTTER: Final = 8
ROW: Final = 20
BAR: Final = 22
AROUND_BARS: Final = 110
NAMES: Final = 28
LETTERS: Final = 15
"""How many bold letters go into the width of a column."""
EVENTS: Final = "Numbered rules: what happened, named in the notes"
KINDS: Final = {"lines": "line", "columns": "column", "stacked": "column", "bars": "bar"}


class ChartPosition(NamedTuple):
    """Where a chart of a group ('' of all) stands: rows down, pixels from the left, width and height."""

    group: str
    down: int
    left: int
    wide: int
    tall: int


class SheetChart:
    """A native chart of a workbook: its numbers stand on the sheet `cells` from a row and column on."""

    def __init__(self, book: Book, native: Native, title: str, cells: Worksheet, row: int, column: int) -> None:
        self.book, self.title = book, title
        self.events = place_events(simplify_names(native))
        self.native = native = self.events.native
        self.cells, self.row, self.column = cells, row, column
        self.limit = "" if native.limit is None else capitalize_first(native.limit.label)
        self.all_series = (*native.series, *native.points)
        self.end = row + 1 + len(native.categories)
        self.columns = [(one.name, one.values) for one in self.all_series]
        if native.limit:
            self.columns.append((self.limit, (native.limit.value,) * len(native.categories)))
        self.rules = {place.group: len(self.columns) + at for at, place in enumerate(self._places())}
        if self.events.places:
            self.columns += [(EVENTS, self._heights(group)) for group in self.rules]
        self._write()

    @property
    def height(self) -> int:
        """How many rows of a sheet the chart, or its small charts, cover."""
        return max(place.down for place in self._places()) + ceil(self._places()[0].tall / ROW) + 1

    def draw(self, sheet: Worksheet, row: int, alt: str) -> None:
        """Draw the chart, or a small one for every group, with its top at a row of a sheet."""
        for place in self._places():
            chart = self._chart(place.group)
            chart.set_size({"width": place.wide, "height": place.tall})
            words = f"{place.group}: {alt}" if place.group else alt
            at = {"object_position": 2, "x_offset": place.left}
            sheet.insert_chart(row + place.down, 0, chart, {"description": words, **at})
            if any(one.evidence == "sample" for one in self.all_series):
                self._watermark(sheet, row, place)

    def _write(self) -> None:
        """Categories down; across the series, the limit, and how high rules stand; no digit is dropped."""
        is_time = isinstance(self.native.categories[0], date)
        heads = ["Date" if is_time else "", *(name for name, _ in self.columns)]
        for at, head in enumerate(heads):
            form = self.book.head(align="right") if at else self.book.heads
            self.cells.write_string(self.row, self.column + at, str(neutralize(head)), form)
        self.book.height(self.cells, self.row, LINE * max(ceil(len(head) / LETTERS) for head in heads))
        form = scale.choose_format(self.native.unit)
        for at, category in enumerate(self.native.categories):
            row = self.row + 1 + at
            self.book.cell(self.cells, row, self.column, category, MONTH if is_time else "")
            for place, (_, values) in enumerate(self.columns, start=self.column + 1):
                self.book.cell(self.cells, row, place, values[at], form)
        self.cells.set_column(self.column, self.column, NAMES)
        self.cells.set_column(self.column + 1, self.column + len(heads), COLUMN)

    def _heights(self, group: str) -> tuple[float | None, ...]:
        """The end of a chart's scale where something happened: rules go down from there."""
        part = tuple(one for one in self.native.series if not group or one.group == group)
        is_own = group and self.native.panels == "own scales"
        top = chart_style.top(replace(self.native, series=part) if is_own else self.native)
        return tuple(top if at in self.events.places else None for at in range(len(self.native.categories)))

    def _places(self) -> list[ChartPosition]:
        groups = [*dict.fromkeys(one.group for one in self.native.series)]
        if self.native.panels == "together" or len(groups) == 1:
            tall = AROUND_BARS + BAR * len(self.native.categories)
            return [ChartPosition("", 0, 0, WIDTH, tall if self.native.kind == "bars" else HEIGHT)]
        across, tall = next((across, tall) for most, across, tall in PANELS if len(groups) <= most)
        wide = (WIDTH + GUTTER) // across - GUTTER
        return [
            ChartPosition(group, at // across * ceil(tall / ROW), at % across * (wide + GUTTER), wide, tall)
            for at, group in enumerate(groups)
        ]

    def _chart(self, group: str) -> Chart:
        native = self.native
        own_series = [(at, one) for at, one in enumerate(native.series) if not group or one.group == group]
        ends = chart_style.find_labelled_ends([one for _, one in own_series]) if native.kind == "lines" else []
        chart = self._empty(KINDS[native.kind], "stacked" if native.kind == "stacked" else "")
        for at, one in own_series:
            label = chart_style.labels(native, one, one in ends)
            chart.add_series({**self._cells(at), **chart_style.look(native, one), **label})
        if native.kind == "bars" and native.limit:
            chart.add_series({**self._cells(len(self.all_series)), **chart_style.ticks(native)})
        elif native.points or native.limit or self.events.places:
            chart.combine(self._over(group))
        categories, values = chart_style.axes(native, is_panel=bool(group))
        level, upright = (values, categories) if native.kind == "bars" else (categories, values)
        chart.set_x_axis(level)
        chart.set_y_axis(upright)
        chart.set_title(
            {
                "name": str(neutralize(group or self.title)),
                "name_font": {"name": FONT, "size": 11, "bold": True, "color": LIGHT.ink},
                "layout": {"x": 0.01, "y": 0.02},
            }
        )
        self._legend(chart, [one.name for _, one in own_series])
        return chart

    def _legend(self, chart: Chart, series_names: list[str]) -> None:
        """Every name once: a line broken at a gap is several series of one name.

        Bars with a limit have none where it would only say that what is red stands above the limit.
        """
        names = [*series_names, *(one.name for one in self.native.points), *([self.limit] if self.limit else [])]
        names += [EVENTS] if self.events.places else []
        twice = [at for at, name in enumerate(names) if name in names[:at] or name == EVENTS]
        is_plain = self.native.kind == "bars" and self.limit and len({one.evidence for one in self.all_series}) == 1
        font = {"name": FONT, "size": 9, "color": LIGHT.ink}
        legend = {"position": "bottom", "font": font, "delete_series": twice}
        chart.set_legend(legend if len({*names} - {EVENTS}) > 1 and not is_plain else {"none": True})

    def _empty(self, kind: str, subtype: str = "") -> Chart:
        chart: Chart = self.book.file.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        chart.set_chartarea({"border": {"none": True}, "fill": {"color": PAPER}})
        chart.show_blanks_as("span")
        return chart

    def _cells(self, at: int) -> dict[str, Any]:
        """Where the name, the categories and the values of a series stand; the limit's number is that of no series."""
        sheet, column = self.cells.get_name(), self.column + 1 + at
        return {
            "name": [sheet, self.row, column],
            "categories": format_range(sheet, self.row + 1, self.column, self.end - 1),
            "values": format_range(sheet, self.row + 1, column, self.end - 1),
        }

    def _over(self, group: str) -> Chart:
        """What lies over lines and columns: net points, the limit, and what happened."""
        over = self._empty("line")
        first = len(self.native.series)
        for at, one in enumerate(self.native.points, start=first):
            over.add_series({**self._cells(at), **chart_style.point(one)})
        if self.limit:
            over.add_series({**self._cells(len(self.all_series)), **chart_style.rule()})
        if self.events.places:
            over.add_series({**self._cells(self.rules[group]), **chart_style.style_events(self.events.labels)})
        return over

    def _watermark(self, sheet: Worksheet, row: int, place: ChartPosition) -> None:
        size = 26 if place.wide == WIDTH else 14
        middle = {"x_offset": place.left + place.wide // 3, "y_offset": place.tall // 2 - size}
        pale = {"name": FONT, "size": size, "color": mix(PAPER, LIGHT.limit, PALE)}
        bare = {"fill": {"none": True}, "line": {"none": True}, "font": pale, "description": SAMPLE}
        room = {"width": size * 11, "height": size * 2}
        sheet.insert_textbox(row + place.down, 0, "synthetic sample", {**middle, **room, **bare})
