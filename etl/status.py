"""What is loaded, from where, how fresh, whether the build being served uses it, and what its checks warn of."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.files.provenance import Extract, find_damaged_records, read_extracts
from etl.freshness import Freshness, freshness, today
from etl.paths import PROGRAM, Places
from etl.staging.store import find_outdated
from etl.warehouse.checks import CheckResult
from etl.warehouse.publish import SCHEMA_VERSION, current_build, current_path
from etl.warehouse.revisions import Revision, revisions

SHOWN_ON_REQUEST = "synthetic: shown in the demonstration only"


@dataclass(frozen=True)
class Served:
    """What a build that can be read says of itself: when it was made, its files by extract id, its checks."""

    built_at: datetime
    extracts: dict[str, dict[str, Any]]
    checks: list[CheckResult]


@dataclass(frozen=True)
class Status:
    """Everything `status` prints: the build being served, if any, and every file with its account.

    `damaged` names the records of loaded files that cannot be read.
    """

    build_id: str | None
    built_at: datetime | None
    extracts: list[dict[str, Any]]
    revisions: list[Revision] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    freshness: Freshness | None = None
    damaged: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The object of `status --json`."""
        built_at = self.built_at.isoformat() if self.built_at else None
        return {
            "build": {"build_id": self.build_id, "built_at": built_at},
            "freshness": self.freshness.to_json() if self.freshness else None,
            "extracts": self.extracts,
            "damaged_records": self.damaged,
            "revisions": [asdict(one) | {"period": one.period.isoformat()} for one in self.revisions],
            "checks": [asdict(check) for check in self.checks],
        }


def status(places: Places, day: date | None = None) -> Status:
    """Read the records of staged files and, if there is a build, what it made of them and what ships with it.

    `day` is the one against which freshness is told, by default today.
    """
    path, staged = current_path(places.warehouse), read_extracts(places.staged)
    damaged = [record.name for record in find_damaged_records(places.staged)]
    served = _served(path) if path else None
    if path is None or served is None:
        described = [_described(extract, None) for extract in staged]
        return Status(current_build(places.warehouse), None, described, damaged=damaged)
    described = [_described(extract, served.extracts.get(extract.provenance.extract_id)) for extract in staged]
    ids = {extract.provenance.extract_id for extract in staged}
    shipped = [dict(row) for identity, row in served.extracts.items() if identity not in ids]
    fresh = freshness(places, day or today())
    return Status(path.stem, served.built_at, described + shipped, revisions(path), served.checks, fresh, damaged)


def is_behind(places: Places) -> bool:
    """Is there no build that can be read today, or is it older than its files, the shipped tables or the program?"""
    path, staged = current_path(places.warehouse), read_extracts(places.staged)
    served = _served(path) if path and schema_of(path) == SCHEMA_VERSION else None
    real = [extract.provenance.extract_id for extract in staged if not extract.is_sample]
    return (
        served is None
        or any(extract_id not in served.extracts for extract_id in real)
        or any(source.stat().st_mtime > served.built_at.timestamp() for source in _made_of(places, real))
        or bool(find_outdated(places, staged))
        or bool(find_damaged_records(places.staged))
    )


def schema_of(path: Path) -> int | None:
    """The number of the layout that a build has; None if it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute("select schema_version from meta.build").fetchone()
    except duckdb.Error:
        return None
    return int(row[0]) if row else None


def notes(build: Path, extracts: Sequence[Extract]) -> list[tuple[str, str]]:
    """Name and note of those extracts that a build leaves out, wholly or in part."""
    if not extracts:
        return []
    try:
        with duckdb.connect(str(build), read_only=True) as connection:
            told = connection.execute("select extract_id, note from meta.extracts where note <> ''").fetchall()
    except duckdb.Error:
        return []
    note = dict(told)
    known = [one.provenance for one in extracts]
    return [(one.name, note[one.extract_id]) for one in known if one.extract_id in note]


def _made_of(places: Places, extract_ids: Sequence[str]) -> Iterator[Path]:
    yield from (places.staged / "extracts" / f"{extract_id}.json" for extract_id in extract_ids)
    for folder, kind in (
        (places.reference, "*.csv"),
        (places.published, "*.csv"),
        (PROGRAM, "**/*.py"),
        (PROGRAM, "**/*.sql"),
    ):
        yield from folder.glob(kind)


def _described(extract: Extract, built: dict[str, Any] | None) -> dict[str, Any]:
    flat = asdict(extract.provenance) | asdict(extract)
    del flat["provenance"]
    flat["period_start"], flat["period_end"] = extract.covers
    absent = SHOWN_ON_REQUEST if extract.is_sample else "not in the build being served"
    is_used, note = (built["is_used"], built["note"]) if built else (False, absent)
    return flat | {"is_used": is_used, "note": note}


def _served(path: Path) -> Served | None:
    """What a build says of itself; None if it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            made = connection.execute("select built_at from meta.build").fetchone()
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
    if made is None:
        return None
    extracts = {row["extract_id"]: row for row in rows}
    return Served(made[0].replace(tzinfo=UTC), extracts, [CheckResult(*check) for check in checks])
