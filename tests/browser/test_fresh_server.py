"""The very first visit to a server, and builds that appear while it runs."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Serve
from tests.browser.server import etl
from tests.browser.visit import BANNER, MARK, WRITTEN, Visit

pytestmark = pytest.mark.browser

# A build may be over before a test can look: the page itself takes note that the sentence was there.
NOTE_THE_SENTENCE = """
window.saidBuilding = false;
new MutationObserver(() => {
    window.saidBuilding ||= Boolean(document.body?.textContent.includes('Building the warehouse'));
}).observe(document, {childList: true, subtree: true, characterData: true});
"""


def test_first_visit_of_a_fresh_server_may_be_a_deep_link(
    context: BrowserContext, serve: Serve, published_data: Path
) -> None:
    visit = Visit.open(context, serve(published_data).address, "appointees")
    assert visit.heading == "Political appointees"
    assert visit.page.get_by_text("Page not found").count() == 0
    assert len(visit.charts) > 0
    assert visit.complaints == []
    visit.close()


def test_server_without_a_build_makes_one_and_says_so(context: BrowserContext, serve: Serve, tmp_path: Path) -> None:
    context.add_init_script(NOTE_THE_SENTENCE)
    visit = Visit.begin(context, serve(tmp_path).address, "strength")
    visit.rest()
    assert visit.page.evaluate("window.saidBuilding") is True
    assert visit.heading == "Strength"
    assert visit.values[0].replace(",", "").isdigit()
    assert visit.complaints == []
    assert (tmp_path / "warehouse" / "CURRENT").is_file()
    visit.close()


def test_demonstration_is_made_when_the_switch_asks_for_it_and_unmade_by_none(
    context: BrowserContext, serve: Serve, published_data: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(published_data, tmp_path / "data")
    server = serve(data)
    visit = Visit.open(context, server.address, "strength?baseline=2024-09")
    assert MARK not in visit.page.locator(WRITTEN).all_text_contents()
    assert not (data / "demonstration").exists()
    switch = visit.page.get_by_role("switch", name="Synthetic sample")
    switch.focus()
    visit.page.keyboard.press("Space")
    visit.page.get_by_text(BANNER).wait_for()
    visit.rest()
    assert "sample=1" in visit.page.url
    assert "baseline=" in visit.page.url
    assert MARK in visit.page.locator(WRITTEN).all_text_contents()
    assert (data / "demonstration/warehouse/CURRENT").is_file()
    visit.page.get_by_role("switch", name="Synthetic sample").focus()
    visit.page.keyboard.press("Space")
    visit.page.get_by_text(BANNER).wait_for(state="detached")
    visit.rest()
    assert "sample" not in visit.page.url
    assert MARK not in visit.page.locator(WRITTEN).all_text_contents()
    assert server.process.poll() is None
    assert visit.complaints == []
    visit.close()


def test_real_file_loaded_meanwhile_appears_on_reload(
    context: BrowserContext, serve: Serve, published_data: Path, shared: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(published_data, tmp_path / "data")
    visit = Visit.open(context, serve(data).address, "turnover")
    assert "OPM's record files" not in visit.words
    etl(data, "load", str(shared / "extracts/opm_fedscope_separations_fy2009"))
    # The server opens the usual views of the new build itself before it lets a reader come to it.
    while "from OPM's record files and published figures" not in visit.words:
        visit.page.reload()
        visit.rest()
    assert "FedScope_Separations_FY2009.zip" in visit.words
    assert visit.complaints == []
    visit.close()
