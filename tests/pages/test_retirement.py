"""The retirement page answers in words how many can retire, of the government and of one agency."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.definitions.catalog import find
from metrics.query import answer
from metrics.query.selection import Selection
from metrics.warehouse import open_current
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

PAGE = "health/retirement.py"
INTERVAL = re.compile(r"([\d,]+)–([\d,]+)(?: of ([\d,]+))? career executives on board in September 2025")


def first(app: AppTest) -> str:
    """The paragraph with the page's first sentence."""
    return next(str(part.value) for part in app.markdown if str(part.value).startswith("**"))


def alts(app: AppTest) -> list[str]:
    """The words that stand for the charts of a page, in order."""
    return [str(chart.proto.alt) for chart in app.get("plotly_chart")]


def test_published_figure_is_the_answer_where_nothing_else_is_loaded(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE)
    assert first(app) == (
        "**62.2% of career executives on board in September 2020 could retire within 5 years (published figure).**"
    )
    assert "62.2% (September 2020). That is too few for a chart over time." in words(app)
    assert "no estimate yet. It needs OPM's employment files: python -m etl refresh" in words(app)


def test_real_figure_comes_first_and_the_sample_is_named(sample_folder: Path, read_page: Open) -> None:
    said = first(read_page(sample_folder, PAGE))
    assert said.startswith("**62.2% of career executives on board in September 2020")
    assert INTERVAL.search(said)
    assert "synthetic sample, not real" in said


def test_how_many_of_one_agency_can_retire_is_answered_in_words(sample_folder: Path, read_page: Open) -> None:
    said = first(read_page(sample_folder, PAGE, agency="ED"))
    assert said.startswith("**At the Department of Education, ")
    found = INTERVAL.search(said)
    assert found
    selection = Selection.of(where={"agency_code": "ED", "horizon_years": "5", "appointment": "career"})
    rows = answer.answer(open_current(with_sample=True), find("retirement_eligible"), selection).table
    expected = rows[rows["period"] == "2025-09-30"].iloc[0]
    assert (found[1], found[2]) == (f"{expected['low']:,.0f}", f"{expected['high']:,.0f}")
    assert "could retire on full benefits within 5 years" in said
    assert "of them already" in said


def test_agency_without_executives_has_sentences_and_no_charts(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, PAGE, agency="Delta Regional Authority")
    assert [*app.exception, *app.info] == []
    assert "nobody in this selection whose age and service are known" in words(app)


def test_only_agencies_of_ten_or_more_are_on_the_map(stand_in_folder: Path, read_page: Open) -> None:
    app = read_page(stand_in_folder, PAGE)
    assert re.search(r"\d+ of \d+ agencies of at least ten\. .*All are in the table", words(app))
    by_agency = next(frame.value for frame in app.dataframe if {"Agency", "Years ahead"} <= {*frame.value.columns})
    assert set(by_agency["Years ahead"]) == {0, 1, 3, 5, 10}
    assert {"Low", "High"} <= set(by_agency.columns)


def test_map_begins_with_the_agency_of_the_largest_share_in_five_years(stand_in_folder: Path, read_page: Open) -> None:
    said = next(alt for alt in alts(read_page(stand_in_folder, PAGE)) if alt.startswith("Heat map."))
    selection = Selection.of(by=["agency_code"], where={"horizon_years": "5"}, departments="whole")
    rows = answer.answer(open_current(), find("retirement_eligible_share"), selection).table
    rows = rows[(rows["period"] == "2025-09-30") & (rows["denominator"] >= 10)]
    highest = rows.nlargest(1, "value").iloc[0]
    name = open_current().labels("agency_code")[highest["agency_code"]]
    assert f"First and last within 5 years: {name} {highest['value']:.1f}%" in said


@pytest.mark.parametrize("script", [PAGE, "health/pipeline.py"])
@pytest.mark.parametrize("agency", ["", "ED"])
def test_every_chart_states_a_number_in_words(stand_in_folder: Path, script: str, agency: str, read_page: Open) -> None:
    said = alts(read_page(stand_in_folder, script, **({"agency": agency} if agency else {})))
    assert len(said) >= 8
    for alt in said:
        assert re.search(r"\d", re.sub(r"\b(19|20)\d\d\b", "", alt)), alt


def listed(app: AppTest) -> str:
    return " ".join(str(part.value) for part in app.markdown if str(part.value).startswith("- "))


@pytest.mark.parametrize("caveat", ["five-year age bands", "closed cohort", "Eligible is not retired", "8412(d)"])
def test_page_says_what_an_estimate_cannot_tell(stand_in_folder: Path, caveat: str, read_page: Open) -> None:
    assert caveat in listed(read_page(stand_in_folder, PAGE))


def test_published_cohorts_carry_their_publishers_rule_and_not_our_estimators(
    published_folder: Path, read_page: Open
) -> None:
    said = listed(read_page(published_folder, PAGE))
    assert "does not print its rule" in said
    assert "8412(d)" in said  # law enforcement has rules of its own whoever counts
    assert "five-year age bands" not in said


def test_overview_tells_what_was_last_known_of_retirement_as_history(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder)
    # The rule behind the figure is not printed, so nothing is said of full benefits; six years old, it has no card.
    said = (
        "Older than two years: 62.2% of career executives could retire within 5 years, of those on board in September "
        "2020."
    )
    assert said in words(app)
    assert "Share of executives who can retire within 5 years, career" not in {card.label for card in app.metric}
