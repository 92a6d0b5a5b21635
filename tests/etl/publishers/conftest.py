"""A publisher's server, OPM's doors on it, and a data folder to refresh from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.etl.opm import Opm
from tests.etl.server import Publisher, publisher
from tests.etl.world import World


@pytest.fixture
def server() -> Iterator[Publisher]:
    """A server that publishes nothing yet, and ends with the test."""
    with publisher() as running:
        yield running


@pytest.fixture
def opm(server: Publisher) -> Opm:
    """OPM's API at that server."""
    return Opm(server)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty data folder, with room beside it for what a test is given."""
    return World(tmp_path / "data")
