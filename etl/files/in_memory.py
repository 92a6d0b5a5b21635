"""A downloaded file that nobody may find on a disk: held in memory, open under a path until it is taken in."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO


class HeldFile:
    """Bytes in memory under a path with a name of their own, readable by this process until closed.

    Where the system has no files in memory, they lie in one without a name, which goes with the process. A process that
    is killed leaves a link to nowhere in the system's temporary folder, and none of the bytes.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Hold the content under that name, in a folder of its own."""
        self._file = _without_a_name(name)
        self._file.write(content)
        self._file.flush()
        self._folder = Path(tempfile.mkdtemp(prefix="ses-"))
        self.path = self._folder / name
        self.path.symlink_to(f"{_open_files()}/{self._file.fileno()}")

    def close(self) -> None:
        """Give the memory back; the path leads nowhere afterwards."""
        self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _without_a_name(name: str) -> BinaryIO:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create(name), "w+b")
    return tempfile.TemporaryFile()


def _open_files() -> str:
    own = Path(f"/proc/{os.getpid()}/fd")
    return str(own) if own.is_dir() else "/dev/fd"
