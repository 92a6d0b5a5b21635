"""Which files a process holds open, as the system tells of it."""

import os
from pathlib import Path

import pytest


def builds_in_hand(data: Path, process: int | None = None) -> set[str]:
    """The ids of the builds of a data folder whose files a process, or this one, holds open, deleted ones too."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which files a process holds open (no /proc)")
    found = set()
    for number in Path(f"/proc/{process or os.getpid()}/fd").iterdir():
        # Another thread may close one meanwhile.
        path = str(number.readlink()) if number.is_symlink() else ""
        if path.startswith(str(data.resolve())) and ".duckdb" in path:
            found.add(Path(path).name.partition(".duckdb")[0])
    return found
