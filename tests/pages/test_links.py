"""The link of a view opens the same view, keeps what was chosen on another page, and knows other figures from these."""

from pathlib import Path
from urllib.parse import parse_qs, urlparse

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open
from tests.pages.test_pages import words

HOST = "http://localhost:8501"
EXPLORER = "summary/explorer.py"


def links(app: AppTest) -> list[str]:
    """The addresses offered to be copied: the view, and the view with its build."""
    return [code.value for code in app.code if code.value.startswith(("http", "?")) or not code.value][-2:]


def asked(link: str) -> dict[str, list[str]]:
    return parse_qs(urlparse(link).query)


def test_link_of_the_usual_view_has_no_choices(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder)
    app.context = {"url": f"{HOST}/"}
    plain, with_build = links(app.run())
    assert plain == HOST
    assert asked(with_build) == {"build": [app.session_state["build"]]}


def test_link_holds_every_choice_and_opens_the_same_view(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, agency="ED", baseline="2024-09")
    app.selectbox(key="indicator").set_value("Political appointees in the SES").run()
    for agency in ("Department of Energy", "Department of State"):
        app.selectbox(key="add to agencies").set_value(agency).run()
    app.selectbox(key="form").set_value("Over time").run()
    chosen = asked(links(app)[0])
    assert chosen == {
        "agency": ["Department of Education"],
        "baseline": ["September 2024"],
        "indicator": ["Political appointees in the SES"],
        "agencies": ["Department of Energy", "Department of State"],
        "form": ["Over time"],
    }
    again = open_page(published_folder, EXPLORER, **chosen)
    assert not again.exception
    assert words(again) == words(app)
    assert [chart.proto.alt for chart in again.get("plotly_chart")] == [
        chart.proto.alt for chart in app.get("plotly_chart")
    ]
    assert asked(links(again)[0]) == chosen


def test_choices_survive_a_page_without_them(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, agency="ED", indicator="women_share", by="appointment")
    app.switch_page("pages/reference/sources.py").run()
    assert "indicator" not in asked(links(app)[0])
    app.switch_page(f"pages/{EXPLORER}").run()
    assert app.selectbox(key="agency").value == "Department of Education"
    assert app.selectbox(key="indicator").value == "Women executives"
    assert app.selectbox(key="by").value == "Appointment type"


def test_link_of_another_build_says_so(published_folder: Path, open_page: Open) -> None:
    assert "made on other figures" not in words(open_page(published_folder))
    assert "made on other figures than these" in words(open_page(published_folder, build="20200101T000000Z-0000"))
    app = open_page(published_folder)
    same = open_page(published_folder, build=app.session_state["build"])
    assert "made on other figures" not in words(same)
