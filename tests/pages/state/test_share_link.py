"""The link of a view opens the same view, keeps what was chosen on another page, and knows other figures from these."""

from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse.build import build
from pages.state.share_link import COPY
from tests.etl.world import World, executive
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

HOST = "http://localhost:8501"
EXPLORER = "summary/explorer.py"


def links(app: AppTest) -> list[str]:
    """The addresses offered to be copied, once unfolded: the view, and the view with its build."""
    app.session_state[COPY] = True
    app.run()
    return [code.value for code in app.code if code.value.startswith(("http", "?")) or not code.value][-2:]


def query_of(link: str) -> dict[str, list[str]]:
    return parse_qs(urlparse(link).query)


def test_link_of_the_usual_view_has_no_choices(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder)
    app.context = {"url": f"{HOST}/"}
    plain, with_build = links(app)
    assert plain == HOST
    assert query_of(with_build) == {"build": [app.session_state["build"]]}


def test_link_holds_every_choice_and_opens_the_same_view(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, agency="ED", baseline="2024-09")
    app.selectbox(key="indicator").set_value("Political appointees in the SES").run()
    for agency in ("Department of Energy", "Department of State"):
        app.selectbox(key="add to agencies").set_value(agency).run()
    app.selectbox(key="form").set_value("Over time").run()
    said = words(app)
    chosen = query_of(links(app)[0])
    assert chosen == {
        "agency": ["Department of Education"],
        "baseline": ["September 2024"],
        "indicator": ["Political appointees in the SES"],
        "agencies": ["Department of Energy", "Department of State"],
        "form": ["Over time"],
    }
    again = open_page(published_folder, EXPLORER, **chosen)
    assert not again.exception
    assert words(again) == said
    assert [chart.proto.alt for chart in again.get("plotly_chart")] == [
        chart.proto.alt for chart in app.get("plotly_chart")
    ]
    assert query_of(links(again)[0]) == chosen


def test_choices_survive_a_page_without_them(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, agency="ED", indicator="women_share", by="appointment")
    app.switch_page("pages/reference/sources.py").run()
    assert "indicator" not in query_of(links(app)[0])
    app.switch_page(f"pages/{EXPLORER}").run()
    assert app.selectbox(key="agency").value == "Department of Education"
    assert app.selectbox(key="indicator").value == "Women executives"
    assert app.selectbox(key="by").value == "Appointment type"


def test_link_of_the_build_shown_says_nothing(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder)
    same = read_page(published_folder, build=app.session_state["build"])
    assert words(same) == words(app)


def test_link_of_a_build_no_longer_kept_says_that_newer_figures_are_shown(
    published_folder: Path, read_page: Open
) -> None:
    said = words(read_page(published_folder, build="20200102T030405Z-0a1b"))
    assert "made on the figures of 2 January 2020, 03:04 UTC, which can no longer be compared" in said
    assert "Newer ones are shown here, of" in said
    assert "The last renewal alone revised no count of executives." in said


def test_link_of_a_later_build_says_that_older_figures_are_shown(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, build="29990102T030405Z-0a1b"))
    assert "Those shown here are older" in said


@pytest.mark.parametrize("named", ["yesterday", "20269999T999999Z-0a1b", "../../CURRENT", "x`*[" * 900])
def test_name_that_was_never_a_build_is_said_quietly(published_folder: Path, read_page: Open, named: str) -> None:
    app = read_page(published_folder, build=named)
    assert not app.exception
    assert not app.error
    assert "which never was one" in words(app)


JUNE, SEPTEMBER = "2024-06-30", "2024-09-30"


@pytest.fixture
def renewed(tmp_path: Path) -> tuple[Path, str]:
    """A data folder whose employment of June was revised and joined by September's, and the build from before that."""
    world = World(tmp_path)

    def load(period: str, people: int, version: str) -> None:
        rows = [executive(period, people=people)]
        name = f"employment {period} {version}"
        world.load(name, "employment", rows, span=(period, period), version=version)

    load(JUNE, 12, "1")
    before = build(world.places).build_id
    load(JUNE, 14, "2")
    load(SEPTEMBER, 16, "1")
    build(world.places)
    return tmp_path, before


def test_link_of_a_kept_build_says_what_changed_since(renewed: tuple[Path, str], open_page: Open) -> None:
    folder, before = renewed
    said = words(open_page(folder, build=before))
    assert "This link was made on the figures of" in said
    assert "2 files new: employment 2024-06-30 2; employment 2024-09-30 1." in said
    assert "1 file no longer counted: employment 2024-06-30 1." in said
    assert "1 period revised: employment of June 2024, 12 executives then and 14 now." in said
    assert "1 period counted from record files for the first time: employment of September 2024." in said


def test_link_of_a_build_since_removed_says_what_the_last_renewal_changed(
    renewed: tuple[Path, str], open_page: Open
) -> None:
    folder, before = renewed
    (folder / "warehouse" / f"{before}.duckdb").unlink()
    said = words(open_page(folder, build=before))
    assert "which can no longer be compared" in said
    assert "The last renewal alone changed this: 1 period revised: employment of June 2024" in said
