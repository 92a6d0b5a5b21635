"""Of which day an export is that does not say: of the day given for it, that in its name, or that of its newest row."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from etl.errors import EtlError
from etl.files.provenance import Finding
from etl.layouts.spec import month_end

if TYPE_CHECKING:
    from etl.staging.engine import Engine

YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)([-_. ]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)")
MONTH_FIRST = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-_.](0?[1-9]|[12]\d|3[01])[-_.](20\d\d)(?!\d)")


class DayNotSaid(EtlError):
    """An export that nothing dates."""


@dataclass(frozen=True)
class ExportDay:
    """The month end an export counts for, and its day, or its month where no day is known."""

    period: date
    text: str


def find_export_day(engine: "Engine", name: str, as_of: date | None, loaded_on: date) -> ExportDay:
    """The day of a Plum export whose rows are settled in listed_positions.

    A newest row that dates an export becomes a finding, because the export may be of a later day.

    Args:
        engine: The engine that has settled the rows.
        name: The file's name.
        as_of: The day given for it, which counts above all.
        loaded_on: The day it was loaded on: no later day in its name or its rows counts.

    Returns:
        The day, and the month end it counts for.

    Raises:
        DayNotSaid: Nothing dates the export.
    """
    if as_of is not None:
        return _build_export_day(as_of)
    if export_day := find_day_in_name(name, loaded_on):
        return export_day
    engine.set_date("loaded_on", loaded_on)
    row = engine.connection.execute(
        "select max(day) from (select unnest([begin_date, vacate_date]) as day from listed_positions) "
        "where day between date '1978-01-01' and getvariable('loaded_on')"
    ).fetchone()
    if row is None or row[0] is None:
        raise DayNotSaid(
            f"Nothing says of which day {name} is: it has no date in its name, as PLUM-20260804.csv has, and "
            "no row with a date that is past; load it with --as-of 2026-08-04, the day it was exported."
        )
    newest: date = row[0]
    engine.findings.append(Finding("dated_by_newest_row", "give --as-of if it is of a later month", 1, f"{newest}"))
    return _build_export_day(newest)


def find_day_in_name(name: str, not_after: date) -> ExportDay | None:
    """A day or month in a file's name that is past: 20260804, 2026-08-04, 8-4-2026, 2026_06."""
    for match in YEAR_FIRST.finditer(name):
        year, month, day = int(match[1]), int(match[3]), match[4]
        export_day = (
            ExportDay(month_end(year, month), f"{year}-{month:02d}")
            if day is None
            else _build_day(year, month, int(day))
        )
        if export_day is not None and date(year, month, 1) <= not_after:
            return export_day
    for match in MONTH_FIRST.finditer(name):
        export_day = _build_day(int(match[3]), int(match[1]), int(match[2]))
        if export_day is not None and date.fromisoformat(export_day.text) <= not_after:
            return export_day
    return None


def _build_day(year: int, month: int, day: int) -> ExportDay | None:
    try:
        return _build_export_day(date(year, month, day))
    except ValueError:
        return None


def _build_export_day(day: date) -> ExportDay:
    return ExportDay(month_end(day.year, day.month), day.isoformat())
