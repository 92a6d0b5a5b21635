"""What leaves as a picture or a page, opened alone and offline: drawn, whole, nothing over anything, nobody called."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from plotly.offline import get_plotlyjs

from metrics.definitions.catalog import find
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.from_request import exhibit_of
from metrics.export.briefing.compose import compose
from metrics.export.html import figure
from metrics.export.image import framed
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, open_current
from tests.browser.visit import LAW, WITHIN, WRITTEN

LINK = "https://example.org/appointees?agency=ED&baseline=2016-09&administrations=yes"
DRAWN = f"() => document.querySelectorAll('{WRITTEN}').length > 2"
# The words around a chart come after its own annotations, of which there are so many.
FAULTS = """own => {
    const plot = document.querySelector('.js-plotly-plot'), frame = plot.getBoundingClientRect();
    const told = node => ({said: node.textContent, box: node.getBoundingClientRect()});
    const around = [...plot.querySelectorAll('g.annotation')].filter(note => Number(note.dataset.index) >= own);
    const inside = [...plot.querySelectorAll('svg text')].filter(text => !around.some(note => note.contains(text)));
    const words = [...around, ...inside].map(told).filter(({said, box}) => said.trim() && box.width);
    const cut = words.filter(({box}) => box.left < frame.left || box.right > frame.right + 1
        || box.top < frame.top || box.bottom > frame.bottom);
    const apart = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) < 1
        || Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < 2;
    const over = words.slice(0, around.length).flatMap((one, at) => words.slice(at + 1)
        .filter(other => !apart(one.box, other.box)).map(other => `${one.said} OVER ${other.said}`));
    return [around.length, cut.map(one => `CUT ${one.said}`), over];
}"""


@pytest.fixture(scope="module")
def warehouse(sampled_data: Path) -> Iterator[Warehouse]:
    """The published figures with the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(sampled_data))
        yield open_current(with_sample=True)


@pytest.fixture(scope="module")
def alone(context: BrowserContext) -> Iterator[Page]:
    """A page of a browser that is offline."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    context.set_offline(True)
    yield page
    context.set_offline(False)
    page.close()


@pytest.fixture(scope="module")
def exhibits(warehouse: Warehouse) -> tuple[Exhibit, ...]:
    """Every figure of a briefing on the whole government."""
    return compose(warehouse, link=LINK).exhibits


def open_file(page: Page, text: str, file: Path) -> list[str]:
    """A page opened from a file until its chart is drawn; whatever it complained of and whomever it called."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if not request.url.startswith("file:") else None)
    file.write_text(text, encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_function(DRAWN, timeout=WITHIN)
    return heard


def test_nothing_around_a_chart_is_cut_or_lies_over_anything(
    alone: Page, exhibits: tuple[Exhibit, ...], tmp_path: Path
) -> None:
    file = tmp_path / "pictures.html"
    file.write_text(f"<!DOCTYPE html><title>Pictures</title><div id=plot></div><script>{get_plotlyjs()}</script>")
    alone.goto(file.as_uri())
    found = []
    for exhibit in exhibits:
        if exhibit.picture is None:
            continue
        plot = framed.frame(exhibit)
        alone.evaluate("told => Plotly.newPlot('plot', told.data, told.layout)", json.loads(str(plot.to_json())))
        around, cut, over = alone.evaluate(FAULTS, len(exhibit.picture.plot.layout.annotations))
        assert around >= 4
        found += [f"{exhibit.title}: {fault}" for fault in (*cut, *over)]
    assert len(exhibits) > 15
    assert found == []


@pytest.mark.parametrize("by", [(), ("agency_code",)])
def test_page_shows_its_chart_and_calls_nobody(
    alone: Page, warehouse: Warehouse, by: tuple[str, ...], tmp_path: Path
) -> None:
    exhibit = exhibit_of(warehouse, find("noncareer_share"), Selection.of(by=by), link=LINK)
    heard = open_file(alone, figure.page(exhibit), tmp_path / "page.html")
    assert heard == []
    assert exhibit.picture is not None
    assert alone.get_by_role("img", name=exhibit.picture.alt).is_visible()
    assert "5 U.S.C. 3134" in " ".join(alone.locator(WRITTEN).all_text_contents())
    assert alone.get_by_role("heading", level=1).text_content() == exhibit.title
    found = Axe().run(alone, options={"runOnly": LAW, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    alone.set_viewport_size({"width": 360, "height": 800})
    # The chart follows the width of its page when it comes to it.
    alone.wait_for_function("document.documentElement.scrollWidth <= 360", timeout=WITHIN)
    alone.set_viewport_size({"width": 1280, "height": 900})
