"""Freshness is measured against today and the publisher's newest list, not against the newest figure that is held."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.freshness import measure_freshness
from etl.publishers.published_list import PublishedMonth, keep_published
from etl.status import read_status
from etl.warehouse.build import build
from tests.etl.world import World, executive

pytestmark = pytest.mark.slow

JULY = date(2026, 7, 31)
TODAY = date(2026, 11, 30)


@pytest.fixture
def july(world: World) -> World:
    world.load("july", "employment", [executive("2026-07-31")], span=("2026-07-31", "2026-07-31"))
    build(world.places)
    return world


def listed(world: World, *months: tuple[str, date], on: date = TODAY) -> None:
    found = [PublishedMonth(subject, month, 1) for subject, month in months]
    keep_published(world.places, "https://opm.example", found, datetime(on.year, on.month, on.day, tzinfo=UTC))


def words(world: World, day: date = TODAY) -> str:
    found = measure_freshness(world.places, day)
    assert found is not None
    return found.words


def test_without_a_list_the_age_is_told(july: World) -> None:
    assert words(july) == "The newest figure is of July 2026, 4 months old."
    assert words(july, date(2027, 7, 1)) == "The newest figure is of July 2026, 12 months old."
    assert words(july, date(2026, 8, 20)) == "The newest figure is of July 2026."


def test_months_on_the_list_and_not_loaded_are_counted(july: World) -> None:
    listed(july, ("employment", JULY), ("employment", date(2026, 8, 31)), ("employment", date(2026, 9, 30)))
    assert words(july) == (
        "The newest figure is of July 2026. OPM has published 2 months since; `python -m etl refresh` brings them."
    )


def test_movements_alone_are_no_newer_count_of_executives(july: World) -> None:
    listed(july, ("employment", JULY), ("separations", date(2026, 8, 31)))
    assert words(july) == "The newest figure is of July 2026, and OPM has published nothing newer."


def test_an_old_list_that_names_nothing_newer_is_not_believed(july: World) -> None:
    listed(july, ("employment", JULY), on=date(2026, 9, 5))
    assert words(july, date(2026, 10, 1)).endswith("nothing newer.")
    assert words(july) == "The newest figure is of July 2026, 4 months old."


def test_a_newer_figure_than_all_shipped_is_the_newest(july: World) -> None:
    later = date(2026, 10, 31)
    july.load("later", "employment", [executive(later.isoformat())], span=(later.isoformat(), later.isoformat()))
    build(july.places)
    assert words(july) == "The newest figure is of October 2026."


def test_status_tells_it_and_says_nothing_without_a_build(built: World, tmp_path: Path) -> None:
    listed(built, ("employment", date(2026, 8, 31)))
    told = read_status(built.places, TODAY).to_json()["freshness"]
    assert told == {"newest_figure": "2026-07-31", "months_old": 4, "months_published_since": 1}
    assert measure_freshness(World(tmp_path / "empty").places, TODAY) is None
