"""Figures and positions that are loaded beside the shipped ones: what they replace, and what is summed of them."""

import pytest

from etl.warehouse.build import build
from tests.etl.warehouse.test_published import ON_BOARD
from tests.etl.world import Row, World

pytestmark = pytest.mark.slow


def figure(source_id: str, population: str, as_of: str, value: float, **more: object) -> Row:
    row: Row = {
        "indicator": "headcount",
        "population": population,
        "as_of": as_of,
        "value": value,
        "unit": "people",
        "source_id": source_id,
        "confidence": "high",
    }
    return row | more


def test_pay_plan_total_stands_in_where_appointments_are_missing(world: World) -> None:
    rows = [
        figure("gao_plum_2026", "senior_executive_pay_plan", "2026-06-30", 7000.0),
        figure("gao_plum_2026", "noncareer", "2026-06-30", 700.0),
    ]
    world.load("report.csv", "published", rows, evidence="published")
    build(world.places)
    assert world.query(
        f"select population, appointment, value {ON_BOARD} and source = 'gao_plum_2026' order by all"
    ) == [
        ("executive_pay_plan", None, 7000.0),
        ("ses", "all", 7000.0),
        ("ses", "noncareer", 700.0),
    ]


def test_defense_is_summed_only_where_all_four_components_are_given(world: World) -> None:
    codes = {"DD": 400.0, "AR": 200.0, "NV": 250.0, "AF": 150.0}
    whole = [
        figure("gao_plum_2026", "ses", "2026-03-31", value, agency=code, agency_code=code)
        for code, value in codes.items()
    ]
    partial = [row | {"as_of": "2026-04-30"} for row in whole[:3]]
    world.load("report.csv", "published", whole + partial, evidence="published")
    build(world.places)
    assert world.query(
        f"select period::varchar, value, is_derived {ON_BOARD} and source = 'gao_plum_2026' and agency_code = 'DD*'"
    ) == [("2026-03-31", 1000.0, True)]


def test_loaded_rows_replace_shipped_ones_of_the_same_source_indicator_and_population(world: World) -> None:
    rows = [figure("opm_employment_summary_2025", "noncareer", "2024-09-30", 764.0)]
    world.load("tables.zip", "published", rows, evidence="published")
    build(world.places)
    assert world.query(
        "select indicator, appointment, period::varchar, value from marts.published "
        "where source = 'opm_employment_summary_2025' and appointment in ('noncareer', 'career') "
        "and indicator in ('on_board', 'average_length_of_service') order by all"
    ) == [
        ("average_length_of_service", "career", "2024-09-30", 23.6),
        ("average_length_of_service", "career", "2025-03-31", 23.5),
        ("average_length_of_service", "noncareer", "2024-09-30", 7.9),
        ("average_length_of_service", "noncareer", "2025-03-31", 3.0),
        ("on_board", "career", "2024-09-30", 7951.0),
        ("on_board", "career", "2025-03-31", 7806.0),
        ("on_board", "noncareer", "2024-09-30", 764.0),
    ]


def test_shipped_plum_book_stands_until_the_book_itself_is_loaded(world: World) -> None:
    build(world.places)
    assert world.value("select sum(positions) from marts.positions") == 2510 + 83 + 724
    assert world.query("select count(*) from marts.positions where agency_code = 'DD*' or agency is null") == [(0,)]

    job: Row = {
        "source_id": "plum_book_2020",
        "period": "2020-06-30",
        "agency_code": "ED",
        "agency": "Department of Education",
        "pay_plan": "ES",
        "appointment_type": "NA",
        "filled_by": "noncareer",
        "is_current": True,
        "is_duplicate": False,
        "positions": 1,
    }
    rows = [job, job | {"is_duplicate": True}, job | {"is_current": False}, job | {"filled_by": "vacant"}]
    span = ("2020-06-30", "2020-06-30")
    world.load("plum_book_2020.csv", "positions", rows, evidence="published", span=span, source_id="plum_book_2020")
    build(world.places)
    assert world.query("select filled_by, positions from marts.positions order by 1") == [
        ("noncareer", 1),
        ("vacant", 1),
    ]
    assert world.query("select indicator from marts.published where source = 'plum_book_2020'") == []


def test_plum_files_of_different_sources_stand_side_by_side(world: World) -> None:
    for source in ("plum_book_2016", "plum_export"):
        job: Row = {
            "source_id": source,
            "period": "2025-07-31",
            "agency": "Department of Education",
            "pay_plan": "ES",
            "filled_by": "career",
            "is_current": True,
            "is_duplicate": False,
            "positions": 1,
        }
        span = ("2025-07-31", "2025-07-31")
        world.load(f"{source}.csv", "positions", [job], evidence="published", span=span, source_id=source)
    build(world.places)
    assert world.query("select source from marts.positions where period = '2025-07-31' order by 1") == [
        ("plum_book_2016",),
        ("plum_export",),
    ]
