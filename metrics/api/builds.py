"""The builds as open data: which are kept, which one is served, when each was made and from what."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from metrics.analysis import builds
from metrics.api.addresses import Reply, as_json
from metrics.api.words import QueryParams
from metrics.text import builds as sentences_builds
from metrics.warehouse import Warehouse


def kept(held: Warehouse, _said: QueryParams, _request: Request) -> Reply:
    """Every build on disk, newest first."""
    return as_json([_told(build_id, held) for build_id in builds.kept()])


def _told(build_id: str, held: Warehouse) -> dict[str, object]:
    found, is_served = builds.find(build_id), build_id == held.build_id
    moment = found.built_at if found else builds.made_at(build_id)
    told: dict[str, object] = {
        "id": build_id,
        "built_at": moment and f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "is_served": is_served,
        "can_be_read": found is not None,
    }
    if found:
        told["newest_count"] = found.newest and found.newest.isoformat()
        told["words"] = sentences_builds.holds(found)
        told["files"] = [asdict(file) for file in found.files]
    return told
