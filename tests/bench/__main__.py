"""Measures what must stay fast, as ratios in one run; prints the first table of docs/performance.md: make bench."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench import exports, many_work, opm_work, work
from tests.bench.measure import Line, Measured, Work, print_table, run
from tests.bench.pages import READERS, RUNS, served
from tests.bench.warehouse import PERIODS, ROWS, asked, many_periods

WORK = {prepare.__name__: Work(prepare) for prepare in (*work.WORK, *many_work.WORK, *opm_work.WORK, *exports.WORK)}
FULL_CUBE, FULL_MONTH = 2_300_000, 2_000_000
SAMPLE_ROWS, SAMPLE_PERIODS = 60_000, 9


def staging(rows: int, folder: Path, say: Console) -> list[Line]:
    """Staging one employment cube against bare DuckDB scans of it and against a pandas load."""
    cube = str(run("write_cube", str(folder), str(rows)).result)
    best: dict[str, Measured] = {}
    for name, rounds in (("stage", 3), ("bare_scans", 3), ("pandas_load", 1)):
        for _ in range(rounds):
            measured = run(name, cube, str(folder))
            say.print(f"[dim]{name}: {measured.seconds:.2f} s, {measured.megabytes:.0f} MB[/dim]")
            if name not in best or measured.seconds < best[name].seconds:
                best[name] = measured
    ours, bare, pandas = best["stage"], best["bare_scans"], best["pandas_load"]
    size = f"{rows / 1e6:.1f} million rows"
    return [
        (
            f"stage one employment cube ({size}) ÷ unzip and two bare scans",
            f"{ours.seconds / bare.seconds:.2f} × ({ours.seconds:.1f} s ÷ {bare.seconds:.1f} s)",
            "≤ 1.5 ×",
        ),
        (
            "pandas load of the same cube ÷ staging it, time",
            f"{pandas.seconds / ours.seconds:.1f} × ({pandas.seconds:.1f} s)",
            "≥ 4 ×",
        ),
        (
            "staging it ÷ pandas load, peak memory",
            f"{ours.megabytes / pandas.megabytes:.2f} × ({ours.megabytes:.0f} MB ÷ {pandas.megabytes:.0f} MB)",
            "≤ 0.25 ×",
        ),
        ("peak memory while staging", f"{ours.megabytes:.0f} MB", "< 700 MB"),
    ]


def one_month(rows: int, folder: Path) -> list[Line]:
    """Staging one month of data.opm.gov against a bare DuckDB scan of the same columns."""
    month = str(run("write_one_month", str(folder), str(rows)).result)
    ours = min((run("stage", month, str(folder)) for _ in range(3)), key=lambda measured: measured.seconds)
    bare = min((run("bare_month", month) for _ in range(3)), key=lambda measured: measured.seconds)
    size = Path(month).stat().st_size / 1e9
    return [
        (
            f"stage one month of data.opm.gov ({rows / 1e6:.1f} million rows, {size:.1f} GB) ÷ bare scan, same columns",
            f"{ours.seconds / bare.seconds:.2f} × ({ours.seconds:.1f} s ÷ {bare.seconds:.1f} s)",
            "≤ 1.5 ×",
        ),
        ("peak memory while staging it", f"{ours.megabytes:.0f} MB", "< 700 MB"),
    ]


def first_build(folder: Path) -> list[Line]:
    """What `make run` does first, and how fast questions are answered on it."""
    loaded = run("first_build", folder, SAMPLE_ROWS, SAMPLE_PERIODS)
    return [("first build: write, load and build the small sample", f"{loaded.seconds:.1f} s", ""), *asked(folder)]


def main() -> None:
    """Run every measurement and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=FULL_CUBE, help="rows of the employment cube (default: a full one)")
    parser.add_argument("--periods", type=int, default=PERIODS, help=f"of the big warehouse (default {PERIODS})")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        WORK[options.child[0]].report(options.child[1:])
        return
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="ses-bench-") as scratch:
        folder = Path(scratch)
        lines = staging(options.rows, folder, console) + one_month(min(options.rows, FULL_MONTH), folder)
        lines += first_build(folder / "first")
        lines += exports.leaving(folder / "first" / "data", folder / "leaving")
        lines += served(folder / "first" / "data", folder / "pages", RUNS, READERS, console)
        lines += many_periods(options.periods, ROWS, folder / "many", console)
    print_table(lines)


if __name__ == "__main__":
    main()
