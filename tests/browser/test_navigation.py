"""The navigation, on published figures alone: every page is reached from the top, and on a phone from the menu."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from pages import CONTENTS
from tests.browser.server import Server
from tests.browser.visit import ENTRIES, MARK, WRITTEN, Visit, slug

pytestmark = pytest.mark.browser


def test_every_page_is_reached_from_the_top_and_none_shows_a_sample(context: BrowserContext, published: Server) -> None:
    visit = Visit.open(context, published.address)
    for section, listed in reversed(CONTENTS.items()):
        for entry in listed:
            visit.page.get_by_role("button", name=section, exact=True).click()
            visit.page.get_by_role("menuitem", name=entry.title).click()
            expect(visit.page.locator("h1")).to_have_text(entry.heading)
            visit.rest()
            assert visit.page.url == f"{published.address}/{slug(entry)}"
            assert MARK not in visit.words
            assert MARK not in visit.page.locator(WRITTEN).all_text_contents()
    assert visit.complaints == []
    visit.close()


@pytest.mark.parametrize(
    ("address", "heading", "own"),
    [
        ("overview?baseline=2024-09", "The health of the Senior Executive Service", "?baseline=September+2024"),
        ("Political%20Appointees", "Political appointees", "appointees"),
    ],
    ids=["front page", "by its title"],
)
def test_name_of_a_page_in_the_address_opens_it(
    context: BrowserContext, published: Server, address: str, heading: str, own: str
) -> None:
    visit = Visit.open(context, published.address, address)
    assert visit.heading == heading
    assert visit.page.get_by_text("Page not found").count() == 0
    assert visit.page.url == f"{published.address}/{own}"
    assert visit.complaints == []
    visit.close()


def test_pages_open_below_a_path(context: BrowserContext, published_data: Path, tmp_path: Path) -> None:
    below = "/offices/ses"
    server = Server.start(
        published_data, tmp_path / "serve.log", below=below, SES_BASE_PATH=below, TMPDIR=str(tmp_path)
    )
    try:
        visit = Visit.open(context, f"{server.address}{below}", "Political-appointees")
        assert visit.heading == "Political appointees"
        assert visit.page.url == f"{server.address}{below}/appointees"
        assert len(visit.charts) > 0
        visit.page.get_by_role("button", name="Health", exact=True).click()
        visit.page.get_by_role("menuitem", name="Turnover").click()
        expect(visit.page.locator("h1")).to_have_text("Turnover")
        visit.rest()
        assert visit.page.url == f"{server.address}{below}/turnover"
        visit.follow("overview")
        assert visit.page.url == f"{server.address}{below}/"
        assert visit.page.get_by_text("Page not found").count() == 0
        assert visit.complaints == []
        visit.close()
    finally:
        server.end()


def test_a_phone_reaches_a_page_from_the_folded_menu(context: BrowserContext, published: Server) -> None:
    visit = Visit.open(context, published.address, width=360)
    visit.page.get_by_role("button", name="Expand sidebar").click()
    visit.page.get_by_role("link", name=ENTRIES[-1].title).click()
    expect(visit.page.locator("h1")).to_have_text(ENTRIES[-1].heading)
    visit.close()


def test_a_theme_leads_to_its_page(context: BrowserContext, published: Server) -> None:
    visit = Visit.open(context, published.address)
    visit.page.get_by_test_id("stPageLink").get_by_role("link", name="Turnover").click()
    expect(visit.page.locator("h1")).to_have_text("Turnover")
    visit.close()
