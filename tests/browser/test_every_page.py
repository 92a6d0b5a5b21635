"""Every page by deep link, light on a desk and dark on a phone: it opens, keeps to itself, can be read and reached."""

from collections.abc import Iterator
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext

from pages import Page as Entry
from tests.browser.server import Server
from tests.browser.visit import ENTRIES, HEIGHT, WITH_CHARTS, Visit, name, slug

pytestmark = pytest.mark.browser

MOST_CONTROLS = 2000
# Every page is opened twice by its own link: in light on a desk, in dark on a phone.
VIEWS = {"light": 1280, "dark": 360}
BACKGROUNDS = {"light": "rgb(252, 251, 248)", "dark": "rgb(18, 23, 29)"}
OPENED = [pytest.param((entry, scheme), id=f"{name(entry)}-{scheme}") for entry, scheme in product(ENTRIES, VIEWS)]

# What a key must reach, and that it was reached; of a group that arrow keys walk, one is enough.
CONTROLS = "a[href], button, input, summary, textarea, [role=tab], [role=combobox], [tabindex='0']"
NOT_REACHED = """controls => [...document.querySelectorAll(controls)].filter(control => {
    const group = control.closest('[role=tablist], [role=radiogroup], [role=toolbar]') || control;
    const reached = control.dataset.reached || group.dataset.reached || group.querySelector('[data-reached]');
    return !reached && !control.disabled && control.tabIndex >= 0 && control.getClientRects().length
        && control.checkVisibility({visibilityProperty: true, opacityProperty: true});
}).map(control => control.outerHTML.slice(0, 160))"""
REACHED = """() => {
    document.activeElement.dataset.reached = 'yes';
    return document.activeElement === document.body;
}"""


class Opened(Visit):
    """A visit of the table of contents, with the colours it was made in."""

    entry: Entry
    scheme: Literal["light", "dark"]


@pytest.fixture(scope="module")
def pages(context: BrowserContext, sampled: Server) -> Iterator[Opened]:
    """One tab in which the pages are opened one after the other."""
    opened = Opened.begin(context, sampled.address, with_sample=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=OPENED)
def visit(request: pytest.FixtureRequest, pages: Opened, sampled: Server) -> Opened:
    """A page opened by its own link; asked many things, changed by none."""
    pages.entry, pages.scheme = request.param
    said_before = len(sampled.said())
    pages.page.emulate_media(color_scheme=pages.scheme)
    pages.page.set_viewport_size({"width": VIEWS[pages.scheme], "height": HEIGHT})
    pages.complaints.clear()
    pages.calls_out.clear()
    pages.follow(slug(pages.entry))
    if "Traceback" in sampled.said()[said_before:]:
        pages.complaints.append(sampled.said()[said_before:])
    return pages


def test_heading_is_there(visit: Opened) -> None:
    assert visit.heading == visit.entry.heading


def test_nothing_went_wrong(visit: Opened) -> None:
    assert visit.failures == []
    assert visit.complaints == []


def test_no_request_leaves_the_machine(visit: Opened) -> None:
    assert visit.calls_out == []


def test_page_does_not_scroll_sideways(visit: Opened) -> None:
    assert visit.overhang <= 0


def test_charts_are_drawn_in_the_colours_of_the_page(visit: Opened) -> None:
    page = visit.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    behind = "charts => charts.map(chart => chart.querySelector('svg.main-svg').style.backgroundColor)"
    charts = visit.page.locator(".stPlotlyChart").evaluate_all(behind)
    assert bool(charts) is (visit.entry in WITH_CHARTS)
    assert {page, *charts} == {BACKGROUNDS[visit.scheme]}


def test_no_words_are_cut_off_at_the_edge_of_a_chart(visit: Opened) -> None:
    assert visit.cut_words == []


def test_alternative_text_of_every_chart_states_a_number(visit: Opened) -> None:
    words = [chart.get_attribute("aria-label") or "" for chart in visit.charts]
    assert [said for said in words if not any(map(str.isdigit, said))] == []


def test_the_tab_key_reaches_every_control(visit: Opened) -> None:
    visit.page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_CONTROLS):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate(REACHED):
            break
    else:
        pytest.fail("the tab key never comes back to where it began")
    assert visit.page.evaluate(NOT_REACHED, CONTROLS) == []


def test_axe_finds_nothing(visit: Opened) -> None:
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
