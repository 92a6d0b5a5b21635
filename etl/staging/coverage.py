"""Which months a file of records covers: those that have rows, or that its own list of months names; not its name."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl.files.provenance import Finding
from etl.files.zip_archive import Archive, in_utf8, inflate
from etl.layouts.spec import Spoken, month_end
from etl.staging.engine import Engine

LIKELY = 10
"""Rows that a stretch of months should have, from which on its having none is no chance (one in twenty thousand)."""


def months_covered(engine: Engine, archive: Archive | None, spoken: Spoken, scratch: Path) -> tuple[date, ...]:
    """The month ends of a file's span that it covers; the span itself, if it has any row, where that is one month.

    A cube may be re-issued in mid-year under the name of the whole year. A month in which no executive left has rows of
    others, so a month without any row is not covered, unless the cube lists it among its months and is so small that
    a stretch like that may be without by chance.
    """
    counted = engine.connection.execute(
        "select period, sum(rows) from all_rows where not is_rejected group by period order by period"
    ).fetchall()
    rows = {month: int(number) for month, number in counted}
    if spoken.first == spoken.last:
        return (spoken.last,) if rows else ()
    within = {month: number for month, number in rows.items() if spoken.first <= month <= spoken.last}
    listed = {month for month in _listed(engine, archive, scratch) if spoken.first <= month <= spoken.last}
    # By the fewest of a month: in a transition many come in one, and an average would expect as many in every other.
    fewest = min(within.values(), default=0)
    empty = [run for run in _runs(sorted(listed - within.keys()), sorted(within)) if fewest * len(run) >= LIKELY]
    covered = (within.keys() | listed) - {month for run in empty for month in run}
    missing = [month for month in _every(spoken) if month not in covered]
    if missing:
        item = engine.layout.tables[0].columns["period_code"]
        engine.findings.append(Finding("month_without_rows", item, len(missing), missing[0].isoformat()))
    return tuple(sorted(covered))


def _every(spoken: Spoken) -> list[date]:
    """Every month end of a span."""
    first, last = spoken.first.year * 12 + spoken.first.month - 1, spoken.last.year * 12 + spoken.last.month - 1
    return [month_end(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def _runs(months: Sequence[date], between: Sequence[date]) -> list[list[date]]:
    """The months in stretches that none of the others interrupts."""
    found: list[list[date]] = []
    for month in months:
        if found and not any(found[-1][-1] < other < month for other in between):
            found[-1].append(month)
        else:
            found.append([month])
    return found


def _listed(engine: Engine, archive: Archive | None, scratch: Path) -> set[date]:
    """The months that the file's own list names; none where it has no such list."""
    listing = engine.layout.month_list
    if archive is None or listing is None:
        return set()
    named = (member for member in archive.members if member.rsplit("/", 1)[-1].casefold() == listing.member.casefold())
    member = next(named, None)
    if member is None:
        return set()
    text = in_utf8(inflate(archive, member, scratch / "months.txt"), scratch)
    if not engine.open_lookup(text, listing.column, listing.column):
        return set()
    months = engine.connection.execute(
        "select month_end(code) from lookup where month_end(code) is not null"
    ).fetchall()
    return {month for (month,) in months}
