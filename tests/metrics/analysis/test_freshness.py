"""A page says what OPM has published since the newest figure, or how old that is today."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.publishers.published_list import PublishedMonth, keep_published
from metrics.analysis.freshness import Freshness, measure_freshness
from metrics.warehouse import Warehouse
from tests.etl.world import World, executive
from tests.metrics.ask import build_and_open

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 30)
OCTOBER = "2026-10-31"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Freshness(date(2026, 7, 31), 4, None), "The newest is four months old."),
        (Freshness(date(2025, 7, 31), 16, None), "The newest is 16 months old."),
        (Freshness(date(2026, 10, 31), 1, None), ""),
        (Freshness(date(2026, 7, 31), 4, 0), "OPM has published nothing newer."),
        (Freshness(date(2026, 7, 31), 4, 1), "OPM has published one month since; `python -m etl refresh` brings it."),
        (
            Freshness(date(2026, 7, 31), 4, 3),
            "OPM has published three months since; `python -m etl refresh` brings them.",
        ),
    ],
)
def test_words(found: Freshness, said: str) -> None:
    assert found.words == said


def with_list(world: World, listed: list[date], on: datetime) -> Warehouse:
    world.load("october", "employment", [executive(OCTOBER)], span=(OCTOBER, OCTOBER))
    if listed:
        keep_published(world.places, "https://opm.example", [PublishedMonth("employment", m, 1) for m in listed], on)
    return build_and_open(world)


@pytest.mark.parametrize(
    ("listed", "on", "since"),
    [
        ([], datetime(2026, 11, 30, tzinfo=UTC), None),
        ([date(2026, 10, 31)], datetime(2026, 11, 30, tzinfo=UTC), 0),
        ([date(2026, 10, 31)], datetime(2026, 9, 30, tzinfo=UTC), None),
        ([date(2026, 10, 31), date(2026, 11, 30)], datetime(2026, 9, 30, tzinfo=UTC), 1),
    ],
)
def test_it_is_read_from_the_build(tmp_path: Path, listed: list[date], on: datetime, since: int | None) -> None:
    found = measure_freshness(with_list(World(tmp_path), listed, on), TODAY)
    assert (found.newest, found.age, found.since) == (date(2026, 10, 31), 1, since)
