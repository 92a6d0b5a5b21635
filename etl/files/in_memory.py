"""A downloaded file that nobody may find on a disk: held in memory, open under a path until it is taken in."""

import os
import shutil
import tempfile
from pathlib import Path


class MemoryFile:
    """Bytes in memory under a path with a name of their own, readable by this process until closed.

    A process that is killed leaves a link to nowhere in the system's temporary folder, and none of the bytes. Only
    where the system has no files in memory (none but Linux has) they lie in that folder, closed to others, until then.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Hold the content under that name, in a folder of its own."""
        self._folder = Path(tempfile.mkdtemp(prefix="ses-"))
        self.path = self._folder / name
        self._descriptor = _open_in_memory(name)
        if self._descriptor is None:
            self.path.write_bytes(content)
            return
        with os.fdopen(os.dup(self._descriptor), "wb") as file:
            file.write(content)
        self.path.symlink_to(f"/proc/{os.getpid()}/fd/{self._descriptor}")

    def close(self) -> None:
        """Give the memory back; the path leads nowhere afterwards."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        shutil.rmtree(self._folder, ignore_errors=True)


def _open_in_memory(name: str) -> int | None:
    """An open file without a place on any disk, or None where there is no such thing."""
    if not hasattr(os, "memfd_create") or not Path("/proc/self/fd").is_dir():
        return None
    return os.memfd_create(name)
