"""A disk that is really full: a small tmpfs, on which a load must fail in one sentence and lose nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.sample import write_sample
from tests.conftest import ROOT


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of twelve megabytes; only root may mount one, so others skip."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a tmpfs cannot be mounted here: root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def etl(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        env={**os.environ, "SES_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(data: Path) -> dict[str, int]:
    """Every file with its size, but for the empty ones that only hold a lock."""
    found = {str(path.relative_to(data)): path.stat().st_size for path in data.rglob("*") if path.is_file()}
    return {name: size for name, size in found.items() if size}


def test_a_full_disk_is_one_sentence_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    data = small_disk / "data"
    assert etl(data, "build").returncode == 0
    before = contents(data)
    cube = next(path for path in write_sample(tmp_path / "sample", rows=400_000, periods=1) if "Employ" in path.name)
    done = etl(data, "load", str(cube))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "full" in done.stderr or "make room" in done.stderr
    assert contents(data) == before
    assert etl(data, "status").returncode == 0
