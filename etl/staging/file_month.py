"""Tells the month of a file whose name does not: by its rows, by a month that stands in its name, or as asked."""

import re
from datetime import date

from etl.files.zip_archive import EmptyFile
from etl.layouts.recognise import MonthNotNamed
from etl.layouts.spec import EARLIEST, FIRST_VERSION, LATEST, FileSpan, Layout, Period, month_end
from etl.staging.engine import Engine

NEARLY_ALL = 0.9  # of people on board, from which on a few rows of another month are slips
FEW = 0.25  # of movements: below this the commonest month is no more than one of many
MONTH_IN_A_NAME = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-_ ]?(0[1-9]|1[0-2])(?!\d)")


def find_month(engine: Engine, name: str, layout: Layout, fallback: date | None) -> FileSpan:
    """The month of a file: the one of its people on board, or the commonest in which its movements took effect.

    A file of movements holds what was reported in its month: that month's own, and late reports of months before.

    Args:
        engine: The engine that has scanned the rows, into `scanned` and `month_texts`.
        name: The file's name, for errors and for a month in it.
        layout: The file's layout.
        fallback: The month that whoever loads the file says it is of, used where nothing in it tells.

    Returns:
        The months that the file speaks for: one, or of a cube its fiscal years.

    Raises:
        EmptyFile: No row can be read.
        MonthNotNamed: Neither name nor rows tell the month, or the rows are of several.
    """
    counts = engine.connection.execute(
        "select month, sum(rows) as rows from month_texts "
        "where month is not null group by month order by rows desc, month desc"
    ).fetchall()
    rows = {month: int(number) for month, number in counts}
    if not engine.fetch_number("select sum(rows) from scanned"):
        raise EmptyFile(f"{name} has a header and no rows that can be read; get it from its publisher again.")
    if layout.period is Period.FISCAL_YEARS_IN_NAME and rows:
        return _find_years(rows)
    months = (
        _find_month_on_board(name, layout, rows) if layout.subject == "employment" else _find_month_of_movements(rows)
    )
    month = months or _find_month_in_name(name, rows) or fallback
    if month is None:
        raise MonthNotNamed(_ask_for_month(name, layout, rows))
    return FileSpan(month, month, FIRST_VERSION if layout.period is Period.MONTH_IN_FILE_NAME else None)


def _find_years(rows: dict[date, int]) -> FileSpan:
    """The fiscal years of a cube of movements without its zip, whose member's name would say them."""
    first, last = (month.year + (month.month > 9) for month in (min(rows), max(rows)))
    return FileSpan(month_end(first - 1, 10), month_end(last, 9), None)


def _find_month_on_board(name: str, layout: Layout, rows: dict[date, int]) -> date | None:
    """People are counted once a month, so a file in which they have several months is several files in one."""
    if not rows:
        return None
    month = next(iter(rows))
    if rows[month] < NEARLY_ALL * sum(rows.values()):
        raise MonthNotNamed(
            f"{name} holds {layout.name} of {len(rows)} months ({min(rows):%Y-%m} to {max(rows):%Y-%m}) where a file "
            "speaks for one; load the file of each month as its publisher made it."
        )
    return month


def _find_month_of_movements(rows: dict[date, int]) -> date | None:
    """The commonest month, unless another is as common, much comes after it, or it is only one of many."""
    if not rows:
        return None
    month, *others = rows
    later = sum(number for other, number in rows.items() if other > month)
    is_one_of_many = rows[month] < FEW * sum(rows.values()) or later > rows[month] / 2
    return None if is_one_of_many or (others and rows[others[0]] == rows[month]) else month


def _find_month_in_name(name: str, rows: dict[date, int]) -> date | None:
    """The one month that a name holds, where the rows do not speak against it."""
    months = {month_end(int(year), int(month)) for year, month in MONTH_IN_A_NAME.findall(name)}
    likely = [month for month in months if (month in rows or not rows) and EARLIEST <= month.year <= LATEST]
    return likely[0] if len(likely) == 1 else None


def _ask_for_month(name: str, layout: Layout, rows: dict[date, int]) -> str:
    why = f"they are of {len(rows)} months, {min(rows):%Y-%m} to {max(rows):%Y-%m}" if rows else "none has a month"
    hint = f", or rename it as published, like {layout.example_name}" if layout.example_name else ""
    return (
        f"{name} holds {layout.name}, and neither its name nor its rows tell its month ({why}); "
        f"say it as in `python -m etl load FILE --month 2026-03`{hint}."
    )
