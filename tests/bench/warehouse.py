"""Measures a warehouse of many periods: build, size, every question, a load with nothing new: make bench-warehouse."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench.measure import Line, print_table, run

PERIODS, ROWS = 250, 60_000


def many_periods(periods: int, rows: int, folder: Path, say: Console) -> list[Line]:
    """Every line of a warehouse of so many periods, over files written and loaded here first."""
    written = run("write_periods", folder, periods, rows)
    say.print(f"[dim]wrote {written.result} files in {written.seconds:.0f} s[/dim]")
    loaded = run("load_all", folder)
    say.print(f"[dim]loaded them in {loaded.seconds:.0f} s[/dim]")
    return [*second_load(folder), *built(folder, f"{periods} staged periods"), *asked(folder)]


def second_load(folder: Path) -> list[Line]:
    """A load of files that are all loaded already."""
    again = run("load_all", folder)
    if again.result["loaded"]:
        raise SystemExit(f"{again.result['loaded']} files were loaded a second time; that is a fault, not a figure.")
    return [
        (f"second load of {again.result['known']} files, nothing new", f"{again.seconds:.2f} s", "< 3 s"),
    ]


def built(folder: Path, of_what: str) -> list[Line]:
    """A build from what is staged, the first of its folder, so that nothing is compared with an earlier one."""
    shutil.rmtree(folder / "data" / "warehouse", ignore_errors=True)
    build = run("build_all", folder, "sample")
    return [
        (f"build from {of_what}", f"{build.seconds:.1f} s", "< 10 s"),
        ("the warehouse", f"{build.result:.0f} MB", "< 300 MB"),
        ("peak memory of the build", f"{build.megabytes:,.0f} MB", ""),
    ]


def asked(folder: Path) -> list[Line]:
    """Every question on the build of the folder, slowest named."""
    times: dict[str, float] = run("questions", folder, "sample").result
    slowest = max(times, key=lambda question: times[question])
    late = statistics.quantiles(times.values(), n=20)[-1]
    return [
        (
            f"any indicator by any breakdown on it ({len(times)} questions), median",
            f"{statistics.median(times.values()) * 1000:.0f} ms (95th percentile {late * 1000:.0f} ms; slowest "
            f"{times[slowest] * 1000:.0f} ms: {slowest})",
            "< 20 ms",
        ),
    ]


def main() -> None:
    """Write, load and measure; or measure what a folder has loaded already."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.warehouse", description=__doc__)
    parser.add_argument("--periods", type=int, default=PERIODS, help=f"month ends (default {PERIODS})")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"employees of each period (default {ROWS:,})")
    parser.add_argument("--folder", type=Path, help="keep everything there, and measure what is there if it is loaded")
    options = parser.parse_args()
    say = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="ses-periods-") as scratch:
        folder = Path(options.folder or scratch).resolve()
        if (folder / "data" / "staged").is_dir():
            run("load_all", folder)  # what an earlier version of the program staged is staged again, once
            count = len(list((folder / "data" / "staged" / "executives").iterdir()))
            print_table([*second_load(folder), *built(folder, f"{count} staged periods"), *asked(folder)])
        else:
            print_table(many_periods(options.periods, options.rows, folder, say))


if __name__ == "__main__":
    main()
