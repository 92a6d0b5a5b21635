"""Stages records, cube or month, in one pass: executives and senior professionals one by one, everyone else counted."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.files.provenance import Finding
from etl.files.zip_archive import (
    Archive,
    EmptyFile,
    NotTheFile,
    TableSource,
    TextSource,
    convert_to_utf8,
    guess_source,
    inflate,
    inspect,
    make_readable,
)
from etl.layouts.recognise import DataFile
from etl.layouts.spec import (
    EARLIEST,
    LATEST,
    FileSpan,
    Lookup,
    Period,
    TableLayout,
    find_years_in_name,
    parse_member_span,
)
from etl.layouts.years import refuse_outside
from etl.staging.coverage import find_months_covered
from etl.staging.engine import Engine, quote_literal, read_statement
from etl.staging.file_month import find_month
from etl.staging.tables import Account, refuse_cut, their_names

# Every column the passes below speak of; a file that lacks one has it as null.
COLUMNS = (
    *("agency_code", "agency_subelement_code", "age_band", "age_label", "service_band", "service_years"),
    *("education_code", "occupation_code", "pay_plan_and_grade", "pay_plan", "grade", "supervisory_code"),
    *("appointment_code", "work_schedule_code", "position_code", "office_code", "sex_code", "veteran_mark", "drp_mark"),
    *("duty_code", "state", "state_label", "country_code", "country_label"),
    *("agency_label", "agency_subelement_label", "occupation_label", "appointment_label", "pay_plan_label"),
    *("event_label", "period_code", "event_code", "people", "salary"),
)
CODES = ("appointment_code", "supervisory_code", "event_code", "period_code", "education_code", "position_code")
MOST_EXECUTIVES = 1_000_000  # in one file; there are some ten thousand, senior professionals included
SIZES_OF_A_PART = range(100_000, 1_500_000)  # the civil service counts more than two million, a third of it fewer
CATEGORIES = {"separations": "separation_category", "accessions": "accession_category"}


@dataclass(frozen=True)
class Facts:
    """The tables of a file by the name of their view, with a label for messages, and the months that names speak for.

    Those are None where the rows must tell.
    """

    sources: Mapping[str, tuple[TableSource, str]]
    span: FileSpan | None
    is_stock: bool


def read_records(engine: Engine, data_file: DataFile, scratch: Path, fallback_month: date | None = None) -> Account:
    """Scan a file of records once, settle codes and amounts; the caller writes the outputs.

    Args:
        engine: The engine to read with; afterwards it holds the rows, and the findings about them.
        data_file: The file and its layout.
        scratch: A folder to unpack into.
        fallback_month: The month that the file is taken to be of where neither its name nor its rows tell.

    Returns:
        The account of its rows, and what to write.

    Raises:
        EmptyFile: There is no row.
        NotTheFile: The rows are not what name and header promise.
        TruncatedText: A text stops within a row.
        MonthNotNamed: Nothing tells the month.
    """
    archive, layout, table = data_file.archive, data_file.layout, data_file.layout.tables[0]
    if archive is None:
        facts = _scan_text(engine, data_file, scratch)
    else:
        facts = _unpack_facts(data_file, archive, scratch)
        _scan(engine, table, facts)
    span = facts.span or find_month(engine, data_file.path.name, layout, fallback_month)
    engine.set_date("period", span.last if facts.is_stock else None)
    engine.set_date("reported", span.last if layout.period is Period.MONTH_IN_FILE_NAME else None)
    engine.set_date("first", span.first)
    engine.set_date("last", span.last)
    engine.set("is_labelled_by_rows", archive is None, "boolean")
    engine.set("category", CATEGORIES.get(layout.subject), "varchar")
    engine.set("their_names", their_names(table), "map(varchar, varchar)")
    engine.create_view("people", read_statement("people"))
    engine.keep_both("executive_rows", "other_rows")
    engine.create_view("all_rows", read_statement("all_rows"))
    _read_lookups(engine, archive, scratch)
    engine.collect(read_statement("findings_people"))
    engine.collect(read_statement("findings_labels"))
    usable = engine.fetch_number("select sum(rows) from all_rows")
    rejected_rows = sum(
        engine.count_rejected(view, source.name, data_file.path.name, usable)
        for view, (source, _) in facts.sources.items()
    )
    if rejected_rows and archive is None:
        refuse_cut(data_file)
    if usable + rejected_rows == 0:
        raise EmptyFile(f"{data_file.path.name} has a header and no rows; download it again.")
    _refuse_undated(engine, data_file, usable)
    _refuse_crowd(engine, data_file)
    if layout.parts > 1 and span.part is None:
        _refuse_part_without_number(engine, data_file)
    _refuse_another_month(engine, data_file, span.last, usable)
    months = find_months_covered(engine, archive, span, scratch)
    is_synthetic = engine.fetch_number("select count(*) from scanned where is_synthetic") > 0
    counts = engine.connection.execute(
        "select corps, sum(rows) from executive_rows where not is_rejected group by corps order by 2 desc"
    ).fetchall()
    return Account(
        rows_read=usable + rejected_rows,
        rows_kept=engine.fetch_number("select sum(rows) from executive_rows where not is_rejected"),
        rows_counted=engine.fetch_number("select sum(rows) from other_rows where not is_rejected"),
        first=span.first,
        last=span.last,
        version=span.version,
        part=span.part,
        evidence="sample" if is_synthetic or (archive is not None and archive.is_synthetic) else layout.evidence,
        outputs={dataset: dataset for dataset in (*layout.datasets, "labels")},
        rows_by_kind={corps: int(rows) for corps, rows in counts},
        months=months,
    )


def _unpack_facts(data_file: DataFile, archive: Archive, scratch: Path) -> Facts:
    layout, table = data_file.layout, data_file.layout.tables[0]
    members = sorted(member for member in archive.members if table.matches(member))
    if layout.period is Period.MONTH_IN_NAME and len(members) > 1:
        raise NotTheFile(
            f"{data_file.path.name} holds {len(members)} fact members ({', '.join(members)}) where a cube has one; "
            "load the zip as its publisher made it."
        )
    for member in members:
        refuse_outside(f"{member} in {data_file.path.name}", find_years_in_name(layout, member))
    spans = [span for span in (parse_member_span(layout, member) for member in members) if span is not None]
    sources: dict[str, tuple[TableSource, str]] = {}
    for number, member in enumerate(members):
        text = convert_to_utf8(inflate(archive, member, scratch / f"fact_{number}.txt"), scratch)
        sources[f"fact_{number}"] = (text, f"{member} in {data_file.path.name}")
    span = FileSpan(min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
    return Facts(sources, span, is_stock=layout.period is Period.MONTH_IN_NAME)


def _scan(engine: Engine, table: TableLayout, facts: Facts) -> None:
    """The one pass over the rows, into the table `scanned`; where codes far down are written otherwise, a second."""
    _scan_once(engine, table, facts)
    if not engine.has_decimals and engine.find_decimals("scanned", CODES):
        engine.has_decimals = True
        engine.findings.clear()
        _scan_once(engine, table, facts)


def _scan_once(engine: Engine, table: TableLayout, facts: Facts) -> None:
    for view, (source, label) in facts.sources.items():
        engine.open(table, source, label, view)
    nothing = ", ".join(f"null::varchar as {column}" for column in COLUMNS)
    unions = " union all by name ".join(f"select * from {view}" for view in facts.sources)
    engine.connection.execute(f"create or replace view fact as {unions} union all by name select {nothing} where false")
    engine.keep("scanned", read_statement("scanned"))
    engine.keep("month_texts", read_statement("month_texts"))


def _scan_text(engine: Engine, data_file: DataFile, scratch: Path) -> Facts:
    """Scan as UTF-8 while the bytes are checked beside it, to save time; what turns out otherwise is read again."""
    path, layout, span = data_file.path, data_file.layout, data_file.span

    def build_facts(view: str, source: TableSource) -> Facts:
        return Facts({view: (source, path.name)}, span, is_stock=layout.subject == "employment")

    guess = make_readable(guess_source(path), scratch)
    facts = build_facts("fact_0", guess)
    with ThreadPoolExecutor(1) as pool:
        inspection = pool.submit(inspect, path)
        try:
            _scan(engine, layout.tables[0], facts)
        except duckdb.Error:
            inspection.result()  # NUL bytes are the better reason
            raise
        source = inspection.result()
    engine.long_lines["fact_0"] = max(_count_long_lines(guess), _count_long_lines(source))
    if (
        isinstance(guess, TextSource)
        and isinstance(source, TextSource)
        and source.encoding != (guess.original_encoding or guess.encoding)
    ):
        engine.findings.clear()
        facts = build_facts("fact_again", make_readable(source, scratch))
        _scan(engine, layout.tables[0], facts)
    return facts


def _count_long_lines(source: TableSource) -> int:
    return source.long_lines if isinstance(source, TextSource) else 0


def _refuse_undated(engine: Engine, data_file: DataFile, usable: int) -> None:
    """A month nobody can read would be covered, and empty."""
    column = their_names(data_file.layout.tables[0]).get("period_code")
    undated_rows, example = engine.connection.execute(
        "select sum(rows), min(text) from month_texts where not is_unknown and month is null"
    ).fetchone() or (0, None)
    if undated_rows and undated_rows > usable / 2:
        raise NotTheFile(
            f"{data_file.path.name} has {undated_rows:,} rows of {usable:,} whose {column} is no month from {EARLIEST} "
            f"to {LATEST} (the first says {example}); save that column as months such as 202607 and load it again."
        )
    if usable and not engine.fetch_number("select count(*) from all_rows where not is_rejected"):
        raise NotTheFile(
            f"{data_file.path.name} has no row with a month and a count that can be read, so it speaks for no month; "
            "get it from its publisher again."
        )


def _refuse_crowd(engine: Engine, data_file: DataFile) -> None:
    """Each of them is a row of the build, so a column of counts that holds something else would fill the disk."""
    people = engine.fetch_number("select sum(people) from executive_rows where not is_rejected")
    if people > MOST_EXECUTIVES:
        column = their_names(data_file.layout.tables[0])["people"]
        raise NotTheFile(
            f"{data_file.path.name} has {people:,} executives and senior professionals by its column {column}, more "
            "than any file of OPM's; get it from its publisher again."
        )


def _refuse_part_without_number(engine: Engine, data_file: DataFile) -> None:
    """A part under a name without its number would be taken for the whole month."""
    people = engine.fetch_number("select sum(people) from all_rows where not is_rejected")
    if people in SIZES_OF_A_PART:
        raise NotTheFile(
            f"{data_file.path.name} has {people:,} people, a part of {data_file.layout.title}; give it the name it "
            f"was published under, like {data_file.layout.example_name}, and load all {data_file.layout.parts} "
            "together."
        )


def _refuse_another_month(engine: Engine, data_file: DataFile, month: date, usable: int) -> None:
    """A month under another month's name would replace that one without a word."""
    if data_file.span is None or not usable:
        return
    row = engine.connection.execute(
        "select min(text), coalesce(bool_or(month = getvariable('last')), false) from month_texts "
        "where month is not null"
    ).fetchone()
    if row is not None and row[0] is not None and not row[1]:
        raise NotTheFile(
            f"{data_file.path.name} has no row of {month:%B %Y}, the month it is named after "
            f"(its rows say {row[0]}); give it the name it was published under."
        )


def _read_lookups(engine: Engine, archive: Archive | None, scratch: Path) -> None:
    """Gather code lists, the zip's own or those in the rows; a missing one is a finding: codes carry the meaning."""
    engine.connection.execute(
        "create table lookup_rows (column_name varchar, code varchar, label varchar, line bigint)"
    )
    if archive is None:
        engine.connection.execute(f"insert into lookup_rows {read_statement('labels_in_rows')}")
        return
    members = {member.rsplit("/", 1)[-1].casefold(): member for member in sorted(archive.members, reverse=True)}
    for number, lookup in enumerate(engine.layout.lookups):
        member = members.get(lookup.member.casefold())
        if member is None:
            engine.findings.append(Finding("missing_lookup", lookup.member, 1))
            continue
        text = convert_to_utf8(inflate(archive, member, scratch / f"lookup_{number}.txt"), scratch)
        _read_lookup(engine, lookup, text)


def _read_lookup(engine: Engine, lookup: Lookup, text: TextSource) -> None:
    for column, (code, label) in lookup.labels.items():
        if engine.open_lookup(text, code, label):
            engine.connection.execute(
                f"insert into lookup_rows select {quote_literal(column)}, known(code), known(label), "
                "row_number() over () from lookup"
            )
        else:
            engine.findings.append(Finding("missing_lookup", f"{lookup.member} without {code} and {label}", 1))
