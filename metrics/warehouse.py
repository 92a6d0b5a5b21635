"""The published build: found by its pointer, opened read-only and locked, and asked where its numbers come from."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import duckdb
import pandas as pd

from metrics.errors import DamagedBuild, NoDemonstration, NoWarehouse
from metrics.program_files import find_data_folder
from metrics.recent import Recent
from metrics.stop import STOP, Stopped

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = 11
"""The layout of the warehouse that this code reads; the loader writes the same number into meta.build."""

ROWS_AT_A_TIME = 50_000
BUILD_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
LONGEST = 256
"""Bytes of the pointer that are read: two ids and a space take 45."""

_HOW = "make one with: python -m etl build"
DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
"""What DuckDB raises where the file is at fault, and neither the statement nor a value."""
READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    # Else the memory of the largest answers stays with the process: half a gigabyte of four at a time.
    "allocator_background_threads": "true",
}
"""How a build is opened to be read: without the outside world, and for good."""


def folder(*, with_sample: bool = False) -> Path:
    """Where builds lie: real ones, or demonstrations with the sample."""
    data = find_data_folder()
    return data / "demonstration" / "warehouse" if with_sample else data / "warehouse"


def read_current_build(*, with_sample: bool = False) -> str:
    """The id of the build that is served.

    Args:
        with_sample: Ask for the demonstration, which must have been made beside the real build that is served now.

    Returns:
        The id.

    Raises:
        NoWarehouse: There is no build.
        NoDemonstration: There is no such demonstration.
    """
    build_ids = _read_pointer(folder())
    if not build_ids:
        raise NoWarehouse(f"No warehouse has been built yet in {folder()}; {_HOW}")
    if not with_sample:
        return build_ids[0]
    demonstration_id, *counterpart = _read_pointer(folder(with_sample=True)) or [""]
    if counterpart != build_ids[:1]:
        raise NoDemonstration(
            f"No demonstration with the synthetic sample has been made in {folder(with_sample=True)} since the figures "
            f"were last renewed; {_HOW} --with-sample"
        )
    return demonstration_id


def is_served(warehouse: Warehouse) -> bool:
    """Whether an open build is the one that its folder serves, or the demonstration beside the one served there."""
    builds = warehouse.path.parent
    build_ids = _read_pointer(builds)
    counterpart = _read_pointer(builds.parents[1] / "warehouse")[:1] if warehouse.with_sample else []
    return build_ids[:1] == [warehouse.build_id] and (not warehouse.with_sample or build_ids[1:] == counterpart)


def _read_pointer(builds: Path) -> list[str]:
    """The ids that the pointer names; none where it is missing, a folder or no names of builds, which a build mends."""
    try:
        with (builds / "CURRENT").open("rb") as pointer:
            words = pointer.read(LONGEST).decode("ascii", errors="replace").split()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return []
    return words if all(BUILD_ID.fullmatch(word) for word in words) else []


def open_current(*, with_sample: bool = False) -> Warehouse:
    """The served build, opened, or the demonstration.

    Args:
        with_sample: Open the demonstration.

    Returns:
        The open build.

    Raises:
        NoWarehouse: What is pointed at is not what was asked for: a sample is never shown unasked.
        NoDemonstration: There is no such demonstration.
    """
    return open_build(read_current_build(with_sample=with_sample), with_sample=with_sample)


def open_build(build: str, *, with_sample: bool = False) -> Warehouse:
    """The build of that id, opened, or the demonstration; raises NoWarehouse as `open_current` does."""
    warehouse = Warehouse.open(folder(with_sample=with_sample) / f"{build}.duckdb")
    if warehouse.with_sample is not with_sample:
        what = "holds a synthetic sample" if warehouse.with_sample else "is no demonstration"
        raise NoWarehouse(f"The build {build} {what}, which is not what was asked for; {_HOW}")
    return warehouse


@dataclass(frozen=True)
class Warehouse:
    """One build, held open read-only; safe to share between threads, since each question takes its own cursor.

    `with_sample` tells the demonstration, which may hold synthetic rows, from real builds, which may not.
    """

    path: Path
    connection: duckdb.DuckDBPyConnection
    with_sample: bool = False
    results: dict[object, Recent[Any]] = field(default_factory=dict, compare=False, repr=False)
    """What is remembered of it, by what makes it; see `remember_per_build`."""

    @classmethod
    def open(cls, path: Path) -> Warehouse:
        """Open a build's file; raises NoWarehouse where it is missing, broken or of another layout."""
        if not path.is_file():
            raise NoWarehouse(f"The figures are being renewed: reload in a moment. If this stays, {_HOW}")
        try:
            connection = duckdb.connect(str(path), read_only=True, config=READ_ONLY)
            row = connection.execute("select schema_version from meta.build").fetchone()
            is_readable = row == (SCHEMA_VERSION,)
            flags = connection.execute("select with_sample from meta.build").fetchone() if is_readable else None
            holds = flags and connection.execute("select 1 from meta.extracts where evidence = 'sample'").fetchone()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise NoWarehouse(f"The build {path.name} cannot be opened ({reason}); {_HOW}") from None
        if flags is None:
            raise NoWarehouse(f"The build {path.name} was made by another version of this program; {_HOW}")
        if holds and not flags[0]:
            raise NoWarehouse(f"The build {path.name} holds a synthetic sample and does not say so; {_HOW}")
        return cls(path, connection, bool(flags[0]))

    @property
    def build_id(self) -> str:
        """The build's name, which keys every cache."""
        return self.path.stem

    @cached_property
    def built_at(self) -> datetime:
        """When the build was made, in UTC."""
        moment: datetime = self.rows("select built_at from meta.build")["built_at"].iloc[0].to_pydatetime()
        return moment

    def rows(self, sql: str, values: list[object] | None = None) -> pd.DataFrame:
        """The rows of a statement over the schemas marts and meta."""
        with self._read() as cursor:
            return cursor.execute(sql, values or []).df()

    def many_rows(
        self,
        sql: str,
        values: list[object] | None = None,
        replacements: Mapping[str, Callable[[str], str]] | None = None,
    ) -> pd.DataFrame:
        """The same for an answer that may be long: texts pass as they lie in memory, in half the time.

        Args:
            sql: The statement.
            values: The values bound in it.
            replacements: By column of text, what is made of each of its texts, once of a text and not once a row.

        Returns:
            The rows. Dates come to the microsecond; sums of whole numbers, which are wider than any number of a frame,
            as floating point, as in `rows`; a column of `replacements` is never empty.
        """
        import pyarrow as pa

        with self._read() as cursor:
            table = cursor.execute(sql, values or []).to_arrow_table()
        for place, column in enumerate(table.schema):
            if pa.types.is_decimal(column.type):
                table = table.set_column(place, column.name, table.column(place).cast(pa.float64()))
            elif pa.types.is_date(column.type):
                table = table.set_column(place, column.name, table.column(place).cast(pa.timestamp("us")))
            elif replacements and column.name in replacements:
                encoding = table.column(place).fill_null("").combine_chunks().dictionary_encode()
                texts = pa.array(
                    [replacements[column.name](text) for text in encoding.dictionary.to_pylist()], pa.string()
                )
                table = table.set_column(place, column.name, texts.take(encoding.indices))
        frame: pd.DataFrame = table.to_pandas()
        return frame

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """The rows of a statement, a part of them at a time, for what need not be held whole."""
        import pyarrow as pa

        with self._read() as cursor:
            reader = cursor.execute(sql).to_arrow_reader(ROWS_AT_A_TIME)
        return pa.RecordBatchReader.from_batches(reader.schema, self._each(reader))

    def _each(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        """Part after part; Arrow calls whatever DuckDB raises on the way an error of the system."""
        try:
            yield from reader
        except OSError as error:
            raise self._report_damage(error) from None

    @contextmanager
    def _read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Every question passes here: it may be stopped, and of a damaged file one sentence says what mends it."""
        cursor, stop = self.connection.cursor(), STOP.get()
        try:
            with stop.watch(cursor) if stop else nullcontext():
                yield cursor
        except duckdb.InterruptException:
            raise Stopped from None
        except DAMAGE as error:
            raise self._report_damage(error) from None

    def _report_damage(self, error: Exception) -> DamagedBuild:
        """What is said of it; the reason is for the log."""
        logging.getLogger("warehouse").error("%s cannot be read: %s", self.path, error)
        return DamagedBuild(f"The build {self.build_id} is damaged; {_HOW}")

    def probe(self) -> None:
        """Read a row of every mart; raises DamagedBuild where one of them cannot be read.

        A file that opens tells nothing of its rows: those are read only when somebody asks.
        """
        marts = "select distinct table_name from meta.columns where schema_name = 'marts' order by 1"
        for name in self.rows(marts)["table_name"]:
            self.rows(f'select * from marts."{name}" limit 1')

    @cached_property
    def extracts(self) -> pd.DataFrame:
        """Every file of the build with its rows read, kept, counted and rejected, newest first."""
        return self.rows("select * from meta.extracts order by is_used desc, loaded_at desc, name")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """Every check that guarded the build, failed ones first."""
        return self.rows("select * from meta.checks order by passed, severity, name")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What was odd in each file: values that could not be read, unknown columns, missing lookups."""
        return self.rows("select * from meta.findings order by extract_id, kind, item")

    @cached_property
    def revisions(self) -> pd.DataFrame:
        """Periods whose files are not those of the build before: executives counted then and now, versions, files."""
        return self.rows("select * from meta.revisions order by period desc, subject")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Every publisher's document and every loaded file, with address and precedence."""
        return self.rows("select * from marts.source order by precedence, source")

    @cached_property
    def agencies(self) -> pd.DataFrame:
        """Agencies by code: names, size group and department."""
        return self.rows("select * from marts.agency order by name")

    @cached_property
    def agency_names(self) -> dict[str, str]:
        """The full name of every agency by its code."""
        return dict(zip(self.agencies["agency_code"], self.agencies["name"], strict=True))

    @cached_property
    def size_groups(self) -> dict[str, str]:
        """The group of agencies that each is measured by, by its code; empty for one of none."""
        return dict(zip(self.agencies["agency_code"], self.agencies["size_group"].fillna(""), strict=True))

    @cached_property
    def successions(self) -> pd.DataFrame:
        """Agencies and parts of them that were renamed, merged, split, moved, created or abolished, oldest first."""
        return self.rows('select * from marts.succession order by "date", predecessor_code, successor_code')

    @cached_property
    def events(self) -> pd.DataFrame:
        """Administrations, events and breaks in the series, oldest first."""
        return self.rows('select * from marts.event order by "start", id')

    @cached_property
    def _labels(self) -> pd.DataFrame:
        return self.rows("select column_name, code, label from marts.label")

    def labels(self, column: str) -> dict[str, str]:
        """Readable labels of a column's codes; agencies by their short names."""
        if column == "agency_code":
            return dict(zip(self.agencies["agency_code"], self.agencies["short_name"], strict=True))
        df = self._labels[self._labels["column_name"] == column]
        return dict(zip(df["code"], df["label"], strict=True))


Params = ParamSpec("Params")
Result = TypeVar("Result")


def remember_per_build(
    most: int = 1,
) -> Callable[[Callable[Concatenate[Warehouse, Params], Result]], Callable[Concatenate[Warehouse, Params], Result]]:
    """Remember so many results of a function of a build with the build itself: with the last who holds it they go.

    Kept by the function, as `lru_cache` would, they would hold the build open after another is served.

    Args:
        most: How many results of the function, by its other arguments.

    Returns:
        The decorator.
    """

    def remember(
        make: Callable[Concatenate[Warehouse, Params], Result],
    ) -> Callable[Concatenate[Warehouse, Params], Result]:
        @wraps(make)
        def recall(warehouse: Warehouse, /, *args: Params.args, **kwargs: Params.kwargs) -> Result:
            results: Recent[Result] = warehouse.results.setdefault(make, Recent(most))
            return results.get((args, tuple(kwargs.items())), lambda: make(warehouse, *args, **kwargs))

        return recall

    return remember
