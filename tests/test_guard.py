"""The guard of the project's own data/ finds a test that would write there, and lets everybody else write."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.guard import WroteIntoTheProject

DATA = ROOT / "data"


@pytest.mark.parametrize(
    "change",
    [
        lambda: (DATA / "warehouse" / "LOCK").open("w"),
        lambda: (DATA / "reference" / "agencies.csv").open("r+b"),
        lambda: (DATA / "another").mkdir(),
        lambda: (DATA / "reference" / "agencies.csv").rename(DATA / "gone.csv"),
        lambda: (ROOT / "tests" / ".." / "data" / "note.txt").write_text("x"),
        lambda: subprocess.run([sys.executable, "-m", "etl", "build"], cwd=ROOT, env={"PATH": ""}, check=False),
    ],
    ids=["a lock", "a shipped table", "a folder", "a rename", "a way around", "a program without a folder"],
)
def test_a_test_that_would_write_there_is_found_out(change: Callable[[], object]) -> None:
    before = sorted(DATA.rglob("*"))
    with pytest.raises(WroteIntoTheProject):
        change()
    assert sorted(DATA.rglob("*")) == before


def test_reading_there_and_writing_elsewhere_is_nobodys_business(tmp_path: Path) -> None:
    assert (DATA / "reference" / "agencies.csv").read_bytes()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "LOCK").write_text("")
    subprocess.run([sys.executable, "-c", ""], env={"SES_DATA": str(tmp_path)}, check=True)
