"""Worlds to load and build in: an empty one, and one in which the shipped figures have been built."""

import shutil
from pathlib import Path

import pytest

from tests.etl.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Folders for one test, with nothing in them."""
    return World(tmp_path)


@pytest.fixture
def built(world: World, shipped_data: Path) -> World:
    """Folders for one test in which the shipped figures have been built and nothing is loaded yet."""
    shutil.copytree(shipped_data / "warehouse", world.places.warehouse)
    return world


@pytest.fixture(scope="session")
def shipped(shipped_data: Path) -> World:
    """The build of the shipped figures alone, for every test that only reads it."""
    return World(shipped_data)
