"""Views with something chosen, which no link of the navigation opens: they hold what every page must hold."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.server import Server
from tests.browser.visit import HEIGHT, Visit

pytestmark = pytest.mark.browser

EDUCATION, ENERGY = "Department of Education", "Department of Energy"
COMPARED = f"explorer?indicator=noncareer_share&agencies={quote(EDUCATION)}&agencies={quote(ENERGY)}&form=Over%20time"
CHOSEN = {
    "agency": "agency?agency=ED",
    "overview": "?agency=ED&baseline=2024-09",
    "appointees": "appointees?agency=ED&show=Administrations",
    "retirement": "retirement?agency=ED",
    "turnover": "turnover?agency=ED",
    "compared": COMPARED,
    "ranked": "explorer?indicator=noncareer_share&by=agency_code&form=Ranked",
    "dictionary": "dictionary?indicator=noncareer_share",
}
VIEWS = [("light", 1280), ("dark", 360)]


@pytest.fixture(scope="module")
def tab(context: BrowserContext, sampled: Server) -> Iterator[Visit]:
    """One tab in which the views are opened one after the other."""
    opened = Visit.begin(context, sampled.address, with_sample=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(("scheme", "width"), VIEWS, ids=[scheme for scheme, _ in VIEWS])
@pytest.mark.parametrize("address", CHOSEN.values(), ids=CHOSEN)
def test_chosen_view_holds_what_every_page_must(tab: Visit, address: str, scheme: str, width: int) -> None:
    tab.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.page.set_viewport_size({"width": width, "height": HEIGHT})
    tab.complaints.clear()
    tab.calls_out.clear()
    tab.follow(address)
    assert (tab.failures, tab.complaints, tab.calls_out, tab.cut_words) == ([], [], [], [])
    assert "was ignored" not in tab.words
    assert tab.overhang <= 0
    found = tab.check_access()
    assert found.violations_count == 0, found.generate_report()


def test_compared_agencies_are_added_and_taken_out(tab: Visit) -> None:
    tab.follow(f"explorer?indicator=noncareer_share&agencies={quote(EDUCATION)}")
    tab.choose("Compare agencies", ENERGY)
    assert parse_qs(urlparse(tab.page.url).query)["agencies"] == [EDUCATION, ENERGY]
    assert "highest Education with 27.6%, lowest Energy with" in tab.words
    tab.page.get_by_role("button", name=ENERGY).click()
    tab.page.get_by_role("button", name=ENERGY).wait_for(state="detached")
    tab.rest()
    assert parse_qs(urlparse(tab.page.url).query)["agencies"] == [EDUCATION]


def test_row_of_the_directory_opens_its_agency(tab: Visit) -> None:
    tab.page.set_viewport_size({"width": 1280, "height": HEIGHT})
    tab.follow("agency")
    table = tab.page.get_by_test_id("stDataFrame").first
    # The first row stands under the head of the table, its box for choosing at the left edge.
    table.click(position={"x": 18, "y": 55})
    tab.page.locator("h3", has_text="beside the government and its peers").wait_for()
    tab.rest()
    assert tab.chosen("Agency") == "Department of Defense (all components)"
    assert "agency" in parse_qs(urlparse(tab.page.url).query)
