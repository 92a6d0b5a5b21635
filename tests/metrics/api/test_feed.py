"""The feed tells of builds, revisions and agencies that crossed the line, each once and under a lasting name."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from starlette.requests import Request

from etl.warehouse.build import build
from metrics.analysis.crossings import find_crossings
from metrics.api.feed import APPOINTEES, ATOM, SOURCES, write_feed
from metrics.api.words import QueryParams
from metrics.warehouse import Warehouse, open_current
from pages import CONTENTS
from tests.browser.server import Server
from tests.etl.world import Row, World, executive
from tests.metrics.api.conftest import ask
from tests.metrics.command import data_of

pytestmark = pytest.mark.slow

SEPTEMBER, DECEMBER = "2026-09-30", "2026-12-31"
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def entries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Xml.Element]:
    monkeypatch.setenv("SES_DATA", str(folder))
    scope = {"type": "http", "method": "GET", "path": "/api/v1/feed.atom", "headers": [(b"host", b"example.org")]}
    request = Request({**scope, "scheme": "https", "query_string": b"", "server": ("example.org", 443)})
    return Xml.fromstring(str(write_feed(open_current(), QueryParams(()), request).body)).findall(tag("entry"))


def of_kind(found: list[Xml.Element], kind: str) -> list[tuple[str, str]]:
    """Title and content of the entries of one kind."""
    return [
        (each.findtext(tag("title"), ""), each.findtext(tag("content"), ""))
        for each in found
        for category in each.findall(tag("category"))
        if category.get("term") == kind
    ]


def board(period: str, career: int, noncareer: int, **more: Any) -> list[Row]:
    return [executive(period, people=career, **more), executive(period, "noncareer", people=noncareer, **more)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Two periods later than anything published: Education rises above the line, the SBA comes back, NASA stays."""
    world = World(tmp_path)
    people = {
        SEPTEMBER: {"ED": (40, 10), "SB": (7, 3), "NN": (90, 10)},
        DECEMBER: {"ED": (35, 15), "SB": (8, 2), "NN": (90, 10)},
    }
    for period, agencies in people.items():
        rows = [row for code, counts in agencies.items() for row in board(period, *counts, agency_code=code)]
        world.load(f"employment {period}", "employment", rows, span=(period, period), version="1")
    build(world.places)
    return world


@pytest.mark.usefixtures("world")
def test_agencies_that_crossed_the_line_are_told_with_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = dict(of_kind(entries(tmp_path, monkeypatch), "crossing"))
    assert {title: said[: said.index("(") - 1] for title, said in told.items()} == {
        "Department of Education: noncareer above 25 percent of executives on board": (
            "Noncareer appointees at the Department of Education rose above 25 percent of executives on board in "
            "December 2026: 30.0%"
        ),
        "Small Business Administration: noncareer no longer above 25 percent of executives on board": (
            "Noncareer appointees at the Small Business Administration came back to or below 25 percent of executives "
            "on board in December 2026: 20.0%"
        ),
    }
    assert "15 of 50 executives on board), after 20.0% in September 2026 (computed from OPM's record files)" in next(
        iter(told[title] for title in told if "Education" in title)
    )


def test_crossings_of_the_sample_are_no_news(
    loaded: Warehouse, without_sample: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(find_crossings(loaded)) == list(find_crossings(without_sample))
    told = of_kind(entries(data_of(without_sample), monkeypatch), "crossing")
    assert [title for title, _ in told] == [
        # 3 of 9, then 1 of 8
        "U.S. Agency for Global Media: noncareer no longer above 25 percent of executives on board"
    ]


def test_revision_is_told_and_keeps_its_name_when_built_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {each.findtext(tag("id")) for each in entries(tmp_path, monkeypatch)}
    rows = [*board(DECEMBER, 36, 15), *board(DECEMBER, 8, 2, agency_code="SB")]
    world.load("employment again", "employment", rows, span=(DECEMBER, DECEMBER), version="2")
    build(world.places)
    told = entries(tmp_path, monkeypatch)
    assert of_kind(told, "revision") == [
        ("Revised: employment of December 2026", "Employment of December 2026, 160 executives then and 61 now.")
    ]
    build(world.places)
    again = entries(tmp_path, monkeypatch)
    assert len(of_kind(again, "build")) == 3
    assert of_kind(again, "revision") == of_kind(told, "revision")
    names = [{each.findtext(tag("id")) for each in found} for found in (told, again)]
    assert before < names[0] < names[1]


def test_feed_is_atom(server: Server, without_sample: Warehouse) -> None:
    got = ask(f"{server.address}/api/v1/feed.atom")
    assert got.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    whole = Xml.fromstring(got.body)
    assert whole.tag == tag("feed")
    found = [whole, *whole.findall(tag("entry"))]
    assert len(found) > 1
    for each in found:
        for name in ("id", "title", "updated"):
            assert len(each.findall(tag(name))) == 1
            assert each.findtext(tag(name))
        assert WHEN.fullmatch(each.findtext(tag("updated"), ""))
    names = [each.findtext(tag("id"), "") for each in found]
    assert len({*names}) == len(names)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    assert whole.findtext(f"{tag('author')}/{tag('name')}")
    links = {link.get("rel"): link.get("href") for link in whole.findall(tag("link"))}
    assert links == {"self": f"{server.address}/api/v1/feed.atom", "alternate": f"{server.address}/"}
    assert f"{without_sample.built_at:%Y-%m-%dT%H:%M:%SZ}" == whole.findtext(tag("updated"))


def test_entries_lead_to_pages_that_exist() -> None:
    slugs = {page.script.split("/")[-1].removesuffix(".py") for listed in CONTENTS.values() for page in listed}
    assert {SOURCES, APPOINTEES} <= slugs
