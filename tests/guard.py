"""Finds out a test that would write into the project's own data/, whoever else writes there meanwhile."""

import os
import sys
from pathlib import Path
from typing import Any

DATA = os.fspath(Path(__file__).resolve().parent.parent / "data")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.mkdir": slice(0, 1),
    "os.rename": slice(0, 2),
    "os.remove": slice(0, 1),
    "os.rmdir": slice(0, 1),
    "os.link": slice(1, 2),
    "os.symlink": slice(1, 2),
}
"""What Python tells an audit hook of a change to a folder, and which of the arguments are paths that change."""


class WroteIntoTheProject(AssertionError):
    """A test, or a program that it starts, has no data folder of its own."""


def watch(event: str, told: tuple[Any, ...]) -> None:
    """An audit hook: raise where a file of data/ is about to be written, or our program started without a folder."""
    if event == "open":
        path, _, flags = told
        if isinstance(flags, int) and flags & WRITES and _is_the_projects(path):
            raise WroteIntoTheProject(f"a test writes to {path}: set SES_DATA to a folder of its own")
    elif event in CHANGES:
        # A path below an open folder, as rmtree has them, says nothing of where that is.
        is_below_another = told[-1] != -1
        for path in told[CHANGES[event]]:
            if not is_below_another and _is_the_projects(path):
                raise WroteIntoTheProject(f"a test changes {path}: set SES_DATA to a folder of its own")
    elif event == "subprocess.Popen":
        program, _, _, environment = told
        if environment is not None and program == sys.executable and "SES_DATA" not in environment:
            raise WroteIntoTheProject("a test starts Python without SES_DATA: its data would be the project's own")


def _is_the_projects(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    whole = os.path.normpath(Path(os.fsdecode(path)).absolute())
    return whole == DATA or whole.startswith(DATA + os.sep)
