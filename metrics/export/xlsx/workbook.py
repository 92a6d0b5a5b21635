"""A workbook in the house style: its formats, cells that nothing runs, and what stands under and beside a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from math import ceil
from typing import Any, Final

import pandas as pd
from pandas.api.types import is_numeric_dtype
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from metrics.charts import scale
from metrics.charts.theme import LIGHT
from metrics.definitions.metric import Unit
from metrics.export.data.formula_guard import neutralize
from metrics.export.data.rows import IN_UNIT

FONT: Final = "Arial"
"""Known everywhere or replaced by one of the same widths."""
PART: Final = "#,##0.0"
DAY: Final = "yyyy-mm-dd"
MONTH: Final = "mmm yyyy"
FIRST_COLUMN: Final = 34
COLUMN: Final = 16
COLUMNS: Final = 7
"""How many columns words run across: as wide as a chart, and as a page lying on its side."""
LINE: Final = 15
LETTERS: Final = 140
WIDEST: Final = 60
LETTER: Final = 1


class Book:
    """A workbook under way, made in memory. The same content gives the same bytes: its only time is the build's."""

    def __init__(self, title: str, built_at: datetime, foot: str) -> None:
        self._bytes = BytesIO()
        self.foot = foot
        self.file = Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10, "font_color": LIGHT.ink},
            },
        )
        self.file.set_properties({"title": title, "created": built_at})
        self._heights: dict[tuple[str, int], float] = {}
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}

    def bytes(self) -> bytes:
        """The finished file."""
        self.file.close()
        return self._bytes.getvalue()

    def style(self, **properties: Any) -> Format:
        """A format in the house font."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            house = {"font_name": FONT, "font_size": 10, "font_color": LIGHT.ink, "valign": "top"}
            self._styles[key] = self.file.add_format(house | properties)
        return self._styles[key]

    @cached_property
    def heads(self) -> Format:
        """The first row of a table."""
        return self.head()

    def head(self, **style: Any) -> Format:
        """A cell of the first row of a table; that of a column of numbers stands to the right, over them."""
        return self.style(bold=True, text_wrap=True, bottom=1, bottom_color=LIGHT.muted, bg_color=LIGHT.panel, **style)

    def sheet(self, name: str, widths: Iterable[float] = (FIRST_COLUMN, *[COLUMN] * (COLUMNS - 1))) -> Worksheet:
        """A new sheet without a grid, set to print across one page."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(LETTER)
        sheet.fit_to_pages(1, 0)
        foot = self.foot.replace("&", "&&")
        sheet.set_footer(f'&L&"{FONT},Regular"&8{foot}&R&"{FONT},Regular"&8&P of &N')
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        return sheet

    def height(self, sheet: Worksheet, row: int, points: float) -> None:
        """Set how high a row is, in points."""
        sheet.set_row(row, points)
        self._heights[sheet.get_name(), row] = points

    def tall(self, sheet: Worksheet, first: int, last: int) -> float:
        """How high the rows from one up to another are, in points."""
        return sum(self._heights.get((sheet.get_name(), row), LINE) for row in range(first, last))

    def text(self, sheet: Worksheet, row: int, column: int, words: object, **style: Any) -> None:
        """Words in a cell, never run by the program that opens it."""
        sheet.write_string(row, column, str(neutralize(str(words))), self.style(**style))

    def across(self, sheet: Worksheet, row: int, words: str, *, size: int = 10, **style: Any) -> int:
        """Words across the width of a chart, in as many lines as they need; the row after them."""
        if not words:
            return row
        lines = sum(ceil(len(part) * size / 10 / LETTERS) for part in words.split("\n"))
        form = self.style(font_size=size, text_wrap=True, **style)
        sheet.merge_range(row, 0, row, COLUMNS - 1, "", form)
        sheet.write_string(row, 0, str(neutralize(words)), form)
        self.height(sheet, row, max(1, lines) * LINE * size / 10 + 3)
        return row + 1

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any, form: str = "") -> None:
        """A number, a date or words as what they are; nothing where nothing is known."""
        if pd.isna(value) or value == "":
            sheet.write_blank(row, column, None, self.style())
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.style(num_format=form or DAY, align="left"))
        elif isinstance(value, str):
            self.text(sheet, row, column, value, indent=1, align="left")
        else:
            sheet.write_number(row, column, float(value), self.style(num_format=form or scale.WHOLE))

    def rows(self, sheet: Worksheet, table: pd.DataFrame, unit: Unit | None, *, name: str, row: int = 0) -> int:
        """Write a table with filters: its first row stays in view where it is the sheet's.

        Args:
            sheet: The sheet.
            table: The table.
            unit: What its numbers count; without it every row has its own, in the column `unit`.
            name: The table's name in the workbook.
            row: The row of its head.

        Returns:
            The row after it.
        """
        forms = {column: _form(table[column], column, unit) for column in map(str, table.columns)}
        units = [unit] * len(table) if "unit" not in table else [_UNITS.get(word) for word in table["unit"]]
        for at, record in enumerate(table.itertuples(index=False), start=row + 1):
            own = units[at - row - 1]
            for column, (title, value) in enumerate(zip(forms, record, strict=True)):
                is_own = unit is None and own is not None and title in IN_UNIT
                self.cell(sheet, at, column, value, scale.choose_format(own) if is_own and own else forms[title])
        last = row + max(1, len(table))
        right = self.head(align="right")
        heads = [
            {
                "header": str(neutralize(column)),
                "header_format": right if is_numeric_dtype(table[column]) else self.heads,
            }
            for column in forms
        ]
        sheet.add_table(row, 0, last, len(forms) - 1, {"columns": heads, "name": name, "style": "Table Style Light 1"})
        if row == 0:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
        for at, title in enumerate(forms):
            longest = max([len(title) + 3, *table[title].map(_length)])
            sheet.set_column(at, at, min(longest + 2, WIDEST))
        return last + 1

    def pairs(self, sheet: Worksheet, row: int, facts: Iterable[tuple[str, str]]) -> int:
        """Facts with their names before them; the row after them."""
        for name, fact in facts:
            self.text(sheet, row, 0, name, bold=True)
            row = self.write_beside(sheet, row, fact)
        return row

    def write_beside(self, sheet: Worksheet, row: int, words: str) -> int:
        """Words right of the first column, in as many lines as they need; the row after them. An address is a link."""
        form = self.style(text_wrap=True)
        sheet.merge_range(row, 1, row, COLUMNS - 1, "", form)
        if words.startswith(("https://", "http://")):
            sheet.write_url(row, 1, words, self.style(font_color=LIGHT.career, underline=1), words)
        else:
            sheet.write_string(row, 1, str(neutralize(words)), form)
        room = LETTERS * (1 - FIRST_COLUMN / (FIRST_COLUMN + COLUMN * (COLUMNS - 1)))
        self.height(sheet, row, max(1, ceil(len(words) / room)) * LINE)
        return row + 1


_UNITS: Final[Mapping[str, Unit]] = {unit.word: unit for unit in Unit}


def _form(values: pd.Series, column: str, unit: Unit | None) -> str:
    """How a column is shown: values in their unit, counts whole where all of them are, words as they are."""
    if not is_numeric_dtype(values):
        return ""
    if column in IN_UNIT and unit:
        return scale.choose_format(unit)
    return scale.WHOLE if (values.dropna() % 1 == 0).all() else PART


def _length(value: Any) -> int:
    if pd.isna(value):
        return 0
    return 10 if isinstance(value, date | float) else len(str(value))


def format_range(sheet: str, first_row: int, column: int, last_row: int) -> str:
    """Cells of one column as a chart names them: ='Data'!$B$2:$B$9."""
    sheet_name = sheet.replace("'", "''")
    return f"='{sheet_name}'!{xl_range_abs(first_row, column, last_row, column)}"
