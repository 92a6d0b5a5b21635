"""Published figures in the warehouse: our words, whose figure counts, what is summed, what a loaded file replaces."""

import csv
import shutil
from pathlib import Path

import pytest

from etl.build import build
from etl.places import REPOSITORY, Places
from tests.etl.world import Row, World

ON_BOARD = "from marts.published where indicator = 'on_board' and breakdown = ''"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One build of the shipped figures alone, shared by every test that only reads it."""
    world = World(tmp_path_factory.mktemp("shipped"))
    build(world.places)
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


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


def test_no_shipped_figure_is_lost(shipped: World) -> None:
    with (REPOSITORY / "data/published/figures.csv").open(encoding="utf-8") as lines:
        values = sorted(float(row["value"]) for row in csv.DictReader(lines))
    ours = shipped.query(
        "select value from marts.published where not (is_derived and note in ("
        "'derived: absent from a listing that names every agency', 'derived: sum of the appointment types', "
        "'derived: everyone on pay plan ES', 'derived: sum of the levels', 'derived: sum of DD, AR, NV and AF')) "
        "order by value"
    )
    assert [value for (value,) in ours] == values
    assert len(values) == 1411


def test_every_source_is_ranked_once(shipped: World) -> None:
    ranks = shipped.query("select count(*), count(distinct precedence), max(precedence) from marts.source")
    assert ranks == [(42, 42, 420)]


def test_opm_cubes_come_before_its_reports_and_those_before_others(shipped: World) -> None:
    kinds = [kind for (kind,) in shipped.query("select kind from marts.source order by precedence")]
    order = [
        "record_cube",
        "record_file",
        "opm_tabulation",
        "opm_report",
        "government_report",
        "other_report",
        "third_party_tabulation",
    ]
    assert list(dict.fromkeys(kinds)) == order


def test_later_edition_of_a_report_comes_first(shipped: World) -> None:
    best = shipped.query(
        f"select value, source {ON_BOARD} and population = 'ses' and appointment = 'all' and scope = 'government' "
        "and period = '2016-09-30' and source like 'opm_ses_report%' order by precedence"
    )
    assert best == [
        (8172.0, "opm_ses_report_2018"),
        (8172.0, "opm_ses_report_2017"),
        (8156.0, "opm_ses_report_2016"),
    ]


def test_december_2025_total_is_the_sum_of_its_appointments(shipped: World) -> None:
    rows = shipped.query(f"select appointment, value, is_derived {ON_BOARD} and period = '2025-12-31' order by 1")
    assert rows == [
        ("all", 6459.0 + 766 + 44, True),
        ("career", 6459.0, False),
        ("limited_term", 44.0, False),
        ("noncareer", 766.0, False),
    ]


def test_june_2015_has_two_frames_and_neither_borrows_from_the_other(shipped: World) -> None:
    rows = shipped.query(
        f"select source, appointment, value {ON_BOARD} and population = 'ses' and period = '2015-06-30' "
        "and appointment in ('all', 'noncareer', 'unspecified') order by precedence, appointment"
    )
    assert rows == [
        ("fedscope_gender_cube", "all", 7898.0),
        ("fedscope_gender_cube", "noncareer", 736.0),
        ("fedscope_2015_fedsmith", "all", 7723.0),
        ("fedscope_2015_fedsmith", "noncareer", 706.0),
        ("fedscope_2015_fedsmith", "unspecified", 7.0),
    ]


def test_pay_plan_total_stands_in_where_appointments_are_missing(world: World) -> None:
    rows = [
        figure("gao_plum_2026", "senior_executive_pay_plan", "2026-06-30", 7000.0),
        figure("gao_plum_2026", "noncareer", "2026-06-30", 700.0),
    ]
    world.load("report.csv", "published", rows, evidence="published")
    build(world.places)
    assert world.query(
        f"select population, appointment, value {ON_BOARD} and period = '2026-06-30' order by population, appointment"
    ) == [
        ("executive_pay_plan", None, 7000.0),
        ("ses", "all", 7000.0),
        ("ses", "noncareer", 700.0),
    ]


def test_agency_absent_from_a_full_listing_has_zero(shipped: World) -> None:
    goldwater = shipped.query(
        f"select appointment, value, is_derived {ON_BOARD} and source = 'fwd_2025_11' and agency_code = 'GE' order by 1"
    )
    assert goldwater == [
        ("all", 1.0, True),
        ("career", 0.0, True),
        ("limited_term", 0.0, True),
        ("noncareer", 1.0, False),
    ]


def test_agencies_of_a_full_listing_add_up_to_the_government(shipped: World) -> None:
    rows = shipped.query(
        "select appointment, sum(value) filter (where scope = 'agency' and agency_code <> 'DD*'), "
        f"sum(value) filter (where scope = 'government') {ON_BOARD} and source = 'fwd_2025_11' group by 1 order by 1"
    )
    assert rows == [
        ("all", 7336.0, 7336.0),
        ("career", 6543.0, 6543.0),
        ("limited_term", 43.0, 43.0),
        ("noncareer", 750.0, 750.0),
    ]


def test_executive_schedule_total_is_the_sum_of_its_levels(shipped: World) -> None:
    rows = shipped.query(f"select period::varchar, value, is_derived {ON_BOARD} and population = 'ex' order by 1")
    assert rows == [("2024-09-30", 434.0, True), ("2025-03-31", 151.0, True)]


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


def test_printed_defense_total_is_kept(shipped: World) -> None:
    rows = shipped.query(f"select value, is_derived {ON_BOARD} and period = '2026-01-31' and agency_code = 'DD*'")
    assert rows == [(1044.0, False)]


def test_flows_know_their_length_and_stocks_have_none(shipped: World) -> None:
    lengths = shipped.query(
        "select distinct indicator, months, fiscal_year from marts.published "
        "where source in ('fwd_openfeds_2026', 'opm_ses_report_2018') "
        "and indicator in ('on_board', 'separations', 'separations_excluding_transfers') "
        "and (fiscal_year is null or fiscal_year = 2018) order by all"
    )
    assert lengths == [
        ("on_board", None, None),
        ("separations", 11, None),
        ("separations_excluding_transfers", 12, 2018),
    ]
    assert (
        shipped.value("select count(*) from marts.published where indicator = 'rating_cap_share' and months > 0") == 0
    )


def test_their_words_become_ours(shipped: World) -> None:
    theirs = shipped.query(
        "select distinct indicator from marts.published "
        "where indicator in ('headcount', 'award_average') or population in ('career', 'governmentwide_workforce')"
    )
    assert theirs == []
    assert shipped.query(
        "select indicator, value, breakdown, year(period) from marts.published "
        "where indicator in ('sixty_and_over_share', 'thirty_years_share') order by all"
    ) == [
        ("sixty_and_over_share", 26.6, "", 2022),
        ("thirty_years_share", 26.2, "", 1998),
        ("thirty_years_share", 32.0, "", 2022),
    ]


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
    assert world.query("select indicator from marts.published where source = 'plum_book_2020'") == [("allocations",)]


def test_plum_files_of_different_sources_stand_side_by_side(world: World) -> None:
    for source in ("plum_book_2016", "plum_export_2025"):
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
        ("plum_export_2025",),
    ]


def test_order_of_the_shipped_rows_changes_nothing(shipped: World, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    published = shipped.places.published
    shutil.copy(published / "sources.csv", folder)
    header, *lines = (published / "figures.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "figures.csv").write_text(header + "".join(reversed(lines)), "utf-8")
    world = World(tmp_path)
    places = world.places
    world.places = Places(places.raw, places.staged, places.warehouse, folder, places.reference)
    build(world.places)
    for table in ("published", "positions"):
        rows = f"from marts.{table} order by all"
        assert world.query(rows) == shipped.query(rows), table
