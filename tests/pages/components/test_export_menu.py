"""Every figure has one menu by which it leaves the page: closed it holds nothing, opened all there is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.export_menu import LABEL
from tests.pages.conftest import Open

pytestmark = pytest.mark.slow

HOST = "http://localhost:8501"
FILES = ["PowerPoint", "Excel", "CSV", "Web page"]
PAGES: tuple[str, ...] = ("summary/agency.py", "summary/explorer.py", "health/strength.py", "health/appointees.py")
PAGES += ("health/retirement.py", "health/turnover.py", "health/onboarding.py", "health/diversity.py")
PAGES += ("health/pipeline.py",)
NOTHING_PUBLISHED = ("health/onboarding.py", "health/pipeline.py")
WITHOUT_EXECUTIVES = "Delta Regional Authority"


def blocks(node: Any) -> Iterator[Any]:
    for child in node.children.values():
        yield child
        if hasattr(child, "children"):
            yield from blocks(child)


def menus(app: AppTest) -> list[str]:
    """The keys of the menus on a page."""
    folds = [block.proto for block in blocks(app.main) if block.type == "expander"]
    return [found.id.split("-", 2)[2] for found in folds if found.label == LABEL]


def open_menus(app: AppTest, *keys: str) -> AppTest:
    """The page with some of its menus open, all unless they are named."""
    app.context = {"url": HOST}
    for key in keys or menus(app):
        app.session_state[key] = True
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def written(app: AppTest) -> list[str]:
    """The links and citations of the menus that are open."""
    return [code.value for code in app.code]


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_has_a_menu_that_holds_nothing_until_it_is_opened(
    page: str, folder: Path, open_page: Open
) -> None:
    app = open_page(folder, page)
    figures = [tab for tab in app.tabs if tab.label == "Chart"]
    assert len(menus(app)) == len(figures)
    assert figures or page in NOTHING_PUBLISHED
    assert (labels(app), written(app)) == ([], [])
    open_menus(app)
    assert [*app.exception, *app.error, *app.info] == []
    assert labels(app) == FILES * len(figures)
    assert [button.label for button in app.button if button.label == "Picture"] == ["Picture"] * len(figures)


@pytest.mark.parametrize("page", PAGES)
def test_agency_without_executives_has_menus_for_what_is_drawn_and_no_other(
    page: str, sample_folder: Path, open_page: Open
) -> None:
    app = open_page(sample_folder, page, agency=WITHOUT_EXECUTIVES)
    figures = [tab for tab in app.tabs if tab.label == "Chart"]
    assert len(menus(app)) == len(figures)
    open_menus(app)
    assert [*app.exception, *app.error] == []
    assert labels(app) == FILES * len(figures)


def test_link_and_citation_name_the_view_and_its_build(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, "health/appointees.py", agency="ED", baseline="2024-09")
    open_menus(app, menus(app)[0])
    link, citation = written(app)
    build = app.session_state["build"]
    assert link.startswith(f"{HOST}/appointees?")
    assert parse_qs(urlparse(link).query) == {
        "agency": ["Department of Education"],
        "baseline": ["September 2024"],
        "build": [build],
    }
    assert "“Where are political appointees close to a quarter of executives on board?”" in citation
    assert build in citation
    assert citation.endswith(link)


def test_picture_is_shown_alone_as_it_will_arrive(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, "health/appointees.py")
    open_menus(app, menus(app)[0])
    app.button(key=menus(app)[0].replace("export", "picture", 1)).click().run()
    assert not app.exception
    (picture,) = [chart.proto for chart in app.get("plotly_chart") if '[["toImage"]]' in chart.proto.config]
    assert '"filename": "noncareer_share-2026-07"' in picture.config
    assert "latest 12.7%" in picture.alt
    assert "political appointees?" in picture.spec


def test_table_that_no_picture_fits_leaves_too_without_a_picture(published_folder: Path, open_page: Open) -> None:
    app = open_page(
        published_folder, "summary/explorer.py", indicator="noncareer_share", by="agency_code", form="Table"
    )
    open_menus(app)
    assert labels(app) == FILES
    assert [button.label for button in app.button if button.label == "Picture"] == []
