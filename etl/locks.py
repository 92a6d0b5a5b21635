"""One writer at a time in a data folder; the system drops the lock with the process, so a killed load blocks nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import EtlError

NEXT = "wait for it to finish and try again."


class LoadBusy(EtlError):
    """Another process is loading into the same folder."""


class BuildBusy(EtlError):
    """Another process is building in the same folder."""


@contextmanager
def lock_folder(folder: Path, *, waits: bool = False) -> Iterator[None]:
    """Hold the folder for this process, making it if need be; where another holds it, wait or raise LoadBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    with _hold(folder / ".lock", LoadBusy(f"Another load is running in {folder}; {NEXT}"), waits=waits):
        yield


@contextmanager
def lock_builds(warehouse: Path) -> Iterator[None]:
    """Hold the folder of builds for this process; raises BuildBusy where another holds it."""
    with _hold(warehouse / "LOCK", BuildBusy(f"Another build is running in {warehouse}; {NEXT}")):
        yield


@contextmanager
def _hold(file: Path, busy: EtlError, *, waits: bool = False) -> Iterator[None]:
    """Lock a file by the system's own lock alone: a marker in its stead would outlive a process that is killed."""
    lock = FileLock(file, blocking=waits, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise busy from None
    try:
        yield
    finally:
        lock.release()
