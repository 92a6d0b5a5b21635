"""The open data's addresses: what answers each, and what is said where nothing does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from metrics.api import builds, feed, indicators, warehouse
from metrics.api.addresses import ARCHIVES, Address, NotThere, Reply, as_json, base_of, refusal
from metrics.api.health import health
from metrics.api.words import SAMPLE, WORDS, QueryParams
from metrics.nearest import nearest
from metrics.warehouse import Warehouse

START = "/api/v1"
TOLD = {
    "indicators": f"{START}/indicators",
    "indicator": f"{START}/indicators/{{name}}.csv",
    "builds": f"{START}/builds",
    "feed": f"{START}/feed.atom",
    **{f"warehouse as {form}": f"{START}/{name}" for form, name in warehouse.NAMES.items()},
    "health": "/healthz",
}


def contents(held: Warehouse, _said: QueryParams, request: Request) -> Reply:
    """Every address, the words that an indicator understands, and the build that answers."""
    told = {name: f"{base_of(request)}{address}" for name, address in TOLD.items()}
    return as_json({"build": held.build_id, "addresses": told, "words": list(WORDS)})


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to an address that is none."""
    request = Request(scope)
    asked, base = request.url.path, base_of(request)
    addresses = [f"{base}{address}" for address in TOLD.values()]
    near = nearest(asked, addresses) or addresses[:1]
    told = f"nothing is found at {asked[:200]}; nearest: {', '.join(near)}; all addresses are listed at {base}{START}"
    await refusal(NotThere(told, near))(scope, receive, send)


DATA = Router(
    [
        Route("/v1", Address(contents)),
        Route("/v1/indicators", Address(indicators.every_one)),
        Route("/v1/indicators/{file}", Address(indicators.one, WORDS)),
        Route("/v1/builds", Address(builds.kept)),
        Route("/v1/feed.atom", Address(feed.feed)),
        *(
            Route(f"/v1/{name}", Address(warehouse.archived(form), (SAMPLE,), line=ARCHIVES))
            for form, name in warehouse.NAMES.items()
        ),
    ],
    default=nowhere,
)
ROUTES = [Mount("/api", DATA), Route("/healthz", health)]
"""What serve.py passes to the dashboard's server, before whose own addresses they are looked at."""
