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
from metrics.export.data.formula_guard import as_text, neutralised_batch
from metrics.text import open_data
from metrics.warehouse import Warehouse

Form = Literal["parquet", "csv"]
PAPER = "README.md"
ADDRESSES = {("meta", "extracts"): "origin", ("marts", "source"): "address"}
"""Columns that may say where a file lay on the machine that loaded it, which is nobody's source."""

PACKED = 3
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


def name(warehouse: Warehouse, form: Form) -> str:
    """Under which name an archive is saved."""
    kind = "demonstration-" if warehouse.with_sample else ""
    return f"ses-health-{kind}{warehouse.build_id}.{form}.zip"


def archive(warehouse: Warehouse, form: Form) -> Path:
    """The archive of a build, made once and kept, also for a later process, until another build's is asked for."""
    with _one_at_a_time:
        try:
            folder, present = _folder(warehouse), f"{warehouse.build_id}-{program.compute_mark()}"
            made = folder / f"{present}.{form}.zip"
            if not made.is_file():
                for old in folder.iterdir():
                    if not old.name.startswith(present) or _is_abandoned(old):
                        old.unlink(missing_ok=True)
                _write_whole(warehouse, form, made)
            return made
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


def _write_whole(warehouse: Warehouse, form: Form, made: Path) -> None:
    """Write the archive aside, and nothing of it stays where it cannot be finished: the disk may be full."""
    unfinished = made.with_suffix(f".zip.{os.getpid()}")
    try:
        with FileLock(unfinished, fallback_to_soft=False):
            write(warehouse, form, unfinished)
            unfinished.replace(made)
    finally:
        unfinished.unlink(missing_ok=True)


def write(warehouse: Warehouse, form: Form, file: Path) -> None:
    """Write the archive, a part of one table in memory at a time; the same bytes for the same build."""
    packing = zipfile.ZIP_STORED if form == "parquet" else zipfile.ZIP_DEFLATED
    columns = warehouse.rows("select * from meta.columns")
    with zipfile.ZipFile(file, "w", packing, compresslevel=PACKED) as whole:
        whole.writestr(zipfile.ZipInfo(PAPER), _paper(warehouse, columns))
        for schema, table, described in _described(columns):
            with whole.open(f"{schema}/{table}.{form}", "w", force_zip64=True) as out:
                _table(warehouse.batches(_statement(schema, table, described["column_name"])), form, out)


def _described(columns: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Every table with the description of its columns."""
    for _, described in columns.groupby(["schema_name", "table_name"], sort=True):
        yield described["schema_name"].iloc[0], described["table_name"].iloc[0], described


def _statement(schema: str, table: str, columns: pd.Series) -> str:
    hidden = ADDRESSES.get((schema, table))
    web = f'if(starts_with("{hidden}", \'http\'), "{hidden}", null) as "{hidden}"'
    names = ", ".join(web if column == hidden else f'"{column}"' for column in columns)
    return f'select {names} from "{schema}"."{table}"'


def _table(rows: pa.RecordBatchReader, form: Form, out: IO[bytes]) -> None:
    if form == "parquet":
        with parquet.ParquetWriter(out, rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)
        return
    with csv.CSVWriter(out, as_text(rows.schema)) as writer:
        for batch in rows:
            writer.write_batch(neutralised_batch(batch))


def _paper(warehouse: Warehouse, columns: pd.DataFrame) -> str:
    head = open_data.describe_archive(warehouse.build_id, warehouse.built_at, warehouse.with_sample)
    return "".join([head, *_tables(columns)])


def _tables(columns: pd.DataFrame) -> Iterator[str]:
    for schema, table, described in _described(columns):
        yield f"\n## {schema}/{table}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n"
        for row in described.fillna("").to_dict("records"):
            cells = (f"`{row['column_name']}`", row["type"], row["unit"], row["meaning"])
            yield f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |\n"
