"""A build knows what it says differently from the one served before."""

from datetime import date
from typing import Any

import duckdb
import pytest

from etl.warehouse.build import build
from etl.warehouse.revisions import Revision, read_revisions
from tests.etl.world import World, executive, separation

pytestmark = pytest.mark.slow

JUNE, SEPTEMBER = "2024-06-30", "2024-09-30"


def employment(world: World, period: str, people: int, version: str, **more: Any) -> str:
    rows = [executive(period, people=people)]
    return world.load(f"employment {version}", "employment", rows, span=(period, period), version=version, **more)


def changed(world: World) -> list[Revision]:
    return read_revisions(build(world.places).path)


def test_everything_in_the_first_build_is_new(world: World) -> None:
    employment(world, JUNE, 5, "1")
    (new,) = changed(world)
    assert new == Revision("employment", date.fromisoformat(JUNE), None, 5, None, "1")
    assert new.is_new
    assert world.query("select previous_build from meta.revisions") == [(None,)]


def test_building_again_changes_nothing(world: World) -> None:
    employment(world, JUNE, 5, "1")
    changed(world)
    assert changed(world) == []


def test_a_new_version_is_a_revision_even_when_the_count_stays(world: World) -> None:
    employment(world, JUNE, 5, "1")
    changed(world)
    employment(world, JUNE, 5, "2")
    assert changed(world) == [Revision("employment", date(2024, 6, 30), 5, 5, "1", "2")]


def test_an_older_version_loaded_late_is_none(world: World) -> None:
    employment(world, JUNE, 5, "2")
    changed(world)
    employment(world, JUNE, 9, "1")
    assert changed(world) == []


def test_new_and_vanished_periods_are_told_apart(world: World) -> None:
    old = employment(world, JUNE, 5, "1")
    changed(world)
    (world.places.staged / "extracts" / f"{old}.json").unlink()
    employment(world, SEPTEMBER, 7, "1")
    new, gone = changed(world)
    assert (new.is_new, new.before, new.after, new.difference) == (True, None, 7, 7)
    assert (gone.is_new, gone.before, gone.after, gone.difference) == (False, 5, None, -5)


def test_real_files_in_place_of_a_sample_are_new_and_no_revision(world: World) -> None:
    employment(world, JUNE, 900, "1", evidence="sample")
    assert changed(world) == []
    employment(world, JUNE, 5, "1")
    assert [(one.is_new, one.after) for one in changed(world)] == [(True, 5)]


def test_a_month_of_movement_without_executives_counts_none(world: World) -> None:
    world.load("a", "separations", [separation(JUNE)], span=(JUNE, JUNE))
    changed(world)
    world.load("b", "separations", [], span=(JUNE, JUNE))
    (one,) = changed(world)
    assert (one.subject, one.before, one.after) == ("separations", 1, 0)


def test_a_build_of_an_older_program_is_compared_with_nothing(world: World) -> None:
    employment(world, JUNE, 5, "1")
    served = build(world.places).path
    with duckdb.connect(str(served)) as connection:
        connection.execute("drop table meta.revisions; update meta.build set schema_version = 0")
    assert read_revisions(served) == []
    employment(world, JUNE, 6, "2")
    assert changed(world) == []
