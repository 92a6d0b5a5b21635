"""Staged partitions and shipped figures into one new warehouse file: marts, checks, and only then the pointer to it."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from etl.errors import EtlError
from etl.files.provenance import read_extracts
from etl.locks import only_build
from etl.paths import Places
from etl.publishers.published_list import read_published
from etl.sql_values import as_sql, rows_as_sql
from etl.staging.executor import count_cores
from etl.staging.schema import DATASETS
from etl.staging.store import NO_STAGING_GAPS, StagingGaps
from etl.version import VERSION
from etl.warehouse import marts, retirement
from etl.warehouse.checks import CheckResult, run_checks
from etl.warehouse.gaps import BOUNDS
from etl.warehouse.lanes import Lanes, set_variables
from etl.warehouse.marts.table import Table
from etl.warehouse.publish import SCHEMA_VERSION, current_build, current_path, publish, remove_leftovers
from etl.warehouse.revisions import compare

STORAGE_VERSION = "v1.5.0"
MEMORY_LIMIT = "450MB"  # with the interpreter and what is not counted a build of the whole history stays under 700 MB
LARGE = 8_000_000  # bytes of staged partitions, a few months: beyond, two statements at once would take too much memory
SETTLED_AFTER = 6  # later files of movements after which little is added to a month
# The dialect is said, because guessing it takes half the time of a small build.
READ_CSV = "read_csv({}, all_varchar = true, header = true, nullstr = '', delim = ',', quote = '\"', escape = '\"')"

REFERENCE = (
    "agencies",
    "codes",
    "events",
    "explanations",
    "gaps",
    "locations",
    "occupations",
    "pay_plans",
    "precedence",
    "published_words",
    "successions",
)

VARIABLES: dict[str, object] = {
    "traits": marts.SUMMED,
    "feeder_traits": marts.FEEDERS_SUMMED,
    "settled_after": SETTLED_AFTER,
    "gap_bounds": BOUNDS,
    "class_of_year": retirement.CLASS_OF_YEAR,
    "csrs_closed": retirement.CSRS_CLOSED,
    "band_class": retirement.BAND_CLASS,
}
"""What the written statements read with getvariable()."""
MART = re.compile(r"\bmarts\.(\w+)")

Progress = Callable[[str], None]


class BuildFailed(EtlError):
    """A check found rows that break it, or a file could not be read or written; the served build is as it was."""


class MissingReference(EtlError):
    """A table that ships with the program is not where it should be."""


@dataclass(frozen=True)
class BuildResult:
    """A published build: its id, its file and what its checks said (no failed check of severity error)."""

    build_id: str
    path: Path
    checks: tuple[CheckResult, ...]
    with_sample: bool = False

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        """The checks that did not pass and did not stop the build."""
        return tuple(check for check in self.checks if not check.passed)


BEYOND_US = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.OutOfMemoryException,
    # A disk that fills while rows are committed, and every statement after that one.
    duckdb.TransactionException,
    duckdb.FatalException,
)
"""What DuckDB raises where the disk, the memory or a staged file is at fault, and no statement of ours."""


def build(
    places: Places,
    progress: Progress | None = None,
    *,
    with_sample: bool = False,
    unmended: StagingGaps = NO_STAGING_GAPS,
) -> BuildResult:
    """Build a new warehouse from every real file staged and all that is shipped, and point CURRENT at it.

    Synthetic files take no part: off means not one row. `with_sample` builds the demonstration instead, in a folder of
    its own: the same, and the synthetic files where no real ones are loaded. `unmended` is what a check warns of.
    Raises BuildFailed if a check fails and BuildBusy if another build is running; either way CURRENT is untouched.
    """
    say = progress or (lambda _sentence: None)
    try:
        return _build(places, say, with_sample, unmended)
    except (*BEYOND_US, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise BuildFailed(
            f"The build in {places.warehouse} could not be finished ({reason}); the build served until now is kept, "
            "so make room, mend that file or folder, and build again."
        ) from error


def _build(places: Places, say: Progress, with_sample: bool, unmended: StagingGaps) -> BuildResult:
    warehouse = places.demonstration.warehouse if with_sample else places.warehouse
    beside = current_build(places.warehouse) or "" if with_sample else ""
    warehouse.mkdir(parents=True, exist_ok=True)
    with only_build(warehouse):
        remove_leftovers(warehouse)
        built_at = datetime.now(UTC)
        build_id = f"{built_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        unfinished = warehouse / f"{build_id}.building"
        try:
            checks = _assemble(places, unfinished, Made(build_id, built_at, with_sample, unmended), say)
        except BaseException:
            remove_leftovers(warehouse)
            raise
        finished = publish(unfinished, build_id, beside)
    return BuildResult(build_id, finished, checks, with_sample)


@dataclass(frozen=True)
class Made:
    """What a build will say of itself."""

    build_id: str
    built_at: datetime
    with_sample: bool
    unmended: StagingGaps


def _assemble(places: Places, target: Path, made: Made, say: Progress) -> tuple[CheckResult, ...]:
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": count_cores(),
            "temp_directory": str(target.with_suffix(".spill")),
        }
    )
    with connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{_quoted(target)}' as warehouse (storage_version '{STORAGE_VERSION}')")
        for scratch in ("shape", "staged", "reference", "used"):
            connection.execute(f"attach ':memory:' as {scratch}")
        connection.execute("use warehouse; create schema marts; create schema meta")
        say("Reading what is staged")
        _open_reference(connection, places)
        staged = _open_staged(connection, places, made.with_sample)
        variables = VARIABLES | staged
        set_variables(connection, variables)
        for what, names in (("older", made.unmended.older_files), ("lost", made.unmended.lost_files)):
            connection.execute(f"create table used.{what} as select unnest({as_sql(names)}::varchar[]) as file")
        connection.execute(_statement("used"))
        connection.execute(_statement("our_words"))
        _open_codes(connection)
        for table in (*marts.MARTS, *marts.META):
            connection.execute(table.definition)
        _apply_retirement(connection)
        is_large = sum(Path(file).stat().st_size for partitions in staged.values() for file in partitions) > LARGE
        with Lanes(connection, "warehouse", variables, is_sparing=is_large) as lanes:
            _fill(lanes, say)
            _describe(connection, places, made)
            say("Checking")
            compare(connection, current_path(target.parent), SCHEMA_VERSION)
            checks = run_checks(connection, lanes)
        failed = [check for check in checks if check.severity == "error" and not check.passed]
        if failed:
            first = failed[0]
            raise BuildFailed(
                f"The build was stopped by the check {first.name} ({first.description}): {first.offending_rows} rows "
                f"break it, for instance {first.example}; the build served until now is kept, so mend or remove "
                "that file and build again."
            )
        connection.execute("checkpoint warehouse; use memory; detach warehouse")
    return checks


def _fill(lanes: Lanes, say: Progress) -> None:
    """Fill the marts but the one of estimates, each as soon as those that it reads are filled.

    No mart reads one that comes after it, so whatever a statement waits for is under way.
    """
    filled: dict[str, Future[None]] = {}

    def fill(mart: Table) -> Callable[[duckdb.DuckDBPyConnection], None]:
        statement = _statement(mart.name)

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            for name in MART.findall(statement):
                if name in filled:
                    filled[name].result()
            cursor.execute(f"insert into marts.{mart.name} by name {statement}")

        return work

    def waits(mart: Table) -> bool:
        return MART.search(_statement(mart.name)) is not None

    others = [mart for mart in marts.MARTS if mart is not marts.ELIGIBILITY]
    for mart in others if lanes.is_sparing else sorted(others, key=waits):
        say(f"Building {mart.name}")
        filled[mart.name] = lanes.submit(fill(mart))
    for one in filled.values():
        one.result()


def _open_reference(connection: duckdb.DuckDBPyConnection, places: Places) -> None:
    tables = {name: places.reference / f"{name}.csv" for name in REFERENCE}
    tables |= {"sources": places.published / "sources.csv", "figure_text": places.published / "figures.csv"}
    for path in tables.values():
        if not path.is_file():
            raise MissingReference(f"{path} ships with the program but is missing; restore it from the repository.")

    def read(name: str, path: Path) -> Callable[[duckdb.DuckDBPyConnection], object]:
        table = f"create table reference.{name} as from {READ_CSV.format(as_sql(str(path)))}"
        return lambda cursor: cursor.execute(table)

    with Lanes(connection, "warehouse", {}) as lanes:
        for done in [lanes.submit(read(name, path)) for name, path in tables.items()]:
            done.result()
    connection.execute(_statement("figures"))


def _open_staged(connection: duckdb.DuckDBPyConnection, places: Places, with_sample: bool) -> dict[str, list[str]]:
    """The records and rows of the files that may take part: of synthetic ones not even a row is opened unasked.

    The sample that the program makes itself lies apart, and gives way to one that somebody loaded. Returns the
    variables that the views read: of each dataset its partitions.
    """
    connection.execute(_statement("extract_record"))
    _open_records(connection, places.staged)
    staged = [places.staged]
    if not with_sample:
        connection.execute("delete from staged.extracts where evidence = 'sample'")
    elif not connection.execute("select 1 from staged.extracts where evidence = 'sample'").fetchone():
        staged.append(places.demonstration.staged)
        _open_records(connection, staged[-1])
    known = {extract for (extract,) in connection.execute("select left(sha256, 12) from staged.extracts").fetchall()}
    variables = {}
    for dataset, columns in DATASETS.items():
        definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        connection.execute(f"create table shape.{dataset} ({definition})")
        files = (path for folder in staged for path in (folder / dataset).glob("*.parquet"))
        partitions = sorted(str(path) for path in files if path.stem.rpartition("_")[2] in known)
        if partitions:
            variables[f"{dataset}_files"] = partitions
            set_variables(connection, variables)
            parts = f"select * from read_parquet(getvariable('{dataset}_files'), union_by_name = true)"
            connection.execute(f"create view staged.{dataset} as from shape.{dataset} union all by name {parts}")
        else:
            connection.execute(f"create view staged.{dataset} as from shape.{dataset}")
    return variables


def _open_records(connection: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """Read here, since DuckDB's own reader of JSON takes 250 MB for a few hundred small files."""
    fields = {name: kind for name, kind, *_ in connection.execute("describe staged.extracts").fetchall()}
    records = [json.loads(extract.to_json()) for extract in read_extracts(staged)]
    known = json.dumps([{name: record.get(name) for name in fields} for record in records])
    shape = ", ".join(f'"{name}" {kind}' for name, kind in fields.items())
    connection.execute(
        "insert into staged.extracts by name select unnest(record) "
        f"from (select unnest({as_sql(known)}::json::struct({shape})[]) as record)"
    )


def _open_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """The enumerated types: the words of a column that we know, and what the files in use hold besides.

    The empty text is in all of them, since a type without words cannot be read back.
    """
    connection.execute(_statement("codes"))
    for column in marts.ENUMERATED:
        words = f"select code from {{}} where column_name = '{column}' and code is not null"
        either = f"{words.format('used.codes')} union {words.format('reference.codes')}"
        connection.execute(f"create type marts.{column} as enum (from ({either} union select '') order by code)")


def _apply_retirement(connection: duckdb.DuckDBPyConnection) -> None:
    """What the marts need of the retirement rules: the class of a service, and the mart of estimates for each period.

    That one is filled here: what is registered is unknown to other cursors, and takes memory until it is let go.
    """
    connection.execute(_statement("service_class"))
    loaded = "select distinct month from used.spans where subject = 'employment' and is_best order by month"
    periods = [month for (month,) in connection.execute(loaded).fetchall()]
    connection.register("estimate", retirement.estimates(periods))
    connection.execute(f"insert into marts.{marts.ELIGIBILITY.name} by name {_statement(marts.ELIGIBILITY.name)}")
    connection.unregister("estimate")


def _describe(connection: duckdb.DuckDBPyConnection, places: Places, made: Made) -> None:
    built_at = made.built_at.replace(tzinfo=None)
    itself = (made.build_id, built_at, SCHEMA_VERSION, VERSION, made.with_sample)
    connection.execute(f"insert into meta.build {rows_as_sql([itself])}")
    shipped = places.published / "figures.csv"
    figures = {
        "sha256": hashlib.sha256(shipped.read_bytes()).hexdigest(),
        "bytes": shipped.stat().st_size,
        "loaded_at": built_at,
    }
    connection.execute(f"set variable shipped = {as_sql(figures)}")
    connection.execute(_statement("extracts"))
    connection.execute(_statement("findings"))
    if (published := read_published(places)) and (months := published.rows()):
        connection.execute(f"insert into meta.published_months {rows_as_sql(months)}")
    rows = [
        (table.schema, table.name, column.name, column.type, column.unit, column.meaning)
        for table in (*marts.MARTS, *marts.META)
        for column in table.columns
    ]
    # One statement for all of them: row by row this would be the slowest step of a small build.
    connection.execute(f"insert into meta.columns {rows_as_sql(rows)}")


def _statement(name: str) -> str:
    return files("etl").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
