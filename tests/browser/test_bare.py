"""The dashboard as Streamlit alone serves it to one reader, without the hosted entry: every format arrives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.server import Server, running
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

BARE = ("-m", "streamlit", "run", "dashboard.py", "--server.port")
BEGINS = {"PowerPoint": b"PK", "Excel": b"PK", "CSV": b"# ", "Web page": b"<!DOCTYPE html>"}


@pytest.fixture
def bare(published_data: Path, tmp_path: Path) -> Iterator[Server]:
    with running(published_data, tmp_path, BARE) as server:
        yield server


def test_each_format_arrives(context: BrowserContext, bare: Server) -> None:
    visit = Visit.open(context, bare.address)
    visit.follow("appointees")
    visit.page.locator("summary", has_text="Export").first.click()
    offered = visit.page.get_by_test_id("stDownloadButton")
    for name, start in BEGINS.items():
        with visit.page.expect_download() as coming:
            offered.get_by_role("button", name=name).click()
        assert coming.value.path().read_bytes().startswith(start), name
    visit.page.get_by_role("button", name="Picture").click()
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("dialog").get_by_role("button", name="Download plot").click()
    assert coming.value.path().read_bytes().startswith(b"\x89PNG")
    assert (visit.complaints, visit.calls_out) == ([], [])
    visit.close()
