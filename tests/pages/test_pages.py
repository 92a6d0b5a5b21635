"""Every page comes up on every build, says its answer first, and never shows a traceback."""

import re
from pathlib import Path

import pytest

from etl.load import load
from etl.paths import find_places
from etl.warehouse.build import build
from pages import CONTENTS
from pages.state import cache
from tests.conftest import ROOT
from tests.pages.conftest import SCRIPTS, Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

HEADINGS = {page.script: page.heading for listed in CONTENTS.values() for page in listed}


@pytest.mark.parametrize("script", SCRIPTS)
def test_page_comes_up_and_gives_no_verdict_in_law(folder: Path, script: str, read_page: Open) -> None:
    app = read_page(folder, script)
    assert [problem.message for problem in app.exception] == []
    assert [title.value for title in app.title] == [HEADINGS[script]]
    assert [*app.info, *app.error] == []
    assert not re.search(r"breach|violat|illegal|exceeds the limit", words(app).lower())


@pytest.mark.parametrize("script", [script for script in SCRIPTS if not script.startswith("reference/")])
def test_first_sentence_is_written_from_data(published_folder: Path, script: str, read_page: Open) -> None:
    said = [part.value for part in read_page(published_folder, script).markdown]
    first = next(part for part in said if part.startswith("**"))
    assert re.match(r"\*\*[A-Z0-9][^*]*\d[^*]*\.\*\*", first), first


def test_overview_stands_on_the_real_figures(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder))
    assert "Noncareer appointees were 12.7% of executives on board in July 2026" in said
    assert "the 10% line" not in said
    assert (
        "841 noncareer executives stay within 10% only if OPM has allocated at least 8,410 positions; the last "
        "allocation printed is 8,328 (2012)."
    ) in said
    assert "outside the SES of title 5: 13.3% (837 of 6,275), for whom 8,370 positions are enough." in said


def test_a_headline_of_another_time_is_told_as_history_and_has_no_card(published_folder: Path, read_page: Open) -> None:
    """The last figures of who can retire and of career women are of 2020 and 2022, the newest month is July 2026."""
    app = read_page(published_folder)
    said = words(app)
    assert "Older than two years: 62.2% of career executives could retire within 5 years" in said
    assert "Older than two years: Women were 37.6% of career executives in September 2022" in said
    assert "Law enforcement officers" in said  # beside every figure of eligibility
    assert {card.label for card in app.metric} >= {"Executives on board", "Political appointees in the SES"}
    assert not {card.value for card in app.metric} & {"62.2%", "37.6%"}


def test_agencies_above_the_line_are_told_with_their_numbers(published_folder: Path, read_page: Open) -> None:
    tables = [frame.value for frame in read_page(published_folder, "health/appointees.py").dataframe]
    above = next(table for table in tables if "Share of people" in table)
    education = above[above["Agency"] == "Education"].iloc[0]
    assert (education["Noncareer"], education["On board"], round(education["Share of people"], 1)) == (16, 58, 27.6)
    assert above["Share of positions, at most"].isna().all()  # no list of positions is loaded
    assert above["On board"].min() >= 4
    assert set(above.loc[above["Note"].str.contains("fewer than ten"), "On board"]) == {7}


def test_small_agencies_are_listed_and_not_ranked(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "health/appointees.py")
    aside = next(each for each in app.expander if "left out of the ranking" in each.label)
    assert "Truman Foundation" in aside.markdown[0].value
    assert "Education" not in aside.markdown[0].value.split(", ")


def test_cards_of_the_overview_are_dated(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder))
    assert "July 2026 · published figure" in said
    # What is history by now has its date in its sentence.
    assert "Older than two years: 903 career executives left their agency in fiscal year 2022." in said


def test_part_of_a_year_stands_apart_and_is_marked(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "health/turnover.py")
    assert {"1,959", "828"} <= {card.value for card in app.metric}
    assert "January–November 2025 · published figure · **medium confidence**" in words(app)
    assert "1,959" not in words(read_page(published_folder, "health/turnover.py", period="2018-09"))
    assert "1,959" not in words(read_page(published_folder, "health/turnover.py", agency="ED"))


def test_diversity_says_when_its_series_ended(published_folder: Path, read_page: Open) -> None:
    assert "The last figure held here is for September 2022." in words(
        read_page(published_folder, "health/diversity.py")
    )


def test_indicator_without_figures_names_the_command(published_folder: Path, read_page: Open) -> None:
    assert "python -m etl refresh" in words(read_page(published_folder, "health/strength.py"))


def test_sample_is_named_wherever_it_is_shown(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, "health/strength.py")
    assert "synthetic sample, not real" in words(app)
    kinds = {kind for table in app.dataframe if "Evidence" in table.value for kind in table.value["Evidence"]}
    assert "synthetic sample, not real" in kinds


def test_files_account_for_every_row(folder: Path, read_page: Open) -> None:
    files = read_page(folder, "reference/sources.py").dataframe[0].value
    assert (files["Read"] == files["Kept"] + files["Counted"] + files["Rejected"]).all()
    assert files["SHA-256"].str.fullmatch(r"[0-9a-f]{64}").all()


def test_months_counted_for_the_first_time_are_no_revision(own_data: Path, shared: Path, open_page: Open) -> None:
    load(find_places(), [shared / "extracts/opm_fedscope_separations_fy2009"])
    said = words(open_page(own_data, "reference/sources.py"))
    assert "Nothing: no period counted before is counted from another file now." in said
    assert "Counted for the first time: 12 periods." in said


def test_unreadable_build_is_a_sentence(tmp_path: Path, open_page: Open) -> None:
    broken = tmp_path / "warehouse"
    broken.mkdir()
    (broken / "CURRENT").write_text("20260101T000000Z-dead")
    (broken / "20260101T000000Z-dead.duckdb").write_bytes(b"not a database")
    app = open_page(tmp_path)
    assert not app.exception
    assert "python -m etl build" in app.info[0].value


def test_first_visit_builds_where_nothing_was_built(tmp_path: Path, open_page: Open) -> None:
    cache._first_build.cache_clear()
    app = open_page(tmp_path)
    assert [*app.exception, *app.info] == []
    assert (tmp_path / "warehouse" / "CURRENT").exists()


def test_failed_first_build_is_a_sentence(tmp_path: Path, open_page: Open) -> None:
    cache._first_build.cache_clear()
    (tmp_path / "warehouse" / "LOCK").mkdir(parents=True)
    app = open_page(tmp_path)
    assert not app.exception
    assert "The first build failed" in app.info[0].value


def test_new_build_appears_without_a_restart(own_data: Path, open_page: Open) -> None:
    app = open_page(own_data)
    before = app.session_state["build"]
    build(find_places())
    assert not app.run().exception
    assert app.session_state["build"] != before


def test_contents_name_scripts_that_exist() -> None:
    assert all((ROOT / "pages" / script).is_file() for script in SCRIPTS)
