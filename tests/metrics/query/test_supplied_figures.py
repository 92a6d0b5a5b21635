"""What an analyst supplies in indicators.csv is answered under its own name, beside what publishers give."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.layouts.analyst_files import INDICATORS
from metrics.definitions import catalog
from metrics.definitions.metric import Unit
from metrics.errors import UnknownIndicator, UnsoundQuery
from metrics.query import published_only
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.etl.strange import text_file
from tests.metrics.ask import values

ROWS = (
    # indicator, agency, as of, numerator, denominator, value, unit
    ("onboarding_programme_coverage", "", "2024-09-30", "", "", "61.5", "percent"),
    ("onboarding_programme_coverage", "", "2025-09-30", "", "", "64", "percent"),
    ("onboarding_programme_coverage", "ED", "2025-09-30", "3", "8", "", "percent"),
    ("onboarding_programme_coverage", "IN", "2025-09-30", "30", "40", "", "percent"),
    ("time_to_hire", "DN", "2025-06-30", "", "", "91.5", "days"),
    ("engagement_index", "", "2025-06-30", "", "", "71.2", "points of 100"),
    ("noncareer_share", "", "2023-03-31", "800", "8000", "", "percent"),
    ("women_share", "", "2024-03-31", "", "", "39.5", "percent"),
)


@pytest.fixture(scope="module")
def warehouse(in_folder: Callable[[str, list[Path]], Warehouse], tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    columns = ("indicator", "agency_code", "as_of", "numerator", "denominator", "value", "unit")
    rows = [dict(zip(columns, row, strict=True)) | {"source": "a survey"} for row in ROWS]
    folder = tmp_path_factory.mktemp("supplied_figures")
    return in_folder("supplied", [text_file(folder / "indicators.csv", INDICATORS, rows)])


def from_survey(warehouse: Warehouse, name: str, **asked: Any) -> list[tuple[Any, ...]]:
    found = answer(warehouse, published_only.find(warehouse, name), Selection.of(**asked)).table
    mine = found[found["source"] == "a survey"]
    return values(mine.assign(period=mine["period"].astype(str)), "period", "value", "numerator", "denominator", "flag")


def test_any_row_is_answered_under_its_own_name(warehouse: Warehouse) -> None:
    assert from_survey(warehouse, "onboarding_programme_coverage") == [
        ("2024-09-30", 61.5, None, None, "medium_confidence"),
        ("2025-09-30", 64, None, None, "medium_confidence"),
    ]
    found = published_only.find(warehouse, "onboarding_programme_coverage")
    assert (found.title, found.unit, found.theme) == ("Onboarding programme coverage", Unit.PERCENT, "Published only")


def test_counts_behind_a_supplied_share_are_shown_and_few_people_flagged(warehouse: Warehouse) -> None:
    assert from_survey(warehouse, "onboarding_programme_coverage", by=["agency_code"]) == [
        ("2025-09-30", 37.5, 3, 8, "too_few;medium_confidence"),
        ("2025-09-30", 75, 30, 40, "medium_confidence"),
    ]


def test_shares_of_two_agencies_are_neither_added_nor_averaged(warehouse: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="neither added nor averaged: break it down by agency_code"):
        from_survey(warehouse, "onboarding_programme_coverage", where={"agency_code": ("ED", "IN")})
    both = {"by": ["agency_code"], "where": {"agency_code": ["ED", "IN"]}}
    assert len(from_survey(warehouse, "onboarding_programme_coverage", **both)) == 2


def test_units_are_taken_as_stated(warehouse: Warehouse) -> None:
    assert published_only.find(warehouse, "time_to_hire").unit is Unit.DAYS
    assert published_only.find(warehouse, "engagement_index").unit is Unit.AS_STATED
    assert from_survey(warehouse, "time_to_hire", where={"agency_code": "DN"})[0][1] == 91.5


def test_a_row_named_as_a_declared_indicator_joins_it(warehouse: Warehouse) -> None:
    assert published_only.find(warehouse, "noncareer_share") is catalog.find("noncareer_share")
    assert from_survey(warehouse, "noncareer_share") == [("2023-03-31", 10, 800, 8000, "medium_confidence")]
    assert from_survey(warehouse, "women_share") == [("2024-03-31", 39.5, None, None, "medium_confidence")]


def test_every_row_that_publishers_give_is_answered_too(published: Warehouse, root: Path) -> None:
    """Whole or by agency, for every indicator of executives that no declaration covers."""
    beyond = published_only.list_published_only(published)
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as lines:
        given = [row for row in csv.DictReader(lines) if row["population"] == "ses" and not row["breakdown"]]
    expected = {(row["indicator"], row["as_of"], float(row["value"])) for row in given if row["indicator"] in beyond}
    assert {"average_age", "accessions", "allocations"} <= {name for name, *_ in expected}
    found = set()
    for name, metric in beyond.items():
        for by in ((), ("agency_code",)):
            table = answer(published, metric, Selection.of(by=by, all_sources=True)).table
            found |= {(name, str(day.date()), value) for day, value in values(table, "period", "value")}
    assert found >= expected


def test_unknown_names_are_told_what_is_near_in_both(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownIndicator, match="'onboarding_program_coverage'; nearest: onboarding_programme_coverage"):
        published_only.find(warehouse, "onboarding_program_coverage")
    with pytest.raises(UnknownIndicator, match="nearest: noncareer_share"):
        published_only.find(warehouse, "noncarer_share")


def test_what_is_published_by_the_year_says_so_where_a_month_is_asked(published: Warehouse) -> None:
    retirements = published_only.find(published, "retirements")
    with pytest.raises(UnsoundQuery, match=r"^retirements is published over twelve months, .* --window 12m$"):
        answer(published, retirements, Selection(window="month"))
