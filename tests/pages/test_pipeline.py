"""The pipeline page sets the career SES beside the grades below it, where anything says who stands on them."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open
from tests.pages.page_text import words
from tests.pages.test_retirement import first

pytestmark = pytest.mark.slow

PAGE = "health/pipeline.py"


def steps(app: AppTest) -> dict[str, float]:
    """The people on each step of the ladder, from its table."""
    table = next(frame.value for frame in app.dataframe if "Step" in frame.value)
    return dict(zip(table["Step"], table["People"], strict=True))


def test_career_executives_are_counted_where_the_grades_below_are_not(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE, period="December 2025")
    assert first(app).startswith("**6,459 career executives were on board in December 2025")
    assert "there are some of later periods" in words(app)


def test_grades_below_are_those_of_the_listing_that_ships(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE)
    assert first(app).startswith("**61,024 employees of GS-15 and equivalents stood below 5,758 career")
    assert steps(app)["GS-15 and equivalents"] == 61_024
    assert "takes a grade on any pay plan" in words(app)


def test_nothing_is_said_of_parts_that_no_bar_has(published_folder: Path, sample_folder: Path, read_page: Open) -> None:
    assert "by the low estimate" not in words(read_page(published_folder, PAGE))
    assert "by the low estimate" in words(read_page(sample_folder, PAGE, period="December 2025"))


def test_one_figure_is_a_sentence_with_its_source_and_no_chart(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE)
    said = words(app)
    assert "Feeder pool: 61,024 (July 2026). That is too few for a chart over time. It needs" in said
    assert "Source: Federal Workforce Data, employment, July 2026" in said
    assert "Bench strength: 10.60 (July 2026). That is too few" in said


def test_ladder_stands_on_the_numbers_of_its_sentence(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, PAGE)
    found = re.match(r"\*\*([\d,]+) employees of GS-15 and equivalents stood below ([\d,]+) career", first(app))
    assert found
    held = steps(app)
    assert [*held] == ["Career SES", "GS-15 and equivalents", "GS-14 and equivalents"]
    assert [f"{held[step]:,.0f}" for step in ("GS-15 and equivalents", "Career SES")] == [*found.groups()]
    assert held["GS-14 and equivalents"] > 0


def test_sample_holds_the_grades_below_in_the_proportions_of_the_government(
    sample_folder: Path, read_page: Open
) -> None:
    # Of a later day the grades below are published, and the sample stands aside.
    app = read_page(sample_folder, PAGE, period="December 2025")
    assert "(synthetic sample, not real)" in first(app)
    held = steps(app)
    assert 8 < held["GS-15 and equivalents"] / held["Career SES"] < 11
    assert 1.8 < held["GS-14 and equivalents"] / held["GS-15 and equivalents"] < 2.6


def test_pipeline_of_one_agency_names_it(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, PAGE, agency="HS")
    assert first(app).startswith("**At the Department of Homeland Security, ")
    assert steps(app)["Career SES"] < 1000


def test_agency_without_executives_has_no_ratio(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, PAGE, agency="Delta Regional Authority")
    assert [*app.exception, *app.info] == []
    assert "inf" not in words(app).lower().split()
