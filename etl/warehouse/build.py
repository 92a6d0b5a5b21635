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
from etl.locks import lock_builds
from etl.paths import Places
from etl.publishers.published_list import read_published
from etl.sql_values import format_sql, format_sql_rows
from etl.staging.executor import count_cores
from etl.staging.schema import DATASETS
from etl.staging.store import NO_STAGING_GAPS, StagingGaps
from etl.version import VERSION
from etl.warehouse import marts, retirement
from etl.warehouse.checks import CheckResult, run_checks
from etl.warehouse.gaps import BOUNDS
from etl.warehouse.lanes import Lanes, set_variables
from etl.warehouse.marts.table import MartTable
from etl.warehouse.publish import SCHEMA_VERSION, find_current_path, publish, read_current_build, remove_leftovers
from etl.warehouse.revisions import compare

STORAGE_VERSION = "v1.5.0"
MEMORY_LIMIT = "450MB"  # with the interpreter and what is not counted a build of the whole history stays under 700 MB
LARGE = 8_000_000  # bytes of staged partitions, a few months: beyond, two statements at once would take too much memory
FILES_UNTIL_SETTLED = 6  # later files of movements after which little is added to a month
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
    "traits": marts.SUMS,
    "feeder_traits": marts.FEEDER_SUMS,
    "settled_after": FILES_UNTIL_SETTLED,
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
    staging_gaps: StagingGaps = NO_STAGING_GAPS,
) -> BuildResult:
    """Build a new warehouse from every real file staged and all that is shipped, and point CURRENT at it.

    Synthetic files take no part: off means not one row. Whatever is raised, CURRENT is untouched.

    Args:
        places: The folders of the loader.
        progress: Told of each step in a sentence.
        with_sample: Build the demonstration instead, in a folder of its own: the same, and the synthetic files where no
            real ones are loaded.
        staging_gaps: Files that could not be staged again, which a check warns of.

    Returns:
        The build, published.

    Raises:
        BuildFailed: A check failed, or a file could not be read or written.
        BuildBusy: Another build is running.
        MissingReference: A table that ships with the program is not there.
    """
    say = progress or (lambda _sentence: None)
    try:
        return _build(places, say, with_sample, staging_gaps)
    except (*BEYOND_US, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise BuildFailed(
            f"The build in {places.warehouse} could not be finished ({reason}); the build served until now is kept, "
            "so make room, mend that file or folder, and build again."
        ) from error


def _build(places: Places, say: Progress, with_sample: bool, staging_gaps: StagingGaps) -> BuildResult:
    warehouse = places.demonstration.warehouse if with_sample else places.warehouse
    counterpart = read_current_build(places.warehouse) or "" if with_sample else ""
    warehouse.mkdir(parents=True, exist_ok=True)
    with lock_builds(warehouse):
        remove_leftovers(warehouse)
        built_at = datetime.now(UTC)
        build_id = f"{built_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        draft = warehouse / f"{build_id}.building"
        try:
            checks = _assemble(places, draft, BuildFacts(build_id, built_at, with_sample, staging_gaps), say)
        except BaseException:
            remove_leftovers(warehouse)
            raise
        path = publish(draft, build_id, counterpart)
    return BuildResult(build_id, path, checks, with_sample)


@dataclass(frozen=True)
class BuildFacts:
    """What a build will say of itself."""

    build_id: str
    built_at: datetime
    with_sample: bool
    staging_gaps: StagingGaps


def _assemble(places: Places, target: Path, facts: BuildFacts, say: Progress) -> tuple[CheckResult, ...]:
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": count_cores(),
            "temp_directory": str(target.with_suffix(".spill")),
        }
    )
    with connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{_quote(target)}' as warehouse (storage_version '{STORAGE_VERSION}')")
        for scratch in ("shape", "staged", "reference", "used"):
            connection.execute(f"attach ':memory:' as {scratch}")
        connection.execute("use warehouse; create schema marts; create schema meta")
        say("Reading what is staged")
        _open_reference(connection, places)
        staged_files = _open_staged(connection, places, facts.with_sample)
        variables = VARIABLES | staged_files
        set_variables(connection, variables)
        for what, names in (("older", facts.staging_gaps.older_files), ("lost", facts.staging_gaps.lost_files)):
            connection.execute(f"create table used.{what} as select unnest({format_sql(names)}::varchar[]) as file")
        connection.execute(_read_statement("used"))
        connection.execute(_read_statement("our_words"))
        _open_codes(connection)
        for table in (*marts.MARTS, *marts.META):
            connection.execute(table.definition)
        _apply_retirement(connection)
        is_large = sum(Path(file).stat().st_size for partitions in staged_files.values() for file in partitions) > LARGE
        with Lanes(connection, "warehouse", variables, is_sparing=is_large) as lanes:
            _fill(lanes, say)
            _describe(connection, places, facts)
            say("Checking")
            compare(connection, find_current_path(target.parent), SCHEMA_VERSION)
            checks = run_checks(connection, lanes)
        failures = [check for check in checks if check.severity == "error" and not check.passed]
        if failures:
            first = failures[0]
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
    futures: dict[str, Future[None]] = {}

    def fill(mart: MartTable) -> Callable[[duckdb.DuckDBPyConnection], None]:
        statement = _read_statement(mart.name)

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            for name in MART.findall(statement):
                if name in futures:
                    futures[name].result()
            cursor.execute(f"insert into marts.{mart.name} by name {statement}")

        return work

    def waits(mart: MartTable) -> bool:
        return MART.search(_read_statement(mart.name)) is not None

    others = [mart for mart in marts.MARTS if mart is not marts.ELIGIBILITY]
    for mart in others if lanes.is_sparing else sorted(others, key=waits):
        say(f"Building {mart.name}")
        futures[mart.name] = lanes.submit(fill(mart))
    for one in futures.values():
        one.result()


def _open_reference(connection: duckdb.DuckDBPyConnection, places: Places) -> None:
    tables = {name: places.reference / f"{name}.csv" for name in REFERENCE}
    tables |= {"sources": places.published / "sources.csv", "figure_text": places.published / "figures.csv"}
    for path in tables.values():
        if not path.is_file():
            raise MissingReference(f"{path} ships with the program but is missing; restore it from the repository.")

    def read(name: str, path: Path) -> Callable[[duckdb.DuckDBPyConnection], object]:
        table = f"create table reference.{name} as from {READ_CSV.format(format_sql(str(path)))}"
        return lambda cursor: cursor.execute(table)

    with Lanes(connection, "warehouse", {}) as lanes:
        for future in [lanes.submit(read(name, path)) for name, path in tables.items()]:
            future.result()
    connection.execute(_read_statement("figures"))


def _open_staged(connection: duckdb.DuckDBPyConnection, places: Places, with_sample: bool) -> dict[str, list[str]]:
    """The records and rows of the files that may take part: of synthetic ones not even a row is opened unasked.

    The sample that the program makes itself lies apart, and gives way to one that somebody loaded. Returns the
    variables that the views read: of each dataset its partitions.
    """
    connection.execute(_read_statement("extract_record"))
    _open_records(connection, places.staged)
    folders = [places.staged]
    if not with_sample:
        connection.execute("delete from staged.extracts where evidence = 'sample'")
    elif not connection.execute("select 1 from staged.extracts where evidence = 'sample'").fetchone():
        folders.append(places.demonstration.staged)
        _open_records(connection, folders[-1])
    extract_ids = {
        extract for (extract,) in connection.execute("select left(sha256, 12) from staged.extracts").fetchall()
    }
    variables = {}
    for dataset, columns in DATASETS.items():
        definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        connection.execute(f"create table shape.{dataset} ({definition})")
        files = (path for folder in folders for path in (folder / dataset).glob("*.parquet"))
        partitions = sorted(str(path) for path in files if path.stem.rpartition("_")[2] in extract_ids)
        if partitions:
            variables[f"{dataset}_files"] = partitions
            set_variables(connection, variables)
            parts = f"select * from read_parquet(getvariable('{dataset}_files'), union_by_name = true)"
            connection.execute(f"create view staged.{dataset} as from shape.{dataset} union all by name {parts}")
        else:
            connection.execute(f"create view staged.{dataset} as from shape.{dataset}")
    return variables


def _open_records(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Read here, since DuckDB's own reader of JSON takes 250 MB for a few hundred small files."""
    fields = {name: kind for name, kind, *_ in connection.execute("describe staged.extracts").fetchall()}
    records = [json.loads(extract.to_json()) for extract in read_extracts(folder)]
    content = json.dumps([{name: record.get(name) for name in fields} for record in records])
    shape = ", ".join(f'"{name}" {kind}' for name, kind in fields.items())
    connection.execute(
        "insert into staged.extracts by name select unnest(record) "
        f"from (select unnest({format_sql(content)}::json::struct({shape})[]) as record)"
    )


def _open_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """The enumerated types: the words of a column that we know, and what the files in use hold besides.

    The empty text is in all of them, since a type without words cannot be read back.
    """
    connection.execute(_read_statement("codes"))
    for column in marts.ENUM_COLUMNS:
        words = f"select code from {{}} where column_name = '{column}' and code is not null"
        either = f"{words.format('used.codes')} union {words.format('reference.codes')}"
        connection.execute(f"create type marts.{column} as enum (from ({either} union select '') order by code)")


def _apply_retirement(connection: duckdb.DuckDBPyConnection) -> None:
    """What the marts need of the retirement rules: the class of a service, and the mart of estimates for each period.

    That one is filled here: what is registered is unknown to other cursors, and takes memory until it is let go.
    """
    connection.execute(_read_statement("service_class"))
    query = "select distinct month from used.spans where subject = 'employment' and is_best order by month"
    periods = [month for (month,) in connection.execute(query).fetchall()]
    connection.register("estimate", retirement.estimate_all(periods))
    connection.execute(f"insert into marts.{marts.ELIGIBILITY.name} by name {_read_statement(marts.ELIGIBILITY.name)}")
    connection.unregister("estimate")


def _describe(connection: duckdb.DuckDBPyConnection, places: Places, facts: BuildFacts) -> None:
    built_at = facts.built_at.replace(tzinfo=None)
    itself = (facts.build_id, built_at, SCHEMA_VERSION, VERSION, facts.with_sample)
    connection.execute(f"insert into meta.build {format_sql_rows([itself])}")
    figures_file = places.published / "figures.csv"
    figures = {
        "sha256": hashlib.sha256(figures_file.read_bytes()).hexdigest(),
        "bytes": figures_file.stat().st_size,
        "loaded_at": built_at,
    }
    connection.execute(f"set variable shipped = {format_sql(figures)}")
    connection.execute(_read_statement("extracts"))
    connection.execute(_read_statement("findings"))
    if (newest_list := read_published(places)) and (months := newest_list.to_rows()):
        connection.execute(f"insert into meta.published_months {format_sql_rows(months)}")
    rows = [
        (table.schema, table.name, column.name, column.type, column.unit, column.meaning)
        for table in (*marts.MARTS, *marts.META)
        for column in table.columns
    ]
    # One statement for all of them: row by row this would be the slowest step of a small build.
    connection.execute(f"insert into meta.columns {format_sql_rows(rows)}")


def _read_statement(name: str) -> str:
    return files("etl").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
