"""Tells the month of a file whose name does not: by its rows, by a month that stands in its name, or as asked."""

import re
from datetime import date

from etl.files.zip_archive import EmptyFile
from etl.layouts.recognise import MonthNotNamed
from etl.layouts.spec import EARLIEST, FIRST_VERSION, LATEST, Layout, Period, Spoken, month_end
from etl.staging.engine import Engine

NEARLY_ALL = 0.9  # of people on board, from which on a few rows of another month are slips
FEW = 0.25  # of movements: below this the commonest month is no more than one of many
MONTH_IN_A_NAME = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-_ ]?(0[1-9]|1[0-2])(?!\d)")


def month_of_rows(engine: Engine, name: str, layout: Layout, asked: date | None) -> Spoken:
    """The month of a file: the one of its people on board, or the commonest in which its movements took effect.

    A file of movements holds what was reported in its month: that month's own, and late reports of months before.
    """
    counted = engine.connection.execute(
        "select month, sum(rows) as rows from month_texts "
        "where month is not null group by month order by rows desc, month desc"
    ).fetchall()
    rows = {month: int(number) for month, number in counted}
    if not engine.number("select sum(rows) from scanned"):
        raise EmptyFile(f"{name} has a header and no rows that can be read; get it from its publisher again.")
    if layout.period is Period.FISCAL_YEARS_IN_NAME and rows:
        return _years_of(rows)
    months = _month_on_board(name, layout, rows) if layout.subject == "employment" else _month_of_movements(rows)
    month = months or _month_in(name, rows) or asked
    if month is None:
        raise MonthNotNamed(_question(name, layout, rows))
    return Spoken(month, month, FIRST_VERSION if layout.period is Period.MONTH_IN_FILE_NAME else None)


def _years_of(rows: dict[date, int]) -> Spoken:
    """The fiscal years of a cube of movements without its zip, whose member's name would say them."""
    first, last = (month.year + (month.month > 9) for month in (min(rows), max(rows)))
    return Spoken(month_end(first - 1, 10), month_end(last, 9), None)


def _month_on_board(name: str, layout: Layout, rows: dict[date, int]) -> date | None:
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


def _month_of_movements(rows: dict[date, int]) -> date | None:
    """The commonest month, unless another is as common, much comes after it, or it is only one of many."""
    if not rows:
        return None
    month, *others = rows
    later = sum(number for other, number in rows.items() if other > month)
    is_one_of_many = rows[month] < FEW * sum(rows.values()) or later > rows[month] / 2
    return None if is_one_of_many or (others and rows[others[0]] == rows[month]) else month


def _month_in(name: str, rows: dict[date, int]) -> date | None:
    """The one month that a name holds, where the rows do not speak against it."""
    months = {month_end(int(year), int(month)) for year, month in MONTH_IN_A_NAME.findall(name)}
    likely = [month for month in months if (month in rows or not rows) and EARLIEST <= month.year <= LATEST]
    return likely[0] if len(likely) == 1 else None


def _question(name: str, layout: Layout, rows: dict[date, int]) -> str:
    why = f"they are of {len(rows)} months, {min(rows):%Y-%m} to {max(rows):%Y-%m}" if rows else "none has a month"
    named = f", or rename it as published, like {layout.called}" if layout.called else ""
    return (
        f"{name} holds {layout.name}, and neither its name nor its rows tell its month ({why}); "
        f"say it as in `python -m etl load FILE --month 2026-03`{named}."
    )
