"""Streamlit's scripts are sent packed to whoever takes them so, and as they are to others; caches are told which."""

import gzip
import re
import urllib.request

import pytest

from tests import patience
from tests.browser.server import Server
from tests.metrics.api.conftest import ask
from web.headers import accepts
from web.packing import SMALLEST


@pytest.fixture(scope="module")
def script(server: Server) -> str:
    """The address of the first script of the front page."""
    page = ask(server.address).text
    address: str = re.findall(r'src="\.(/static/js/[^"]+)"', page)[0]
    return server.address + address


def test_script_is_sent_packed_and_is_the_same(script: str) -> None:
    plain, packed = ask(script), ask(script, Accept_Encoding="gzip, br")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert packed.headers["Content-Type"].split(";")[0] == plain.headers["Content-Type"].split(";")[0]
    assert [each.headers["Vary"] for each in (plain, packed)] == ["Accept-Encoding"] * 2
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_packed_script_that_is_kept_is_not_sent_again(script: str) -> None:
    tag = ask(script, Accept_Encoding="gzip").headers["ETag"]
    again = ask(script, Accept_Encoding="gzip", If_None_Match=f'"other", {tag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert ask(script, Accept_Encoding="gzip", If_None_Match='"other"').status == 200


def test_part_of_a_script_and_its_head(script: str) -> None:
    part = ask(script, Accept_Encoding="gzip", Range="bytes=0-9")
    assert (part.status, len(part.body), part.headers["Content-Encoding"]) == (206, 10, None)
    head, whole = ask(script, "HEAD", Accept_Encoding="gzip"), ask(script, Accept_Encoding="gzip")
    assert (head.body, head.headers["Content-Length"]) == (b"", whole.headers["Content-Length"])


def test_front_page_is_packed_and_asked_for_anew(server: Server) -> None:
    got = ask(f"{server.address}/", Accept_Encoding="gzip")
    assert gzip.decompress(got.body) == ask(f"{server.address}/").body
    assert got.headers["Cache-Control"] == "no-cache"


def test_answers_of_the_open_data_are_packed(server: Server) -> None:
    address = f"{server.address}/api/v1/indicators"
    got = ask(address, Accept_Encoding="gzip")
    assert gzip.decompress(got.body) == ask(address).body
    assert got.headers["Vary"] == "Accept-Encoding"


def test_everything_that_the_front_page_names_is_there(server: Server) -> None:
    named = set(re.findall(r'(?:src|href)="\.(/static/[^"]+)"', ask(server.address).text))
    assert len(named) > 10
    for address in named:
        request = urllib.request.Request(server.address + address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=patience.SECONDS) as answer:
            assert answer.status == 200
            is_packed, body = answer.headers["Content-Encoding"] == "gzip", answer.read()
            assert is_packed or address.endswith(".woff2") or len(body) < SMALLEST


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (["gzip"], True),
        (["br, GZIP;q=0.5"], True),
        (["*"], True),
        (["br", "gzip"], True),
        (["gzip;q=0"], False),
        (["gzip; q=0.000, *"], False),
        (["identity"], False),
        ([], False),
        ([""], False),
    ],
)
def test_what_a_reader_takes_is_what_they_say(offered: list[str], expected: bool) -> None:
    assert accepts("gzip", offered) is expected
