"""Every figure beside its table and its definition, and the mark of the synthetic sample wherever it is drawn."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from pages import Page as Entry
from tests.browser.server import Server
from tests.browser.visit import MARK, WITH_CHARTS, WRITTEN, Visit, name, slug

pytestmark = pytest.mark.browser

PAGES = [pytest.param(entry, id=name(entry)) for entry in WITH_CHARTS]
# Drawn small beside their own number in words; everything else must have a table beside it.
WITHOUT_TABLE = ("Spark line.", "Bar of ")


@pytest.fixture(scope="module", params=PAGES)
def entry(request: pytest.FixtureRequest) -> Entry:
    chosen: Entry = request.param
    return chosen


@pytest.fixture(scope="module")
def visit(entry: Entry, context: BrowserContext, sampled: Server) -> Iterator[Visit]:
    """A page of the sampled build."""
    opened = Visit.open(context, sampled.address, slug(entry), with_sample=True)
    yield opened
    opened.close()


def figures(visit: Visit) -> list[Locator]:
    return visit.page.get_by_test_id("stTabs").all()


def watermarked(place: Locator) -> bool:
    return any(MARK in words for words in place.locator(WRITTEN).all_text_contents())


def test_sample_is_marked_wherever_it_is_drawn_and_nowhere_else(visit: Visit) -> None:
    said = [MARK in each.inner_text() for each in figures(visit)]
    assert [watermarked(each) for each in figures(visit)] == said


def test_headlines_of_the_sample_are_marked_too(visit: Visit) -> None:
    cards = visit.page.get_by_test_id("stColumn").filter(has=visit.page.get_by_test_id("stMetric"))
    drawn = cards.filter(has=visit.page.locator(".stPlotlyChart"))
    for card in drawn.all():
        assert watermarked(card) == (MARK in card.inner_text()), card.inner_text()


def test_words_for_those_who_do_not_see_a_chart_name_the_sample(visit: Visit) -> None:
    for chart in visit.charts:
        assert watermarked(chart) == (MARK in (chart.get_attribute("aria-label") or "").lower())


def test_every_large_chart_has_a_table_and_a_definition_beside_it(visit: Visit) -> None:
    large = [c for c in visit.charts if not (c.get_attribute("aria-label") or "").startswith(WITHOUT_TABLE)]
    assert len(large) == len(figures(visit))
    for each in figures(visit):
        assert each.get_by_role("tab").all_inner_texts() == ["Chart", "Table", "About"]
        expect(each.locator(".stPlotlyChart")).to_have_count(1)
        assert "source" in each.inner_text().lower()
        each.get_by_role("tab", name="Table").click()
        grid = each.get_by_role("tabpanel").locator("canvas [role=grid]")
        expect(grid).to_have_count(1)
        assert int(grid.get_attribute("aria-rowcount") or 0) > 1
        assert all(grid.locator("[role=columnheader]").all_text_contents())
        assert int(grid.get_attribute("aria-colcount") or 0) > 1
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
