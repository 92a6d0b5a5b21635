"""Agencies over time on one scale, and how long one has stood above its line."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics import charts
from metrics.analysis.streaks import Streak
from metrics.charts.theme import LIGHT
from metrics.text import empty_states
from tests.metrics.charts.pictures import notes
from tests.metrics.charts.test_figures import AGENCY_NAMES, SHARE, rows
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

YEARS = pd.concat(
    [
        rows({"2024-09-30": 20.0, "2025-09-30": 31.0}, "records", agency_code="ED"),
        rows({"2024-09-30": 24.0, "2025-09-30": 24.5}, "records", agency_code="BO"),
        rows({"2024-09-30": 11.0, "2025-09-30": 10.0}, "records", agency_code="IN"),
    ]
)
COUNTS = [date(2023, 9, 30), date(2024, 9, 30), date(2025, 9, 30)]


def drawn() -> charts.Picture:
    limit = SHARE.limit_for("agency")
    return charts.draw_grid(SHARE, YEARS, LIGHT, by="agency_code", names=AGENCY_NAMES, limit=limit)


def test_every_agency_is_on_one_scale_with_the_line_in_it() -> None:
    plot = drawn().plot
    layout = plot.layout
    assert {axis.range for axis in plot.select_yaxes()} == {layout.yaxis.range}
    assert [shape.y0 for shape in layout.shapes if shape.y0 == shape.y1] == [25, 25, 25]


def test_highest_comes_first_and_no_share_of_people_is_coloured_as_above_a_limit_of_positions() -> None:
    picture = drawn()
    assert {line.line.color for line in picture.plot.data} == {LIGHT.noncareer}
    assert notes(picture)[0] == "<b>Education</b><br>31.0%"


def test_long_name_takes_the_second_line_and_loses_no_word() -> None:
    assert "<b>Office of Management and<br>Budget</b> 24.5%" in notes(drawn())


def test_percents_keep_their_sign_and_words_tell_every_agency() -> None:
    picture = drawn()
    assert all(text.endswith("%") for text in picture.plot.layout.yaxis.ticktext)
    assert "3 small line charts on one scale." in picture.alt
    assert all(name in picture.alt for name in AGENCY_NAMES.values())


@pytest.mark.parametrize(
    ("counts", "before", "was_below", "said"),
    [
        (1, None, False, "the only count known"),
        (1, COUNTS[-2], True, "not in the count before, of September 2024"),
        (1, COUNTS[-2], False, "in September 2025; not known before"),
        (2, COUNTS[-2], True, "in each of the 2 counts known since September 2025"),
    ],
)
def test_time_above_the_line_is_told_in_words(counts: int, before: date | None, was_below: bool, said: str) -> None:
    assert empty_states.describe_streak(Streak(counts, COUNTS[-1], before, was_below)) == said


def test_table_above_the_line_says_how_long(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, "health/appointees.py")
    above = next(table.value for table in app.dataframe if "For how long" in table.value)
    assert set(above["For how long"]) == {"in each of the 2 counts known since November 2025"}


def test_one_count_is_no_line_and_says_what_brings_more(published_folder: Path, read_page: Open) -> None:
    said = words(read_page(published_folder, "health/appointees.py", period="December 2025"))
    assert "How did the largest agencies get there?" in said
    assert "Figures for each agency are known for November 2025 only, too few for a chart over time." in said


def test_pages_say_what_the_law_takes_apart_from_an_agency(published_folder: Path, read_page: Open) -> None:
    """Half of Justice's executives are of no SES of title 5, and an inspector general is an agency of its own."""
    listed = words(read_page(published_folder, "summary/agency.py"))
    assert "Noncareer at Justice, without the FBI and the DEA, which are outside the SES of title 5" in listed
    assert "15.2% (51 of 335)" in listed
    assert "Health and Human Services 25.7% (100 of 389)" in listed
    appointees = words(read_page(published_folder, "health/appointees.py"))
    assert "In 4 of the 45 agencies of at least four executives" in appointees
    assert "in 5, among them Health and Human Services 25.7% (100 of 389)." in appointees
    assert "Without the FBI and the DEA, which are outside the SES of title 5: 0.7% (44 of 6,275)." in appointees
    justice = words(read_page(published_folder, "health/appointees.py", agency="DJ"))
    assert "7.6% of executives on board in July 2026; without the FBI and the DEA" in justice
