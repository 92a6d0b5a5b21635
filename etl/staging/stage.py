"""One published file in, typed Parquet partitions and an account of its rows out, the same wherever it runs."""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from etl.files.provenance import Extract, Provenance, format_iso
from etl.files.raw import Incoming, hash_file
from etl.files.zip_archive import DiskFull, NotTheFile
from etl.layouts.recognise import DataFile, recognise
from etl.staging.engine import OUR_OWN_FAULT, Engine, choose_memory, read_statement
from etl.staging.fingerprint import compute_recipe
from etl.staging.records import read_records
from etl.staging.tables import Account, read_table


@dataclass(frozen=True)
class StagingJob:
    """What a process needs to stage one file: the file, where to write, the reference tables, its share of cores."""

    incoming: Incoming
    into: Path
    reference: Path
    threads: int


def stage(job: StagingJob) -> Extract:
    """Stage one file; raises the named errors of its reading and recognition, and leaves no scratch behind."""
    data_file = recognise(job.incoming.path)
    job.into.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix="scratch-", dir=job.into))  # its own: a dead worker may have left another
    engine = Engine(scratch, job.threads, data_file.layout, choose_memory(job.incoming.path))
    try:
        engine.open_reference(job.reference)
        account = _read(engine, data_file, scratch, job.incoming)
        return _write(engine, data_file, account, job)
    except OUR_OWN_FAULT:
        raise
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) and str(job.incoming.path) not in str(error):
            raise DiskFull(
                f"{job.incoming.name} could not be staged in {job.into}: {_first_line(error)}; make room."
            ) from error
        # The reader's reason may quote a row, and a row may hold a name.
        reason = "" if data_file.layout.personal else f": {_first_line(error)}"
        raise NotTheFile(
            f"{job.incoming.name} cannot be read as {data_file.layout.name}{reason}; download it again."
        ) from error
    finally:
        engine.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _read(engine: Engine, data_file: DataFile, scratch: Path, incoming: Incoming) -> Account:
    if data_file.layout.evidence == "records":
        return read_records(engine, data_file, scratch, incoming.month)
    return read_table(engine, data_file, scratch, incoming)


def _write(engine: Engine, data_file: DataFile, account: Account, job: StagingJob) -> Extract:
    layout, incoming = data_file.layout, job.incoming
    stamp = {"evidence": account.evidence, "extract_id": incoming.extract_id}
    partitions = []
    for dataset, sql in account.outputs.items():
        name = f"{dataset}/{_format_span(account.first, account.last)}_{incoming.extract_id}.parquet"
        engine.write(dataset, read_statement(sql), job.into / name, stamp)
        partitions.append(name)
    return Extract(
        Provenance(
            extract_id=incoming.extract_id,
            name=incoming.name,
            publisher=layout.publisher,
            origin=incoming.origin,
            found_at=incoming.found_at,
            sha256=incoming.sha256,
            bytes=incoming.bytes,
            mtime_ns=incoming.mtime_ns,
            loaded_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            layout=layout.name,
            period_start=format_iso(account.first),
            period_end=format_iso(account.last),
            version=account.version,
            part=account.part,
            evidence=account.evidence,
            kept_sha256=incoming.kept_sha256,
            left_out=incoming.left_out,
            as_of=format_iso(incoming.as_of),
            keeps_names=incoming.keeps_names,
        ),
        subject=layout.subject,
        source_id=layout.source_id,
        rows_read=account.rows_read,
        rows_kept=account.rows_kept,
        rows_counted=account.rows_counted,
        rows_rejected=account.rows_read - account.rows_kept - account.rows_counted,
        kept_by=account.rows_by_kind,
        findings=tuple(engine.findings),
        partitions=tuple(partitions),
        partitions_sha256=tuple(hash_file(job.into / name) for name in partitions),
        recipe=compute_recipe(layout, job.reference),
        months=None if account.months is None else tuple(month.isoformat() for month in account.months),
    )


def _format_span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "undated"
    return first.isoformat() if first == last else f"{first.isoformat()}_{last.isoformat()}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
