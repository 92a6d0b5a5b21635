"""The checks of a build: each can fail, says so by name with rows that break it, and only errors stop the build."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.warehouse.build import BuildFailed, build
from etl.warehouse.checks import CHECKS
from tests.etl.warehouse.faults import ERRORS, JUNE, PUBLISHED, SEPTEMBER, SPAN, WARNINGS, on_board
from tests.etl.world import Row, World, executive, separation

pytestmark = pytest.mark.slow

NAMED = {check.name: check for check in CHECKS}


@pytest.mark.parametrize(("fault", "check", "shown"), ERRORS, ids=[fault.__name__ for fault, *_ in ERRORS])
def test_an_error_stops_the_build_and_shows_the_row(
    built: World, fault: Callable[[World], None], check: str, shown: str
) -> None:
    served = built.places.warehouse / "CURRENT"
    before = served.read_text("utf-8")
    fault(built)
    with pytest.raises(BuildFailed) as raised:
        build(built.places)
    assert f"check {check} " in str(raised.value)
    assert shown in str(raised.value)
    assert served.read_text("utf-8") == before


@pytest.mark.parametrize(("fault", "check", "shown"), WARNINGS, ids=[fault.__name__ for fault, *_ in WARNINGS])
def test_a_warning_shows_the_row_and_lets_the_build_pass(
    world: World, fault: Callable[[World], None], check: str, shown: str
) -> None:
    fault(world)
    (warning,) = build(world.places).warnings
    assert warning.name == check
    assert shown in warning.example
    kept = f"select example, offending_rows from meta.checks where name = '{check}' and not passed"
    assert world.query(kept) == [(warning.example, warning.offending_rows)]


@pytest.mark.parametrize(("before", "unspecified"), [(0, 3), (1, 150)], ids=["one in a hundred", "some before as well"])
def test_appointments_may_be_unknown_of_few_and_of_many_where_some_were_before(
    world: World, before: int, unspecified: int
) -> None:
    for period, lost in ((JUNE, before), (SEPTEMBER, unspecified)):
        rows = [executive(period, people=300 - lost), executive(period, "unspecified", people=lost)]
        world.load(f"{period}.zip", "employment", rows[: 1 + bool(lost)], span=(period, period))
    assert "appointments_are_still_told" not in {check.name for check in build(world.places).warnings}


# What no file can bring about while the marts are filled as they are: a finished build is spoilt by hand.
SPOILT = [
    ("summaries_count_the_same", "update marts.on_board_by set people = people + 1 where dimension = 'age_band'"),
    (
        "summaries_count_the_same",
        "delete from marts.on_board_by where dimension = 'agency_code' and period = '2024-06-30'",
    ),
    ("summaries_count_the_same", "update marts.workforce_by set people = 2 * people where dimension = 'agency_code'"),
    ("summaries_count_the_same", "delete from marts.eligible_by where horizon_years = 5 and period = '2024-06-30'"),
    ("summaries_count_the_same", "update marts.eligible_by set left_out = left_out + 1 where horizon_years = 0"),
    (
        "sample_stands_alone",
        "alter table marts.workforce alter evidence type varchar; "
        "insert into marts.workforce by name select 'sample' as evidence",
    ),
    ("known_months_count_the_same", "update marts.known_months set executives_own = executives_own + 1"),
    (
        "sample_is_off",
        "alter table marts.separations alter evidence type varchar; update marts.separations set evidence = 'sample'",
    ),
    ("sample_is_off", "insert into meta.extracts by name select 'made_up.zip' as name, 'sample' as evidence"),
    ("figures_have_a_source", "insert into marts.positions by name select 'hearsay' as source"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build with nothing wrong: executives of two quarters, one who left and one who came."""
    world = World(tmp_path_factory.mktemp("sound"))
    on_board(world, 1, age_band="I", service_band="G")
    world.load("b.zip", "employment", [executive(JUNE)], span=(JUNE, JUNE))
    world.load("s.zip", "separations", [separation(SEPTEMBER)], span=SPAN)
    entry: Row = {"effective_month": SEPTEMBER, "corps": "ses", "appointment": "career", "people": 1}
    world.load("a.zip", "accessions", [entry], span=SPAN)
    return build(world.places).path


@pytest.fixture
def finished(sound: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copy(sound, tmp_path / "finished.duckdb"))


@pytest.mark.parametrize(("name", "statement"), SPOILT)
def test_what_no_file_can_bring_about_is_found_all_the_same(finished: Path, name: str, statement: str) -> None:
    with duckdb.connect(str(finished)) as connection:
        assert NAMED[name].run(connection).passed
        connection.execute(statement)
        assert not NAMED[name].run(connection).passed


def test_people_lost_or_doubled_on_the_way_into_a_mart_are_found(world: World) -> None:
    on_board(world, 3)
    check = NAMED["people_are_all_there"]
    with duckdb.connect(str(build(world.places).path)) as connection:
        connection.execute("attach ':memory:' as staged; attach ':memory:' as used")
        connection.execute("create table used.loaded as select extract_id, is_used from meta.extracts")
        connection.execute("create table used.left_out (extract_id varchar, month date)")
        empty = "select null::date as {}, 0 as people, '' as extract_id where false"
        for movement in ("separations", "accessions"):
            connection.execute(f"create table staged.{movement} as {empty.format('effective_month')}")
        connection.execute(f"create table staged.workforce as {empty.format('period')}")
        connection.execute(
            "create table staged.executives as select period, people, extract_id from marts.on_board, meta.extracts "
            "where name = '2024-09-30.zip'"
        )
        assert check.run(connection).passed
        connection.execute("update marts.on_board set people = 2 * people")
        assert check.run(connection).example == f"mart on_board, period {SEPTEMBER}, staged 3, counted 6"


@pytest.mark.parametrize("mart", ["separations", "accessions"])
def test_a_row_counted_twice_is_found_in_every_mart(finished: Path, mart: str) -> None:
    grain = NAMED["grain_is_unique"]
    with duckdb.connect(str(finished)) as connection:
        assert grain.run(connection).passed
        connection.execute(f"insert into marts.{mart} select * replace (9 as people) from marts.{mart} limit 1")
        found = grain.run(connection)
    assert (found.offending_rows, found.example.startswith(f"mart {mart}, ")) == (1, True)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert len(NAMED) == len(CHECKS)
    tried = {check for _, check, _ in ERRORS + WARNINGS} | {name for name, _ in SPOILT}
    tried |= {
        "people_are_all_there",
        "staged_by_this_version",
        "records_can_be_read",
    }  # the last two: test_stage_again.py
    assert tried == set(NAMED)
    assert all(NAMED[check].severity == "error" for _, check, _ in ERRORS)


def test_every_check_is_recorded_in_the_build(built: World) -> None:
    recorded = built.query("select name, passed from meta.checks")
    assert recorded == [(check.name, True) for check in CHECKS]


def test_three_of_many_offending_rows_are_shown_and_all_are_counted(world: World) -> None:
    rows = [separation(SEPTEMBER, category=f"X{number}") for number in range(5)]
    world.load("a.zip", "separations", rows, span=SPAN)
    (warning,) = build(world.places).warnings
    assert (warning.offending_rows, warning.example.count(";")) == (5, 2)


def test_label_of_the_archive_itself_is_enough(world: World) -> None:
    extract_id = world.load("a.zip", "separations", [separation(SEPTEMBER, category="SX")], span=SPAN)
    label: Row = {
        "extract_id": extract_id,
        "column_name": "separation_category",
        "code": "SX",
        "label": "Something new",
    }
    world.stage("labels", extract_id, [label])
    assert "appointments_are_still_told" not in {check.name for check in build(world.places).warnings}


def test_sample_far_from_the_published_total_is_no_warning(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=60)], span=SPAN, evidence="sample")
    assert build(world.places, with_sample=True).warnings == ()


def test_records_in_place_of_a_sample_lose_no_coverage(world: World) -> None:
    world.load("a.zip", "employment", [executive(JUNE, people=60)], span=(JUNE, JUNE), evidence="sample")
    build(world.places, with_sample=True)
    on_board(world, PUBLISHED)
    assert build(world.places, with_sample=True).warnings == ()


def test_periods_further_apart_than_a_year_may_differ(world: World) -> None:
    on_board(world, 50, "2020-06-30")
    on_board(world, 90, JUNE)
    assert "appointments_are_still_told" not in {check.name for check in build(world.places).warnings}


def test_an_agency_that_came_into_being_is_no_warning(world: World) -> None:
    """Homeland Security, in 2003; the same people under any other code would be one."""
    for code, warned in (("HS", set()), ("IN", {"agencies_change_gradually"})):
        for period, people in (("2002-09-30", 0), ("2003-09-30", 300)):
            rows = [executive(period, people=6800, agency_code="DJ")]
            rows += [executive(period, people=people, agency_code=code)] if people else []
            world.load(f"{code} {period}.zip", "employment", rows, span=(period, period))
        warnings = {check.name for check in build(world.places).warnings}
        assert warnings & {"agencies_change_gradually"} == warned


def test_unreadable_previous_build_does_not_stop_the_next(built: World) -> None:
    (first,) = built.places.warehouse.glob("*.duckdb")
    first.write_bytes(b"not a database")
    assert build(built.places).build_id != first.stem
