"""What a failed or killed build leaves behind: the build served until then, and nothing half done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from etl.locks import BuildBusy
from etl.paths import REPOSITORY
from etl.warehouse.build import BuildFailed, MissingReference, build
from etl.warehouse.publish import read_current_build
from tests.etl.world import World, executive

pytestmark = pytest.mark.slow


def test_failing_check_keeps_the_build_being_served(built: World) -> None:
    good = read_current_build(built.places.warehouse)
    built.load("short.zip", "employment", [executive("2024-09-30")], span=("2024-09-30", "2024-09-30"), rows_read=9)
    with pytest.raises(BuildFailed, match=r"rows_add_up.*short\.zip"):
        build(built.places)
    assert read_current_build(built.places.warehouse) == good
    assert sorted(path.name for path in built.places.warehouse.iterdir()) == sorted(
        [f"{good}.duckdb", "CURRENT", "LOCK"]
    )


def test_killed_build_leaves_the_served_one_and_the_next_run_completes(built: World) -> None:
    good = read_current_build(built.places.warehouse)
    built.load("a.zip", "employment", [executive("2024-09-30")], span=("2024-09-30", "2024-09-30"))
    # The child stops inside the build, with the new file open and half filled, and is killed there.
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from etl.warehouse.build import build\n"
        "from etl.paths import Places\n"
        "def stop(sentence):\n"
        "    if sentence == 'Checking':\n"
        "        print('inside', flush=True)\n"
        "        sys.stdin.read()\n"
        "build(Places(*(Path(path) for path in sys.argv[1:])), stop)\n"
    )
    places = built.places
    folders = [places.raw, places.staged, places.warehouse, places.published, places.reference]
    child = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, folders)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"
    assert list(places.warehouse.glob("*.building"))
    with pytest.raises(BuildBusy, match="wait"):
        build(places)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert read_current_build(places.warehouse) == good

    build(places)
    assert built.value("select sum(people) from marts.on_board") == 1
    assert list(places.warehouse.glob("*.building*")) == []


def test_partition_cut_short_is_one_sentence(built: World) -> None:
    good = read_current_build(built.places.warehouse)
    extract_id = built.load("a.zip", "employment", [executive("2024-09-30")], span=("2024-09-30", "2024-09-30"))
    partition = built.places.staged / "executives" / f"any_{extract_id}.parquet"
    partition.write_bytes(partition.read_bytes()[:100])
    with pytest.raises(BuildFailed, match=partition.name):
        build(built.places)
    assert read_current_build(built.places.warehouse) == good


def test_folder_that_cannot_be_made_is_one_sentence(world: World) -> None:
    world.places.warehouse.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(BuildFailed, match="warehouse"):
        build(world.places)


def test_missing_reference_table_is_named(world: World, tmp_path: Path) -> None:
    places = world.places
    bare = tmp_path / "reference"
    bare.mkdir()
    world.places = type(places)(places.raw, places.staged, places.warehouse, places.published, bare)
    with pytest.raises(MissingReference, match=r"agencies\.csv"):
        build(world.places)
