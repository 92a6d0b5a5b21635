"""The served build replaced in a single step: pointer, leftovers, old builds."""

import os
import re
from pathlib import Path

SCHEMA_VERSION = 11
"""The layout of the builds written here; metrics/warehouse.py has the number of those that it reads."""
KEPT_BUILDS = 3
POINTER = "CURRENT"
BUILD_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
LONGEST = 256  # bytes; two ids and a space take 45


def read_current_build(warehouse: Path) -> str | None:
    """The id of the build being served, or None before the first one."""
    return next(iter(_read_pointer(warehouse)), None)


def read_counterpart(warehouse: Path) -> str | None:
    """The id of the real build that a demonstration was made beside; None for a real build."""
    return next(iter(_read_pointer(warehouse)[1:]), None)


def _read_pointer(warehouse: Path) -> list[str]:
    """The ids that the pointer names; none where it is missing or damaged, which the next build mends."""
    pointer = warehouse / POINTER
    if not pointer.is_file():
        return []
    with pointer.open("rb") as content:
        words = content.read(LONGEST).decode("ascii", errors="replace").split()
    return words if all(BUILD_ID.fullmatch(word) for word in words) else []


def find_current_path(warehouse: Path) -> Path | None:
    """The file of the build being served, or None if there is none."""
    path = warehouse / f"{read_current_build(warehouse)}.duckdb"
    return path if path.is_file() else None


def remove_leftovers(warehouse: Path) -> None:
    """Clear away what a failed or killed build left: its unfinished file, spilled rows, an unfinished pointer."""
    for path in (*warehouse.glob("*.building*"), *warehouse.glob("*.spill/*"), *warehouse.glob(f"{POINTER}.*")):
        path.unlink()
    for folder in warehouse.glob("*.spill"):
        folder.rmdir()


def publish(draft: Path, build_id: str, counterpart: str = "") -> Path:
    """Give a checked build its name, point CURRENT at it, and drop the builds nobody is served any more.

    Args:
        draft: The file as it was built.
        build_id: Its id.
        counterpart: Of a demonstration, the real build that it was made beside, which its pointer names too: beside
            another one it is out of date.

    Returns:
        The file under its name.
    """
    warehouse = draft.parent
    path = draft.replace(warehouse / f"{build_id}.duckdb")
    _sync(path)
    pointer = warehouse / f"{POINTER}.{build_id}"
    pointer.write_text(f"{build_id} {counterpart}".rstrip() + "\n", encoding="utf-8")
    _sync(pointer)
    _make_way(warehouse / POINTER, build_id)
    pointer.replace(warehouse / POINTER)
    _sync(warehouse)
    _prune(warehouse, build_id)
    return path


def withdraw(warehouse: Path) -> None:
    """Serve no build from this folder until the next one."""
    if (warehouse / POINTER).is_file():
        (warehouse / POINTER).unlink()


def _make_way(place: Path, build_id: str) -> None:
    """A folder where the pointer should be is nobody's doing that we know of: it is kept under another name."""
    if place.is_dir():
        place.rename(place.with_name(f"folder-found-as-{POINTER}-{build_id}"))


def _prune(warehouse: Path, build_id: str) -> None:
    """Keep the newest builds, by file time: two ids of one second do not sort by age."""
    builds = sorted(warehouse.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    others = [path for path in builds if path.stem != build_id]
    for path in others[: -(KEPT_BUILDS - 1)]:
        path.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
