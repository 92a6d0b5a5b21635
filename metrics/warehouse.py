"""The published build: found by its pointer, opened read-only and locked, and asked where its numbers come from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from metrics.errors import NoWarehouse

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = 6
"""The layout of the warehouse that this code reads; the loader writes the same number into meta.build."""

ROWS_AT_A_TIME = 50_000
_HOW = "make one with: python -m etl build"
_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def folder() -> Path:
    """Where builds lie: the folder `warehouse` under SES_DATA, by default `data` beside the program."""
    default = Path(__file__).resolve().parent.parent / "data"
    return Path(os.environ.get("SES_DATA") or default).resolve() / "warehouse"


def current_build() -> str:
    """The id of the build that is served; raises NoWarehouse where there is none."""
    pointer = folder() / "CURRENT"
    try:
        return pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoWarehouse(f"No warehouse has been built yet in {folder()}; {_HOW}") from None


def current() -> Warehouse:
    """The served build, opened."""
    return Warehouse.open(folder() / f"{current_build()}.duckdb")


@dataclass(frozen=True)
class Warehouse:
    """One build, held open read-only; safe to share between threads, since each question takes its own cursor."""

    path: Path
    connection: duckdb.DuckDBPyConnection

    @classmethod
    def open(cls, path: Path) -> Warehouse:
        """Open a build's file; raises NoWarehouse where it is missing, broken or of another layout."""
        if not path.is_file():
            raise NoWarehouse(f"The figures are being renewed: reload in a moment. If this stays, {_HOW}")
        try:
            connection = duckdb.connect(str(path), read_only=True, config=_LOCKED)
            row = connection.execute("select schema_version from meta.build").fetchone()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise NoWarehouse(f"The build {path.name} cannot be opened ({reason}); {_HOW}") from None
        if row is None or row[0] != SCHEMA_VERSION:
            raise NoWarehouse(f"The build {path.name} was made by another version of this program; {_HOW}")
        return cls(path, connection)

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
        return self.connection.cursor().execute(sql, values or []).df()

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """The rows of a statement, a part of them at a time, for what need not be held whole."""
        return self.connection.cursor().execute(sql).to_arrow_reader(ROWS_AT_A_TIME)

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
        chosen = self._labels[self._labels["column_name"] == column]
        return dict(zip(chosen["code"], chosen["label"], strict=True))
