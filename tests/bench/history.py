"""Measures a history of many files: scaling over processes, memory, a second run, the build: make bench-history.

Small by default. The whole history is 72 cubes of 2.1 million rows and 24 months of 2 million rows of 64 columns; it
needs tens of gigabytes of disk: make bench-history CUBES=72 MONTHS=24 ROWS=2100000.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench.__main__ import Line, print_table
from tests.bench.measure import run


def measure(cubes: int, months: int, rows: int, folder: Path, say: Console) -> list[Line]:
    """Every line of the history, over files written here first."""
    files = run("write_history", str(folder), str(cubes), str(months), str(rows))
    count = cubes + months
    say.print(f"[dim]wrote {count} files of {rows:,} rows in {files.seconds:.0f} s[/dim]")
    half, one, two = (
        run("stage_all", str(folder), str(processes), str(few))
        for processes, few in ((1, max(1, count // 2)), (1, count), (2, count))
    )
    loaded = run("load_all", str(folder))
    again = run("load_all", str(folder))
    shutil.rmtree(folder / "data" / "warehouse")
    built = run("build_all", str(folder))
    size = sum(path.stat().st_size for path in (folder / "data" / "warehouse").glob("*.duckdb")) / 2**20
    times = run("queries", str(folder / "data")).result
    assert isinstance(times, list)
    each = one.seconds / count
    return [
        (
            f"two one-thread processes ÷ one, {cubes} cubes and {months} months of {rows:,} rows",
            f"{one.seconds / two.seconds:.2f} × ({one.seconds:.1f} s ÷ {two.seconds:.1f} s)",
            "≥ 1.7 ×",
        ),
        (
            "cost of a file among all ÷ among half of them",
            f"{each / (half.seconds / max(1, count // 2)):.2f} ×",
            "about 1",
        ),
        ("peak memory of a staging process", f"{two.megabytes:.0f} MB", "< 700 MB"),
        ("first load, staged, built and checked", f"{loaded.seconds:.1f} s", ""),
        ("second load, nothing new", f"{again.seconds:.2f} s", "< 3 s"),
        (
            f"build from {count} staged files; the warehouse",
            f"{built.seconds:.1f} s; {size:.0f} MB",
            "< 10 s; < 300 MB",
        ),
        (
            f"any indicator by any breakdown ({len(times)} questions), median",
            f"{statistics.median(times) * 1000:.0f} ms (slowest {max(times) * 1000:.0f} ms)",
            "< 20 ms",
        ),
    ]


def main() -> None:
    """Write a history, measure it, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.history", description=__doc__)
    parser.add_argument("--cubes", type=int, default=6, help="employment cubes, one per quarter (default 6)")
    parser.add_argument("--months", type=int, default=2, help="months of data.opm.gov (default 2)")
    parser.add_argument("--rows", type=int, default=300_000, help="rows of each file (default 300,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-history-") as scratch:
        print_table(measure(options.cubes, options.months, options.rows, Path(scratch), Console(stderr=True)))


if __name__ == "__main__":
    main()
