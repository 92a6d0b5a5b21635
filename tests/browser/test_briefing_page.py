"""A briefing as one file, opened from the disk: nothing is asked of anybody, axe finds nothing, a phone shows it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.visit import LAW
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def file(sampled_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A briefing on two themes and the sample, written by the command line."""
    file = tmp_path_factory.mktemp("briefing") / "briefing.html"
    asked = ("--agency", "ED", "--theme", "strength", "--theme", "turnover", "--with-sample")
    words = ("briefing", *asked, "--to", str(file))
    settings = os.environ | {"SES_DATA": str(sampled_data)}
    subprocess.run((sys.executable, "-m", "metrics", *words), cwd=ROOT, env=settings, check=True, capture_output=True)
    return file


@pytest.fixture
def page_of_file(context: BrowserContext, file: Path) -> Iterator[tuple[Page, list[str]]]:
    """The file in the browser, and every address that was asked for."""
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page, asked
    page.close()


def test_asks_nobody_for_anything(page_of_file: tuple[Page, list[str]], file: Path) -> None:
    page, asked = page_of_file
    assert page.locator("svg").count() > 3
    assert asked == [file.as_uri()]


def test_axe_finds_nothing(page_of_file: tuple[Page, list[str]]) -> None:
    page, _ = page_of_file
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": [*LAW]}})
    assert [each["id"] for each in found.response["violations"]] == []


def test_is_no_wider_than_a_phone(page_of_file: tuple[Page, list[str]]) -> None:
    page, _ = page_of_file
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_contents_lead_to_their_part(page_of_file: tuple[Page, list[str]]) -> None:
    page, _ = page_of_file
    page.get_by_role("navigation").get_by_role("link", name="Turnover").click()
    assert page.url.endswith("#turnover")
    page.wait_for_function("document.getElementById('turnover').getBoundingClientRect().top < 20")
