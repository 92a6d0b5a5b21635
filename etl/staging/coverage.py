"""Which months a file of records covers: those that have rows, or that its own list of months names; not its name."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl.files.provenance import Finding
from etl.files.zip_archive import Archive, convert_to_utf8, inflate
from etl.layouts.spec import FileSpan, month_end
from etl.staging.engine import Engine

LIKELY = 10
"""Rows that a stretch of months should have, from which on its having none is no chance (one in twenty thousand)."""


def find_months_covered(engine: Engine, archive: Archive | None, span: FileSpan, scratch: Path) -> tuple[date, ...]:
    """The months of a file's span that it covers; the span itself, if it has any row, where that is one month.

    A cube may be re-issued in mid-year under the name of the whole year. A month in which no executive left has rows of
    others, so a month without any row is not covered, unless the cube lists it among its months and is so small that
    a stretch like that may be without by chance.

    Args:
        engine: The engine that has settled the rows, in its view `all_rows`; it notes months without rows as a finding.
        archive: The zip, whose own list of months counts; None for a file without a zip.
        span: The months that the file speaks for.
        scratch: A folder to unpack that list into.

    Returns:
        Month ends, in order.
    """
    counts = engine.connection.execute(
        "select period, sum(rows) from all_rows where not is_rejected group by period order by period"
    ).fetchall()
    rows = {month: int(number) for month, number in counts}
    if span.first == span.last:
        return (span.last,) if rows else ()
    within = {month: number for month, number in rows.items() if span.first <= month <= span.last}
    months_listed = {
        month for month in _read_months_listed(engine, archive, scratch) if span.first <= month <= span.last
    }
    # By the fewest of a month: in a transition many come in one, and an average would expect as many in every other.
    fewest = min(within.values(), default=0)
    empty = [
        run
        for run in _split_into_runs(sorted(months_listed - within.keys()), sorted(within))
        if fewest * len(run) >= LIKELY
    ]
    coverage = (within.keys() | months_listed) - {month for run in empty for month in run}
    missing = [month for month in _list_months(span) if month not in coverage]
    if missing:
        item = engine.layout.tables[0].columns["period_code"]
        engine.findings.append(Finding("month_without_rows", item, len(missing), missing[0].isoformat()))
    return tuple(sorted(coverage))


def _list_months(span: FileSpan) -> list[date]:
    """Every month end of a span."""
    first, last = span.first.year * 12 + span.first.month - 1, span.last.year * 12 + span.last.month - 1
    return [month_end(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def _split_into_runs(months: Sequence[date], between: Sequence[date]) -> list[list[date]]:
    """The months in stretches that none of the others interrupts."""
    runs: list[list[date]] = []
    for month in months:
        if runs and not any(runs[-1][-1] < other < month for other in between):
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _read_months_listed(engine: Engine, archive: Archive | None, scratch: Path) -> set[date]:
    """The months that the file's own list names; none where it has no such list."""
    listing = engine.layout.month_list
    if archive is None or listing is None:
        return set()
    matches = (
        member for member in archive.members if member.rsplit("/", 1)[-1].casefold() == listing.member.casefold()
    )
    member = next(matches, None)
    if member is None:
        return set()
    text = convert_to_utf8(inflate(archive, member, scratch / "months.txt"), scratch)
    if not engine.open_lookup(text, listing.column, listing.column):
        return set()
    months = engine.connection.execute(
        "select month_end(code) from lookup where month_end(code) is not null"
    ).fetchall()
    return {month for (month,) in months}
