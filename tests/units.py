"""Which tests of a run stay together in one process, and which come first.

A folder whose tests share what is dear goes to one process whole, else each process makes it for itself: a browser, a
started server, a page that was opened to be read, an answer that many tests look at. Such folders come first, the
longest of them before the others; beside them and after them the other process has all the single files, of which the
slow ones come before the quick ones, so that no process ends long after the other.
"""

from xdist.scheduler import LoadFileScheduling

WHOLE = ("tests/metrics", "tests/browser", "tests/pages", "tests/web")


def unit_of(nodeid: str) -> str:
    """The folder or the file that a test is run with."""
    file = nodeid.split("::", 1)[0]
    return next((folder for folder in WHOLE if file.startswith(f"{folder}/")), file)


def turn_of(nodeid: str, *, is_slow: bool = False) -> int:
    """When a test is run: whole folders in their order, then slow files, then the others, each as it was collected."""
    unit = unit_of(nodeid)
    return WHOLE.index(unit) if unit in WHOLE else len(WHOLE) + (not is_slow)


class ByUnit(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """Gives a process one unit after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
