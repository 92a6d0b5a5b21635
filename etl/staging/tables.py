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
    convert_to_utf8,
    inflate,
    inspect,
    make_readable,
)
from etl.layouts.recognise import DataFile
from etl.layouts.spec import Period, TableLayout
from etl.staging.engine import Engine, read_statement
from etl.staging.export_day import find_export_day

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
    rows_by_kind: dict[str, int] = field(default_factory=dict)
    months: tuple[date, ...] | None = None


@dataclass(frozen=True)
class Steps:
    """How one kind of table is read: the statement that settles its rows, what to count, look for and write."""

    rows: str
    settle: str
    findings: str
    output: str
    keep_if: str
    count_if: str = "false"
    first: str = "getvariable('period')"
    last: str = "getvariable('period')"
    group_by: str = "null"


POSITIONS = Steps(
    rows="listed_positions",
    settle="listed_positions",
    findings="findings_positions",
    output="positions",
    keep_if="not is_slipped",
    group_by="pay_plan",
)
STEPS = {
    "opm_employment_summary": Steps(
        rows="summarised",
        settle="summarised",
        findings="findings_summary",
        output="opm_employment_summary",
        keep_if="fate = 'kept'",
        count_if="fate = 'counted'",
        first="min(period)",
        last="max(period)",
        group_by="part",
    ),
    "opm_appointment_export": Steps(
        rows="listed_export",
        settle="listed_export",
        findings="findings_export",
        output="opm_appointment_export",
        keep_if="category = 'Agency' and employees is not null",
        count_if="category in ('Department', 'Subagency') and employees is not null",
    ),
    "plum_export": POSITIONS,
    "plum_book_2016": POSITIONS,
    "plum_book_2020": POSITIONS,
    "demographics": Steps(
        rows="listed_demographics",
        settle="listed_demographics",
        findings="findings_demographics",
        output="demographics",
        keep_if="is_kept",
        first="min(period)",
        last="max(period)",
        group_by="attribute",
    ),
    "allocations": Steps(
        rows="listed_figures",
        settle="listed_allocations",
        findings="findings_supplied",
        output="published_figures",
        keep_if="is_kept",
        first="min(as_of)",
        last="max(as_of)",
    ),
    "indicators": Steps(
        rows="listed_figures",
        settle="listed_indicators",
        findings="findings_supplied",
        output="published_figures",
        keep_if="is_kept",
        first="min(as_of)",
        last="max(as_of)",
        group_by="indicator",
    ),
    "published_figures": Steps(
        rows="listed_figures",
        settle="listed_figures",
        findings="findings_figures",
        output="published_figures",
        keep_if="is_kept",
        first="min(last_day(as_of))",
        last="max(last_day(as_of))",
    ),
    "published_sources": Steps(
        rows="listed_sources",
        settle="listed_sources",
        findings="findings_sources",
        output="published_sources",
        keep_if="is_kept",
        first="null::date",
        last="null::date",
    ),
}


def read_table(engine: Engine, data_file: DataFile, scratch: Path, incoming: Incoming) -> Account:
    """Open every table of the layout, settle its rows and account for them; the caller writes the output."""
    layout, steps = data_file.layout, STEPS[data_file.layout.name]
    for table in layout.tables:
        _open(engine, data_file, table, scratch)
    engine.set_date("period", layout.known_period)
    engine.set("source_id", layout.source_id, "varchar")
    engine.set("has_repeats", layout.has_repeats, "boolean")
    engine.set("their_names", engine.their_names, "map(varchar, varchar)")
    engine.keep(steps.rows, read_statement(steps.settle))
    usable = engine.fetch_number(f"select count(*) from {steps.rows}")
    rejected_rows = sum(
        engine.count_rejected(table.name, table.name, data_file.path.name, usable) for table in layout.tables
    )
    if rejected_rows and data_file.archive is None:
        refuse_cut(data_file)
    if usable + rejected_rows == 0:
        raise EmptyFile(f"{data_file.path.name} has a header and no rows; download it again.")
    if layout.subject == "positions":
        refuse_slipped(engine, data_file)
    day = None
    if layout.period is Period.OF_EXPORT:
        day = find_export_day(engine, incoming.name, incoming.as_of, incoming.loaded_on)
        engine.set_date("period", day.period)
    engine.collect(read_statement(steps.findings))
    first, last = _find_span(engine, steps, data_file)
    counts = engine.connection.execute(
        f"select coalesce({steps.group_by}, ''), count(*) from {steps.rows} where {steps.keep_if} "
        "group by 1 order by 2 desc, 1"
    ).fetchall()
    is_synthetic = any(engine.fetch_number(SYNTHETIC.format(table.name)) for table in layout.tables)
    has_mark = data_file.archive is not None and data_file.archive.is_synthetic
    return Account(
        rows_read=usable + rejected_rows,
        rows_kept=engine.fetch_number(f"select count(*) from {steps.rows} where {steps.keep_if}"),
        rows_counted=engine.fetch_number(f"select count(*) from {steps.rows} where {steps.count_if}"),
        first=first,
        last=last,
        version=day.text if day else None,
        evidence="sample" if has_mark or is_synthetic else layout.evidence,
        outputs={layout.datasets[0]: steps.output},
        rows_by_kind={name: rows for name, rows in counts if name},
    )


def _open(engine: Engine, data_file: DataFile, table: TableLayout, scratch: Path) -> None:
    archive = data_file.archive
    if data_file.sheet is not None:
        engine.open(table, read_sheet(data_file.path, data_file.sheet), data_file.path.name)
        return
    if archive is None:
        engine.open(table, make_readable(inspect(data_file.path), scratch), data_file.path.name)
        return
    members = sorted(member for member in archive.members if table.matches(member))
    if not members:
        raise MissingMember(f"{data_file.path.name} lacks the table {table.example}; download the whole zip again.")
    text = convert_to_utf8(inflate(archive, members[0], scratch / f"{table.name}.txt"), scratch)
    engine.open(table, text, f"{members[0]} in {data_file.path.name}")


def _find_span(engine: Engine, steps: Steps, data_file: DataFile) -> tuple[date | None, date | None]:
    if data_file.layout.period is Period.NONE:
        return None, None
    row = engine.connection.execute(f"select {steps.first}, {steps.last} from {steps.rows} limit 1").fetchone()
    if row is None or row[0] is None:
        raise TruncatedText(f"{data_file.path.name} has no row with a date that can be read; check its date column.")
    return row[0], row[1]


def refuse_cut(data_file: DataFile) -> None:
    """A text file that stops inside a row was not downloaded whole."""
    with data_file.path.open("rb") as source:
        source.seek(-min(2, data_file.path.stat().st_size), 2)
        last = source.read().replace(b"\0", b"")[-1:]  # in UTF-16 a NUL goes with each letter
        if last not in (b"\r", b"\n"):
            raise TruncatedText(f"{data_file.path.name} stops in the middle of a row; download it again.")


def refuse_slipped(engine: Engine, data_file: DataFile) -> None:
    """A few rows out of their columns are somebody's slip; many mean that the listing uses other words than it did."""
    slipped_rows = engine.fetch_number("select count(*) from listed_positions where is_slipped and not is_emptied")
    rows = engine.fetch_number("select count(*) from listed_positions where not is_emptied")
    if slipped_rows > max(SLIPPED_FREE, SLIPPED_LIMIT * rows):
        raise NotTheFile(
            f"{data_file.path.name} has {slipped_rows:,} rows of {rows:,} whose cells do not fit their columns "
            f"({_explain_fit(engine)}); its publisher may have changed it, see "
            f"`python -m etl formats {data_file.layout.name}`."
        )


def _explain_fit(engine: Engine) -> str:
    dates = f"{engine.their_names['appointment_type']} must be a code, and a date have a figure in it"
    if not engine.layout.statuses:
        return dates
    return f"{engine.their_names['status']} must be {' or '.join(engine.layout.statuses)}, {dates}"


def their_names(table: TableLayout) -> dict[str, str]:
    """Our column -> theirs, for findings to name the column as the reader of the file sees it."""
    return dict(table.columns) | dict(table.optional)
