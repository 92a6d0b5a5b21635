"""The workbook inside a native chart: categories down, series across, numbers exact, text that nothing runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from metrics.charts import scale
from metrics.charts.spec import Series
from metrics.definitions.metric import Unit
from metrics.export.data.formula_guard import neutralize

SHEET: Final = "Sheet1"
DAY: Final = "yyyy-mm-dd"


def cells(at: int, rows: int) -> tuple[str, str]:
    """Where the head of a column and its numbers lie; the categories are column 0."""
    name = xl_col_to_name(at)
    return f"{SHEET}!${name}$1", f"{SHEET}!${name}$2:${name}${rows + 1}"


def text(words: str) -> str:
    """Words as they stand in a cell, and in the chart that reads it."""
    return str(neutralize(words))


def make_workbook(
    categories: Sequence[date] | Sequence[str], series: Sequence[Series], unit: Unit, built_at: datetime
) -> bytes:
    """The file; `built_at` is the time of the build, so that the same figures give the same file."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": built_at})
    sheet = book.add_worksheet(SHEET)
    day_format, value_format = (
        book.add_format({"num_format": DAY}),
        book.add_format({"num_format": scale.choose_format(unit)}),
    )
    sheet.set_column(0, 0, 28)
    for row, category in enumerate(categories, start=1):
        if isinstance(category, date):
            sheet.write_datetime(row, 0, category, day_format)
        else:
            sheet.write_string(row, 0, text(f"{category}"))
    for column, one in enumerate(series, start=1):
        sheet.write_string(0, column, text(one.name))
        for row, value in enumerate(one.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, value_format)
    book.close()
    return file.getvalue()
