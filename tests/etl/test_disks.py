"""A disk that is really full, and folders that really cannot be written: one sentence, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.sample.extracts import write_sample
from tests.conftest import ROOT
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text

pytestmark = pytest.mark.slow

Mount = Callable[[Path, str], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Lays an empty file system of a size over a folder; only root may, so others skip."""
    mounted: list[Path] = []

    def lay(folder: Path, size: str) -> None:
        folder.mkdir(parents=True)
        words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if subprocess.run(words, capture_output=True, check=False).returncode != 0:
            pytest.skip("a tmpfs cannot be mounted here: root only")
        mounted.append(folder)

    yield lay
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)


def seal(folder: Path, *, how: str = "ro") -> None:
    """Make a mounted folder read-only; unlike permissions, that binds root too."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def etl(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        env={**os.environ, "SES_DATA": str(data), "SES_OPM": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )


def serve(shipped_data: Path, data: Path) -> None:
    """Put a finished build into a data folder."""
    shutil.copytree(shipped_data / "warehouse", data / "warehouse", dirs_exist_ok=True)


def contents(data: Path) -> dict[str, bytes]:
    """Every file with its bytes, but for the empty ones that only hold a lock."""
    found = {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if content}


def september(folder: Path) -> Path:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE, CLERK])
    return cube(folder / "FedScope_Employment_September_2024.zip", "FACTDATA_SEP2024.TXT", text)


def test_a_full_disk_is_one_sentence_and_loses_nothing(mount: Mount, shipped_data: Path, tmp_path: Path) -> None:
    mount(tmp_path / "disk", "12m")
    data = tmp_path / "disk" / "data"
    serve(shipped_data, data)
    before = contents(data)
    big = next(path for path in write_sample(tmp_path / "sample", rows=400_000, periods=1) if "Employ" in path.name)
    done = etl(data, "load", str(big))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "full" in done.stderr or "make room" in done.stderr
    assert contents(data) == before
    assert etl(data, "status").returncode == 0


@pytest.mark.parametrize("size", ["256k", "1m", "3m"])
def test_a_disk_that_fills_at_any_moment_of_a_build_is_one_sentence(mount: Mount, tmp_path: Path, size: str) -> None:
    mount(tmp_path / "disk", size)
    done = etl(tmp_path / "disk" / "data", "build")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No space left on device" in done.stderr
    assert "make room" in done.stderr


@pytest.mark.parametrize("part", ["", "raw", "staged", "warehouse"])
def test_a_folder_that_cannot_be_written_is_one_sentence_and_loses_nothing(
    mount: Mount, shipped_data: Path, tmp_path: Path, part: str
) -> None:
    data = tmp_path / "data"
    sealed = data / part if part else data
    mount(sealed, "40m")
    serve(shipped_data, data)
    before = contents(data)
    seal(sealed)
    given = september(tmp_path)
    done = etl(data, "load", str(given))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert "Read-only file system" in done.stderr
    assert str(sealed) in done.stderr
    assert contents(data) == before
    assert etl(data, "status").returncode == 0
    seal(sealed, how="rw")
    assert etl(data, "load", str(given)).returncode == 0


@pytest.mark.parametrize(
    "words", [["build"], ["fetch", "--subject", "separations", "--from", "2026-01", "--to", "2026-01"], ["refresh"]]
)
def test_every_command_that_writes_says_so(mount: Mount, tmp_path: Path, words: list[str]) -> None:
    data = tmp_path / "data"
    mount(data, "1m")
    seal(data)
    done = etl(data, *words)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "Read-only file system" in done.stderr
    assert "set SES_DATA to another folder" in done.stderr


def test_files_are_loaded_from_a_folder_that_cannot_be_written(mount: Mount, tmp_path: Path) -> None:
    mount(tmp_path / "stick", "5m")
    given = september(tmp_path / "stick")
    seal(tmp_path / "stick")
    assert etl(tmp_path / "data", "load", str(given.parent)).returncode == 0
