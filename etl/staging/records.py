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
    Source,
    Text,
    expected,
    in_utf8,
    inflate,
    inspect,
    readable,
)
from etl.layouts.recognise import Recognised
from etl.layouts.spec import EARLIEST, LATEST, Lookup, Period, Spoken, Table, span_in_name, years_in_name
from etl.layouts.years import refuse_outside
from etl.staging.coverage import months_covered
from etl.staging.engine import Engine, literal, statement
from etl.staging.file_month import month_of_rows
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

    sources: Mapping[str, tuple[Source, str]]
    spoken: Spoken | None
    is_stock: bool


def read_records(engine: Engine, recognised: Recognised, scratch: Path, asked: date | None = None) -> Account:
    """Scan once, settle codes and amounts; the caller writes the outputs.

    `asked` is the month that a file is taken to be of where neither its name nor its rows tell.
    """
    archive, layout, table = recognised.archive, recognised.layout, recognised.layout.tables[0]
    if archive is None:
        facts = _scan_text(engine, recognised, scratch)
    else:
        facts = _facts_in_zip(recognised, archive, scratch)
        _scan(engine, table, facts)
    spoken = facts.spoken or month_of_rows(engine, recognised.path.name, layout, asked)
    engine.set_date("period", spoken.last if facts.is_stock else None)
    engine.set_date("reported", spoken.last if layout.period is Period.MONTH_IN_FILE_NAME else None)
    engine.set_date("first", spoken.first)
    engine.set_date("last", spoken.last)
    engine.set("is_labelled_by_rows", archive is None, "boolean")
    engine.set("category", CATEGORIES.get(layout.subject), "varchar")
    engine.set("their_names", their_names(table), "map(varchar, varchar)")
    engine.view("people", statement("people"))
    engine.keep_both("executive_rows", "other_rows")
    engine.view("all_rows", statement("all_rows"))
    _read_lookups(engine, archive, scratch)
    engine.collect(statement("findings_people"))
    engine.collect(statement("findings_labels"))
    usable = engine.number("select sum(rows) from all_rows")
    rejected = sum(
        engine.rejected(view, source.name, recognised.path.name, usable) for view, (source, _) in facts.sources.items()
    )
    if rejected and archive is None:
        refuse_cut(recognised)
    if usable + rejected == 0:
        raise EmptyFile(f"{recognised.path.name} has a header and no rows; download it again.")
    _refuse_undated(engine, recognised, usable)
    _refuse_crowd(engine, recognised)
    if layout.parts > 1 and spoken.part is None:
        _refuse_part_without_number(engine, recognised)
    _refuse_another_month(engine, recognised, spoken.last, usable)
    months = months_covered(engine, archive, spoken, scratch)
    is_synthetic = engine.number("select count(*) from scanned where is_synthetic") > 0
    kept_by = engine.connection.execute(
        "select corps, sum(rows) from executive_rows where not is_rejected group by corps order by 2 desc"
    ).fetchall()
    return Account(
        rows_read=usable + rejected,
        rows_kept=engine.number("select sum(rows) from executive_rows where not is_rejected"),
        rows_counted=engine.number("select sum(rows) from other_rows where not is_rejected"),
        first=spoken.first,
        last=spoken.last,
        version=spoken.version,
        part=spoken.part,
        evidence="sample" if is_synthetic or (archive is not None and archive.is_synthetic) else layout.evidence,
        outputs={dataset: dataset for dataset in (*layout.datasets, "labels")},
        kept_by={corps: int(rows) for corps, rows in kept_by},
        months=months,
    )


def _facts_in_zip(recognised: Recognised, archive: Archive, scratch: Path) -> Facts:
    layout, table = recognised.layout, recognised.layout.tables[0]
    members = sorted(member for member in archive.members if table.matches(member))
    if layout.period is Period.MONTH_IN_NAME and len(members) > 1:
        raise NotTheFile(
            f"{recognised.path.name} holds {len(members)} fact members ({', '.join(members)}) where a cube has one; "
            "load the zip as its publisher made it."
        )
    for member in members:
        refuse_outside(f"{member} in {recognised.path.name}", years_in_name(layout, member))
    spans = [span for span in (span_in_name(layout, member) for member in members) if span is not None]
    sources: dict[str, tuple[Source, str]] = {}
    for number, member in enumerate(members):
        text = in_utf8(inflate(archive, member, scratch / f"fact_{number}.txt"), scratch)
        sources[f"fact_{number}"] = (text, f"{member} in {recognised.path.name}")
    spoken = Spoken(min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
    return Facts(sources, spoken, is_stock=layout.period is Period.MONTH_IN_NAME)


def _scan(engine: Engine, table: Table, facts: Facts) -> None:
    """The one pass over the rows, into the table `scanned`; where codes far down are written otherwise, a second."""
    _scan_once(engine, table, facts)
    if not engine.has_decimals and engine.decimals_in("scanned", CODES):
        engine.has_decimals = True
        engine.findings.clear()
        _scan_once(engine, table, facts)


def _scan_once(engine: Engine, table: Table, facts: Facts) -> None:
    for view, (source, label) in facts.sources.items():
        engine.open(table, source, label, view)
    nothing = ", ".join(f"null::varchar as {column}" for column in COLUMNS)
    unions = " union all by name ".join(f"select * from {view}" for view in facts.sources)
    engine.connection.execute(f"create or replace view fact as {unions} union all by name select {nothing} where false")
    engine.keep("scanned", statement("scanned"))
    engine.keep("month_texts", statement("month_texts"))


def _scan_text(engine: Engine, recognised: Recognised, scratch: Path) -> Facts:
    """Scan as UTF-8 while the bytes are checked beside it, to save time; what turns out otherwise is read again."""
    path, layout, spoken = recognised.path, recognised.layout, recognised.spoken

    def facts_of(view: str, source: Source) -> Facts:
        return Facts({view: (source, path.name)}, spoken, is_stock=layout.subject == "employment")

    guess = readable(expected(path), scratch)
    facts = facts_of("fact_0", guess)
    with ThreadPoolExecutor(1) as beside:
        checked = beside.submit(inspect, path)
        try:
            _scan(engine, layout.tables[0], facts)
        except duckdb.Error:
            checked.result()  # NUL bytes are the better reason
            raise
        source = checked.result()
    engine.long_lines["fact_0"] = max(_long_lines(guess), _long_lines(source))
    if isinstance(guess, Text) and isinstance(source, Text) and source.encoding != (guess.written_in or guess.encoding):
        engine.findings.clear()
        facts = facts_of("fact_again", readable(source, scratch))
        _scan(engine, layout.tables[0], facts)
    return facts


def _long_lines(source: Source) -> int:
    return source.long_lines if isinstance(source, Text) else 0


def _refuse_undated(engine: Engine, recognised: Recognised, usable: int) -> None:
    """A month nobody can read would be covered, and empty."""
    column = their_names(recognised.layout.tables[0]).get("period_code")
    undated, example = engine.connection.execute(
        "select sum(rows), min(text) from month_texts where not is_unknown and month is null"
    ).fetchone() or (0, None)
    if undated and undated > usable / 2:
        raise NotTheFile(
            f"{recognised.path.name} has {undated:,} rows of {usable:,} whose {column} is no month from {EARLIEST} to "
            f"{LATEST} (the first says {example}); save that column as months such as 202607 and load it again."
        )
    if usable and not engine.number("select count(*) from all_rows where not is_rejected"):
        raise NotTheFile(
            f"{recognised.path.name} has no row with a month and a count that can be read, so it speaks for no month; "
            "get it from its publisher again."
        )


def _refuse_crowd(engine: Engine, recognised: Recognised) -> None:
    """Each of them is a row of the build, so a column of counts that holds something else would fill the disk."""
    people = engine.number("select sum(people) from executive_rows where not is_rejected")
    if people > MOST_EXECUTIVES:
        column = their_names(recognised.layout.tables[0])["people"]
        raise NotTheFile(
            f"{recognised.path.name} has {people:,} executives and senior professionals by its column {column}, more "
            "than any file of OPM's; get it from its publisher again."
        )


def _refuse_part_without_number(engine: Engine, recognised: Recognised) -> None:
    """A part under a name without its number would be taken for the whole month."""
    people = engine.number("select sum(people) from all_rows where not is_rejected")
    if people in SIZES_OF_A_PART:
        raise NotTheFile(
            f"{recognised.path.name} has {people:,} people, a part of {recognised.layout.title}; give it the name it "
            f"was published under, like {recognised.layout.called}, and load all {recognised.layout.parts} together."
        )


def _refuse_another_month(engine: Engine, recognised: Recognised, month: date, usable: int) -> None:
    """A month under another month's name would replace that one without a word."""
    if recognised.spoken is None or not usable:
        return
    said = engine.connection.execute(
        "select min(text), coalesce(bool_or(month = getvariable('last')), false) from month_texts "
        "where month is not null"
    ).fetchone()
    if said is not None and said[0] is not None and not said[1]:
        raise NotTheFile(
            f"{recognised.path.name} has no row of {month:%B %Y}, the month it is named after "
            f"(its rows say {said[0]}); give it the name it was published under."
        )


def _read_lookups(engine: Engine, archive: Archive | None, scratch: Path) -> None:
    """Gather code lists, the zip's own or those in the rows; a missing one is a finding: codes carry the meaning."""
    engine.connection.execute(
        "create table lookup_rows (column_name varchar, code varchar, label varchar, line bigint)"
    )
    if archive is None:
        engine.connection.execute(f"insert into lookup_rows {statement('labels_in_rows')}")
        return
    members = {member.rsplit("/", 1)[-1].casefold(): member for member in sorted(archive.members, reverse=True)}
    for number, lookup in enumerate(engine.layout.lookups):
        member = members.get(lookup.member.casefold())
        if member is None:
            engine.findings.append(Finding("missing_lookup", lookup.member, 1))
            continue
        text = in_utf8(inflate(archive, member, scratch / f"lookup_{number}.txt"), scratch)
        _read_lookup(engine, lookup, text)


def _read_lookup(engine: Engine, lookup: Lookup, text: Text) -> None:
    for column, (code, label) in lookup.labels.items():
        if engine.open_lookup(text, code, label):
            engine.connection.execute(
                f"insert into lookup_rows select {literal(column)}, known(code), known(label), row_number() over () "
                "from lookup"
            )
        else:
            engine.findings.append(Finding("missing_lookup", f"{lookup.member} without {code} and {label}", 1))
