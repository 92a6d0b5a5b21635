"""The checks of a build: each can fail, says so by name, and only errors stop the build."""

from pathlib import Path

import pytest

from etl.build import BuildFailed, build
from etl.checks import CHECKS
from tests.etl.world import Row, World, executive, separation

SEPTEMBER = "2024-09-30"
SPAN = (SEPTEMBER, SEPTEMBER)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def broken(world: World, check: str) -> str:
    """Build, expecting that check to be the one that stops it; returns what was said."""
    with pytest.raises(BuildFailed) as raised:
        build(world.places)
    assert f"check {check} " in str(raised.value)
    return str(raised.value)


def test_names_are_unique() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_every_check_is_recorded_in_the_build(world: World) -> None:
    build(world.places)
    recorded = world.query("select name, passed from meta.checks")
    assert recorded == [(check.name, True) for check in CHECKS]


def test_rows_that_do_not_add_up(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER)], span=SPAN, rows_rejected=2)
    assert "a.zip" in broken(world, "rows_add_up")


def test_lost_partition(world: World) -> None:
    extract_id = world.load("a.zip", "employment", [executive(SEPTEMBER)], span=SPAN)
    (world.places.staged / "executives" / f"any_{extract_id}.parquet").unlink()
    assert "a.zip" in broken(world, "kept_rows_are_staged")


def test_lost_counts(world: World) -> None:
    rows = [executive(SEPTEMBER)]
    world.load("a.zip", "employment", rows, span=SPAN, rows_counted=5, rows_read=6)
    assert "a.zip" in broken(world, "kept_rows_are_staged")


def test_count_of_nobody(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=0)], span=SPAN, rows_kept=0, rows_read=0)
    broken(world, "counts_are_positive")


def test_period_in_the_middle_of_a_month(world: World) -> None:
    world.load("a.zip", "employment", [executive("2024-09-15")], span=SPAN)
    assert "2024-09-15" in broken(world, "periods_are_month_ends")


def test_word_of_ours_that_nobody_declared(world: World) -> None:
    world.load("a.zip", "separations", [separation(SEPTEMBER, group="vanished")], span=SPAN)
    assert "vanished" in broken(world, "our_words_are_known")


def test_executive_without_an_appointment(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, None)], span=SPAN)
    broken(world, "executives_have_an_appointment")


def test_code_without_a_label_is_a_warning_and_never_fatal(world: World) -> None:
    world.load("a.zip", "separations", [separation(SEPTEMBER, category="SX")], span=SPAN)
    (warning,) = build(world.places).warnings
    assert (warning.name, warning.offending_rows) == ("codes_have_a_label", 1)
    assert "SX" in warning.example


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


def test_far_from_the_published_total_is_a_warning(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=6000)], span=SPAN)
    (warning,) = build(world.places).warnings
    assert warning.name == "near_published"
    assert "8780" in warning.example


def test_sample_far_from_the_published_total_is_not(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=60)], span=SPAN, evidence="sample")
    assert build(world.places).warnings == ()


def test_people_that_vanish_between_two_builds_are_a_warning(world: World) -> None:
    world.load("a.zip", "employment", [executive(SEPTEMBER, people=8780)], span=SPAN)
    build(world.places)
    world.load("b.zip", "employment", [executive(SEPTEMBER, people=8700)], span=SPAN)
    (warning,) = build(world.places).warnings
    assert warning.name == "near_the_last_build"
    assert "8780" in warning.example


def test_unreadable_previous_build_does_not_stop_the_next(world: World) -> None:
    first = build(world.places)
    first.path.write_bytes(b"not a database")
    assert build(world.places).build_id != first.build_id


def test_word_of_theirs_that_nobody_translated_is_a_warning(world: World) -> None:
    row: Row = {
        "indicator": "coffee_consumed",
        "population": "ses",
        "as_of": SEPTEMBER,
        "value": 1.0,
        "unit": "people",
        "source_id": "gao_plum_2026",
    }
    world.load("a.csv", "published", [row], evidence="published")
    (warning,) = build(world.places).warnings
    assert warning.name == "words_are_translated"
    assert "coffee_consumed" in warning.example


def test_appointments_that_do_not_make_the_total_are_a_warning(world: World) -> None:
    counts = {"ses": 1000.0, "career": 800.0, "noncareer": 100.0}
    rows: list[Row] = [
        {
            "indicator": "headcount",
            "population": population,
            "as_of": "2026-06-30",
            "value": value,
            "unit": "people",
            "source_id": "gao_plum_2026",
        }
        for population, value in counts.items()
    ]
    world.load("a.csv", "published", rows, evidence="published")
    (warning,) = build(world.places).warnings
    assert warning.name == "parts_make_the_total"
