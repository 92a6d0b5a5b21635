"""The build: what it takes from the staged files, and which of them speaks where several do."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import etl.warehouse.build as build_module
from etl.version import VERSION
from etl.warehouse import marts
from etl.warehouse.build import MART, BuildFailed, build
from etl.warehouse.publish import read_current_build
from tests.etl.world import World, executive, separation
from tests.shipped import FIGURES

pytestmark = pytest.mark.slow

TABLES = tuple(table.name for table in marts.MARTS)


def test_empty_folder_builds_from_the_shipped_figures_alone(world: World) -> None:
    result = build(world.places)
    assert result.warnings == ()
    assert world.query("select name, rows_read, rows_kept, is_used from meta.extracts") == [
        ("figures.csv", len(FIGURES), len(FIGURES), True)
    ]
    assert world.query("select count(*) from marts.on_board") == [(0,)]


def test_folder_with_strange_characters_builds(tmp_path: Path) -> None:
    world = World(tmp_path / "we'ird [1] *x")
    world.load("a.zip", "employment", [executive("2024-09-30")], span=("2024-09-30", "2024-09-30"))
    build(world.places)
    assert world.value("select sum(people) from marts.on_board") == 1


def test_every_column_of_every_table_is_documented_with_its_type(shipped: World) -> None:
    found = shipped.query(
        "select schema_name, table_name, column_name, lower(split_part(data_type, '(', 1)) from duckdb_columns() "
        "where schema_name in ('marts', 'meta') order by all"
    )
    documented = shipped.query("select schema_name, table_name, column_name, type from meta.columns order by all")
    assert found == documented
    assert shipped.query("from meta.columns where length(meaning) < 5") == []


def test_no_mart_reads_one_that_is_filled_after_it() -> None:
    written = {
        table.name: (files("etl") / "sql" / f"{table.name}.sql").read_text(encoding="utf-8") for table in marts.MARTS
    }
    read = {name: set(MART.findall(statement)) & set(TABLES) for name, statement in written.items()}
    assert read["on_board_by"] == {"on_board"}
    assert {name: later for nth, name in enumerate(TABLES) if (later := read[name] & set(TABLES[nth:]))} == {}


@pytest.mark.parametrize("largest", [0, 8_000_000], ids=["one after the other", "side by side"])
def test_a_mart_that_cannot_be_filled_stops_the_build_and_those_that_wait_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    monkeypatch.setattr(build_module, "LARGE", largest - 1)
    first = build(world.places).build_id
    whole = build_module._read_statement

    def torn(name: str) -> str:
        return "select error('no such month') as name" if name == "agency" else whole(name)

    monkeypatch.setattr(build_module, "_read_statement", torn)
    with pytest.raises(BuildFailed, match="no such month"):
        build(world.places)
    assert read_current_build(world.places.warehouse) == first


def test_rows_of_one_dimension_lie_together(world: World) -> None:
    months = ("2024-06-30", "2024-09-30")
    for month in months:
        world.load(f"{month}.zip", "employment", [executive(month), executive(month)], span=(month, month))
    build(world.places)
    for name in ("on_board_by", "workforce_by"):
        ((runs, dimensions),) = world.query(
            "select count(*) filter (where dimension is distinct from before), count(distinct dimension)\n"
            f"from (select dimension, lag(dimension) over (order by rowid) as before from marts.{name})"
        )
        assert runs == dimensions, name
        assert int(str(dimensions)) > 1, name


def test_numbers_are_documented_with_a_unit() -> None:
    bare = [
        f"{table.name}.{column.name}"
        for table in marts.MARTS
        for column in table.columns
        if column.type in ("double", "bigint") and not column.unit
    ]
    assert bare == []


def test_build_twice_gives_the_same_marts(world: World) -> None:
    rows = [executive("2024-09-30", salary=200_000.0), executive("2024-09-30", "noncareer", agency_code="AR")]
    world.load("a.zip", "employment", rows, span=("2024-09-30", "2024-09-30"))
    world.load("s.zip", "separations", [separation("2024-03-31")], span=("2023-10-31", "2024-09-30"))
    first, second = build(world.places).build_id, build(world.places).build_id
    assert first != second
    for table in TABLES:
        everything = f"from marts.{table} order by all"
        assert world.query(everything, first) == world.query(everything, second), table


def test_every_employee_is_in_the_workforce(world: World) -> None:
    period = "2024-09-30"
    rows = [
        executive(period, supervisory_code="2"),
        executive(period, "limited_term"),
        executive(period, corps="st", appointment=None, appointment_code="30", pay_plan="ST"),
        executive(period, corps="ex", appointment=None, appointment_code="36", pay_plan="EX"),
    ]
    others = [
        {"period": period, "agency_code": "ED", "category": "schedule_c", "is_permanent": True, "people": 7},
        {"period": period, "agency_code": "ED", "category": "other", "feeder_grade": "15", "people": 100},
    ]
    world.load("a.zip", "employment", rows, counted=others, span=(period, period))
    build(world.places)
    assert world.query("select category, sum(people) from marts.workforce group by all order by all") == [
        ("executive", 2),
        ("executive_schedule", 1),
        ("other", 100),
        ("schedule_c", 7),
        ("senior_professional", 1),
    ]
    permanent = "select sum(people) from marts.workforce where category = 'executive' and is_permanent"
    assert world.value(permanent) == 1


def test_ceiling_is_that_of_the_calendar_year_and_empty_where_none_is_cited(world: World) -> None:
    for period in ("2016-09-30", "2018-09-30"):
        world.load(f"{period}.zip", "employment", [executive(period)], span=(period, period))
    build(world.places)
    ceilings = world.query("select year(period), pay_ceiling from marts.on_board order by 1")
    assert ceilings == [(2016, 185_100.0), (2018, None)]


def test_nobody_published_the_sample(world: World) -> None:
    span = ("2024-09-30", "2024-09-30")
    world.load("sample.zip", "employment", [executive("2024-09-30", people=3)], evidence="sample", span=span)
    build(world.places, with_sample=True)
    made_up = [("nobody: made up by this program",)]
    for asked in ("marts.source where source = 'sample.zip'", "meta.extracts where name = 'sample.zip'"):
        assert world.query(f"select publisher from {asked}", with_sample=True) == made_up


def test_no_synthetic_row_file_or_word_is_in_a_real_build(world: World) -> None:
    span = ("2024-09-30", "2024-09-30")
    world.load("sample.zip", "employment", [executive("2024-09-30", people=3)], evidence="sample", span=span)
    world.load("made_up.zip", "separations", [separation("2024-09-30")], evidence="sample", span=span)
    world.load("real.zip", "separations", [separation("2023-09-30")], span=("2023-09-30", "2023-09-30"))
    build(world.places)
    assert world.query("select name from meta.extracts order by name") == [("figures.csv",), ("real.zip",)]
    assert world.query("select count(*) from marts.on_board") == [(0,)]
    assert world.query("select evidence, people from marts.separations") == [("records", 1)]
    assert world.query("select count(*) from marts.source where source in ('sample.zip', 'made_up.zip')") == [(0,)]
    assert world.query("select distinct source from marts.coverage") == [("real.zip",)]


def test_a_demonstration_replaces_no_real_build(world: World) -> None:
    span = ("2024-09-30", "2024-09-30")
    world.load("sample.zip", "employment", [executive("2024-09-30", people=3)], evidence="sample", span=span)
    served = build(world.places)
    aside = build(world.places, with_sample=True)
    assert read_current_build(world.places.warehouse) == served.build_id
    assert world.query("select build_id, with_sample from meta.build") == [(served.build_id, False)]
    assert world.query("select build_id, with_sample from meta.build", with_sample=True) == [(aside.build_id, True)]


def test_sample_leaves_when_a_real_file_of_its_subject_comes(world: World) -> None:
    span = ("2024-09-30", "2024-09-30")
    world.load("sample.zip", "employment", [executive("2024-09-30", people=3)], evidence="sample", span=span)
    world.load("departed.zip", "separations", [separation("2024-03-31")], evidence="sample", span=span)
    counted = "select evidence, sum(people) from marts.on_board group by all"
    build(world.places, with_sample=True)
    assert world.query(counted, with_sample=True) == [("sample", 3)]

    world.load("real.zip", "employment", [executive("2017-09-30")], span=("2017-09-30", "2017-09-30"))
    build(world.places, with_sample=True)
    assert world.query(counted, with_sample=True) == [("records", 1)]
    assert world.query("select distinct evidence from marts.workforce", with_sample=True) == [("records",)]
    assert world.query("select distinct evidence from marts.separations", with_sample=True) == [("sample",)]
    left = "select is_used, note from meta.extracts where name = 'sample.zip'"
    ((is_used, note),) = world.query(left, with_sample=True)
    assert is_used is False
    assert "sample" in str(note)


def test_period_given_twice_is_the_file_loaded_last(world: World) -> None:
    span = ("2024-09-30", "2024-09-30")
    world.load("first.zip", "employment", [executive("2024-09-30", people=5)], span=span)
    world.load("second.zip", "employment", [executive("2024-09-30", people=6)], span=span)
    build(world.places)
    assert world.value("select sum(people) from marts.on_board") == 6
    assert world.query("select is_used, note from meta.extracts where name = 'first.zip'") == [
        (False, "left out: second.zip covers the same period, newer or loaded later")
    ]
    assert world.query("select source from marts.coverage where mart = 'on_board'") == [("second.zip",)]


def test_older_version_loaded_later_does_not_replace_the_newer_one(world: World) -> None:
    span = ("2026-01-31", "2026-01-31")
    world.load("v10.txt", "employment", [executive("2026-01-31", people=2)], span=span, version="10")
    world.load("v9.txt", "employment", [executive("2026-01-31", people=9)], span=span, version="9")
    build(world.places)
    assert world.value("select sum(people) from marts.on_board") == 2


def test_five_year_file_keeps_the_months_a_later_file_does_not_speak_for(world: World) -> None:
    five = [separation(f"{year}-03-31") for year in range(2005, 2010)]
    world.load("FY2005-2009.zip", "separations", five, span=("2004-10-31", "2009-09-30"))
    world.load("FY2009.zip", "separations", [separation("2009-03-31", "SC", "quit")], span=("2008-10-31", "2009-09-30"))
    build(world.places)
    assert world.query("select year(period), separation_category from marts.separations order by 1") == [
        (2005, "SD"),
        (2006, "SD"),
        (2007, "SD"),
        (2008, "SD"),
        (2009, "SC"),
    ]
    assert world.value("select count(*) from marts.coverage where mart = 'separations'") == 60
    assert world.query("select is_used, note from meta.extracts where name = 'FY2005-2009.zip'") == [
        (True, "12 of 60 months are taken from FY2009.zip, newer or loaded later")
    ]


def test_month_without_a_separation_is_covered(world: World) -> None:
    world.load("FY2009.zip", "separations", [separation("2009-03-31")], span=("2008-10-31", "2009-09-30"))
    build(world.places)
    months = world.query("select min(month)::varchar, max(month)::varchar, count(*) from marts.coverage")
    assert months == [("2008-10-31", "2009-09-30", 12)]


def test_government_total_is_the_sum_of_the_agencies_unless_the_file_gives_one(world: World) -> None:
    def women(agency: str | None, appointment: str, people: int, period: str) -> dict[str, Any]:
        row = {"period": period, "appointment": appointment, "attribute": "sex", "group": "women"}
        return row | {"agency_code": agency, "people": people, "source": "agency survey"}

    world.load(
        "sex.csv",
        "demographics",
        [
            women("ED", "career", 4, "2021-09-30"),
            women("TR", "career", 6, "2021-09-30"),
            women("TR", "noncareer", 1, "2021-09-30"),
            women("ED", "career", 5, "2022-09-30"),
            women(None, "career", 50, "2022-09-30"),
        ],
        evidence="published",
    )
    build(world.places)
    assert world.query(
        "select year(period), appointment, people from marts.demographics where agency_code is null order by all"
    ) == [(2021, "all", 11), (2021, "career", 10), (2021, "noncareer", 1), (2022, "all", 50), (2022, "career", 50)]


def test_demographics_of_two_files_stand_together_and_the_later_count_speaks(world: World) -> None:
    def count(group: str, people: int) -> dict[str, Any]:
        attribute = "sex" if group in ("women", "men") else "race"
        return {
            "period": "2022-09-30",
            "appointment": "career",
            "attribute": attribute,
            "group": group,
            "people": people,
            "source": "agency survey",
        }

    world.load("sex.csv", "demographics", [count("women", 40), count("men", 60)], evidence="published")
    world.load("race.csv", "demographics", [count("white", 70), count("women", 41)], evidence="published")
    build(world.places)
    assert world.query(
        "select \"group\", people from marts.demographics where appointment = 'career' order by all"
    ) == [
        ("men", 60),
        ("white", 70),
        ("women", 41),
    ]


def test_last_three_builds_are_kept(world: World) -> None:
    built = [build(world.places).build_id for _ in range(4)]
    kept = {path.stem for path in world.places.warehouse.glob("*.duckdb")}
    assert kept == set(built[1:])
    assert read_current_build(world.places.warehouse) == built[-1]


def test_program_version_is_that_of_the_project(shipped: World) -> None:
    assert shipped.value("select program_version from meta.build") == VERSION
