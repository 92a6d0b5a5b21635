"""One writer at a time in a data folder; the system drops the lock with the process, so a killed load blocks nobody."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import EtlError


class LoadBusy(EtlError):
    """Another process is loading into the same folder."""


@contextmanager
def only_writer(folder: Path, *, waits: bool = False) -> Iterator[None]:
    """Hold the folder for this process, making it if need be; where another holds it, wait or raise LoadBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            raise LoadBusy(f"Another load is running in {folder}; wait for it to finish and try again.") from None
        yield
