"""What a check must object to: files and figures with one thing wrong, the check that finds it, and what it shows."""

import dataclasses
import shutil
from collections.abc import Callable
from typing import Any

from etl.warehouse.build import build
from tests.etl.world import Row, World, executive, separation

JUNE, SEPTEMBER = "2024-06-30", "2024-09-30"
SPAN = (SEPTEMBER, SEPTEMBER)
PUBLISHED = 8780  # executives on board in September 2024, as OPM printed it


def on_board(world: World, people: int, period: str = SEPTEMBER, **more: Any) -> str:
    """A file of executives of the Department of Education."""
    return world.load(f"{period}.zip", "employment", [executive(period, people=people, **more)], span=(period, period))


def figures(world: World, source: str, **counts: float) -> None:
    """A file of executives by population, for October 2026."""
    rows: list[Row] = [
        {
            "indicator": "headcount",
            "population": population,
            "as_of": "2026-10-31",
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


def a_month_that_lost_its_appointments(world: World) -> None:
    on_board(world, 300, JUNE)
    rows = [executive(SEPTEMBER, people=296), executive(SEPTEMBER, "unspecified", people=4)]
    world.load("b.zip", "employment", rows, span=SPAN)


def a_period_in_the_middle_of_a_month(world: World) -> None:
    world.load("a.zip", "employment", [executive("2024-09-15")], span=SPAN)


def a_period_of_the_first_century(world: World) -> None:
    row: Row = {"indicator": "headcount", "population": "ses", "as_of": "0026-06-30", "value": 1, "unit": "people"}
    world.load("figures.csv", "published", [row | {"source_id": "gao_plum_2026"}], evidence="published")


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


def a_gap_in_the_middle_of_a_month(world: World) -> None:
    written_into(world, "gaps.csv", "2030-01-15,ED,no,fwd_employment,half of it is missing,a note")


def a_gap_of_an_agency_nobody_knows(world: World) -> None:
    written_into(world, "gaps.csv", "2030-01-31,ZZ,no,fwd_employment,all of it is missing,a note")


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
    (a_period_of_the_first_century, "periods_are_month_ends", "0026-06-30"),
    (an_agency_listed_twice, "grain_is_unique", "mart agency, thing ED"),
    (a_succession_of_nobody_known, "successions_are_of_known_agencies", "ZZ01"),
    (a_creation_with_a_predecessor, "successions_are_of_known_agencies", "kind created"),
    (an_event_that_ends_before_it_starts, "events_are_dated", "haste"),
    (an_event_on_no_day, "events_are_dated", "31 June 2030"),
    (a_gap_in_the_middle_of_a_month, "gaps_are_dated", "2030-01-15"),
    (a_gap_of_an_agency_nobody_knows, "gaps_are_dated", "agency code ZZ"),
    (a_word_that_nobody_declared, "our_words_are_known", "vanished"),
    (a_region_that_nobody_declared, "our_words_are_known", "the_moon"),
    (an_executive_without_an_appointment, "executives_have_an_appointment", SEPTEMBER),
    (a_month_that_lost_its_appointments, "appointments_are_still_told", "people 300, unspecified 4"),
]


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
    words: Row = {"indicator": "headcount", "population": "ses", "as_of": "2026-10-31", "unit": "people"}
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
    (published_figures_that_are_gone, "coverage_is_kept", "published on_board of ses, month 2026-10-31"),
    (people_that_vanished_between_two_builds, "near_the_last_build", f"before {PUBLISHED}, now 8700"),
    (an_agency_that_was_counted_otherwise, "agencies_near_the_last_build", "ED, before 50, after 38"),
    (a_government_that_shrank_by_a_seventh, "total_changes_gradually", "before 70, after 60"),
    (an_agency_that_lost_half_of_its_executives, "agencies_change_gradually", "ED, before 60, after 30"),
]
