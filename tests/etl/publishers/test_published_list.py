"""What a publisher's list says is kept in raw/ and told by the next build, whether it is loaded or not."""

from datetime import UTC, date, datetime

import pytest

from etl.publishers.published_list import PublishedMonth, keep_published, parse_time, read_published
from etl.warehouse.build import build
from tests.etl.world import World

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
JULY, JUNE = date(2026, 7, 31), date(2026, 6, 30)
PUBLISHED = datetime(2026, 8, 6, 16, 41, 47, 880000, tzinfo=UTC)


def test_a_build_tells_what_is_published(world: World) -> None:
    months = [PublishedMonth("employment", JULY, 2, PUBLISHED), PublishedMonth("separations", JUNE, 1)]
    keep_published(world.places, "https://data.opm.gov", months, NOW)
    build(world.places)
    told = world.query("select subject, month, version, published_at, listed_at from meta.published_months")
    listed = NOW.replace(tzinfo=None)
    assert told == [
        ("employment", JULY, 2, PUBLISHED.replace(tzinfo=None), listed),
        ("separations", JUNE, 1, None, listed),
    ]


def test_a_list_without_times_is_built_too(world: World) -> None:
    keep_published(world.places, "mirror", [PublishedMonth("employment", JULY, 1)], NOW)
    build(world.places)
    assert world.query("select month, published_at from meta.published_months") == [(JULY, None)]


def test_without_a_list_nothing_is_said_to_be_published(built: World) -> None:
    assert read_published(built.places) is None
    assert built.value("select count(*) from meta.published_months") == 0


def test_a_list_of_one_subject_leaves_the_others(world: World) -> None:
    keep_published(world.places, "opm", [PublishedMonth("employment", JULY, 1)], NOW)
    keep_published(world.places, "opm", [PublishedMonth("separations", JUNE, 1)], NOW)
    kept = read_published(world.places)
    assert kept is not None
    assert (kept.find_newest("employment"), kept.find_newest("separations"), kept.find_newest("accessions")) == (
        JULY,
        JUNE,
        None,
    )


def test_the_newest_list_of_one_source_replaces_its_earlier_one(world: World) -> None:
    keep_published(world.places, "opm", [PublishedMonth("employment", JULY, 1)], NOW)
    keep_published(world.places, "opm", [PublishedMonth("employment", JUNE, 3)], NOW)
    kept = read_published(world.places)
    assert kept is not None
    assert [(one.month, one.version) for one in kept.months] == [(JUNE, 3)]


def test_a_mirror_that_lags_takes_nothing_back(world: World) -> None:
    opm = [PublishedMonth("employment", JULY, 1, PUBLISHED), PublishedMonth("employment", JUNE, 3)]
    keep_published(world.places, "opm", opm, NOW)
    keep_published(world.places, "mirror", [PublishedMonth("employment", JUNE, 2)], NOW)
    kept = read_published(world.places)
    assert kept is not None
    assert [(one.month, one.version) for one in kept.months] == [(JUNE, 3), (JULY, 1)]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"listed_at": "never", "source": "opm", "months": {}}'])
def test_a_damaged_list_is_no_list(world: World, text: str) -> None:
    world.places.raw.mkdir(parents=True)
    (world.places.raw / "published.json").write_text(text, "utf-8")
    assert read_published(world.places) is None
    build(world.places)
    assert world.value("select count(*) from meta.published_months") == 0


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-08-06T16:41:47.880Z", PUBLISHED),
        ("2026-08-06T12:41:47.880-04:00", PUBLISHED),
        ("2026-08-06", datetime(2026, 8, 6, tzinfo=UTC)),
        ("soon", None),
        (None, None),
    ],
)
def test_times_of_a_list(text: str | None, time: datetime | None) -> None:
    assert parse_time(text) == time
