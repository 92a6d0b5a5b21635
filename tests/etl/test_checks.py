"""The checks of a build: each can fail, says so by name with rows that break it, and only errors stop the build."""

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.build import BuildFailed, build
from etl.checks import CHECKS
from tests.etl.world import Row, World, executive, separation

JUNE, SEPTEMBER = "2024-06-30", "2024-09-30"
SPAN = (SEPTEMBER, SEPTEMBER)
PUBLISHED = 8780  # executives on board in September 2024, as OPM printed it
NAMED = {check.name: check for check in CHECKS}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def on_board(world: World, people: int, period: str = SEPTEMBER, **more: object) -> str:
    """A file of executives of the Department of Education."""
    return world.load(f"{period}.zip", "employment", [executive(period, people=people, **more)], span=(period, period))


def figures(world: World, source: str, **counts: float) -> None:
    """A file of executives by population, for June 2026."""
    rows: list[Row] = [
        {
            "indicator": "headcount",
            "population": population,
            "as_of": "2026-06-30",
            "value": value,
            "unit": "people",
            "source_id": source,
        }
        for population, value in counts.items()
    ]
    world.load("figures.csv", "published", rows, evidence="published")


def rows_that_do_not_add_up(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER)], span=SPAN, rows_rejected=2)


def a_lost_partition(world: World) -> None:
    extract_id = on_board(world, 1)
    (world.places.staged / "executives" / f"any_{extract_id}.parquet").unlink()


def lost_counts(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER)], span=SPAN, rows_counted=5, rows_read=6)


def a_record_kept_twice(world: World) -> None:
    record = world.places.staged / "extracts" / f"{on_board(world, 3)}.json"
    shutil.copyfile(record, record.with_name("copy of it.json"))


def a_count_of_nobody(world: World) -> None:
    world.load("a.zip", "separations", [separation(SEPTEMBER, people=0)], span=SPAN, rows_kept=0, rows_read=0)


def a_period_in_the_middle_of_a_month(world: World) -> None:
    world.load("a.zip", "employment", [executive("2024-09-15")], span=SPAN)


def written_into(world: World, table: str, row: str) -> None:
    """One row more in a reference table of this world's own."""
    reference = world.places.raw.parent / "reference"
    shutil.copytree(world.places.reference, reference)
    with (reference / table).open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    world.places = dataclasses.replace(world.places, reference=reference)


def an_agency_listed_twice(world: World) -> None:
    written_into(world, "agencies.csv", "ED,Department of Education again,Education,cabinet,ED,,by mistake")


def a_succession_of_nobody_known(world: World) -> None:
    written_into(world, "successions.csv", "ZZ01,ED,2030-01-01,merged,An office joins Education.,a law")


def a_creation_with_a_predecessor(world: World) -> None:
    written_into(world, "successions.csv", "HE,ED,2030-01-01,created,Education is founded.,a law")


def an_event_that_ends_before_it_starts(world: World) -> None:
    written_into(world, "events.csv", "haste,event,2030-02-01,2030-01-01,Haste,It ends too soon.,all,a law")


def an_event_on_no_day(world: World) -> None:
    written_into(world, "events.csv", "some_day,event,31 June 2030,,Some day,It happens.,all,a law")


def a_word_that_nobody_declared(world: World) -> None:
    world.load("a.zip", "separations", [separation(SEPTEMBER, group="vanished")], span=SPAN)


def a_region_that_nobody_declared(world: World) -> None:
    on_board(world, 1, duty_region="the_moon")


def an_executive_without_an_appointment(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, None)], span=SPAN)


ERRORS: list[tuple[Callable[[World], None], str, str]] = [
    (rows_that_do_not_add_up, "rows_add_up", "a.zip"),
    (a_lost_partition, "kept_rows_are_staged", f"{SEPTEMBER}.zip"),
    (lost_counts, "kept_rows_are_staged", "a.zip"),
    (a_record_kept_twice, "grain_is_unique", "mart extracts"),
    (a_count_of_nobody, "counts_are_positive", SEPTEMBER),
    (a_period_in_the_middle_of_a_month, "periods_are_month_ends", "2024-09-15"),
    (an_agency_listed_twice, "grain_is_unique", "mart agency, thing ED"),
    (a_succession_of_nobody_known, "successions_are_of_known_agencies", "ZZ01"),
    (a_creation_with_a_predecessor, "successions_are_of_known_agencies", "kind created"),
    (an_event_that_ends_before_it_starts, "events_are_dated", "haste"),
    (an_event_on_no_day, "events_are_dated", "31 June 2030"),
    (a_word_that_nobody_declared, "our_words_are_known", "vanished"),
    (a_region_that_nobody_declared, "our_words_are_known", "the_moon"),
    (an_executive_without_an_appointment, "executives_have_an_appointment", SEPTEMBER),
]


@pytest.mark.parametrize(("fault", "check", "shown"), ERRORS, ids=[fault.__name__ for fault, *_ in ERRORS])
def test_an_error_stops_the_build_and_shows_the_row(
    world: World, fault: Callable[[World], None], check: str, shown: str
) -> None:
    before = build(world.places).build_id
    fault(world)
    with pytest.raises(BuildFailed) as raised:
        build(world.places)
    assert f"check {check} " in str(raised.value)
    assert shown in str(raised.value)
    assert (world.places.warehouse / "CURRENT").read_text("utf-8").strip() == before


def a_code_without_a_label(world: World) -> None:
    world.load("a.zip", "separations", [separation(SEPTEMBER, category="SX")], span=SPAN)


def an_appointment_code_nobody_knows(world: World) -> None:
    on_board(world, PUBLISHED, appointment_code="59")


def a_word_that_nobody_translated(world: World) -> None:
    row: Row = {"indicator": "coffee_consumed", "population": "ses", "as_of": SEPTEMBER, "value": 1.0, "unit": "people"}
    world.load("a.csv", "published", [row | {"source_id": "gao_plum_2026"}], evidence="published")


def appointments_that_do_not_make_the_total(world: World) -> None:
    figures(world, "gao_plum_2026", ses=1000, career=800, noncareer=100)


def agencies_that_do_not_make_the_government(world: World) -> None:
    words: Row = {"indicator": "headcount", "population": "ses", "as_of": "2026-06-30", "unit": "people"}
    words |= {"source_id": "fwd_2025_11"}
    education: Row = {"agency": "Department of Education", "agency_code": "ED", "value": 90.0}
    world.load("a.csv", "published", [words | {"value": 100.0}, words | education], evidence="published")


def a_count_far_from_the_published_total(world: World) -> None:
    on_board(world, 6000)


def a_month_that_is_gone(world: World) -> None:
    record = world.places.staged / "extracts" / f"{on_board(world, 50, JUNE)}.json"
    build(world.places)
    record.unlink()


def published_figures_that_are_gone(world: World) -> None:
    figures(world, "gao_plum_2026", ses=1000)
    build(world.places)
    (record,) = (world.places.staged / "extracts").iterdir()
    record.unlink()


def people_that_vanished_between_two_builds(world: World) -> None:
    on_board(world, PUBLISHED)
    build(world.places)
    on_board(world, 8700)


def an_agency_that_was_counted_otherwise(world: World) -> None:
    rows = [executive(JUNE, people=50), executive(JUNE, people=3000, agency_code="DJ")]
    world.load("a.zip", "employment", rows, span=(JUNE, JUNE))
    build(world.places)
    rows = [executive(JUNE, people=38), executive(JUNE, people=3012, agency_code="DJ")]
    world.load("b.zip", "employment", rows, span=(JUNE, JUNE))


def a_government_that_shrank_by_a_seventh(world: World) -> None:
    on_board(world, 70, JUNE)
    on_board(world, 60, "2024-12-31")


def an_agency_that_lost_half_of_its_executives(world: World) -> None:
    for period, people in ((JUNE, 60), ("2024-12-31", 30)):
        rows = [executive(period, people=people), executive(period, people=3000, agency_code="DJ")]
        world.load(f"{period}.zip", "employment", rows, span=(period, period))


WARNINGS: list[tuple[Callable[[World], None], str, str]] = [
    (a_code_without_a_label, "codes_have_a_label", "code SX"),
    (an_appointment_code_nobody_knows, "codes_have_a_label", "code 59"),
    (a_word_that_nobody_translated, "words_are_translated", "coffee_consumed"),
    (appointments_that_do_not_make_the_total, "parts_make_the_total", "parts 900.0, total 1000.0"),
    (agencies_that_do_not_make_the_government, "agencies_make_the_government", "agencies 90.0, government 100.0"),
    (a_count_far_from_the_published_total, "near_published", f"people 6000, value {PUBLISHED}"),
    (a_month_that_is_gone, "coverage_is_kept", f"mart on_board, month {JUNE}, source {JUNE}.zip"),
    (published_figures_that_are_gone, "coverage_is_kept", "published on_board of ses, month 2026-06-30"),
    (people_that_vanished_between_two_builds, "near_the_last_build", f"before {PUBLISHED}, now 8700"),
    (an_agency_that_was_counted_otherwise, "agencies_near_the_last_build", "ED, before 50, after 38"),
    (a_government_that_shrank_by_a_seventh, "total_changes_gradually", "before 70, after 60"),
    (an_agency_that_lost_half_of_its_executives, "agencies_change_gradually", "ED, before 60, after 30"),
]


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
    ("figures_have_a_source", "insert into marts.positions by name select 'hearsay' as source"),
]


@pytest.mark.parametrize(("name", "statement"), SPOILT)
def test_what_no_file_can_bring_about_is_found_all_the_same(world: World, name: str, statement: str) -> None:
    on_board(world, 1, age_band="I", service_band="G")
    world.load("b.zip", "employment", [executive(JUNE)], span=(JUNE, JUNE))
    with duckdb.connect(str(build(world.places).path)) as connection:
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
def test_a_row_counted_twice_is_found_in_every_mart(world: World, mart: str) -> None:
    on_board(world, 1)
    world.load("s.zip", "separations", [separation(SEPTEMBER)], span=SPAN)
    entry: Row = {"effective_month": SEPTEMBER, "corps": "ses", "appointment": "career", "people": 1}
    world.load("a.zip", "accessions", [entry], span=SPAN)
    grain = NAMED["grain_is_unique"]
    with duckdb.connect(str(build(world.places).path)) as connection:
        assert grain.run(connection).passed
        connection.execute(f"insert into marts.{mart} select * replace (9 as people) from marts.{mart} limit 1")
        found = grain.run(connection)
    assert (found.offending_rows, found.example.startswith(f"mart {mart}, ")) == (1, True)


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert len(NAMED) == len(CHECKS)
    tried = {check for _, check, _ in ERRORS + WARNINGS} | {name for name, _ in SPOILT} | {"people_are_all_there"}
    assert tried == set(NAMED)
    assert all(NAMED[check].severity == "error" for _, check, _ in ERRORS)


def test_every_check_is_recorded_in_the_build(world: World) -> None:
    build(world.places)
    recorded = world.query("select name, passed from meta.checks")
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
    assert build(world.places).warnings == ()


def test_sample_far_from_the_published_total_is_no_warning(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=60)], span=SPAN, evidence="sample")
    assert build(world.places).warnings == ()


def test_records_in_place_of_a_sample_lose_no_coverage(world: World) -> None:
    world.load("a.zip", "employment", [executive(JUNE, people=60)], span=(JUNE, JUNE), evidence="sample")
    build(world.places)
    on_board(world, PUBLISHED)
    assert build(world.places).warnings == ()


def test_periods_further_apart_than_a_year_may_differ(world: World) -> None:
    on_board(world, 50, "2020-06-30")
    on_board(world, 90, JUNE)
    assert build(world.places).warnings == ()


def test_an_agency_that_came_into_being_is_no_warning(world: World) -> None:
    """Homeland Security, in 2003; the same people under any other code would be one."""
    for code, warned in (("HS", set()), ("IN", {"agencies_change_gradually"})):
        for period, people in (("2002-09-30", 0), ("2003-09-30", 300)):
            rows = [executive(period, people=6800, agency_code="DJ")]
            rows += [executive(period, people=people, agency_code=code)] if people else []
            world.load(f"{code} {period}.zip", "employment", rows, span=(period, period))
        warnings = {check.name for check in build(world.places).warnings}
        assert warnings & {"agencies_change_gradually"} == warned


def test_unreadable_previous_build_does_not_stop_the_next(world: World) -> None:
    first = build(world.places)
    first.path.write_bytes(b"not a database")
    assert build(world.places).build_id != first.build_id
