"""Numbers, dates and sentences as a reader sees them."""

import re
from dataclasses import replace
from datetime import date
from typing import Literal

import pandas as pd
import pytest

from metrics import formatting
from metrics.analysis.headline import Headline, Point
from metrics.analysis.part_year import PartYear
from metrics.definitions.catalog import METRICS, find
from metrics.definitions.metric import Metric, Unit
from metrics.text import headlines

Verdict = Literal["better", "worse", "neither"]
SEPTEMBER_2016 = date(2016, 9, 30)


def point(period: date, value: float, evidence: str = "published", flag: str = "") -> Point:
    return Point(period, value, evidence, "opm", flag)


def found(latest: Point, then: Point | None, verdict: Verdict = "neither") -> Headline:
    change = None if then is None else latest.value - then.value
    mixed: Literal["", "evidence"] = "evidence" if then is not None and then.evidence != latest.evidence else ""
    return Headline(latest, then, SEPTEMBER_2016, change, verdict, mixed)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (7269, Unit.PEOPLE, "7,269"),
        (10.5379, Unit.PERCENT, "10.5%"),
        (37.15, Unit.PERCENT, "37.2%"),
        (-0.25, Unit.PERCENT, "−0.3%"),
        (-259, Unit.PEOPLE, "−259"),
        (13.54, Unit.YEARS, "13.5 years"),
        (0.14, Unit.YEARS, "0.1 year"),
        (1.0, Unit.YEARS, "1.0 year"),
        (1.1, Unit.YEARS, "1.1 years"),
        (0.04, Unit.YEARS, "0.0 years"),
        (1, Unit.DAYS, "1 day"),
        (216615, Unit.DOLLARS, "$216,615"),
        (0.1936, Unit.RATIO, "0.19"),
    ],
)
def test_number_in_its_unit(value: float, unit: Unit, said: str) -> None:
    assert formatting.format_number(value, unit) == said


@pytest.mark.parametrize(
    ("change", "unit", "said"),
    [
        (1.5, Unit.PERCENT, "1.5 points more"),
        (-1.5, Unit.PERCENT, "1.5 points less"),
        (-793, Unit.PEOPLE, "793 fewer"),
        (0.04, Unit.PERCENT, "unchanged"),
        (2, Unit.AGENCIES, "2 more"),
        (-0.1, Unit.YEARS, "0.1 year less"),
    ],
)
def test_change_has_its_direction_in_words(change: float, unit: Unit, said: str) -> None:
    assert formatting.format_change(change, unit) == said


def test_headline_names_value_time_and_change() -> None:
    headline = found(point(date(2025, 12, 31), 10.54), point(SEPTEMBER_2016, 9.04))
    assert headlines.write_headline(find("noncareer_share"), headline) == (
        "Noncareer appointees were 10.5% of executives on board in December 2025, up 1.5 points since September 2016."
    )


def test_headline_without_baseline_claims_no_change() -> None:
    headline = found(point(date(2025, 12, 31), 7269), None)
    assert (
        headlines.write_headline(find("on_board"), headline)
        == "7,269 senior executives were on board in December 2025."
    )
    assert "no figure within a year of September 2016" in headlines.describe_comparison(find("on_board"), headline)


def test_headline_of_an_agency_and_of_a_type_say_so() -> None:
    said = headlines.write_headline(
        find("separations"), found(point(date(2009, 9, 30), 582), None), "Department of Labor", "career"
    )
    assert said == "At the Department of Labor, 582 career executives left their agency in fiscal year 2009."


def test_verdict_is_said_where_a_direction_is_declared() -> None:
    headline = found(point(date(2021, 9, 30), 37.9), point(SEPTEMBER_2016, 35.4), "better")
    assert headlines.write_headline(find("women_share"), headline).endswith(
        "up 2.5 points since September 2016, a change for the better."
    )


def test_ends_on_different_evidence_are_pointed_out() -> None:
    headline = found(point(date(2025, 12, 31), 10.5, "records"), point(SEPTEMBER_2016, 9.0))
    said = "September 2016 by another source: computed from OPM's record files now, published figure then"
    assert f"compared with {said}" in headlines.describe_comparison(find("on_board"), headline)
    assert said in headlines.write_headline(find("on_board"), headline)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("on_board", "1 senior executive was on board in December 2025."),
        (
            "agencies_over_quarter",
            "In 1 agency of at least four executives noncareer appointees were more than a quarter of those on board "
            "in December 2025.",
        ),
        ("noncareer_headroom", "Room for noncareer appointees within a quarter of positions was 1 in December 2025."),
        ("general_positions_vacancy_rate", "1.0% of general positions were vacant in December 2025."),
    ],
)
def test_one_is_told_as_one(name: str, said: str) -> None:
    assert headlines.write_headline(find(name), found(point(date(2025, 12, 31), 1), None)) == said


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("positions 2025-09-30", "(on positions)"),
        ("at_least 2025-07-31", "(at least, on positions known to exist)"),
    ],
)
def test_a_value_under_a_line_says_what_it_was_held_against(basis: str, said: str) -> None:
    headline = found(replace(point(date(2025, 12, 31), 5), basis=basis), None)
    assert headlines.write_headline(find("noncareer_headroom"), headline) == (
        f"Room for noncareer appointees within a quarter of positions was 5 {said} in December 2025."
    )


def test_one_of_a_type_is_told_as_one() -> None:
    said = headlines.write_headline(
        find("separations"), found(point(date(2022, 9, 30), 1), None), appointment="noncareer"
    )
    assert said == "1 noncareer executive left their agency in fiscal year 2022."


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_sentence_of_every_indicator_is_in_the_past_and_begins_large(metric: Metric) -> None:
    said = headlines.write_headline(metric, found(point(date(2025, 12, 31), 7), None), appointment="career")
    assert said[0].isupper() or said[0].isdigit() or said[0] == "$"
    assert not re.search(r"\b(is|are)\b", said), said


def test_date_and_evidence_of_a_headline_stand_together() -> None:
    headline = found(point(date(2022, 9, 30), 903, flag="medium_confidence"), None)
    assert headlines.describe_date(find("separations"), headline, date(2022, 12, 31)) == (
        "Fiscal year 2022 · published figure · medium confidence"
    )
    assert headlines.describe_date(find("separations"), headline, date(2025, 12, 31)).endswith("· no newer figure")


def test_part_of_a_year_names_its_months_and_how_sure_it_is() -> None:
    eleven = PartYear(date(2025, 11, 30), 11, 1959, 753, "opm", is_medium=True)
    assert headlines.describe_part_year(find("separations"), eleven, "career") == (
        "1,959 career executives left their agency in January–November 2025, 1,206 more than in the same months "
        "of 2024 "
        "(medium confidence)."
    )


def test_a_bound_by_positions_says_that_it_is_one() -> None:
    assert headlines.describe_known_positions(20.8) == "at most 20.8% of positions"


def test_flow_not_ending_in_september_is_twelve_months() -> None:
    assert formatting.format_time(date(2025, 11, 30), is_flow=True) == "the twelve months to November 2025"
    assert formatting.format_time(date(2009, 9, 30), is_flow=True) == "fiscal year 2009"


def test_credit_lists_every_source_once_with_its_years_and_the_mark_of_its_evidence() -> None:
    rows = pd.DataFrame(
        {
            "period": pd.to_datetime(["1998-09-30", "2017-09-30", "2025-11-30"]),
            "source": ["cube", "cube", "fwd"],
            "evidence": "published",
        }
    )
    said = headlines.write_credit(rows, {"cube": "FedScope cubes"})
    assert said == "○ published figures. Sources: FedScope cubes (1998–2017); fwd (2025)."


def test_a_source_that_figures_share_with_others_is_credited_once() -> None:
    periods = pd.to_datetime(["2009-09-30", "2010-09-30", "2012-09-30"])
    rows = pd.DataFrame({"period": periods, "source": ["a; b", "b", "a"], "evidence": "records"})
    said = headlines.write_credit(rows, {"a": "Counts", "b": "Leavers"})
    assert said == "● computed from OPM's record files. Sources: Leavers (2009–2010); Counts (2009–2012)."


def test_many_sources_are_counted_and_left_to_the_table() -> None:
    periods = pd.to_datetime([f"{year}-09-30" for year in range(2010, 2017)])
    rows = pd.DataFrame({"period": periods, "source": list("abcdefg"), "evidence": "published"})
    said = headlines.write_credit(rows, {})
    assert said == "○ published figures. 7 sources, from a (2010) to g (2016), each named with the figures."


def test_series_that_ended_says_so() -> None:
    assert "September 2017" in formatting.describe_last_known(date(2017, 9, 30), date(2025, 12, 31), is_flow=False)
    assert formatting.describe_last_known(date(2025, 9, 30), date(2025, 12, 31), is_flow=False) == ""


def test_freshness_names_the_kinds_of_evidence() -> None:
    said = headlines.describe_freshness(date(2025, 12, 31), ["published", "sample"], date(2026, 11, 21))
    assert said.startswith("Figures up to December 2025, from published figures;")
    assert "where an indicator has no real figure, a synthetic sample is shown and marked" in said
    assert said.endswith("Built on 21 November 2026.")


def test_days_and_units_of_ones_own_are_told_as_they_are() -> None:
    assert formatting.format_number(174, Unit.DAYS) == "174 days"
    assert formatting.format_number(71.25, Unit.AS_STATED) == "71.3"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Employment, July 2026 (version 1, published 2 September 2026)", "(version 1, published 2 September 2026)."),
        ("Study of departures (OPM data)", "Study of departures (OPM data; 2026)."),
        ("Retirement trends", "Retirement trends (2026)."),
    ],
)
def test_years_of_a_source_stand_in_one_pair_of_brackets_and_once(title: str, said: str) -> None:
    rows = pd.DataFrame({"period": pd.to_datetime(["2026-07-31"]), "source": "one", "evidence": "published"})
    credit = headlines.write_credit(rows, {"one": title})
    assert credit.endswith(said)
    assert ") (" not in credit


def test_net_change_stands_beside_the_other_in_words() -> None:
    headline = found(point(date(2017, 9, 30), -259), point(date(2016, 9, 30), 190))
    assert headlines.write_headline(find("net_change"), headline) == (
        "The net change in senior executives was −259 in fiscal year 2017, compared with a gain of 190 in fiscal year "
        "2016."
    )
    assert "compared with a gain of 190 in fiscal year 2016" in headlines.describe_comparison(
        find("net_change"), headline
    )
    assert headlines.describe_comparison(find("net_change"), headline).startswith("Population: ")


@pytest.mark.parametrize("metric", [each for each in METRICS if each.by_default], ids=lambda each: each.name)
def test_what_counts_career_executives_unless_asked_says_so(metric: Metric) -> None:
    """26.6% were sixty or older: of career executives, as the publisher counted, and not of all."""
    assert "areer executives" in headlines.word_value(metric, 26.6)
    assert "noncareer executives" in headlines.word_value(metric, 26.6, "noncareer").lower()


def test_retirement_as_history_names_whom_it_counts() -> None:
    assert headlines.word_value(find("sixty_and_over_share"), 26.6) == "26.6% of career executives were sixty or older"
