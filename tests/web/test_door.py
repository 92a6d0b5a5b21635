"""What a stranger meets at the door: a refusal in a sentence, before Streamlit has seen them; readers pass."""

import asyncio
import http.client
from urllib.parse import urlsplit

import pytest

from tests import patience
from tests.attacks.strangers import EVIL, BlackHole, handshake, uploads
from tests.bench.pages_reader import Reader
from tests.browser.server import Server
from tests.metrics.api.conftest import ask

FILES, MEGABYTES = 6, 20
CLOSED = [
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/script-health-check",
    "/_stcore/bidi-components/a/b",
    "/_stcore//metrics",
    "/component/a/b",
    "/auth/login",
    "/oauth2callback",
]


def test_uploads_are_refused_and_leave_nothing_in_memory(server: Server) -> None:
    statuses, seen = uploads(server, FILES, MEGABYTES)
    assert statuses == [413] * FILES
    assert seen.peak - seen.before < FILES * MEGABYTES / 2


@pytest.mark.parametrize("path", ["/", "/appointees", "/api/v1", "/healthz"])
def test_nothing_can_be_sent_to_any_address(server: Server, path: str) -> None:
    place = urlsplit(server.address)
    for headers in ({"Content-Length": "5"}, {"Transfer-Encoding": "chunked"}):
        connection = http.client.HTTPConnection(place.netloc, timeout=patience.SECONDS)
        connection.putrequest("POST", path)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


@pytest.mark.parametrize("path", CLOSED)
def test_addresses_that_no_page_needs_are_closed(server: Server, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        assert ask(server.address + path, method).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_can_only_be_read(server: Server, method: str) -> None:
    got = ask(f"{server.address}/appointees", method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")
    for origin in (EVIL, "null"):
        assert ask(f"{server.address}/appointees", method, Origin=origin).status == 403


def test_sockets_of_strangers_are_refused_without_a_call_out_of_the_house(
    server: Server, black_hole: BlackHole
) -> None:
    own = server.address
    strangers = [EVIL, "null", "https://", f"{own}.evil.example", own.replace("http:", "ftp:"), "http://[::1"]

    async def knock() -> list[int]:
        refused = [await handshake(own, origin) for origin in strangers]
        return [
            *refused,
            await handshake(own, None, Cookie="a=b"),
            await handshake(own, own),
            await handshake(own, None),
        ]

    *refused, ours, none = asyncio.run(knock())
    assert refused == [403] * (len(strangers) + 1)
    assert (ours, none) == (101, 101)
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/nowhere", "/media/none"):
        assert "Access-Control-Allow-Origin" not in ask(server.address + path, Origin=EVIL).headers
    assert black_hole.calls == []


def test_readers_page_is_served_as_ever(server: Server) -> None:
    async def read() -> int:
        reader = await Reader.arrive(server.address)
        opened = await reader.open("appointees")
        await reader.leave()
        return len(opened.messages)

    assert asyncio.run(read()) > 20
    assert "Traceback" not in server.said()


def test_requests_leave_no_line_in_the_log(server: Server) -> None:
    before = len(server.said())
    for path in ("/", "/appointees", "/api/v1", "/_stcore/metrics"):
        ask(server.address + path)
    assert len(server.said()) == before


def test_no_site_may_steer_the_page(server: Server) -> None:
    assert ask(f"{server.address}/_stcore/host-config").json["allowedOrigins"] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/appointees", 200), ("/api/v1", 200), ("/healthz", 200), ("/_stcore/metrics", 404), ("/api/x", 404)],
)
def test_every_answer_carries_the_headers_and_none_names_the_server(server: Server, path: str, status: int) -> None:
    got = ask(server.address + path)
    assert got.status == status
    policy = dict(part.split(" ", 1) for part in got.headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == policy["frame-src"] == "'none'"
    assert "'unsafe-" not in policy["script-src"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in got.headers["Permissions-Policy"]
    assert got.headers["Server"] is None


def test_largest_message_of_a_browser_is_small(server: Server) -> None:
    async def shout() -> int | None:
        reader = await Reader.arrive(server.address)
        await reader.socket.send(b"\0" * 2**21)
        await reader.socket.wait_closed()
        return reader.socket.close_code

    assert asyncio.run(shout()) == 1009
