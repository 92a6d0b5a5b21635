"""Whether figures can be served: for what watches over the server."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from metrics.analysis import freshness
from metrics.api.addresses import EVERYONE, refusal
from metrics.api.served import served
from metrics.errors import NoWarehouse

NOT_KEPT = EVERYONE | {"Cache-Control": "no-store"}


async def health(_request: Request) -> Response:
    """200 with the served build, or 503 with the reason; apart from the questions, so that none of them delays it."""
    return await to_thread.run_sync(_health)


def _health() -> Response:
    try:
        held = served()
        held.probe()
        found = freshness.freshness(held, freshness.today())
        told = {
            "status": "ok",
            "build": held.build_id,
            "built_at": f"{held.built_at:%Y-%m-%dT%H:%M:%SZ}",
            "newest_figure": found.newest.isoformat(),
            "months_old": found.age,
            "months_published_since": found.since,
        }
        return JSONResponse(told, HTTPStatus.OK, NOT_KEPT)
    except NoWarehouse as error:
        return refusal(error)
