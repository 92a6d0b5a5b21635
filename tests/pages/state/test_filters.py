"""Agency, period and baseline live in the address; a strange value there is passed over with a quiet word."""

from datetime import date
from pathlib import Path

import pytest

from metrics.analysis import freshness
from tests.pages.conftest import SCRIPTS, Open
from tests.pages.page_text import words


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agency", "Ministry of Silly Walks"),
        ("period", "yesterday"),
        ("baseline", "1066-10"),
        ("agency", "`<script>` " * 30),
    ],
)
def test_strange_value_is_passed_over_with_a_word(
    published_folder: Path, key: str, value: str, read_page: Open
) -> None:
    app = read_page(published_folder, **{key: value})
    assert not app.exception
    assert "is not known here; it was ignored" in words(app)
    assert "12.7% of executives on board in July 2026" in words(app)


def test_agency_by_name_is_the_page_of_that_agency(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, agency="Department of Education")
    assert "was ignored" not in words(app)
    assert "Population: SES members on board, at the Department of Education, 16 of 58" in words(app)


@pytest.mark.parametrize("spelling", ["ED", "ed", "Education"])
def test_agency_by_code_or_short_name_is_put_right(published_folder: Path, spelling: str, read_page: Open) -> None:
    app = read_page(published_folder, agency=spelling)
    assert app.selectbox(key="agency").value == "Department of Education"


def test_period_is_the_last_one_shown(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, period="2025-03"))
    assert "Noncareer appointees were 4.7% of executives on board in March 2025" in said
    assert "in July 2026" not in said


def test_baseline_is_what_changes_are_measured_from(published_folder: Path, read_page: Open) -> None:
    assert "since September 2024" in words(read_page(published_folder, baseline="September 2024"))


def test_agency_without_executives_is_a_sentence(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, agency="Denali Commission")
    assert not app.exception
    assert "match this selection" in words(app)
    assert "No figure for this selection." in words(app)


@pytest.mark.parametrize("query", [{"agency": "DD*"}, {"agency": "Denali Commission"}, {"period": "1998-09"}])
@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.startswith("health/")])
def test_pages_survive_narrow_questions(
    published_folder: Path, script: str, query: dict[str, str], read_page: Open
) -> None:
    assert not read_page(published_folder, script, **query).exception


def test_the_line_under_the_heading_measures_against_today(
    published_folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "today", lambda: date(2026, 12, 5))
    assert "Figures up to July 2026, from published figures. The newest is five months old. Built on" in words(
        open_page(published_folder)
    )


def test_baselines_offered_are_those_that_compare_and_another_of_a_link_says_how_little_does(
    published_folder: Path, read_page: Open
) -> None:
    app = read_page(published_folder)
    offered = app.selectbox(key="baseline").options
    assert offered[0] == "September 2016"
    assert {"September 2024", "January 2025"} <= set(offered)
    assert "January 2021" not in offered
    assert "to compare with: choose another baseline." not in words(app)
    app = read_page(published_folder, baseline="2021-01")
    assert app.selectbox(key="baseline").value == "January 2021"
    assert "No number on these pages has a figure near January 2021 to compare with" in words(app)
