"""Which tests of a run stay together in one process, and which come first.

A folder whose tests share a browser or a started server goes to one process whole: else each process starts its own,
and the pages are computed once for each. Such folders come first, for they take long and wait more than they work:
beside them, and after them, the other process has all the single files.
"""

from xdist.scheduler import LoadFileScheduling

WHOLE = ("tests/browser", "tests/web", "tests/metrics/api")


def unit_of(nodeid: str) -> str:
    """The folder or the file that a test is run with."""
    file = nodeid.split("::", 1)[0]
    return next((folder for folder in WHOLE if file.startswith(f"{folder}/")), file)


def turn_of(nodeid: str) -> int:
    """When a test is run: those of whole folders before all others, and else as they were collected."""
    return 0 if unit_of(nodeid) in WHOLE else 1


class ByUnit(LoadFileScheduling):
    """Gives a process one unit after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
