"""The filters and the address: a choice changes both, a pasted address opens the same view, a bad one says so."""

import csv
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import BrowserContext

from metrics.definitions.catalog import METRICS
from tests.browser.server import Server
from tests.browser.visit import HOME, Visit
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

EDUCATION = "Department of Education"


def published_headcount(agency: str) -> str:
    """An agency's executives on board as OPM's newest appointment export gives them, as a page would print them."""
    with (ROOT / "data/published/figures.csv").open(encoding="utf-8", newline="") as rows:
        (found,) = (
            row["value"]
            for row in csv.DictReader(rows)
            if row["source_id"] == "fwd_2026_07"
            and (row["indicator"], row["population"], row["agency"], row["breakdown"])
            == ("headcount", "ses", agency, "")
        )
    return f"{float(found):,.0f}"


@pytest.fixture(scope="module")
def visit(context: BrowserContext, published: Server) -> Iterator[Visit]:
    """One page in which links are followed one after the other; each test begins with a link of its own."""
    opened = Visit.open(context, published.address)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def default_values(visit: Visit) -> list[str]:
    """The headline values of the address without a choice."""
    visit.follow("")
    return visit.values


@pytest.fixture(autouse=True)
def no_complaints(visit: Visit) -> Iterator[None]:
    """Whatever a test does, the browser has nothing to complain of."""
    visit.complaints.clear()
    yield
    assert visit.complaints == []


def query_of(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlparse(visit.page.url).query)


def test_choosing_an_agency_changes_number_and_address(visit: Visit, default_values: list[str]) -> None:
    visit.follow("")
    visit.choose("Agency", EDUCATION)
    assert visit.values[0] == published_headcount(EDUCATION) != default_values[0]
    assert query_of(visit) == {"agency": [EDUCATION]}


def test_copied_link_opens_the_same_view(visit: Visit, context: BrowserContext, published: Server) -> None:
    visit.follow(f"appointees?agency={quote(EDUCATION)}")
    visit.choose("Baseline", "September 2024")
    words = visit.words
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=published.address)
    visit.page.get_by_role("button", name="Copy link").click()
    shown = visit.page.get_by_test_id("stCode").first
    shown.hover()
    shown.get_by_label("Copy to clipboard").click()
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    pasted = Visit.open(context, published.address, copied.removeprefix(f"{published.address}/"))
    assert pasted.heading == "Political appointees"
    assert query_of(pasted) == query_of(visit) == {"agency": [EDUCATION], "baseline": ["September 2024"]}
    assert (pasted.chosen("Agency"), pasted.chosen("Baseline")) == (EDUCATION, "September 2024")
    assert (pasted.values, pasted.words) == (visit.values, words)
    pasted.close()


def test_choice_is_kept_on_the_way_to_another_page(visit: Visit) -> None:
    visit.follow(f"?agency={quote(EDUCATION)}")
    visit.page.get_by_role("button", name="Health", exact=True).click()
    visit.page.get_by_role("menuitem", name="Political appointees").click()
    visit.page.locator("h1", has_text="Political appointees").wait_for()
    visit.rest()
    assert visit.chosen("Agency") == EDUCATION
    assert query_of(visit) == {"agency": [EDUCATION]}


def test_code_of_an_agency_is_understood(visit: Visit) -> None:
    visit.follow("?agency=ED")
    assert visit.values[0] == published_headcount(EDUCATION)
    assert visit.chosen("Agency") == EDUCATION


@pytest.mark.parametrize(
    "address",
    [
        "?agency=Ministry%20of%20Magic&period=9999-99&baseline=%27%3B%20drop%20table--",
        "?agency=%3Cscript%3Ealert(1)%3C/script%3E",
        "?agency=" + "A" * 3000,
    ],
    ids=["all_three", "script", "endless"],
)
def test_bad_value_gets_a_quiet_notice_and_the_default_view(
    visit: Visit, default_values: list[str], address: str
) -> None:
    visit.follow(address)
    assert re.search(r"The address asks for “\w+”", visit.words)
    assert visit.values == default_values
    assert visit.page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert visit.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def test_selection_without_figures_says_so(visit: Visit) -> None:
    visit.follow("?agency=ED&period=September%201998")
    assert visit.page.locator("[data-testid=stException]").count() == 0
    assert visit.heading == HOME.heading
    assert "–" in visit.values
    assert [metric.name for metric in METRICS if "_" in metric.name and metric.name in visit.words] == []
