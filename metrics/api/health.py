"""Whether figures can be served: for what watches over the server."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from metrics.analysis import freshness
from metrics.api.addresses import EVERYONE, build_refusal
from metrics.api.serving import find_warehouse
from metrics.errors import NoWarehouse

NO_STORE = EVERYONE | {"Cache-Control": "no-store"}


async def report_health(_request: Request) -> Response:
    """200 with the served build, or 503 with the reason; apart from the questions, so that none of them delays it."""
    return await to_thread.run_sync(_check_health)


def _check_health() -> Response:
    try:
        warehouse = find_warehouse()
        warehouse.probe()
        age = freshness.measure_freshness(warehouse, freshness.today())
        facts = {
            "status": "ok",
            "build": warehouse.build_id,
            "built_at": f"{warehouse.built_at:%Y-%m-%dT%H:%M:%SZ}",
            "newest_figure": age.newest.isoformat(),
            "months_old": age.age,
            "months_published_since": age.since,
        }
        return JSONResponse(facts, HTTPStatus.OK, NO_STORE)
    except NoWarehouse as error:
        return build_refusal(error)
