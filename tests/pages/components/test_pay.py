"""Pay stands between a floor and a ceiling that hold for a year each; nothing is drawn of a year that is not cited."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.analysis import pay
from metrics.analysis.pay import CEILING, FLOOR, Pay, PayLimit
from metrics.charts.ribbon import draw_ribbon
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import open_current
from tests.pages.conftest import Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

PAGE = "health/strength.py"
MEDIAN = find("median_salary")
SPREAD = pd.DataFrame(
    {"low": [180e3, 190e3], "value": [200e3, 210e3], "high": [215e3, 220e3], "source": "cube"}
).assign(period=pd.to_datetime(["2023-09-30", "2024-09-30"]), evidence="records", flag="")
AVERAGES = pd.DataFrame({"period": pd.to_datetime(["2018-09-30"]), "value": 178642.0, "source": "opm"}).assign(
    evidence="published", flag=""
)
LIMITS = (PayLimit(CEILING, 2016, 185100, "table"), PayLimit(FLOOR, 2016, 123175, "table"))


def pay_of_build(end: date | None = None) -> Pay:
    """What the build that is served knows of pay up to a period."""
    selection = Selection.of(end=end)
    percentiles = (
        answer(open_current(), find(name), selection) for name in ("median_salary", "salary_p10", "salary_p90")
    )
    return pay.build_pay(open_current(), *percentiles)


def test_ribbon_states_its_numbers() -> None:
    picture = draw_ribbon(MEDIAN, Pay(SPREAD, AVERAGES, LIMITS), LIGHT)
    assert picture.alt == (
        "Pay ribbon. In September 2024 half of executives were paid more than $210,000, a tenth less than $190,000 and "
        "a tenth more than $220,000 (computed from OPM's record files). The published average was $178,642 in "
        "September 2018. The floor was $123,175 in 2016. The ceiling was $185,100 in 2016."
    )
    said = {str(note.text) for note in picture.plot.layout.annotations}
    assert {"ceiling $185,100 in 2016", "floor $123,175 in 2016", "<b>$210,000</b><br>median"} <= said
    assert "average salary $178,642 in 2018" in said


def test_limit_is_drawn_for_its_own_year_only_and_hollow() -> None:
    rules = [line for line in draw_ribbon(MEDIAN, Pay(SPREAD, AVERAGES, LIMITS), LIGHT).plot.data if len(line.x) == 3]
    assert {(day.year) for line in rules for day in line.x} == {2016}
    assert {line.line.color for line in rules} == {LIGHT.limit}
    assert {line.marker.color for line in rules} == {LIGHT.page}


def test_limits_are_those_published(published_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_DATA", str(published_folder))
    assert "The published average of career executives was $215,526 in March 2025." in pay.describe_pay(pay_of_build())
    held = [(one.kind, one.year, one.value) for one in pay_of_build().limits]
    assert held == [
        ("ceiling", 2015, 183300),
        ("ceiling", 2016, 185100),
        ("floor", 2016, 123175),
        ("ceiling", 2017, 187000),
        ("floor", 2017, 124406),
        ("ceiling", 2019, 192300),
        ("floor", 2019, 127914),
        ("ceiling", 2020, 197300),
        ("floor", 2020, 131239),
        ("ceiling", 2021, 199300),
        ("floor", 2021, 132552),
        ("ceiling", 2022, 203700),
        ("floor", 2022, 135468),
        ("ceiling", 2026, 228000),
        ("floor", 2026, 151661),
    ]


def test_limits_after_the_readers_period_are_left_out(published_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_DATA", str(published_folder))
    assert {one.year for one in pay_of_build(date(2018, 9, 30)).limits} == {2015, 2016, 2017}


def test_strength_shows_limits_and_averages_without_any_record(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, PAGE)
    table = next(frame.value for frame in app.dataframe if "Rate of pay" in frame.value)
    # The average of all executives ends in 2018; beside the ceiling of 2026 stands the newer one, and says whose it is.
    assert {"Floor", "Ceiling", "Average salary, career executives"} == set(table["What"])
    assert {"$228,000", "$151,661", "$215,526"} <= set(table["Rate of pay"])
    assert "Floor and ceiling hold for a calendar year (5 U.S.C. 5382)" in words(app)


def test_strength_shows_percentiles_of_the_sample(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, PAGE)
    table = next(frame.value for frame in app.dataframe if "Rate of pay" in frame.value)
    assert {"10th percentile", "Median", "90th percentile"} <= set(table["What"])
    assert "synthetic sample, not real" in set(table["Evidence"])
