"""The whole warehouse in one file: a member for every table, as Parquet or CSV, and a paper with the words of each."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import IO, Literal

import pandas as pd
import pyarrow as pa
from filelock import FileLock, Timeout
from pyarrow import csv, parquet

from metrics import program
from metrics.errors import MetricsError
from metrics.export.data.formula_guard import as_text, neutralize_batch
from metrics.text import open_data
from metrics.warehouse import Warehouse

Form = Literal["parquet", "csv"]
PAPER = "README.md"
ADDRESSES = {("meta", "extracts"): "origin", ("marts", "source"): "address"}
"""Columns that may say where a file lay on the machine that loaded it, which is nobody's source."""

COMPRESSION = 3
"""How hard text is packed: the usual 6 takes two and a half times as long for a fifth less."""

_one_at_a_time = Lock()


class ArchiveNotWritten(MetricsError):
    """The archive has no room where temporary files are written."""


def _folder(warehouse: Warehouse) -> Path:
    """Where the archives of a data folder are kept, for every process of this user: nobody else may write there."""
    of_data = hashlib.sha256(os.fsencode(warehouse.path.parent)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"ses-health-{os.getuid()}-{of_data}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise ArchiveNotWritten(f"{folder.name} among the temporary files belongs to another user; remove it.")
    return folder


def format_name(warehouse: Warehouse, form: Form) -> str:
    """Under which name an archive is saved."""
    kind = "demonstration-" if warehouse.with_sample else ""
    return f"ses-health-{kind}{warehouse.build_id}.{form}.zip"


def find_archive(warehouse: Warehouse, form: Form) -> Path:
    """The archive of a build, made once and kept, also for a later process, until another build's is asked for."""
    with _one_at_a_time:
        try:
            folder, present = _folder(warehouse), f"{warehouse.build_id}-{program.compute_mark()}"
            file = folder / f"{present}.{form}.zip"
            if not file.is_file():
                for old in folder.iterdir():
                    if not old.name.startswith(present) or _is_abandoned(old):
                        old.unlink(missing_ok=True)
                _write_whole(warehouse, form, file)
            return file
        except OSError as error:
            raise ArchiveNotWritten(
                f"The archive cannot be written where temporary files go ({error.strerror}); make room there, or set "
                "TMPDIR to a folder that has some."
            ) from None


def _is_abandoned(file: Path) -> bool:
    """Was this left half written by a process that is no more? One that is still writing holds it locked."""
    if not file.suffix.removeprefix(".").isdigit():
        return False
    try:
        with FileLock(file, blocking=False, fallback_to_soft=False):
            return True
    except Timeout:
        return False


def _write_whole(warehouse: Warehouse, form: Form, file: Path) -> None:
    """Write the archive aside, and nothing of it stays where it cannot be finished: the disk may be full."""
    aside = file.with_suffix(f".zip.{os.getpid()}")
    try:
        with FileLock(aside, fallback_to_soft=False):
            write(warehouse, form, aside)
            aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def write(warehouse: Warehouse, form: Form, file: Path) -> None:
    """Write the archive, a part of one table in memory at a time; the same bytes for the same build."""
    packing = zipfile.ZIP_STORED if form == "parquet" else zipfile.ZIP_DEFLATED
    columns = warehouse.rows("select * from meta.columns")
    with zipfile.ZipFile(file, "w", packing, compresslevel=COMPRESSION) as whole:
        whole.writestr(zipfile.ZipInfo(PAPER), _write_paper(warehouse, columns))
        for schema, table, table_columns in _group_tables(columns):
            with whole.open(f"{schema}/{table}.{form}", "w", force_zip64=True) as out:
                _write_table(
                    warehouse.batches(_build_statement(schema, table, table_columns["column_name"])), form, out
                )


def _group_tables(columns: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Every table with the description of its columns."""
    for _, table_columns in columns.groupby(["schema_name", "table_name"], sort=True):
        yield table_columns["schema_name"].iloc[0], table_columns["table_name"].iloc[0], table_columns


def _build_statement(schema: str, table: str, columns: pd.Series) -> str:
    address_column = ADDRESSES.get((schema, table))
    web = f'if(starts_with("{address_column}", \'http\'), "{address_column}", null) as "{address_column}"'
    names = ", ".join(web if column == address_column else f'"{column}"' for column in columns)
    return f'select {names} from "{schema}"."{table}"'


def _write_table(rows: pa.RecordBatchReader, form: Form, out: IO[bytes]) -> None:
    if form == "parquet":
        with parquet.ParquetWriter(out, rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)
        return
    with csv.CSVWriter(out, as_text(rows.schema)) as writer:
        for batch in rows:
            writer.write_batch(neutralize_batch(batch))


def _write_paper(warehouse: Warehouse, columns: pd.DataFrame) -> str:
    head = open_data.describe_archive(warehouse.build_id, warehouse.built_at, warehouse.with_sample)
    return "".join([head, *_describe_tables(columns)])


def _describe_tables(columns: pd.DataFrame) -> Iterator[str]:
    for schema, table, table_columns in _group_tables(columns):
        yield f"\n## {schema}/{table}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n"
        for row in table_columns.fillna("").to_dict("records"):
            cells = (f"`{row['column_name']}`", row["type"], row["unit"], row["meaning"])
            yield f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |\n"
