"""The explorer answers any question that can be asked of an indicator, in the form asked for, or says why not."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.definitions.catalog import METRICS, find
from tests import patience
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

EXPLORER = "summary/explorer.py"


def compared(app: AppTest) -> list[str]:
    """The agencies that can be taken out again."""
    return [button.label for button in app.button if f"{button.key}".startswith("agencies without")]


def every_question(theme: str) -> None:
    """Show every indicator of a theme by every breakdown and by none, one after the other."""
    from metrics.definitions.catalog import METRICS
    from metrics.exhibits.forms import Wanted
    from metrics.query.selection import Selection
    from pages.components import explorer
    from pages.components.explorer_controls import ExplorerRequest
    from pages.state import cache, url_state

    with cache.current_build():
        url_state.begin()
        for metric in (each for each in METRICS if each.theme == theme):
            for by in dict.fromkeys((*metric.always_by[:1], *metric.breakdowns, *([] if metric.always_by else [""]))):
                own = [column for column in metric.always_by if column != by]
                asked = Selection.of([*filter(None, [by]), *own])
                explorer.show(ExplorerRequest(metric, asked, Wanted.CHART))


@pytest.mark.parametrize("theme", dict.fromkeys(metric.theme for metric in METRICS))
def test_every_indicator_by_every_breakdown_is_answered(
    theme: str, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_DATA", str(sample_folder))
    asked = AppTest.from_function(every_question, default_timeout=patience.SECONDS, kwargs={"theme": theme})
    asked.query_params["sample"] = "1"
    app = asked.run()
    assert [problem.message for problem in app.exception] == []
    headings = [heading.value for heading in app.subheader]
    assert all(metric.question in headings for metric in METRICS if metric.theme == theme)


@pytest.mark.parametrize("form", ["Over time", "Ranked", "Table"])
@pytest.mark.parametrize(("indicator", "by"), [("noncareer_share", "agency_code"), ("women_share", "appointment")])
def test_address_opens_the_question(
    published_folder: Path, indicator: str, by: str, form: str, read_page: Open
) -> None:
    app = read_page(published_folder, EXPLORER, indicator=indicator, by=by, form=form)
    assert not app.exception
    assert app.selectbox(key="indicator").value == find(indicator).title
    assert "was ignored" not in words(app)
    assert len(app.get("plotly_chart")) == (0 if form == "Table" else 1)


def test_chart_says_its_numbers(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="noncareer_share", by="agency_code", form="Ranked")
    alt = app.get("plotly_chart")[0].proto.alt
    assert "Small Business Administration highest with 38.5%" in alt


def test_compared_agencies_are_lines_of_one_chart(published_folder: Path, open_page: Open) -> None:
    app = open_page(
        published_folder,
        EXPLORER,
        indicator="noncareer_share",
        agencies=["ED", "Department of Energy"],
        form="Over time",
    )
    assert not app.exception
    assert compared(app) == ["Department of Education", "Department of Energy"]
    alt = app.get("plotly_chart")[0].proto.alt
    assert "Education" in alt
    assert "27.6%" in alt
    assert "Energy" in alt
    assert "Labor" not in alt


def test_indicator_that_is_only_published_can_be_explored(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="average_age")
    assert not app.exception
    assert app.selectbox(key="indicator").value == "Average age (published only)"
    assert "was ignored" not in words(app)
    assert re.search(r"Average age.* \d\d\.\d years", words(app))


def test_compared_agency_is_added_and_taken_out(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, indicator="noncareer_share", agencies=["ED"])
    app.selectbox(key="add to agencies").set_value("Department of Energy").run()
    assert compared(app) == ["Department of Education", "Department of Energy"]
    assert app.selectbox(key="add to agencies").value is None
    assert "Department of Energy" not in app.selectbox(key="add to agencies").options
    app.button(key="agencies without Department of Education").click().run()
    assert compared(app) == ["Department of Energy"]
    assert app.query_params["agencies"] == "Department of Energy"


def test_no_sixth_agency_is_compared(published_folder: Path, open_page: Open) -> None:
    app = open_page(
        published_folder, EXPLORER, indicator="noncareer_share", agencies=["ED", "DN", "DL", "ST", "TR", "VA"]
    )
    assert len(compared(app)) == 5
    assert app.selectbox(key="add to agencies").disabled


def test_shared_agency_is_the_first_compared(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="noncareer_share", agency="ED", agencies="DN", form="Ranked")
    assert "highest Education with" in words(app)
    assert "lowest Energy with" in words(app)


def test_question_without_an_honest_answer_is_one_sentence(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="noncareer_headroom", agencies=["DD", "DL"])
    assert not app.exception
    assert "For the 25 percent limit Defense is one agency" in words(app)


def test_selection_without_figures_is_a_sentence(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="women_share", agency="Denali Commission")
    assert not app.exception
    assert "match this selection" in words(app)


def test_strange_values_are_passed_over_with_a_word(published_folder: Path, open_page: Open) -> None:
    app = open_page(
        published_folder, EXPLORER, indicator="happiness", by="mood", form="Sculpture", agencies=["ED", "Narnia"]
    )
    assert not app.exception
    said = words(app)
    for value in ("happiness", "mood", "Sculpture", "Narnia"):
        assert f"`{value}`, which is not known here; it was ignored" in said
    assert compared(app) == ["Department of Education"]


def test_breakdown_that_another_indicator_has_not_is_given_up(published_folder: Path, open_page: Open) -> None:
    app = open_page(published_folder, EXPLORER, indicator="women_share", by="appointment")
    app.selectbox(key="indicator").set_value("Bench strength").run()
    assert not app.exception
    assert app.selectbox(key="by").value == "Nothing"


def test_two_dates_are_compared(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, EXPLORER, indicator="noncareer_share", baseline="2024-09")
    assert "Since September 2024" in [heading.value for heading in app.subheader]
    table = next(frame.value for frame in app.dataframe if "Baseline" in frame.value)
    assert table["Latest"].tolist() == ["12.7%"]
