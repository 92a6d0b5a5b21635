"""The builds as open data: which are kept, which one is served, when each was made and from what."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from metrics.analysis import builds
from metrics.api.addresses import Reply, write_json
from metrics.api.words import QueryParams
from metrics.text import builds as sentences_builds
from metrics.warehouse import Warehouse


def list_builds(warehouse: Warehouse, _params: QueryParams, _request: Request) -> Reply:
    """Every build on disk, newest first."""
    return write_json([_describe_build(build_id, warehouse) for build_id in builds.list_builds()])


def _describe_build(build_id: str, warehouse: Warehouse) -> dict[str, object]:
    build, is_served = builds.find(build_id), build_id == warehouse.build_id
    moment = build.built_at if build else builds.parse_moment(build_id)
    facts: dict[str, object] = {
        "id": build_id,
        "built_at": moment and f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "is_served": is_served,
        "can_be_read": build is not None,
    }
    if build:
        facts["newest_count"] = build.newest and build.newest.isoformat()
        facts["words"] = sentences_builds.describe_build(build)
        facts["files"] = [asdict(file) for file in build.files]
    return facts
