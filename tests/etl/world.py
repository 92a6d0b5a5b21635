"""A small loaded world for tests of the build: staged Parquet and extract records, as the loader writes them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb

from etl.paths import REPOSITORY, Places
from etl.staging.schema import DATASETS
from metrics.warehouse import READ_ONLY

SUBJECT_DATASET = {
    "employment": "executives",
    "separations": "separations",
    "accessions": "accessions",
    "positions": "positions",
    "demographics": "demographics",
    "published": "published",
}
EPOCH = datetime(2026, 11, 1, tzinfo=UTC)

Row = dict[str, object]


class World:
    """Folders for one test, beside the shipped figures and reference tables."""

    def __init__(self, folder: Path) -> None:
        shipped = REPOSITORY / "data"
        self.places = Places(
            raw=folder / "raw",
            staged=folder / "staged",
            warehouse=folder / "warehouse",
            published=shipped / "published",
            reference=shipped / "reference",
        )
        self._clock = EPOCH

    def load(
        self,
        name: str,
        subject: str,
        rows: list[Row],
        *,
        span: tuple[str, str] | None = None,
        evidence: str = "records",
        counted: list[Row] | None = None,
        **account: object,
    ) -> str:
        """Stage a file of that name; rows go to the subject's dataset, counted rows to the counts beside it.

        Every call is loaded an hour after the one before. Returns the extract id.
        """
        self._clock += timedelta(hours=1)
        sha256 = hashlib.sha256(f"{name}{self._clock}".encode()).hexdigest()
        extract_id = sha256[:12]
        marks: Row = {"evidence": evidence, "extract_id": extract_id}
        dataset = SUBJECT_DATASET[subject]
        self.stage(dataset, extract_id, [marks | row for row in rows])
        counts = counted or []
        if counts:
            beside = "workforce" if subject == "employment" else f"{dataset}_workforce"
            self.stage(beside, extract_id, [marks | row for row in counts])
        record: Row = {
            "extract_id": extract_id,
            "name": name,
            "layout": subject,
            "subject": subject,
            "publisher": "U.S. Office of Personnel Management",
            "source_id": None,
            "evidence": evidence,
            "origin": f"/media/{name}",
            "found_at": f"/media/{name}",
            "mtime_ns": 0,
            "sha256": sha256,
            "bytes": 1,
            "loaded_at": self._clock.isoformat(),
            "period_start": span and span[0],
            "period_end": span and span[1],
            "version": None,
            "rows_kept": len(rows),
            "rows_counted": len(counts),
            "rows_rejected": 0,
            "findings": [],
            "partitions": [],
        }
        record |= {"rows_read": len(rows) + len(counts)} | account
        path = self.places.staged / "extracts" / f"{extract_id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record), "utf-8")
        return extract_id

    def stage(self, dataset: str, extract_id: str, rows: list[Row]) -> Path:
        """Write one partition with the types the build expects; columns a row does not name are null."""
        path = self.places.staged / dataset / f"any_{extract_id}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        definition = ", ".join(f'"{column}" {kind}' for column, kind in DATASETS[dataset].items())
        connection = _in_memory()
        connection.execute(f"create or replace table partition ({definition})")
        for row in rows:
            columns = ", ".join(f'"{column}"' for column in row)
            marks = ", ".join("?" for _ in row)
            connection.execute(f"insert into partition ({columns}) values ({marks})", list(row.values()))
        target = str(path).replace("'", "''")
        connection.execute(f"copy partition to '{target}' (format parquet)")
        return path

    def query(self, sql: str, build_id: str | None = None, *, with_sample: bool = False) -> list[tuple[object, ...]]:
        """Rows of a query on the build being served, on another that is still kept, or on the demonstration."""
        warehouse = (self.places.demonstration if with_sample else self.places).warehouse
        served = build_id or (warehouse / "CURRENT").read_text("utf-8").split()[0]
        # As the dashboard opens it: one process reads one file under one configuration.
        with duckdb.connect(str(warehouse / f"{served}.duckdb"), read_only=True, config=READ_ONLY) as connection:
            return connection.execute(sql).fetchall()

    def staged(self, dataset: str = "executives", day: str = "period") -> list[tuple[object, ...]]:
        """People by period of everything that is staged in a dataset, before any build."""
        partitions = str(self.places.staged / dataset / "*.parquet")
        sql = f"select {day}::varchar, sum(people)::int from read_parquet(?) group by all order by all"
        return _in_memory().execute(sql, [partitions]).fetchall()

    def value(self, sql: str) -> object:
        """The one value of a query on the build being served."""
        ((value,),) = self.query(sql)
        return value


@cache
def _in_memory() -> duckdb.DuckDBPyConnection:
    """An empty database for all partitions that are written by a process: opening one takes longer than writing one."""
    return duckdb.connect()


def call_records(staged: Path) -> None:
    """Make of a staged sample what OPM's own files would be: its rows and records under another evidence."""
    for record in (staged / "extracts").glob("*.json"):
        told = record.read_text("utf-8")
        if '"evidence": "sample"' not in told:
            continue
        for partition in staged.glob(f"*/*_{record.stem}.parquet"):
            with duckdb.connect() as connection:
                rows = connection.read_parquet(str(partition))
                if "evidence" in rows.columns:
                    rows.project("* replace ('records' as evidence)").create("renamed")
                    connection.table("renamed").write_parquet(str(partition))
        record.write_text(told.replace('"evidence": "sample"', '"evidence": "records"'), "utf-8")


def executive(period: str, appointment: str | None = "career", people: int = 1, **more: object) -> Row:
    """One staged SES row."""
    codes = {"career": "50", "noncareer": "55", "limited_term": "60", "limited_emergency": "65", "unspecified": None}
    row: Row = {
        "period": period,
        "corps": "ses",
        "appointment": appointment,
        "appointment_code": codes.get(appointment or ""),
        "pay_plan": "ES",
        "agency_code": "ED",
        "people": people,
    }
    return row | more


def separation(month: str, category: str = "SD", group: str = "retirement", **more: object) -> Row:
    """One staged SES separation of a career appointee."""
    row: Row = {
        "effective_month": month,
        "corps": "ses",
        "appointment": "career",
        "appointment_code": "50",
        "pay_plan": "ES",
        "agency_code": "ED",
        "separation_category": category,
        "separation_group": group,
        "people": 1,
    }
    return row | more
