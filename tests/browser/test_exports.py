"""Each export of a figure, clicked in the page and opened by a program that is not ours; a briefing made and taken."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import duckdb
import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, expect
from pptx import Presentation

from metrics.charts.theme import LIGHT
from tests.browser.server import Server
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

TITLE = "How large a part of executives on board are political appointees?"
SOURCE = "Federal Workforce Data, employment, July 2026"
DATE = "As of July 2026."
NAMES = ["PowerPoint", "Excel", "CSV", "Web page", "Picture"]
FOCUSED = "() => document.activeElement.querySelector('p')?.innerText"
# Light on a desk and dark on a phone: what leaves is the same.
VIEWS = {"light": 1280, "dark": 360}


@pytest.fixture(scope="module", params=VIEWS)
def visit(request: pytest.FixtureRequest, context: BrowserContext, published: Server) -> Iterator[Visit]:
    """The page on political appointees, with the menu of its first figure open."""
    opened = Visit.open(context, published.address, "appointees", scheme=request.param, width=VIEWS[request.param])
    opened.page.locator("summary", has_text="Export").first.focus()
    opened.page.keyboard.press("Enter")
    opened.page.get_by_test_id("stDownloadButton").first.wait_for()
    opened.rest()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shown(visit: Visit) -> float:
    """The latest share of noncareer appointees, as the first sentence of the page says it."""
    said = re.search(r"Noncareer appointees were (\d+\.\d)% of executives", visit.words)
    assert said
    return float(said[1])


def taken(visit: Visit, button: Locator, folder: Path) -> Path:
    """The file that arrives when a button is clicked."""
    with visit.page.expect_download() as coming:
        button.click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file


def export(visit: Visit, name: str, folder: Path) -> Path:
    return taken(visit, visit.page.get_by_test_id("stDownloadButton").get_by_role("button", name=name), folder)


def test_menu_is_reached_by_keys_and_axe_finds_nothing_in_it(visit: Visit) -> None:
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
    visit.page.locator("summary", has_text="Export").first.focus()
    reached = []
    for _ in range(9):
        visit.page.keyboard.press("Tab")
        reached.append(str(visit.page.evaluate(FOCUSED)))
    assert [name for name in reached if name in NAMES] == NAMES


def test_slide_has_the_number_of_the_page_in_a_chart_that_can_be_edited(
    visit: Visit, shown: float, tmp_path: Path
) -> None:
    deck = Presentation(str(export(visit, "PowerPoint", tmp_path)))
    (slide,) = deck.slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    drawn = [value for series in chart.plots[0].series for value in series.values if value is not None]
    assert any(round(value, 1) == shown for value in drawn)
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    # The two sources of a change take the room of the question, which then opens the notes.
    assert "† by another source: Federal Workforce Data (OPM) now" in said
    assert slide.notes_slide.notes_text_frame.text.startswith(TITLE)
    assert f"{shown}%" in said
    assert SOURCE in said
    assert "Noncareer appointees as a share of all senior executives" in slide.notes_slide.notes_text_frame.text


def test_workbook_and_table_have_the_number_of_the_page(visit: Visit, shown: float, tmp_path: Path) -> None:
    sheet = load_workbook(export(visit, "Excel", tmp_path))["Data"]
    head, *rows = sheet.iter_rows(values_only=True)
    newest = max((dict(zip(head, row, strict=True)) for row in rows), key=lambda row: row["period"])
    file = export(visit, "CSV", tmp_path)
    (value,) = duckdb.sql(f"select value from read_csv('{file}', comment = '#') order by period desc").fetchone() or ()
    assert round(newest["value"], 1) == round(value, 1) == shown
    about = [line for line in file.read_text("utf-8").splitlines() if line.startswith("# ")]
    assert "# name: noncareer_share" in about
    assert any(line.startswith("# source: ") and SOURCE in line for line in about)


def test_web_page_stands_alone(visit: Visit, shown: float, tmp_path: Path) -> None:
    file = export(visit, "Web page", tmp_path)
    alone = visit.page.context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    words = alone.locator("body").inner_text()
    alone.close()
    assert asked == [file.as_uri()]
    assert TITLE in words
    assert f"{shown}%" in words
    assert SOURCE in words


def test_link_opens_the_view(visit: Visit, published: Server) -> None:
    link, citation = visit.page.get_by_test_id("stExpanderDetails").get_by_test_id("stCode").all_inner_texts()
    assert re.fullmatch(rf"{published.address}/appointees\?build=\w+-\w+", "".join(link.split()))
    assert TITLE in " ".join(citation.split())


def test_picture_arrives_light_with_title_source_and_date(visit: Visit, shown: float, tmp_path: Path) -> None:
    visit.page.get_by_role("button", name="Picture").click()
    dialog = visit.page.get_by_role("dialog", name="Picture")
    camera = dialog.get_by_role("button", name="Download plot")
    expect(camera).to_have_count(1)
    visit.rest()
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
    assert camera.evaluate("button => button.tabIndex") == 0
    # Whole and unsqueezed on a phone too, where it is moved sideways and the page is not.
    assert dialog.locator("svg.main-svg").first.evaluate("drawn => drawn.clientWidth") == 1200
    assert visit.overhang <= 0
    picture = Image.open(taken(visit, camera, tmp_path)).convert("RGB")
    assert picture.width == 2400
    pixel = picture.getpixel((2, 2))
    assert isinstance(pixel, tuple)
    assert f"#{bytes(pixel).hex().upper()}" == LIGHT.page
    dialog.get_by_text("SVG", exact=True).click()
    visit.rest()
    tree = ElementTree.parse(taken(visit, camera, tmp_path))
    words = " ".join("".join(text.itertext()) for text in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert TITLE in words
    assert f"{shown}%" in words
    assert SOURCE in words
    assert DATE in words
    visit.page.get_by_role("button", name="Close").click()


def test_nothing_went_wrong_meanwhile(visit: Visit) -> None:
    assert (visit.complaints, visit.calls_out) == ([], [])


def test_deck_of_an_agency_is_two_clicks_away_from_its_page(
    context: BrowserContext, published: Server, tmp_path: Path
) -> None:
    visit = Visit.open(context, published.address, "agency?agency=ED")
    share = re.search(r"noncareer appointees were (\d+\.\d%) of executives", visit.words)
    assert share
    visit.page.get_by_role("link", name="Download this agency's briefing").click()
    ready = visit.page.get_by_role("button", name="Download PowerPoint")
    ready.wait_for()
    visit.rest()
    found = visit.check_access()
    assert found.violations_count == 0, found.generate_report()
    deck = Presentation(str(taken(visit, ready, tmp_path)))
    said = [" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides]
    assert f"{len(said)} slides" in visit.words
    assert "Department of Education" in said[0]
    assert any(share[1] in words for words in said[1:])
    assert parse_qs(urlsplit(visit.page.url).query) == {"agency": ["Department of Education"]}
    visit.choose("Agency", "Department of Energy")
    assert parse_qs(urlsplit(visit.page.url).query) == {"agency": ["Department of Energy"]}
    assert (visit.complaints, visit.calls_out) == ([], [])
    visit.close()
