"""Indicators from published figures: what figures.csv says, added and divided by hand."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from metrics.analysis.part_year import find_part_year
from metrics.definitions import catalog
from metrics.definitions.catalog import find
from metrics.definitions.measure import FIGURE_COLUMNS
from metrics.definitions.metric import Measure
from metrics.definitions.terms import Change
from metrics.warehouse import Warehouse
from tests.metrics.ask import table
from tests.metrics.expected_figures import KEYED, PUBLISHED, Figures, given, of_agency, of_appointment, of_key, read

OF_TITLE_5 = {"on_board_title_5", "noncareer_share_title_5", "limited_share_title_5"}
"""Counted from parts of one agency as well: held to the list in test_title_5."""
BY_AGENCY_ONLY = {"agencies_over_quarter", "quarter_standing"}
OF_CAREER_ONLY = {"retirement_eligible_share", "sixty_and_over_share", "thirty_years_share"}
"""Tried one by one in test_retirement."""
BY_APPOINTMENT_ONLY = {
    "separations": "separations",
    "separation_rate_excluding_transfers": "separation_rate",  # of the one study that gives it, which leaves them out
    "quit_rate": "quit_rate",
}
APPOINTMENTS = ("career", "noncareer", "limited_term", "limited_emergency", "unspecified")
CANNOT_BE_SPLIT = {
    "allocation_needed",
    "general_positions_noncareer_share",
    "senior_professionals_per_executive",
}
"""What is counted from the lists of positions, or needs a figure that is given for the whole government only."""
SPLIT = [
    (name, column)
    for name in PUBLISHED
    for column in FIGURE_COLUMNS
    if column in find(name).breakdowns and name not in CANNOT_BE_SPLIT
]
Answered = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def figures(root: Path) -> Figures:
    return read(root)


@pytest.fixture(scope="module")
def of_group(figures: Figures) -> Callable[[str, str], Figures]:
    """An agency's or an appointment type's figures as if they were the whole: picked once for all indicators."""
    narrow = {"agency_code": of_agency, "appointment": of_appointment}
    return cache(lambda column, group: narrow[column](figures, group))


def answered(warehouse: Warehouse, name: str, *by: str, **asked: Any) -> list[tuple[tuple[str, ...], float]]:
    """Period, groups and source of every row, with its value."""
    found = table(warehouse, name, by=by, **asked)
    days = found["period"].dt.strftime("%Y-%m-%d")
    keys = zip(days, *(found[column] for column in by), found["source"], strict=True)
    return [(key, value) for key, value in zip(keys, found["value"], strict=True) if value == value]


def agree(ours: Iterable[tuple[tuple[str, ...], float]], expected: Mapping[Any, float]) -> None:
    rows = list(ours)
    assert {key for key, _ in rows} == expected.keys()
    assert len(rows) == len(expected)
    for key, value in rows:
        assert value == pytest.approx(expected[key]), key


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_figures_give_what_the_list_gives(published: Warehouse, figures: Figures, name: str) -> None:
    agree(answered(published, name, all_sources=True), PUBLISHED[name](figures))


@pytest.mark.parametrize(("name", "column"), SPLIT, ids=[" by ".join(case) for case in SPLIT])
def test_published_figures_of_a_group_give_what_the_list_gives(
    published: Warehouse, figures: Figures, of_group: Callable[[str, str], Figures], name: str, column: str
) -> None:
    codes = sorted({row["agency_code"] for row in figures if len(row["agency_code"]) < 4} - {""} | {"DD*"})
    if isinstance(find(name).formula, Measure | Change):
        codes.remove("DD*")  # counts list the components only
    groups = codes if column == "agency_code" else APPOINTMENTS
    expected = {
        (day, group, source): value
        for group in groups
        for (day, source), value in PUBLISHED[name](of_group(column, group)).items()
    }
    agree(answered(published, name, column, all_sources=True), expected)


@pytest.mark.parametrize(("name", "indicator"), BY_APPOINTMENT_ONLY.items())
def test_flows_published_of_one_appointment_type(
    published: Warehouse, figures: Figures, name: str, indicator: str
) -> None:
    expected = {
        (row["as_of"], row["population"], row["source_id"]): float(row["value"])
        for row in figures
        if row["indicator"] == indicator and row["population"] in APPOINTMENTS and not row["breakdown"]
    }
    agree(answered(published, name, "appointment", all_sources=True), expected)


@pytest.mark.parametrize(("name", "key"), [case for case in KEYED if case[0] != "representation_ratio"])
@pytest.mark.parametrize("agency", ["", "agency_code"])
def test_figures_by_a_column_of_their_own(
    published: Warehouse, figures: Figures, name: str, key: str, agency: str
) -> None:
    values = {row["breakdown"].removeprefix(f"{key}=") for row in figures if row["breakdown"].startswith(f"{key}=")}
    expected = {}
    for value in values:
        rows = of_key(figures, key, value)
        for code in {row["agency_code"] for row in rows} - {""} if agency else {""}:
            mine = of_agency(rows, code) if agency else rows
            groups = (value, code) if agency else (value,)
            for (day, source), number in KEYED[name, key](mine).items():
                expected[day, *groups, source] = number
    by = (key, agency) if agency else (key,)
    agree(answered(published, name, *by, all_sources=True), expected)


@pytest.mark.parametrize("trait", ["women", "people_of_color"])
def test_shares_among_executives_over_shares_among_permanent_employees(
    published: Warehouse, figures: Figures, trait: str
) -> None:
    expected = KEYED["representation_ratio", trait](figures)
    assert len(expected) >= 36
    ours = answered(published, "representation_ratio", where={"trait": trait})
    agree(ours, expected)


@pytest.mark.parametrize("name", [*PUBLISHED, "rating_share", "race_share"])
def test_one_source_speaks_for_a_period(published: Warehouse, figures: Figures, name: str) -> None:
    """Of every period but those of which the press alone gives a round count."""
    by = find(name).always_by
    rounded = {
        (row["as_of"], row["source_id"])
        for row in figures
        if row["confidence"] == "rounded" and name == "on_board" and row["indicator"] == "headcount"
    }
    every = {
        key: value
        for key, value in answered(published, name, *by, all_sources=True)
        if (key[0], key[-1]) not in rounded
    }
    best = list(answered(published, name, *by))
    assert len({key[:-1] for key, _ in best}) == len(best) == len({key[:-1] for key in every})
    for key, value in best:
        assert value == every[key]


def test_figures_answer_no_indicator_without_an_expectation(published: Warehouse) -> None:
    answered_now = {metric.name for metric in catalog.METRICS if len(table(published, metric))}
    assert answered_now == PUBLISHED.keys() | OF_TITLE_5 | BY_AGENCY_ONLY | OF_CAREER_ONLY | {name for name, _ in KEYED}


def test_what_must_be_allocated_is_four_times_an_agencys_noncareer_executives(
    published: Warehouse, figures: Figures, of_group: Callable[[str, str], Figures]
) -> None:
    parts = {"DD", "AR", "NV", "AF"}
    codes = {row["agency_code"] for row in figures if len(row["agency_code"]) < 4} - parts - {""} | {"DD*"}
    expected = {
        (day, code, source): 4 * people
        for code in codes
        for (day, source), people in given(of_group("agency_code", code), "headcount", "noncareer").items()
    }
    ours = dict(answered(published, "allocation_needed", "agency_code", all_sources=True))
    assert {key: value for key, value in ours.items() if key in expected} == expected
    # An agency that a full listing does not name has none.
    assert {value for key, value in ours.items() if key not in expected} <= {0}
    assert len(expected) > 40


def test_no_room_is_told_on_people(published: Warehouse) -> None:
    """No allocation of an agency is published, nor with the shipped figures a list of positions with its vacancies."""
    for name in ("noncareer_headroom", "positions_lower_bound", "noncareer_share_of_known_positions"):
        assert table(published, name).empty


def test_part_of_a_year_stands_beside_the_same_months_a_year_before(published: Warehouse) -> None:
    found = find_part_year(published, find("separations"), "career")
    assert found is not None
    assert (found.last, found.months, found.value, found.before) == (date(2025, 11, 30), 11, 1959, 753)
    assert (found.source, found.is_medium) == ("fwd_openfeds_2026", True)
    assert find_part_year(published, find("separations"), "career", date(2020, 9, 30)) is None
    assert find_part_year(published, find("separation_rate"), "career") is None
