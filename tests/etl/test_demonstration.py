"""The demonstration is made aside, beside the real build, and made anew only when that or the sample is another."""

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.demonstration import WRITING, demonstrate
from etl.files.provenance import read_extracts
from etl.load import load, rebuild
from etl.paths import Places, find_places
from etl.sample.extracts import write_sample
from etl.warehouse.build import build
from etl.warehouse.publish import find_current_path, read_counterpart, read_current_build
from tests.conftest import Once

pytestmark = pytest.mark.slow

ROWS = 2_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the demonstration was made, over what a run that was killed had left."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder))
        (find_places().demonstration.warehouse.parent / f"{WRITING}killed").mkdir(parents=True)
        assert demonstrate(find_places(), rows=ROWS) is not None
    return folder


@pytest.fixture
def shown(made: Path, here: Places) -> Places:
    """A copy of that folder, to do with as a test likes."""
    shutil.copytree(made, here.raw.parent)
    return here


@pytest.fixture
def small(once: Once) -> Path:
    return once("tiny-sample", lambda folder: write_sample(folder, ROWS, periods=2))


def kinds(where: Places) -> set[str]:
    path = find_current_path(where.warehouse)
    assert path is not None
    with duckdb.connect(str(path), read_only=True) as connection:
        return {kind for (kind,) in connection.execute("select distinct evidence from marts.on_board").fetchall()}


def test_sample_is_written_staged_and_built_apart_from_all_that_is_real(shown: Places) -> None:
    here = shown
    assert find_current_path(here.demonstration.warehouse) is not None
    assert kinds(here.demonstration) == {"sample"}
    assert kinds(here) == set()
    assert read_extracts(here.staged) == []
    assert not here.raw.exists()
    assert {extract.is_sample for extract in read_extracts(here.demonstration.staged)} == {True}
    left = {path.name for path in here.demonstration.warehouse.parent.iterdir()}
    assert left == {".lock", "raw", "staged", "warehouse"}


def test_it_is_made_again_beside_another_real_build_and_not_otherwise(shown: Places) -> None:
    here, first = shown, read_current_build(shown.demonstration.warehouse)
    written = {path: path.stat().st_mtime_ns for path in (here.demonstration.staged / "extracts").iterdir()}
    assert demonstrate(here, rows=ROWS) is None
    rebuild(here)
    again = demonstrate(here, rows=ROWS)
    assert again is not None
    assert again.path.parent == here.demonstration.warehouse
    assert again.build_id != first
    assert read_counterpart(here.demonstration.warehouse) == read_current_build(here.warehouse)
    # The sample itself is as it was: only the build is another.
    assert {path: path.stat().st_mtime_ns for path in written} == written


def test_a_loaded_sample_takes_the_place_of_the_one_that_is_made(shown: Places, small: Path) -> None:
    here = shown
    served = read_current_build(here.warehouse)
    result = load(here, [small])
    assert len(result.samples) == len(result.extracts) > 0
    assert read_current_build(here.warehouse) == served
    assert find_current_path(here.demonstration.warehouse) is None
    made = demonstrate(here, rows=ROWS)
    assert made is not None
    with duckdb.connect(str(made.path), read_only=True) as connection:
        ids = {one for (one,) in connection.execute("select extract_id from meta.extracts").fetchall()}
    loaded = {extract.provenance.extract_id for extract in result.extracts}
    aside = {extract.provenance.extract_id for extract in read_extracts(here.demonstration.staged)}
    assert loaded <= ids
    assert not (aside - loaded) & ids


def test_a_sample_alone_leaves_nothing_in_the_next_real_build(here: Places, small: Path) -> None:
    load(here, [small])
    build(here)
    assert kinds(here) == set()
