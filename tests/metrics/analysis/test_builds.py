"""Builds kept on disk: what each holds, and what one counts otherwise than another."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from etl.warehouse.build import build
from metrics.analysis import builds
from metrics.text import builds as sentences_builds
from tests.etl.world import World, executive, separation

pytestmark = pytest.mark.slow

AUGUST, SEPTEMBER = "2026-08-31", "2026-09-30"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("SES_DATA", str(tmp_path))
    return World(tmp_path)


def load(world: World, period: str, people: int, version: str) -> str:
    rows = [executive(period, people=people)]
    return world.load(f"{period}.txt", "employment", rows, span=(period, period), version=version)


def made(world: World) -> builds.Build:
    found = builds.find(build(world.places).build_id)
    assert found
    return found


def test_same_files_built_again_change_nothing(world: World) -> None:
    load(world, AUGUST, 12, "1")
    first, second = made(world), made(world)
    assert sentences_builds.describe_changes(builds.compare(first, second)) == ""
    assert sentences_builds.NOTHING_CHANGED in sentences_builds.compare_with_link(
        first, second, builds.compare(first, second)
    )


def test_changes_over_several_builds_are_told_at_once(world: World) -> None:
    load(world, AUGUST, 12, "1")
    first = made(world)
    assert first.newest == date(2026, 8, 31)
    load(world, AUGUST, 14, "2")
    made(world)
    load(world, SEPTEMBER, 16, "1")
    found = builds.compare(first, made(world))
    assert found.renewed == ("2026-08-31.txt",)
    assert found.came == ("2026-09-30.txt",)
    assert sentences_builds.describe_changes(found) == (
        "September 2026 is now the newest count, where August 2026 was. 1 file new: 2026-09-30.txt. "
        "1 file in another version: 2026-08-31.txt. 1 period revised: employment of August 2026, 12 executives then "
        "and 14 now. 1 period counted from record files for the first time: employment of September 2026."
    )


def test_another_file_with_the_same_count_is_a_revision_all_the_same(world: World) -> None:
    load(world, AUGUST, 12, "1")
    first = made(world)
    load(world, AUGUST, 12, "2")
    said = sentences_builds.describe_changes(builds.compare(first, made(world)))
    assert "employment of August 2026, from another file, still 12 executives" in said


def test_periods_that_are_gone_are_told(world: World) -> None:
    gone = load(world, AUGUST, 12, "1")
    load(world, SEPTEMBER, 16, "1")
    first = made(world)
    (world.places.staged / "extracts" / f"{gone}.json").unlink()
    said = sentences_builds.describe_changes(builds.compare(first, made(world)))
    assert "1 file no longer counted: 2026-08-31.txt." in said
    assert "1 period counted from record files no longer: employment of August 2026." in said


def test_of_many_periods_a_few_are_named(world: World) -> None:
    first = made(world)
    months = [f"2026-{month:02d}-28" for month in (1, 2, 3, 4, 5)]
    for month in months:
        world.load(f"left {month}", "separations", [separation(month)], span=(month, month))
    said = sentences_builds.describe_changes(builds.compare(first, made(world)))
    assert "5 files new: left 2026-01-28; left 2026-02-28; left 2026-03-28; and 2 more." in said


def test_what_a_build_says_of_the_one_before_is_what_comparing_them_says(world: World) -> None:
    load(world, AUGUST, 12, "1")
    first = made(world)
    load(world, AUGUST, 14, "2")
    second = made(world)
    found = builds.compare(first, second)
    assert (second.last.revised, second.last.first) == (found.revised, found.first)
    assert found.revised == (builds.RevisedPeriod(date(2026, 8, 31), "employment", 12, 14),)


def test_a_build_of_another_program_is_listed_and_cannot_be_read(world: World) -> None:
    path = build(world.places).path
    with duckdb.connect(str(path)) as connection:
        connection.execute("update meta.build set schema_version = 0")
    newest = build(world.places).build_id
    assert {*builds.list_builds()} == {path.stem, newest}
    assert builds.find(path.stem) is None
    assert builds.find(newest) is not None


@pytest.mark.parametrize("name", ["", "CURRENT", "../CURRENT", "20261399T000000Z-0000", "20260101T000000Z-00000"])
def test_what_is_no_name_of_a_build_has_no_date(name: str) -> None:
    assert builds.parse_moment(name) is None


def test_name_of_a_build_says_when_it_was_made() -> None:
    assert builds.parse_moment("20260102T030405Z-0a1b") == datetime(2026, 1, 2, 3, 4, 5)
