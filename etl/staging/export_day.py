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


def day_of_export(engine: "Engine", name: str, as_of: date | None, loaded_on: date) -> ExportDay:
    """The day of a Plum export whose rows are settled in listed_positions; raises DayNotSaid.

    `as_of` is the day given for it; no day in its name or its rows counts that is after the one it was loaded on.
    A newest row that dates an export is told as a finding, because the export may be of a later day.
    """
    if as_of is not None:
        return _of(as_of)
    if named := day_in_name(name, loaded_on):
        return named
    engine.set_date("loaded_on", loaded_on)
    found = engine.connection.execute(
        "select max(day) from (select unnest([begin_date, vacate_date]) as day from listed_positions) "
        "where day between date '1978-01-01' and getvariable('loaded_on')"
    ).fetchone()
    if found is None or found[0] is None:
        raise DayNotSaid(
            f"Nothing says of which day {name} is: it has no date in its name, as PLUM-20260804.csv has, and "
            "no row with a date that is past; load it with --as-of 2026-08-04, the day it was exported."
        )
    newest: date = found[0]
    engine.findings.append(Finding("dated_by_newest_row", "give --as-of if it is of a later month", 1, f"{newest}"))
    return _of(newest)


def day_in_name(name: str, not_after: date) -> ExportDay | None:
    """A day or month in a file's name that is past: 20260804, 2026-08-04, 8-4-2026, 2026_06."""
    for found in YEAR_FIRST.finditer(name):
        year, month, day = int(found[1]), int(found[3]), found[4]
        named = ExportDay(month_end(year, month), f"{year}-{month:02d}") if day is None else _day(year, month, int(day))
        if named is not None and date(year, month, 1) <= not_after:
            return named
    for found in MONTH_FIRST.finditer(name):
        named = _day(int(found[3]), int(found[1]), int(found[2]))
        if named is not None and date.fromisoformat(named.text) <= not_after:
            return named
    return None


def _day(year: int, month: int, day: int) -> ExportDay | None:
    try:
        return _of(date(year, month, day))
    except ValueError:
        return None


def _of(day: date) -> ExportDay:
    return ExportDay(month_end(day.year, day.month), day.isoformat())
