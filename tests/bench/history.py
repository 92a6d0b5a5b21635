"""Measures the whole history, loaded in batches that give their disk back at once: make bench-history.

Small by default. The whole is 72 cubes of 2.1 million rows and 24 months of 2 million rows of 64 columns: some 45 GB of
files, of which only one batch is there at a time: make bench-history CUBES=72 MONTHS=24 ROWS=2100000 BATCH=8. The
program must not change while it runs: what another version staged is staged again, and emptied files cannot be.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.bench.history_files import bytes_needed, cube_names, empty, month_names, rows_of_month
from tests.bench.measure import Line, Measured, print_table, run
from tests.bench.warehouse import asked, built, second_load

SPARE = 10 * 10**9
"""Bytes of the disk that are never touched."""


@dataclass(frozen=True)
class Batch:
    """Files of one kind that were loaded together, and what that took."""

    names: Sequence[str]
    load: Measured

    @property
    def each(self) -> float:
        """Seconds of a file, hashed and staged."""
        spent: float = self.load.result["taking_in"] + self.load.result["staging"]
        return spent / len(self.names)

    @property
    def megabytes(self) -> float:
        """The most memory of a staging process."""
        peak: float = self.load.result["staging_megabytes"]
        return peak


def batches_of(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def measure(cubes: int, months: int, rows: int, size: int, folder: Path, say: Console) -> list[Line]:
    """Every line of the history, batch by batch."""
    lines: list[Line] = []
    loads: list[Batch] = []
    for names, kind in (
        (cube_names(cubes), f"cubes of {rows:,} rows"),
        (month_names(months), f"months of {rows_of_month(rows):,} rows"),
    ):
        mine: list[Batch] = []
        for number, batch in enumerate(batches_of(names, size)):
            leave_room(folder, bytes_needed(batch, rows))
            written = run("write_batch", folder, rows, *batch)
            if number == 0:
                lines += scaling(folder, batch, kind)
            mine.append(Batch(batch, run("load_all", folder)))
            for name in batch:
                empty(folder / "files" / name, folder / "data" / "raw")
            say.print(told(mine[-1], written))
        if mine:
            lines += linear(mine, kind)
        loads += mine
    total = sum(batch.load.seconds for batch in loads)
    count = cubes + months
    lines.append((f"the whole history, {count} files in {len(loads)} loads", f"{total:,.0f} s", ""))
    lines += second_load(folder)
    shutil.rmtree(folder / "files")
    shutil.rmtree(folder / "data" / "raw")
    return [*lines, *built(folder, f"{count} staged periods"), *asked(folder)]


def leave_room(folder: Path, needed: int) -> None:
    """Stop before a batch that the disk has no room for."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free - needed < SPARE:
        raise SystemExit(
            f"The next files need {needed / 1e9:.0f} GB and {free / 1e9:.0f} GB are free in {folder}, of which "
            f"{SPARE / 1e9:.0f} GB are left alone; make room, or give a smaller BATCH."
        )


def scaling(folder: Path, names: Sequence[str], kind: str) -> list[Line]:
    """The first files of a kind, staged by one one-thread process and by two."""
    one = run("stage_all", folder, 1, *names)
    two = run("stage_all", folder, 2, *names)
    weights: list[float] = one.result
    return [
        (
            f"two one-thread processes ÷ one, {len(names)} {kind}",
            f"{one.seconds / two.seconds:.2f} × ({one.seconds:.1f} s ÷ {two.seconds:.1f} s)",
            "≥ 1.7 ×",
        ),
        (
            f"peak memory of one process after the first of these files, after the last of {len(names)}",
            f"{weights[0]:.0f} MB, {weights[-1]:.0f} MB",
            "< 700 MB, not growing",
        ),
    ]


def linear(batches: Sequence[Batch], kind: str) -> list[Line]:
    """The cost of a file in the first batch of a kind and in the last, where there are several."""
    first, last = batches[0], batches[-1]
    if len(batches) == 1:
        return [("peak memory of a staging process", f"{first.megabytes:.0f} MB", "< 700 MB")]
    return [
        (
            f"cost of a file in the last of {len(batches)} batches ÷ in the first, {kind}",
            f"{last.each / first.each:.2f} × ({last.each:.1f} s ÷ {first.each:.1f} s)",
            "about 1",
        ),
        (
            "peak memory of a staging process in the first batch, in the last, in any",
            f"{first.megabytes:.0f} MB, {last.megabytes:.0f} MB, {max(batch.megabytes for batch in batches):.0f} MB",
            "< 700 MB, not growing",
        ),
    ]


def told(batch: Batch, written: Measured) -> str:
    """A batch in one line, so that a run that is stopped has not been for nothing."""
    parts = batch.load.result
    return (
        f"[dim]{batch.names[0]} … {batch.names[-1]}: {written.result / 1e9:.1f} GB written in {written.seconds:.0f} s; "
        f"taken in {parts['taking_in']:.1f} s, staged {parts['staging']:.1f} s ({batch.megabytes:.0f} MB), "
        f"built {parts['building']:.1f} s[/dim]"
    )


def main() -> None:
    """Write a history, measure it, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.history", description=__doc__)
    parser.add_argument("--cubes", type=int, default=8, help="employment cubes, one per quarter (default 8)")
    parser.add_argument("--months", type=int, default=4, help="months of data.opm.gov (default 4)")
    parser.add_argument("--rows", type=int, default=300_000, help="rows of each file (default 300,000)")
    parser.add_argument("--batch", type=int, default=4, help="files written and loaded at a time (default 4)")
    parser.add_argument("--folder", type=Path, help="a new folder that keeps what is staged and the warehouse")
    options = parser.parse_args()
    if options.folder and options.folder.exists():
        parser.error(f"{options.folder} is there already; name a new folder")
    with tempfile.TemporaryDirectory(prefix="ses-history-") as scratch:
        folder = (options.folder or Path(scratch)).resolve()
        say = Console(stderr=True, width=200)
        print_table(measure(options.cubes, options.months, options.rows, options.batch, folder, say))


if __name__ == "__main__":
    main()
