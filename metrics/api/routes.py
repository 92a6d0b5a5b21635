"""The open data's addresses: what answers each, and what is said where nothing does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from metrics.api import builds, feed, indicators, warehouse
from metrics.api.addresses import ARCHIVES, Address, NotThere, Reply, build_refusal, find_base_path, write_json
from metrics.api.health import report_health
from metrics.api.words import SAMPLE, WORDS, QueryParams
from metrics.nearest import find_nearest
from metrics.warehouse import Warehouse

START = "/api/v1"
ADDRESSES = {
    "indicators": f"{START}/indicators",
    "indicator": f"{START}/indicators/{{name}}.csv",
    "builds": f"{START}/builds",
    "feed": f"{START}/feed.atom",
    **{f"warehouse as {form}": f"{START}/{name}" for form, name in warehouse.NAMES.items()},
    "health": "/healthz",
}


def list_addresses(warehouse: Warehouse, _params: QueryParams, request: Request) -> Reply:
    """Every address, the words that an indicator understands, and the build that answers."""
    addresses = {name: f"{find_base_path(request)}{address}" for name, address in ADDRESSES.items()}
    return write_json({"build": warehouse.build_id, "addresses": addresses, "words": list(WORDS)})


async def refuse_address(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to an address that is none."""
    request = Request(scope)
    path, base = request.url.path, find_base_path(request)
    addresses = [f"{base}{address}" for address in ADDRESSES.values()]
    near = find_nearest(path, addresses) or addresses[:1]
    sentence = (
        f"nothing is found at {path[:200]}; nearest: {', '.join(near)}; all addresses are listed at {base}{START}"
    )
    await build_refusal(NotThere(sentence, near))(scope, receive, send)


DATA = Router(
    [
        Route("/v1", Address(list_addresses)),
        Route("/v1/indicators", Address(indicators.list_indicators)),
        Route("/v1/indicators/{file}", Address(indicators.write_indicator, WORDS)),
        Route("/v1/builds", Address(builds.list_builds)),
        Route("/v1/feed.atom", Address(feed.write_feed)),
        *(
            Route(f"/v1/{name}", Address(warehouse.answer_with_archive(form), (SAMPLE,), line=ARCHIVES))
            for form, name in warehouse.NAMES.items()
        ),
    ],
    default=refuse_address,
)
ROUTES = [Mount("/api", DATA), Route("/healthz", report_health)]
"""What serve.py passes to the dashboard's server, before whose own addresses they are looked at."""
