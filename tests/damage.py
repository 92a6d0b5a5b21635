"""Spoils the file of a build as a disk does: cut short, or with some of its blocks gone."""

from collections.abc import Callable
from pathlib import Path

BLOCK = 256 * 1024


def spoilt_rows(build: Path, is_found: Callable[[], bool]) -> None:
    """Blank one block after another, from the last one on, until the file opens and some of its rows cannot be read."""
    whole = build.read_bytes()
    for start in range(len(whole) // BLOCK * BLOCK, BLOCK, -BLOCK):
        build.write_bytes(whole[:start] + bytes(len(whole[start : start + BLOCK])) + whole[start + BLOCK :])
        if is_found():
            return
    raise AssertionError("no block of the build holds rows alone")


def cut_short(build: Path) -> None:
    """The first half of it."""
    whole = build.read_bytes()
    build.write_bytes(whole[: len(whole) // 2])
