"""Every page by deep link, light and dark, on a desk and on a phone: it opens, keeps to itself, and can be read."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import BrowserContext

from pages import Page as Entry
from tests.browser.server import Server
from tests.browser.visit import ENTRIES, Visit, name, slug

pytestmark = pytest.mark.browser

DESK, PHONE = 1280, 360
# Each scheme is opened by deep link at one width and turned to the other.
OPENED_AT = {"light": DESK, "dark": PHONE}
BACKGROUNDS = {"light": "rgb(252, 251, 248)", "dark": "rgb(18, 23, 29)"}
VIEWS = [pytest.param((entry, scheme), id=f"{name(entry)}-{scheme}") for scheme, entry in product(OPENED_AT, ENTRIES)]
at_both_widths = pytest.mark.parametrize("width", [DESK, PHONE])

CUT_WORDS = """charts => charts.flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('svg text')].filter(words => {
        const box = words.getBoundingClientRect();
        return words.textContent.trim() && box.width
            && (box.left < frame.left - 2 || box.right > frame.right + 2
                || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
    }).map(words => words.textContent);
})"""


class Opened(Visit):
    """A visit of the table of contents, with the colours it was made in."""

    entry: Entry
    scheme: str


@pytest.fixture(scope="module", params=VIEWS)
def visit(request: pytest.FixtureRequest, context: BrowserContext, sampled: Server) -> Iterator[Opened]:
    """A page opened by deep link; asked many things, changed by none but in its width."""
    entry, scheme = request.param
    said_before = len(sampled.said())
    opened = Opened.begin(context, sampled.address, slug(entry), scheme=scheme, width=OPENED_AT[scheme])
    opened.entry, opened.scheme = entry, scheme
    opened.rest()
    if "Traceback" in sampled.said()[said_before:]:
        opened.complaints.append(sampled.said()[said_before:])
    yield opened
    opened.close()


def test_heading_is_there(visit: Opened) -> None:
    assert visit.heading == visit.entry.heading


def test_nothing_went_wrong(visit: Opened) -> None:
    broken = visit.page.locator("[data-testid=stException], [data-testid=stAlert], [data-testid=stDialog]")
    assert broken.all_inner_texts() == []
    assert visit.complaints == []


def test_no_request_leaves_the_machine(visit: Opened) -> None:
    assert visit.calls_out == []


@at_both_widths
def test_page_does_not_scroll_sideways(visit: Opened, width: int) -> None:
    visit.turn(width)
    shown, whole = visit.page.get_by_test_id("stMain").evaluate("main => [main.clientWidth, main.scrollWidth]")
    assert whole <= shown
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_charts_are_drawn_in_the_colours_of_the_page(visit: Opened) -> None:
    page = visit.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    behind = "charts => charts.map(chart => chart.querySelector('svg.main-svg').style.backgroundColor)"
    charts = visit.page.locator(".stPlotlyChart").evaluate_all(behind)
    assert bool(charts) is bool(visit.entry.filters), "every page but a list of sources has charts"
    assert {page, *charts} == {BACKGROUNDS[visit.scheme]}


@at_both_widths
def test_no_words_are_cut_off_at_the_edge_of_a_chart(visit: Opened, width: int) -> None:
    visit.turn(width)
    assert visit.page.locator(".stPlotlyChart").evaluate_all(CUT_WORDS) == []


def test_alternative_text_of_every_chart_states_a_number(visit: Opened) -> None:
    words = [chart.get_attribute("aria-label") or "" for chart in visit.charts]
    assert [said for said in words if not any(map(str.isdigit, said))] == []


@at_both_widths
def test_axe_finds_nothing(visit: Opened, width: int) -> None:
    visit.turn(width)
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
