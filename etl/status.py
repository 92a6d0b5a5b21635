"""What is loaded, from where, how fresh, and whether the build being served uses it."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from etl.changes import Revision, revisions
from etl.places import Places
from etl.publish import current_build, current_path
from etl.record import Extract, staged_extracts


@dataclass(frozen=True)
class Status:
    """Everything `status` prints: the build being served, if any, and every file with its account."""

    build_id: str | None
    built_at: datetime | None
    extracts: list[dict[str, Any]]
    revisions: list[Revision]

    def to_json(self) -> dict[str, Any]:
        """The object of `status --json`."""
        built_at = self.built_at.isoformat() if self.built_at else None
        revised = [asdict(one) | {"period": one.period.isoformat()} for one in self.revisions]
        build = {"build_id": self.build_id, "built_at": built_at}
        return {"build": build, "extracts": self.extracts, "revisions": revised}


def status(places: Places) -> Status:
    """Read the records of staged files and, if there is a build, what it made of them and what ships with it."""
    built_at, built = _built(places)
    staged = staged_extracts(places.staged)
    described = [_described(extract, built.get(extract.provenance.extract_id)) for extract in staged]
    ids = {extract.provenance.extract_id for extract in staged}
    shipped = [dict(row) for identity, row in built.items() if identity not in ids]
    path = current_path(places.warehouse)
    revised = revisions(path) if built_at and path else []
    return Status(current_build(places.warehouse), built_at, described + shipped, revised)


def is_behind(places: Places) -> bool:
    """Is there no readable build, or does it lack a staged file, as after a load killed before building?"""
    built_at, built = _built(places)
    return built_at is None or any(
        extract.provenance.extract_id not in built for extract in staged_extracts(places.staged)
    )


def _described(extract: Extract, built: dict[str, Any] | None) -> dict[str, Any]:
    flat = asdict(extract.provenance) | asdict(extract)
    del flat["provenance"]
    is_used, note = (built["is_used"], built["note"]) if built else (False, "not in the build being served")
    return flat | {"is_used": is_used, "note": note}


def _built(places: Places) -> tuple[datetime | None, dict[str, dict[str, Any]]]:
    """When the served build was made and its files by extract id; (None, {}) if there is none that can be read."""
    path = current_path(places.warehouse)
    if path is None:
        return None, {}
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            made = connection.execute("select built_at from meta.build").fetchone()
            cursor = connection.execute(
                "select * replace (loaded_at::varchar as loaded_at, period_start::varchar as period_start, "
                "period_end::varchar as period_end) from meta.extracts"
            )
            names = [column[0] for column in cursor.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error:
        return None, {}
    return (made[0].replace(tzinfo=UTC) if made else None), {row["extract_id"]: row for row in rows}
