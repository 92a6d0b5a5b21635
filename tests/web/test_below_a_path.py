"""Served below a path, as behind a proxy that gives the dashboard a part of its host, and under another name."""

import asyncio
import gzip
import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import patience
from tests.attacks.strangers import EVIL, handshake
from tests.bench.pages_reader import Reader
from tests.browser.server import Server, running
from tests.metrics.api.conftest import ask

pytestmark = pytest.mark.slow

PUBLIC = "https://ses.example.gov"


@pytest.fixture(scope="module")
def server(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server told of its path and its public name."""
    settings: dict[str, Any] = {
        "SES_BASE_PATH": "/ses",
        "SES_ORIGINS": PUBLIC,
        "SES_FRAME_ANCESTORS": "https://portal.example.gov",
    }
    with running(shipped_data, tmp_path_factory.mktemp("server"), below="/ses", **settings) as started:
        yield started


def test_everything_lies_below_the_path(server: Server) -> None:
    for path in ("/ses/healthz", "/ses/api/v1", "/ses/api/v1/indicators/on_board.csv", "/ses/_stcore/health"):
        assert ask(server.address + path).status == 200
    for path in ("/ses", "/ses/", "/ses/appointees"):
        got = ask(server.address + path)
        assert (got.status, got.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    script = re.findall(r'src="\.(/static/js/[^"]+)"', ask(f"{server.address}/ses/").text)[0]
    assert gzip.decompress(ask(f"{server.address}/ses{script}", Accept_Encoding="gzip").body)


def test_name_of_a_page_leads_to_it_below_the_path(server: Server) -> None:
    host = urlsplit(server.address).netloc
    for path, own in (
        ("/ses/overview?agency=ED", "/ses/?agency=ED"),
        ("/ses/Political%20appointees", "/ses/appointees"),
    ):
        connection = http.client.HTTPConnection(host, timeout=patience.SECONDS)
        connection.request("GET", path)
        got = connection.getresponse()
        assert (got.status, got.headers["Location"]) == (307, own)
        connection.close()
        assert ask(server.address + own).status == 200


@pytest.mark.parametrize(
    "path", ["/", "/overview", "/healthz", "/api/v1", "/appointees", "/sess/healthz", "/_stcore/health"]
)
def test_nothing_lies_elsewhere(server: Server, path: str) -> None:
    assert ask(server.address + path).status == 404


def test_addresses_in_answers_have_the_path(server: Server) -> None:
    told = ask(f"{server.address}/ses/api/v1").json["addresses"]
    assert told["health"] == "/ses/healthz"
    listed = ask(f"{server.address}/ses/api/v1/indicators").json[0]["addresses"]["csv"]
    assert listed.startswith("/ses/api/v1/indicators/")
    assert ask(server.address + listed).status == 200
    assert "listed at /ses/api/v1" in ask(f"{server.address}/ses/api/v1/nothing").json["error"]


def test_trusted_proxy_names_host_and_scheme_of_the_feed(server: Server) -> None:
    headers = {"X_Forwarded_Host": "ses.example.gov", "X_Forwarded_Proto": "https"}
    feed = ask(f"{server.address}/ses/api/v1/feed.atom", **headers).text
    assert f'href="{PUBLIC}/ses/sources"' in feed
    assert f'href="{PUBLIC}/ses/api/v1/feed.atom"' in feed


def test_public_name_alone_may_open_a_socket(server: Server) -> None:
    async def knock() -> list[int]:
        address = f"{server.address}/ses"
        names = [PUBLIC, EVIL, server.address, "http://ses.example.gov"]
        return [*[await handshake(address, name) for name in names], await handshake(server.address, PUBLIC)]

    assert asyncio.run(knock()) == [101, 403, 403, 403, 403]


def test_frames_are_for_the_named_site(server: Server) -> None:
    policy = ask(f"{server.address}/ses/").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://portal.example.gov")


def test_reader_opens_a_page_below_the_path(server: Server) -> None:
    async def read() -> int:
        reader = await Reader.arrive(f"{server.address}/ses")
        opened = await reader.open("appointees")
        await reader.leave()
        return len(opened.messages)

    assert asyncio.run(read()) > 20
