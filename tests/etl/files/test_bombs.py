"""Archives that would fill the disk or leave the folder are refused at once, without being unpacked."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.conftest import ROOT
from tests.etl.files.bombs import Member, bomb
from tests.etl.strange import EXECUTIVE, cube, table_text

pytestmark = pytest.mark.slow

FACT = "FACTDATA_SEP2024.TXT"
TEN_GIGABYTES = 10 * 1024
LARGEST_FILE = 50 * 2**20
MOST_MEMORY = 400 * 2**10  # kilobytes; the program alone takes about 150,000
BOMBS = {
    "one member of ten gigabytes": [Member(FACT, TEN_GIGABYTES)],
    "two hundred years of fifty megabytes": [Member(f"SEPDATA_FY{year}.TXT", 50) for year in range(1801, 2001)],
    "a member that claims a kilobyte": [Member(FACT, TEN_GIGABYTES, claims=1024)],
    "a lookup of ten gigabytes": [Member(FACT, 1), Member("DTagy.txt", TEN_GIGABYTES)],
    "a wrapped text of ten gigabytes": [Member("employment_202603_1.txt", TEN_GIGABYTES)],
    "ten thousand and one members": [Member(f"{number}.txt", 0) for number in range(10_001)],
}


# A process is charged with the memory of the one that started it, and a test run's own is large: so one stands between.
BETWEEN = f"""
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({LARGEST_FILE}, {LARGEST_FILE}))
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def loaded_within_limits(path: Path, data: Path) -> tuple[int, str, int]:
    """Exit status, what was said, and the most memory in kilobytes; a file of more than 50 MB cannot be written."""
    done = subprocess.run(
        [sys.executable, "-c", BETWEEN, sys.executable, "-m", "etl", "load", str(path)],
        cwd=ROOT,
        env=os.environ | {"SES_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr, int(done.stdout)


@pytest.mark.parametrize("members", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_without_being_unpacked(members: list[Member], tmp_path: Path) -> None:
    path = bomb(tmp_path / "FedScope_Employment_September_2024.zip", members)
    assert path.stat().st_size < 15 * 2**20
    status, said, memory = loaded_within_limits(path, tmp_path / "data")
    assert (status, said.count("\n")) == (1, 1), said
    assert any(words in said for words in ("was not unpacked", "was not opened", "is damaged"))
    assert memory < MOST_MEMORY
    assert not [found for found in (tmp_path / "data").rglob("*") if found.is_file() and found.stat().st_size]


def test_the_bombs_are_real(tmp_path: Path) -> None:
    """Whoever trusts them gets what they say: the first blocks inflate, and the directory is read."""
    path = bomb(tmp_path / "bomb.zip", [Member(FACT, 64)])
    with zipfile.ZipFile(path) as archive, archive.open(FACT) as member:
        assert archive.getinfo(FACT).file_size == 64 * 2**20
        assert member.read(3 * 2**20) == bytes(3 * 2**20)


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..\\..\\x", "C:\\x", "folder/../../x", "\\\\host\\x"])
def test_a_path_that_leaves_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    good = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE])
    path = cube(tmp_path / "files" / "slip.zip", FACT, good, lookups={name: "gotcha"})
    status, said, _ = loaded_within_limits(path, tmp_path / "data")
    assert (status, said.count("\n")) == (1, 1), said
    assert "leaves the folder" in said
    assert not [found for found in tmp_path.rglob("x") if found.is_file()]
