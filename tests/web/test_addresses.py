"""However a reader writes the name of a page into the address, the page of that name opens."""

import asyncio
import http.client
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from pages import CONTENTS, Page
from tests import patience
from tests.bench.pages_reader import Reader
from tests.browser.server import Server

ENTRIES = [entry for listed in CONTENTS.values() for entry in listed]


def slug(entry: Page) -> str:
    """The address of a page below the root; the first page is the root itself."""
    return "" if entry is ENTRIES[0] else entry.script.split("/")[-1].removesuffix(".py")


def answer(server: Server, path: str, method: str = "GET") -> tuple[int, str]:
    """The status of an address as it is written, and where it leads."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=patience.SECONDS)
    connection.request(method, path)
    got = connection.getresponse()
    got.read()
    connection.close()
    return got.status, got.headers.get("Location", "")


def spellings(words: str) -> set[str]:
    """Ways to write a name."""
    parts = words.split(" ")
    joined = {"-".join(parts), "_".join(parts), "+".join(parts), "".join(parts), words, f" {words} "}
    return {each for one in joined for each in (one, one.upper(), one.lower())}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: slug(entry) or "overview")
def test_name_of_a_page_leads_to_it(server: Server, entry: Page) -> None:
    own = f"/{slug(entry)}"
    words = {entry.title, entry.heading, entry.script.split("/")[-1].removesuffix(".py")}
    paths = {f"/{quote(each)}{end}" for word in words for each in spellings(word) for end in ("", "/")}
    paths -= {own, f"{own}/"}  # its own address, with which Streamlit does as it likes
    assert len(paths) > 5
    assert {path: answer(server, path) for path in paths} == dict.fromkeys(paths, (307, own))
    assert answer(server, own) == (200, "")


@pytest.mark.parametrize("section", CONTENTS)
def test_name_of_a_section_leads_to_its_first_page(server: Server, section: str) -> None:
    assert answer(server, f"/{section}") == (307, f"/{slug(CONTENTS[section][0])}")


@pytest.mark.parametrize(
    "query", ["agency=ED&baseline=2016-09", "sample=1&agency=Department%20of%20Education", "x=%C3%A9&y=a+b%26c"]
)
def test_what_the_address_asks_for_goes_along(server: Server, query: str) -> None:
    assert answer(server, f"/overview?{query}") == (307, f"/?{query}")
    assert answer(server, f"/Political%20appointees?{query}") == (307, f"/appointees?{query}")
    assert answer(server, f"/overview?{query}", "HEAD") == (307, f"/?{query}")


@pytest.mark.parametrize("path", ["/nothing-of-that-name", "/overview/more", "/turnover/overview", "/-", "/%E2%80%AE"])
def test_other_addresses_are_left_to_the_dashboard(server: Server, path: str) -> None:
    assert answer(server, path)[0] == 200


def test_open_data_and_scripts_are_no_names_of_pages(server: Server) -> None:
    assert [answer(server, path)[0] for path in ("/healthz", "/api/v1", "/_stcore/health")] == [200, 200, 200]


def test_first_visit_of_all_may_be_to_any_page_and_the_log_says_nothing_of_it(
    shipped_data: Path, tmp_path: Path
) -> None:
    started = Server.start(shipped_data, tmp_path / "serve.log", TMPDIR=str(tmp_path))

    async def read() -> None:
        reader = await Reader.arrive(started.address)
        await reader.open("appointees")
        await reader.leave()

    try:
        asyncio.run(read())
    finally:
        started.end()
    assert started.said() == f"The dashboard is at {started.address}/  (stop it with Ctrl+C)\n"


def test_page_that_a_name_leads_to_opens(server: Server) -> None:
    """Asked for by what the address then holds, as a browser does."""

    async def read(path: str) -> str:
        reader = await Reader.arrive(server.address)
        messages = (await reader.open(answer(server, path)[1].strip("/"))).messages
        await reader.leave()
        headings = [each.delta.new_element.heading for each in messages if each.delta.new_element.HasField("heading")]
        return next(each.body for each in headings if each.tag == "h1")

    assert asyncio.run(read("/overview")) == "The health of the Senior Executive Service"
    assert asyncio.run(read("/political-appointees")) == "Political appointees"
