"""One process at a time in a folder: another is told at once, or waits, and a killed one holds up nobody."""

import fcntl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from etl.errors import EtlError
from etl.locks import BuildBusy, LoadBusy, lock_builds, lock_folder
from tests.conftest import ROOT

Lock = Callable[[Path], AbstractContextManager[None]]
LOCKS = [(lock_folder, LoadBusy, ".lock", "load"), (lock_builds, BuildBusy, "LOCK", "build")]

HOLDER = """
import sys
from pathlib import Path
from etl import locks

def tell(event, told):
    if event == "open" and str(told[0]).endswith(".lock"):
        print("tries", flush=True)

if sys.argv[3:]:
    sys.addaudithook(tell)
with getattr(locks, sys.argv[1])(Path(sys.argv[2]), **dict.fromkeys(sys.argv[3:], True)):
    print("holds", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(lock: str, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process that asks for a folder, says that it holds it, and holds it until its input ends."""
    command = [sys.executable, "-c", HOLDER, lock, str(folder), *words]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    """What the process says next."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize(("lock", "busy", "_file", "work"), LOCKS, ids=["load", "build"])
def test_second_process_is_told_at_once_and_a_killed_one_holds_up_nobody(
    lock: Lock, busy: type[EtlError], _file: str, work: str, tmp_path: Path
) -> None:
    with holder(lock.__name__, tmp_path) as other:
        assert line(other) == "holds"
        with pytest.raises(busy) as told, lock(tmp_path):
            pass
        assert str(told.value) == (f"Another {work} is running in {tmp_path}; wait for it to finish and try again.")
        other.kill()
        other.wait()
        with lock(tmp_path):
            pass


@pytest.mark.parametrize(("lock", "busy", "file", "_work"), LOCKS, ids=["load", "build"])
def test_lock_is_the_same_that_an_older_program_takes(
    lock: Lock, busy: type[EtlError], file: str, _work: str, tmp_path: Path
) -> None:
    with (tmp_path / file).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(busy), lock(tmp_path):
            pass
    with lock(tmp_path), (tmp_path / file).open("w") as held, pytest.raises(BlockingIOError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_one_who_waits_tries_until_the_folder_is_free(tmp_path: Path) -> None:
    with ExitStack() as open_until_the_end:
        with lock_folder(tmp_path):
            other = open_until_the_end.enter_context(holder("lock_folder", tmp_path, "waits"))
            assert [line(other) for _ in range(8)] == ["tries"] * 8
        assert "holds" in iter(lambda: line(other), "")


@pytest.mark.parametrize("waits", [True, False])
def test_folder_that_cannot_be_written_is_said_by_the_system(waits: bool, tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(IsADirectoryError), lock_folder(tmp_path, waits=waits):
        pass
