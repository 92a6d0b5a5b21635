"""Numbers, dates and sentences as a reader sees them."""

from datetime import date
from typing import Literal

import pandas as pd
import pytest

from metrics import sentences
from metrics.catalog import find
from metrics.headline import Headline, Point
from metrics.model import Unit

Verdict = Literal["better", "worse", "neither"]
SEPTEMBER_2016 = date(2016, 9, 30)


def point(period: date, value: float, evidence: str = "published", flag: str = "") -> Point:
    return Point(period, value, evidence, "opm", flag)


def found(latest: Point, then: Point | None, verdict: Verdict = "neither") -> Headline:
    change = None if then is None else latest.value - then.value
    mixed = then is not None and then.evidence != latest.evidence
    return Headline(latest, then, SEPTEMBER_2016, change, verdict, mixed)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (7269, Unit.PEOPLE, "7,269"),
        (10.5379, Unit.PERCENT, "10.5%"),
        (-259, Unit.PEOPLE, "−259"),
        (13.54, Unit.YEARS, "13.5 years"),
        (216615, Unit.DOLLARS, "$216,615"),
        (0.1936, Unit.RATIO, "0.19"),
    ],
)
def test_number_in_its_unit(value: float, unit: Unit, said: str) -> None:
    assert sentences.number(value, unit) == said


@pytest.mark.parametrize(
    ("change", "unit", "said"),
    [
        (1.5, Unit.PERCENT, "1.5 points more"),
        (-1.5, Unit.PERCENT, "1.5 points less"),
        (-793, Unit.PEOPLE, "793 fewer"),
        (0.04, Unit.PERCENT, "unchanged"),
        (2, Unit.AGENCIES, "2 more"),
        (-0.1, Unit.YEARS, "0.1 years less"),
    ],
)
def test_change_has_its_direction_in_words(change: float, unit: Unit, said: str) -> None:
    assert sentences.size_of_change(change, unit) == said


def test_headline_names_value_time_and_change() -> None:
    headline = found(point(date(2025, 12, 31), 10.54), point(SEPTEMBER_2016, 9.04))
    assert sentences.headline(find("noncareer_share"), headline) == (
        "Noncareer appointees are 10.5% of executives on board in December 2025, "
        "1.5 points more than in September 2016."
    )


def test_headline_without_baseline_claims_no_change() -> None:
    headline = found(point(date(2025, 12, 31), 7269), None)
    assert sentences.headline(find("on_board"), headline) == "7,269 senior executives are on board in December 2025."
    assert "no figure within a year of September 2016" in sentences.basis(find("on_board"), headline)


def test_headline_of_an_agency_and_of_a_type_say_so() -> None:
    said = sentences.headline(
        find("separations"), found(point(date(2009, 9, 30), 582), None), "Department of Labor", "career"
    )
    assert said == "582 career executives left at the Department of Labor in fiscal year 2009."


def test_verdict_is_said_where_a_direction_is_declared() -> None:
    headline = found(point(date(2021, 9, 30), 37.9), point(SEPTEMBER_2016, 35.4), "better")
    assert sentences.headline(find("women_share"), headline).endswith(
        "2.5 points more than in September 2016, for the better."
    )


def test_ends_on_different_evidence_are_pointed_out() -> None:
    headline = found(point(date(2025, 12, 31), 10.5, "records"), point(SEPTEMBER_2016, 9.0))
    assert "compared with September 2016 · there published figure" in sentences.basis(find("on_board"), headline)


@pytest.mark.parametrize(("room", "said"), [(4, "room for 4"), (0, "at the line"), (-2, "2 above")])
def test_headroom_in_people(room: int, said: str) -> None:
    assert sentences.headroom(room) == said


def test_flow_not_ending_in_september_is_twelve_months() -> None:
    assert sentences.when(date(2025, 11, 30), is_flow=True) == "the twelve months to November 2025"
    assert sentences.when(date(2009, 9, 30), is_flow=True) == "fiscal year 2009"


def test_credit_lists_every_source_once_with_its_years_and_the_mark_of_its_evidence() -> None:
    rows = pd.DataFrame(
        {
            "period": pd.to_datetime(["1998-09-30", "2017-09-30", "2025-11-30"]),
            "source": ["cube", "cube", "fwd"],
            "evidence": "published",
        }
    )
    said = sentences.credit(rows, {"cube": "FedScope cubes"})
    assert said == "○ published figures. Sources: FedScope cubes (1998–2017); fwd (2025)."


def test_series_that_ended_is_called_historic() -> None:
    assert "September 2017" in sentences.last_known(date(2017, 9, 30), date(2025, 12, 31), is_flow=False)
    assert sentences.last_known(date(2025, 9, 30), date(2025, 12, 31), is_flow=False) == ""


def test_freshness_names_the_kinds_of_evidence() -> None:
    said = sentences.freshness(date(2025, 12, 31), ["published", "sample"], date(2026, 11, 21))
    assert said.startswith("Figures up to December 2025, from published figures; a synthetic sample stands in")
    assert said.endswith("Built on 21 November 2026.")
