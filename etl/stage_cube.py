"""Stages a FedScope cube: executives and senior professionals kept one by one, everyone else counted, in one pass."""

from pathlib import Path

from etl.archive import Archive, EmptyFile, NotTheFile, Text, inflate
from etl.engine import Engine, literal, statement
from etl.layout import Lookup, Period, span_in_name
from etl.recognise import Recognised
from etl.record import Finding
from etl.stage_table import Account, their_names

# Every column the passes below speak of; a cube that lacks one has it as null.
COLUMNS = (
    *("agency_subelement_code", "age_band", "service_band", "education_code", "occupation_code", "duty_code"),
    *("pay_plan_and_grade", "supervisory_code", "appointment_code", "work_schedule_code", "sex_code"),
    *("period_code", "event_code", "people", "salary", "service_years"),
)


def read_cube(engine: Engine, recognised: Recognised, scratch: Path) -> Account:
    """Unpack, scan once, settle codes and amounts; the caller writes the outputs."""
    layout, archive = recognised.layout, _archive(recognised)
    table = layout.tables[0]
    facts = sorted(member for member in archive.members if table.matches(member))
    if layout.period is Period.MONTH_IN_NAME and len(facts) > 1:
        raise NotTheFile(
            f"{recognised.path.name} holds {len(facts)} fact members ({', '.join(facts)}) where a cube has one; "
            "load the zip as its publisher made it."
        )
    spans = [span for span in (span_in_name(layout, fact) for fact in facts) if span is not None]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    views = []
    for number, fact in enumerate(facts):
        views.append(f"fact_{number}")
        engine.open(
            table,
            inflate(archive, fact, scratch / f"fact_{number}.txt"),
            f"{fact} in {recognised.path.name}",
            views[-1],
        )
    _read_lookups(engine, archive, scratch)
    engine.set_date("period", last if layout.period is Period.MONTH_IN_NAME else None)
    engine.set_date("first", first)
    engine.set_date("last", last)
    engine.set("their_names", their_names(table), "map(varchar, varchar)")
    nothing = ", ".join(f"null::varchar as {column}" for column in COLUMNS)
    unions = " union all by name ".join(f"select * from {view}" for view in views)
    engine.connection.execute(f"create view fact as {unions} union all by name select {nothing} where false")
    engine.keep("scanned", statement("scanned"))
    engine.keep("people", statement("people"))
    engine.collect(statement("findings_people"))
    engine.collect(statement("findings_labels"))
    usable = engine.number("select sum(rows) from people")
    rejected = sum(
        engine.rejected(view, fact, recognised.path.name, usable) for view, fact in zip(views, facts, strict=True)
    )
    if usable + rejected == 0:
        raise EmptyFile(f"{recognised.path.name} has a header and no rows; download it again.")
    kept_by = engine.connection.execute(
        "select corps, sum(rows) from people where is_kept and not is_rejected group by corps order by 2 desc"
    ).fetchall()
    return Account(
        rows_read=usable + rejected,
        rows_kept=engine.number("select sum(rows) from people where is_kept and not is_rejected"),
        rows_counted=engine.number("select sum(rows) from people where not is_kept and not is_rejected"),
        first=first,
        last=last,
        evidence="sample" if archive.is_synthetic else layout.evidence,
        outputs={dataset: dataset for dataset in (*layout.datasets, "labels")},
        kept_by={corps: int(rows) for corps, rows in kept_by},
    )


def _archive(recognised: Recognised) -> Archive:
    if recognised.archive is None:
        raise NotTheFile(f"{recognised.path.name} is not a zip; a FedScope cube is loaded as the zip it came in.")
    return recognised.archive


def _read_lookups(engine: Engine, archive: Archive, scratch: Path) -> None:
    """Gather the zip's own code lists; a missing one is a finding, because codes carry the meaning."""
    engine.connection.execute(
        "create temp table lookup_rows (column_name varchar, code varchar, label varchar, line bigint)"
    )
    members = {member.rsplit("/", 1)[-1].casefold(): member for member in sorted(archive.members, reverse=True)}
    for number, lookup in enumerate(engine.layout.lookups):
        member = members.get(lookup.member.casefold())
        if member is None:
            engine.findings.append(Finding("missing_lookup", lookup.member, 1))
            continue
        _read_lookup(engine, lookup, inflate(archive, member, scratch / f"lookup_{number}.txt"))


def _read_lookup(engine: Engine, lookup: Lookup, text: Text) -> None:
    for column, (code, label) in lookup.labels.items():
        if engine.open_lookup(text, code, label):
            engine.connection.execute(
                f"insert into lookup_rows select {literal(column)}, known(code), known(label), row_number() over () "
                "from lookup"
            )
        else:
            engine.findings.append(Finding("missing_lookup", f"{lookup.member} without {code} and {label}", 1))
