"""What is loaded, from where, how fresh, whether the build being served uses it, and what its checks warn of."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.files.provenance import Extract, find_damaged_records, read_extracts
from etl.freshness import Freshness, measure_freshness, today
from etl.paths import PROGRAM, Places
from etl.staging.store import find_outdated
from etl.warehouse.checks import CheckResult
from etl.warehouse.publish import SCHEMA_VERSION, find_current_path, read_current_build
from etl.warehouse.revisions import Revision, read_revisions

SHOWN_ON_REQUEST = "synthetic: shown in the demonstration only"


@dataclass(frozen=True)
class BuildSummary:
    """What a build that can be read says of itself: when it was made, its files by extract id, its checks."""

    built_at: datetime
    extracts: dict[str, dict[str, Any]]
    checks: list[CheckResult]


@dataclass(frozen=True)
class Status:
    """Everything `status` prints: the build being served, if any, and every file with its account.

    `damaged_records` names the records of loaded files that cannot be read.
    """

    build_id: str | None
    built_at: datetime | None
    extracts: list[dict[str, Any]]
    revisions: list[Revision] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    freshness: Freshness | None = None
    damaged_records: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The object of `status --json`."""
        built_at = self.built_at.isoformat() if self.built_at else None
        return {
            "build": {"build_id": self.build_id, "built_at": built_at},
            "freshness": self.freshness.to_json() if self.freshness else None,
            "extracts": self.extracts,
            "damaged_records": self.damaged_records,
            "revisions": [asdict(one) | {"period": one.period.isoformat()} for one in self.revisions],
            "checks": [asdict(check) for check in self.checks],
        }


def read_status(places: Places, day: date | None = None) -> Status:
    """Read the records of staged files and, if there is a build, what it made of them and what ships with it.

    Args:
        places: The folders of the loader.
        day: The day against which freshness is measured, by default today.

    Returns:
        The status; of a build that cannot be read its id alone.
    """
    path, extracts = find_current_path(places.warehouse), read_extracts(places.staged)
    damaged_records = [record.name for record in find_damaged_records(places.staged)]
    summary = _summarize_build(path) if path else None
    if path is None or summary is None:
        files = [_describe(extract, None) for extract in extracts]
        return Status(read_current_build(places.warehouse), None, files, damaged_records=damaged_records)
    files = [_describe(extract, summary.extracts.get(extract.provenance.extract_id)) for extract in extracts]
    ids = {extract.provenance.extract_id for extract in extracts}
    shipped_files = [dict(row) for identity, row in summary.extracts.items() if identity not in ids]
    fresh = measure_freshness(places, day or today())
    return Status(
        path.stem, summary.built_at, files + shipped_files, read_revisions(path), summary.checks, fresh, damaged_records
    )


def is_behind(places: Places) -> bool:
    """Is there no build that can be read today, or is it older than its files, the shipped tables or the program?"""
    path, extracts = find_current_path(places.warehouse), read_extracts(places.staged)
    summary = _summarize_build(path) if path and read_schema(path) == SCHEMA_VERSION else None
    real = [extract.provenance.extract_id for extract in extracts if not extract.is_sample]
    return (
        summary is None
        or any(extract_id not in summary.extracts for extract_id in real)
        or any(source.stat().st_mtime > summary.built_at.timestamp() for source in _list_ingredients(places, real))
        or bool(find_outdated(places, extracts))
        or bool(find_damaged_records(places.staged))
    )


def read_schema(path: Path) -> int | None:
    """The number of the layout that a build has; None if it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute("select schema_version from meta.build").fetchone()
    except duckdb.Error:
        return None
    return int(row[0]) if row else None


def read_notes(build: Path, extracts: Sequence[Extract]) -> list[tuple[str, str]]:
    """Name and note of those extracts that a build leaves out, wholly or in part."""
    if not extracts:
        return []
    try:
        with duckdb.connect(str(build), read_only=True) as connection:
            rows = connection.execute("select extract_id, note from meta.extracts where note <> ''").fetchall()
    except duckdb.Error:
        return []
    note = dict(rows)
    provenances = [one.provenance for one in extracts]
    return [(one.name, note[one.extract_id]) for one in provenances if one.extract_id in note]


def _list_ingredients(places: Places, extract_ids: Sequence[str]) -> Iterator[Path]:
    yield from (places.staged / "extracts" / f"{extract_id}.json" for extract_id in extract_ids)
    for folder, kind in (
        (places.reference, "*.csv"),
        (places.published, "*.csv"),
        (PROGRAM, "**/*.py"),
        (PROGRAM, "**/*.sql"),
    ):
        yield from folder.glob(kind)


def _describe(extract: Extract, row: dict[str, Any] | None) -> dict[str, Any]:
    flat = asdict(extract.provenance) | asdict(extract)
    del flat["provenance"]
    flat["period_start"], flat["period_end"] = extract.covers
    absent = SHOWN_ON_REQUEST if extract.is_sample else "not in the build being served"
    is_used, note = (row["is_used"], row["note"]) if row else (False, absent)
    return flat | {"is_used": is_used, "note": note}


def _summarize_build(path: Path) -> BuildSummary | None:
    """What a build says of itself; None if it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            moment = connection.execute("select built_at from meta.build").fetchone()
            cursor = connection.execute(
                "select * replace (loaded_at::varchar as loaded_at, period_start::varchar as period_start, "
                "period_end::varchar as period_end) from meta.extracts"
            )
            names = [column[0] for column in cursor.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            checks = connection.execute(
                "select name, description, severity, passed, offending_rows, example from meta.checks"
            ).fetchall()
            # A file that a disk has damaged may open all the same: a row of every table tells more.
            marts = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
            for (table,) in marts:
                connection.execute(f'select * from marts."{table}" limit 1').fetchall()
    except duckdb.Error:
        return None
    if moment is None:
        return None
    extracts = {row["extract_id"]: row for row in rows}
    return BuildSummary(moment[0].replace(tzinfo=UTC), extracts, [CheckResult(*check) for check in checks])
