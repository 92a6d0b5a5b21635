"""The files of the whole history: their names, the disk they need, how they are written and emptied again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

from etl.sample.calibration import month_end, quarter_ends
from tests.bench.measure import CORES
from tests.bench.months import write_month
from tests.bench.periods import LAST_CUBE, Writer, month_ends

CUBE_NAME = "FedScope_Employment_%B_%Y.zip"
ROWS_OF_A_MONTH = 2_000_000
CUBE_ROW, UNZIPPED_ROW, MONTH_ROW = 14, 90, 950
"""Bytes of a row, a little more than seen: in a zipped cube, unzipped while it is staged, in a month's text."""


def cube_names(count: int) -> list[str]:
    """Employment cubes of as many quarters, the last one September 2024."""
    return [f"{end:{CUBE_NAME}}" for end in (quarter_ends(LAST_CUBE, count) if count else ())]


def month_names(count: int) -> list[str]:
    """As many months of data.opm.gov as text, the last one October 2026."""
    return [f"employment_{end:%Y%m}_1.txt" for end in month_ends(count)]


def bytes_needed(names: Sequence[str], rows: int) -> int:
    """The disk that files of so many rows and their staging take."""
    cubes = sum(is_cube(name) for name in names)
    months = len(names) - cubes
    staging = CORES * rows * UNZIPPED_ROW if cubes else 0
    return cubes * rows * CUBE_ROW + months * rows_of_month(rows) * MONTH_ROW + staging


def is_cube(name: str) -> bool:
    return name.endswith(".zip")


def rows_of_month(rows: int) -> int:
    """Rows of a month where a cube has so many: a full month has fewer than a full cube."""
    return min(rows, ROWS_OF_A_MONTH)


def write_files(to: Path, names: Sequence[str], rows: int) -> int:
    """Write those cubes, side by side, and months; gives their bytes."""
    to.mkdir(parents=True, exist_ok=True)
    ends = [_end_of(name) for name in names if is_cube(name)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        list(pool.map(Writer(to, rows).cube, ends))
    for number, name in enumerate(names):
        if not is_cube(name):
            write_month(to / name, rows_of_month(rows), seed=number)
    return sum((to / name).stat().st_size for name in names)


def _end_of(name: str) -> date:
    first = datetime.strptime(name, CUBE_NAME)
    return month_end(first.year, first.month)


def empty(path: Path, raw: Path) -> None:
    """Give the disk of a loaded file back, and that of its copy in raw/; names, sizes and times stay.

    By these a later load knows it again without reading it. Were it read, it would be refused: it is all zeros now.
    """
    for each in (path, *raw.glob(f"*/{path.name}")):
        before = each.stat()
        os.truncate(each, 0)
        os.truncate(each, before.st_size)
        os.utime(each, ns=(before.st_atime_ns, before.st_mtime_ns))
