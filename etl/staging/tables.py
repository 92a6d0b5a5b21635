"""Stages what is a table already: OPM's summaries and export, Plum listings, analyst's counts, published figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl.files.raw import Incoming
from etl.files.workbook import read_sheet
from etl.files.zip_archive import (
    EmptyFile,
    MissingMember,
    NotTheFile,
    TruncatedText,
    in_utf8,
    inflate,
    inspect,
    readable,
)
from etl.layouts.recognise import Recognised
from etl.layouts.spec import Period, Table
from etl.staging.engine import Engine, statement
from etl.staging.export_day import day_of_export

# A cell that is this word and nothing else; text that only speaks of it makes no real file a sample.
SYNTHETIC = "select count(*) from {} where list_contains([*columns(*)], 'SYNTHETIC')"
SLIPPED_FREE, SLIPPED_LIMIT = 5, 0.1  # rows, and share of rows, that may be out of their columns


@dataclass(frozen=True)
class Account:
    """What reading a file gave.

    Its rows, the month ends it speaks for (none, if it speaks for no period), and which statement fills which dataset.
    """

    rows_read: int
    rows_kept: int
    rows_counted: int
    first: date | None
    last: date | None
    evidence: str
    outputs: Mapping[str, str]
    version: str | None = None
    part: str | None = None
    kept_by: dict[str, int] = field(default_factory=dict)
    months: tuple[date, ...] | None = None


@dataclass(frozen=True)
class Steps:
    """How one kind of table is read: the statement that settles its rows, what to count, look for and write."""

    rows: str
    settle: str
    findings: str
    output: str
    kept: str
    counted: str = "false"
    first: str = "getvariable('period')"
    last: str = "getvariable('period')"
    kept_by: str = "null"


POSITIONS = Steps(
    rows="listed_positions",
    settle="listed_positions",
    findings="findings_positions",
    output="positions",
    kept="not is_slipped",
    kept_by="pay_plan",
)
STEPS = {
    "opm_employment_summary": Steps(
        rows="summarised",
        settle="summarised",
        findings="findings_summary",
        output="opm_employment_summary",
        kept="fate = 'kept'",
        counted="fate = 'counted'",
        first="min(period)",
        last="max(period)",
        kept_by="part",
    ),
    "opm_appointment_export": Steps(
        rows="listed_export",
        settle="listed_export",
        findings="findings_export",
        output="opm_appointment_export",
        kept="category = 'Agency' and employees is not null",
        counted="category in ('Department', 'Subagency') and employees is not null",
    ),
    "plum_export": POSITIONS,
    "plum_book_2016": POSITIONS,
    "plum_book_2020": POSITIONS,
    "demographics": Steps(
        rows="listed_demographics",
        settle="listed_demographics",
        findings="findings_demographics",
        output="demographics",
        kept="is_kept",
        first="min(period)",
        last="max(period)",
        kept_by="attribute",
    ),
    "allocations": Steps(
        rows="listed_figures",
        settle="listed_allocations",
        findings="findings_supplied",
        output="published_figures",
        kept="is_kept",
        first="min(as_of)",
        last="max(as_of)",
    ),
    "indicators": Steps(
        rows="listed_figures",
        settle="listed_indicators",
        findings="findings_supplied",
        output="published_figures",
        kept="is_kept",
        first="min(as_of)",
        last="max(as_of)",
        kept_by="indicator",
    ),
    "published_figures": Steps(
        rows="listed_figures",
        settle="listed_figures",
        findings="findings_figures",
        output="published_figures",
        kept="is_kept",
        first="min(last_day(as_of))",
        last="max(last_day(as_of))",
    ),
    "published_sources": Steps(
        rows="listed_sources",
        settle="listed_sources",
        findings="findings_sources",
        output="published_sources",
        kept="is_kept",
        first="null::date",
        last="null::date",
    ),
}


def read_table(engine: Engine, recognised: Recognised, scratch: Path, incoming: Incoming) -> Account:
    """Open every table of the layout, settle its rows and account for them; the caller writes the output."""
    layout, steps = recognised.layout, STEPS[recognised.layout.name]
    for table in layout.tables:
        _open(engine, recognised, table, scratch)
    engine.set_date("period", layout.known_period)
    engine.set("source_id", layout.source_id, "varchar")
    engine.set("has_repeats", layout.has_repeats, "boolean")
    engine.set("their_names", engine.their_names, "map(varchar, varchar)")
    engine.keep(steps.rows, statement(steps.settle))
    usable = engine.number(f"select count(*) from {steps.rows}")
    rejected = sum(engine.rejected(table.name, table.name, recognised.path.name, usable) for table in layout.tables)
    if rejected and recognised.archive is None:
        refuse_cut(recognised)
    if usable + rejected == 0:
        raise EmptyFile(f"{recognised.path.name} has a header and no rows; download it again.")
    if layout.subject == "positions":
        refuse_slipped(engine, recognised)
    day = None
    if layout.period is Period.OF_EXPORT:
        day = day_of_export(engine, incoming.name, incoming.as_of, incoming.loaded_on)
        engine.set_date("period", day.period)
    engine.collect(statement(steps.findings))
    first, last = _span(engine, steps, recognised)
    kept_by = engine.connection.execute(
        f"select coalesce({steps.kept_by}, ''), count(*) from {steps.rows} where {steps.kept} "
        "group by 1 order by 2 desc, 1"
    ).fetchall()
    is_synthetic = any(engine.number(SYNTHETIC.format(table.name)) for table in layout.tables)
    marked = recognised.archive is not None and recognised.archive.is_synthetic
    return Account(
        rows_read=usable + rejected,
        rows_kept=engine.number(f"select count(*) from {steps.rows} where {steps.kept}"),
        rows_counted=engine.number(f"select count(*) from {steps.rows} where {steps.counted}"),
        first=first,
        last=last,
        version=day.text if day else None,
        evidence="sample" if marked or is_synthetic else layout.evidence,
        outputs={layout.datasets[0]: steps.output},
        kept_by={name: rows for name, rows in kept_by if name},
    )


def _open(engine: Engine, recognised: Recognised, table: Table, scratch: Path) -> None:
    archive = recognised.archive
    if recognised.sheet is not None:
        engine.open(table, read_sheet(recognised.path, recognised.sheet), recognised.path.name)
        return
    if archive is None:
        engine.open(table, readable(inspect(recognised.path), scratch), recognised.path.name)
        return
    members = sorted(member for member in archive.members if table.matches(member))
    if not members:
        raise MissingMember(f"{recognised.path.name} lacks the table {table.example}; download the whole zip again.")
    text = in_utf8(inflate(archive, members[0], scratch / f"{table.name}.txt"), scratch)
    engine.open(table, text, f"{members[0]} in {recognised.path.name}")


def _span(engine: Engine, steps: Steps, recognised: Recognised) -> tuple[date | None, date | None]:
    if recognised.layout.period is Period.NONE:
        return None, None
    found = engine.connection.execute(f"select {steps.first}, {steps.last} from {steps.rows} limit 1").fetchone()
    if found is None or found[0] is None:
        raise TruncatedText(f"{recognised.path.name} has no row with a date that can be read; check its date column.")
    return found[0], found[1]


def refuse_cut(recognised: Recognised) -> None:
    """A text file that stops inside a row was not downloaded whole."""
    with recognised.path.open("rb") as source:
        source.seek(-min(2, recognised.path.stat().st_size), 2)
        last = source.read().replace(b"\0", b"")[-1:]  # in UTF-16 a NUL goes with each letter
        if last not in (b"\r", b"\n"):
            raise TruncatedText(f"{recognised.path.name} stops in the middle of a row; download it again.")


def refuse_slipped(engine: Engine, recognised: Recognised) -> None:
    """A few rows out of their columns are somebody's slip; many mean that the listing uses other words than it did."""
    slipped = engine.number("select count(*) from listed_positions where is_slipped and not is_emptied")
    rows = engine.number("select count(*) from listed_positions where not is_emptied")
    if slipped > max(SLIPPED_FREE, SLIPPED_LIMIT * rows):
        raise NotTheFile(
            f"{recognised.path.name} has {slipped:,} rows of {rows:,} whose cells do not fit their columns "
            f"({_what_fits(engine)}); its publisher may have changed it, see "
            f"`python -m etl formats {recognised.layout.name}`."
        )


def _what_fits(engine: Engine) -> str:
    dates = f"{engine.their_names['appointment_type']} must be a code, and a date have a figure in it"
    if not engine.layout.statuses:
        return dates
    return f"{engine.their_names['status']} must be {' or '.join(engine.layout.statuses)}, {dates}"


def their_names(table: Table) -> dict[str, str]:
    """Our column -> theirs, for findings to name the column as the reader of the file sees it."""
    return dict(table.columns) | dict(table.optional)
