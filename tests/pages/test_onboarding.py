"""Onboarding: who came in and by which way, what publishers counted, and why a part is unknown."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.analysis import entries
from metrics.analysis.entries import PublishedCount, Way
from metrics.charts.funnel import draw_funnel
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.definitions.caveats import Caveat, Need
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import flows
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

SCRIPT = "health/onboarding.py"
NAMES = ("estimated_entries", "transfer_in_share", "outside_hire_share")


def answer_of(name: str, values: Mapping[int, tuple[float | None, float | None]], evidence: str = "records") -> Answer:
    """An answer of fiscal years: value and numerator each."""
    table = pd.DataFrame(
        {
            "period": pd.to_datetime([f"{year}-09-30" for year in values]),
            "value": pd.Series([value for value, _ in values.values()], dtype=float),
            "numerator": pd.Series([people for _, people in values.values()], dtype=float),
        }
    )
    return Answer(find(name), Selection(), table.assign(evidence=evidence, source="OPM", flag=""))


CAME, MOVED, HIRED = (
    answer_of(name, values)  # type: ignore[arg-type]
    for name, values in zip(
        NAMES, ({2024: (200, None), 2025: (100, None)}, {2025: (10, 10)}, {2025: (30, 30)}), strict=True
    )
)


def test_ways_in_add_up_to_all_who_came() -> None:
    found = entries.find_entries(CAME, MOVED, HIRED)
    assert found is not None
    assert found.period == date(2025, 9, 30)
    assert found.ways == (
        Way("all", 100, 100),
        Way("within", 60, 60),
        Way("transferred", 10, 10),
        Way("outside", 30, 30),
    )
    assert entries.explain_unknown(CAME, MOVED, HIRED, found) == ()


def test_without_accessions_no_way_is_guessed() -> None:
    nothing = answer_of("outside_hire_share", {})
    found = entries.find_entries(CAME, MOVED, nothing)
    assert found is not None
    assert [way.name for way in found.ways] == ["all"]
    assert Need.ACCESSIONS.value in entries.explain_unknown(CAME, MOVED, nothing, found)


def test_more_arrivals_than_entries_are_unknown_and_say_why() -> None:
    doubtful = answer_of("outside_hire_share", {2025: (None, 130)})
    found = entries.find_entries(CAME, MOVED, doubtful)
    assert found is not None
    assert len(found.ways) == 1
    assert Caveat.ENTRIES_TOO_FEW.value in entries.explain_unknown(CAME, MOVED, doubtful, found)


def test_a_year_that_cannot_be_estimated_is_passed_over_and_says_why() -> None:
    later = answer_of("estimated_entries", {2024: (200, None), 2025: (None, None)})
    found = entries.find_entries(later, MOVED, HIRED)
    assert found is not None
    assert found.period == date(2024, 9, 30)
    assert Caveat.ENTRIES_ESTIMATED.value in entries.explain_unknown(later, MOVED, HIRED, found)


def test_a_real_year_is_told_and_not_the_sample() -> None:
    both = Answer(
        CAME.metric,
        Selection(),
        pd.concat([CAME.table, answer_of("estimated_entries", {2026: (5, None)}, "sample").table]),
    )
    found = entries.find_entries(both, MOVED, HIRED)
    assert found is not None
    assert (found.period.year, found.evidence) == (2025, "records")


def test_picture_says_its_numbers_and_steps_where_the_last_one_ended() -> None:
    found = entries.find_entries(CAME, MOVED, HIRED)
    assert found is not None
    picture = draw_funnel(found, LIGHT)
    assert (
        "An estimated 100 executives came in during fiscal year 2025: 60 from within their agency, 10 transferred from "
        "another agency and 30 new to the agency, other than by transfer within the SES."
    ) in picture.alt
    assert [bar.base[0] for bar in picture.plot.data] == [0, 0, 60, 70]
    assert {"<b>30 · 30%</b>", "New to the agency, other than by transfer within the SES"} <= {
        note.text for note in picture.plot.layout.annotations
    }


def test_sample_is_hatched_and_watermarked() -> None:
    found = entries.find_entries(answer_of("estimated_entries", {2025: (100, None)}, "sample"), MOVED, HIRED)
    assert found is not None
    picture = draw_funnel(found, LIGHT)
    assert [bar.marker.pattern.shape for bar in picture.plot.data] == ["/"]
    assert "synthetic sample" in picture.alt


def test_real_figures_are_told_before_the_sample_which_is_marked() -> None:
    found = entries.find_entries(answer_of("estimated_entries", {2025: (100, None)}, "sample"), MOVED, HIRED)
    known = PublishedCount(
        date(2022, 9, 30), 177, "177 career executives were new to their agency, other than by transfer within the SES,"
    )
    first, second = flows.describe_entries(found, (known,))
    assert (
        first
        == "177 career executives were new to their agency, other than by transfer within the SES, in fiscal year 2022."
    )
    assert second.endswith("(synthetic sample, not real).")


def behind(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe if "Way in" in frame.value]


def test_the_first_sentence_is_a_published_count(folder: Path, read_page: Open) -> None:
    first = next(part.value for part in read_page(folder, SCRIPT).markdown if part.value.startswith("**"))
    assert first.startswith(
        "**177 career executives were new to their agency, other than by transfer within the SES, in fiscal year "
        "2022.** "
        "395 executives joined an agency by transfer or as new hires, promotions within it not counted, in fiscal year "
        "2013."
    )


def test_without_files_the_page_says_what_would_fill_it(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT)
    assert behind(app) == []
    assert Need.EMPLOYMENT_AND_SEPARATIONS.value in words(app)


def test_the_table_beside_the_funnel_adds_up(sample_folder: Path, read_page: Open) -> None:
    (table,) = behind(read_page(sample_folder, SCRIPT))
    everyone, *parts = table["People"]
    assert everyone == sum(parts) > 0
    assert set(table["Evidence"]) == {"synthetic sample, not real"}


@pytest.mark.parametrize("period", ["2010-09", "2025-09"])
def test_published_counts_later_than_the_readers_period_are_not_told(
    published_folder: Path, period: str, read_page: Open
) -> None:
    said = words(read_page(published_folder, SCRIPT, period=period))
    assert ("177 career executives" in said) == (period == "2025-09")


def test_agency_without_executives_is_told_what_would_fill_it(folder: Path, read_page: Open) -> None:
    app = read_page(folder, SCRIPT, agency="Denali Commission")
    assert [*app.exception, *app.error] == []
    assert behind(app) == []
    assert "Estimated entries: no" in words(app)


def test_part_of_a_year_is_a_card_and_months_are_drawn(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, SCRIPT)
    said = words(app)
    assert {card.label: card.value for card in app.metric}["New hires into the SES"] == "234"
    assert "January–July 2026 · published figure" in said
    assert "Part of a year is never drawn as a year." in said
    drawn = {element.proto.alt for element in app.get("plotly_chart")}
    (monthly,) = [alt for alt in drawn if "New hires into the SES, 19 figures" in alt]
    assert "245 in January 2025" in monthly
    assert not any("234" in alt for alt in drawn)
