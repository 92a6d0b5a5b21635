"""Groups beside each other: people, those of them who can retire, and nothing told of fewer than ten."""

from datetime import date
from typing import Any

import pytest

from metrics.analysis import ladder as rungs
from metrics.analysis.ladder import Rung, Rungs
from metrics.charts.ladder import NOT_ASKED, draw_ladder
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from tests.metrics.charts.pictures import notes
from tests.metrics.charts.test_horizons import SHARE, answer, row

pytestmark = pytest.mark.slow


def test_bands_of_unknown_age_are_left_out_and_the_oldest_come_first() -> None:
    bands = Selection.of(by=["age_band"], where={"horizon_years": "5"})
    rows = [row(5, 25, 20, 30, numerator=5.0, denominator=20.0, age_band=band) for band in ("H", "J", "Z")]
    found = rungs.build_bands(answer(SHARE, *rows, selection=bands), {"H": "50–54", "J": "60–64"})
    assert found is not None
    assert [group.name for group in found.groups] == ["60–64", "50–54"]
    assert found.groups[0] == Rung("60–64", 20, 4, 5, 6, 20)


def one(name: str, value: float, **more: Any) -> Answer:
    """An answer of one figure in September 2024 from records, after an older one."""
    usual = {"period": "2024-09-30", "evidence": "records", "source": "cube", "flag": "", "value": value}
    return answer(find(name), usual | {"period": "2023-09-30", "value": 1.0}, usual | more, selection=Selection())


def test_steps_of_the_ladder_are_of_one_time_and_gs14_is_what_gs15_leaves() -> None:
    found = rungs.build_ladder(
        pool=one("feeder_pool", 800),
        both_grades=one("feeder_pool_gs14_15", 2300),
        bench=one("bench_strength", 8, denominator=100.0),
        able=one("retirement_eligible", 37, low=31.0, high=41.0),
        pool_shares=one(
            "feeder_retirement_eligible_share", 25, low=20.0, high=30.0, numerator=197.5, denominator=790.0
        ),
    )
    assert found == Rungs(
        date(2024, 9, 30),
        "records",
        "cube",
        (
            Rung("Career SES", 100, 31, 37, 41, 100),
            Rung("GS-15 and equivalents", 800, 158, 197.5, 237, 790),
            Rung("GS-14 and equivalents", 1500, is_asked=False),
        ),
    )


def test_step_known_only_from_other_evidence_is_left_out() -> None:
    found = rungs.build_ladder(
        pool=one("feeder_pool", 800),
        both_grades=one("feeder_pool_gs14_15", 2300, evidence="sample"),
        bench=one("bench_strength", 8, denominator=100.0, period="2022-09-30"),
        able=one("retirement_eligible", 37, low=31.0, high=41.0),
        pool_shares=one("feeder_retirement_eligible_share", 25, evidence="published"),
    )
    assert found is not None
    assert [group.name for group in found.groups] == ["GS-15 and equivalents"]
    assert found.groups[0].share == ""


STEPS = Rungs(
    date(2024, 9, 30),
    "records",
    "cube",
    (
        Rung("Career SES", 100, 31, 37, 41, 100),
        Rung("GS-15 and equivalents", 800, 200, 230, 260, 790),
        Rung("GS-14 and equivalents", 1500, is_asked=False),
    ),
)


def test_ladder_states_people_and_those_who_can_retire() -> None:
    picture = draw_ladder(STEPS, LIGHT, rungs.describe_groups(STEPS, 5), is_spacious=True)
    assert picture.alt == (
        "September 2024: Career SES 100, 31–41 or 31.0–41.0% could retire within 5 years; GS-15 and equivalents 800, "
        "200–260 or 25.3–32.9% could retire within 5 years; GS-14 and equivalents 1,500."
    )
    assert {"<b>100</b>", "<b>1,500</b>", "31.0–41.0% · 31–41 can retire"} <= set(notes(picture))


def test_why_a_step_is_not_counted_stands_under_that_step_only_and_only_beside_counts() -> None:
    _, pool, below = STEPS.groups
    unknown = Rungs(STEPS.period, "published", "listing", (Rung("Career SES", 100), pool, below))
    assert notes(draw_ladder(unknown, LIGHT, "", is_spacious=True)).count(NOT_ASKED) == 1
    nothing = Rungs(STEPS.period, "published", "listing", (Rung("Career SES", 100), below))
    assert NOT_ASKED not in notes(draw_ladder(nothing, LIGHT, "", is_spacious=True))


def test_pale_part_of_a_bar_runs_from_the_low_to_the_high_estimate() -> None:
    people, least, more = draw_ladder(STEPS, LIGHT, "").plot.data
    assert list(people.x) == [100, 800, 1500]
    assert list(least.x) == [31, 200, 0]
    assert (list(more.base), list(more.x)) == ([31, 200, 0], [10, 60, 0])


def test_group_of_fewer_than_ten_is_marked_and_has_no_share() -> None:
    few = Rungs(date(2024, 9, 30), "records", "cube", (Rung("Under 1 year", 3, 0, 0, 1, 3),))
    assert "0–1 of <b>3</b> · fewer than ten" in notes(draw_ladder(few, LIGHT, ""))


def test_pipeline_is_answered_in_one_sentence() -> None:
    assert rungs.write_answer(STEPS, 5, "Department of Labor") == (
        "At the Department of Labor, 800 employees of GS-15 and equivalents stood below 100 career executives, 8.00 "
        "for each, in September 2024; 25.3–32.9% of them and 31.0–41.0% of the executives could retire within 5 years "
        "(computed from OPM's record files)."
    )
