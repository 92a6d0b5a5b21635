"""A figure as a workbook: the chart over its numbers, the very rows behind it, and what must be known of them."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Final

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from metrics import formatting
from metrics.charts.theme import LIGHT
from metrics.definitions.metric import Unit
from metrics.exhibits import facts
from metrics.exhibits.exhibit import SOURCE_HEADS, Exhibit
from metrics.export.briefing.model import Briefing
from metrics.export.data.formula_guard import neutralize
from metrics.export.xlsx.charts import SheetChart
from metrics.export.xlsx.workbook import COLUMN, COLUMNS, FIRST_COLUMN, LINE, MONTH, Book
from metrics.text.exports import PROJECT, SAMPLE

CHART_COLUMN: Final = COLUMNS + 1
"""The column where the numbers of a chart begin, right of it and off the printed page."""
PLAIN: Final = "#,##0.##"
LETTERS_IN_ONE: Final = 1.12
"""How many letters go into one unit of a column's width."""


def make_workbook(exhibit: Exhibit) -> bytes:
    """The figure in three sheets: Figure, Data (the rows as `metrics show` prints them) and About."""
    book = Book(exhibit.title, exhibit.built_at, write_foot(exhibit))
    sheet = book.sheet("Figure")
    row = book.across(sheet, 0, exhibit.title, size=16, bold=True)
    if exhibit.is_sample:
        row = book.across(sheet, row, SAMPLE, bold=True, font_color=LIGHT.limit)
    row = book.across(sheet, row, facts.plain(exhibit.said), size=11)
    chart = build_chart(book, exhibit, sheet, row, CHART_COLUMN)
    last = write_figure(book, sheet, row, exhibit, chart)
    sheet.print_area(0, 0, last, COLUMNS - 1)
    sheet.fit_to_pages(1, 1)
    book.rows(book.sheet("Data", ()), exhibit.rows, find_unit(exhibit), name="Data")
    about = book.sheet("About")
    row = book.across(about, 0, exhibit.title, size=14, bold=True)
    row = book.pairs(about, row, facts.of_exhibit(exhibit))
    write_sources(book, about, row + 1, exhibit.sources)
    return book.bytes()


def write_foot(content: Exhibit | Briefing) -> str:
    """What stands at the foot of every printed page of a workbook."""
    sample_words = [SAMPLE] if content.is_sample else []
    return " · ".join([PROJECT, *sample_words, f"Build {facts.build(content.build_id, content.built_at)}"])


def find_unit(exhibit: Exhibit) -> Unit:
    """What the numbers of a figure count: several indicators may stand behind one."""
    native = exhibit.picture.native if exhibit.picture else None
    return native.unit if native else exhibit.metric.unit


def write_figure(book: Book, sheet: Worksheet, row: int, exhibit: Exhibit, chart: SheetChart | None) -> int:
    """Write subtitle, chart, source line and notes of a figure from a row on.

    Where no native chart says the same as the picture, the table of the figure stands there instead.

    Args:
        book: The workbook.
        sheet: The sheet.
        row: The first row.
        exhibit: The figure.
        chart: Its chart, if it has one.

    Returns:
        The row after them.
    """
    row = book.across(sheet, row, exhibit.subtitle, font_color=LIGHT.muted)
    row = book.across(sheet, row, f"As of {exhibit.as_of}", font_color=LIGHT.muted)
    if chart and exhibit.picture:
        chart.draw(sheet, row, exhibit.picture.alt)
        row += chart.height
    row = book.across(sheet, row, exhibit.credit, size=9, font_color=LIGHT.muted)
    for note in dict.fromkeys((*exhibit.notes, *exhibit.caveats)):
        row = book.across(sheet, row, facts.plain(note), size=9, font_color=LIGHT.muted)
    return row if chart else write_table(book, sheet, row + 1, exhibit.words)


def build_chart(book: Book, exhibit: Exhibit, cells: Worksheet, row: int, column: int) -> SheetChart | None:
    """The chart of a figure, its numbers written on a sheet from there on; None where a table says it better."""
    native = exhibit.picture.native if exhibit.picture else None
    return SheetChart(book, native, exhibit.title, cells, row, column) if native else None


def write_table(book: Book, sheet: Worksheet, row: int, table: pd.DataFrame) -> int:
    """A table as a reader sees it, from a row on, its last column as wide as there is room; the row after it."""
    last = len(table.columns) - 1
    widths = [FIRST_COLUMN, *[COLUMN] * last]
    widths[last] += COLUMN * max(0, COLUMNS - 1 - last)
    if last >= COLUMNS:
        sheet.set_column(COLUMNS, last, COLUMN)
    for at, record in enumerate([(*table.columns,), *table.itertuples(index=False)], start=row):
        cells = [str(neutralize(value)) if isinstance(value, str) else value for value in record]
        lines = [
            ceil(len(value) / width / LETTERS_IN_ONE)
            for value, width in zip(cells, widths, strict=True)
            if isinstance(value, str)
        ]
        book.height(sheet, at, LINE * max([1, *lines]))
        form = book.heads if at == row else book.style(text_wrap=True)
        if last < COLUMNS - 1:
            sheet.merge_range(at, last, at, COLUMNS - 1, "", form)
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(at, column, value, form)
            else:
                book.cell(sheet, at, column, value, MONTH if isinstance(value, date) else PLAIN)
    return row + len(table) + 1


def write_sources(book: Book, sheet: Worksheet, row: int, df: pd.DataFrame) -> int:
    """Every source with its publisher, address, version and sha256, from a row on; the row after them."""
    row = book.across(sheet, row, "Sources", size=12, bold=True)
    for source in df.to_dict("records"):
        facts_of_source = {
            SOURCE_HEADS[str(key)]: value for key, value in source.items() if not pd.isna(value) and value != ""
        }
        facts_of_source["Evidence"] = formatting.capitalize_first(formatting.EVIDENCE[facts_of_source["Evidence"]])
        row = book.pairs(sheet, row, [(name, str(value)) for name, value in facts_of_source.items()]) + 1
    return row
