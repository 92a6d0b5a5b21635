"""Measures what OPM's API serves: one month at full size, and the whole history thinned: make bench-opm.

The history is every month of employment since March 2005, thinned to 300,000 rows each with all their executives, and
every month of departures and arrivals: some 3 GB with what is staged of them. It is deleted afterwards, unless a folder
is named to keep it. Other work on the machine shows in the seconds of the clock; those of the processors stand beside.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench.measure import Claim, Measured, print_claims, run, run_command
from tests.bench.opm_files import FIRST_FLOWS, LAST_MONTH
from tests.etl.opm import Opm, Published
from tests.etl.server import publisher

MONTH_ROWS, HISTORY_ROWS = 2_020_000, 300_000
ROUNDS = 3
MB = 2**20


def one_month(folder: Path, rows: int, say: Console) -> list[Claim]:
    """`etl load` of one month, from the start of the process to the end of its build, against bare scans of it."""
    month = Path(str(run("write_api_month", folder / "month", rows).result))
    loads, scans = [], []
    for nth in range(ROUNDS):  # turn about, so that both meet the same machine
        scans.append(run("bare_month_scans", month))
        loads.append(run_command("etl", "load", month, data=folder / f"data-{nth}"))
        say.print(f"[dim]load {told(loads[-1])}; bare scans {told(scans[-1])}[/dim]")
        shutil.rmtree(folder / f"data-{nth}")
    load, scan = (min(each, key=lambda one: one.seconds) for each in (loads, scans))
    worked = min(one.worked for one in loads) / min(one.worked for one in scans)
    ratio, peak = load.seconds / scan.seconds, max(one.megabytes for one in loads)
    size = f"{rows / 1e6:.2f} million rows, {month.stat().st_size / 1e6:.0f} MB"
    month.unlink()
    return [
        Claim(
            f"load one month as the API serves it ({size}), its build and the start of the process included, ÷ two "
            "bare scans",
            f"{ratio:.2f} × ({load.seconds:.1f} s ÷ {scan.seconds:.1f} s; processors {worked:.2f} ×)",
            "≤ 1.5 ×",
            ratio <= 1.5,
        ),
        Claim("peak memory of it", f"{peak:.0f} MB", "≤ 350 MB", peak <= 350),
    ]


def write_history(folder: Path, rows: int, say: Console) -> None:
    """The files of the whole history, a year at a time."""
    for year in range(FIRST_FLOWS.year, LAST_MONTH.year + 1):
        written = run("write_api_year", folder / "files", rows, year)
        say.print(f"[dim]{year}: {written.result / 1e6:,.0f} MB written in {written.seconds:.0f} s[/dim]")


def loaded(folder: Path) -> list[Claim]:
    """Everything in the folder's files loaded at once and built; then what a load with nothing new takes."""
    load, again = run("load_all", folder), run("load_all", folder)
    parts = load.result
    if again.result["loaded"]:
        raise SystemExit(f"{again.result['loaded']} files were loaded a second time; that is a fault, not a figure.")
    return [
        Claim(
            f"load {parts['loaded']} files (OPM's whole history, thinned) and build",
            f"{load.seconds:.0f} s (taken in {parts['taking_in']:.0f} s, staged {parts['staging']:.0f} s, built "
            f"{parts['building']:.1f} s; processors {load.worked:.0f} s)",
            "≤ 120 s",
            load.seconds <= 120,
        ),
        Claim(
            "peak memory of any process",
            f"{load.megabytes:.0f} MB (staging {parts['staging_megabytes']:.0f} MB)",
            "≤ 700 MB",
            load.megabytes <= 700,
        ),
        Claim(
            f"second load of {again.result['known']} files, nothing new",
            f"{again.seconds:.2f} s",
            "< 3 s",
            again.seconds < 3,
        ),
    ]


def refreshed(folder: Path) -> list[Claim]:
    """A refresh from a server that publishes just what is loaded: the first notes its list, the second has nothing."""
    with publisher() as server:
        opm = Opm(server)
        for path in sorted((folder / "files").glob("*.parquet")):
            subject, month, version = path.stem.split("_")
            opm.published.append(Published(subject, month, int(version), "2026-09-02T16:41:47.880Z"))
        os.environ["SES_OPM"] = server.address
        run_command("etl", "refresh", "--span", "all", data=folder / "data")
        server.requests.clear()
        again = run_command("etl", "refresh", "--span", "all", data=folder / "data")
    lists, brought = len(server.lists()), len(server.downloads())
    if brought:
        raise SystemExit(f"{brought} files were brought a second time; that is a fault, not a figure.")
    return [
        Claim(
            f"second refresh of {len(opm.published)} files, nothing new",
            f"{again.seconds:.2f} s, {lists} requests for lists",
            "< 3 s, one list a subject",
            again.seconds < 3 and lists == 3,
        )
    ]


def built(folder: Path) -> list[Claim]:
    """The warehouse built again, beside the one that is served: what changed is told too."""
    build = run("build_all", folder)
    return [
        Claim(
            "build again from all that is staged, peak memory",
            f"{build.megabytes:.0f} MB ({build.seconds:.1f} s; processors {build.worked:.1f} s)",
            "≤ 700 MB",
            build.megabytes <= 700,
        ),
        Claim("the warehouse", f"{build.result:.0f} MB", "≤ 200 MB", build.result <= 200),
    ]


def asked(folder: Path, say: Console) -> list[Claim]:
    """Every question on the build of the folder."""
    times: dict[str, float] = run("questions", folder).result
    slowest = sorted(times, key=lambda question: -times[question])
    for question in slowest[:12]:
        say.print(f"[dim]{times[question] * 1000:.0f} ms: {question}[/dim]")
    median = statistics.median(times.values())
    late = statistics.quantiles(times.values(), n=20, method="inclusive")[-1]
    longest = times[slowest[0]]
    return [
        Claim(
            f"any indicator by any breakdown on it ({len(times)} questions), median",
            f"{median * 1000:.0f} ms",
            "< 20 ms",
            median < 0.020,
        ),
        Claim("95th percentile of them", f"{late * 1000:.0f} ms", "< 150 ms", late < 0.150),
        Claim("the slowest of them", f"{longest * 1000:.0f} ms ({slowest[0]})", "< 1.5 s", longest < 1.5),
    ]


def told(measured: Measured) -> str:
    return f"{measured.seconds:.2f} s (processors {measured.worked:.2f} s), {measured.megabytes:.0f} MB"


def main() -> None:
    """Measure the month, the history, or both; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.opm", description=__doc__)
    parser.add_argument("--month-rows", type=int, default=MONTH_ROWS, help=f"of the month (default {MONTH_ROWS:,})")
    parser.add_argument("--rows", type=int, default=HISTORY_ROWS, help=f"of each period (default {HISTORY_ROWS:,})")
    parser.add_argument("--only", choices=("month", "history"), help="measure one of the two")
    parser.add_argument("--folder", type=Path, help="keep the history there, and measure what is there already")
    options = parser.parse_args()
    say = Console(stderr=True, width=160)
    claims: list[Claim] = []
    with tempfile.TemporaryDirectory(prefix="ses-opm-") as scratch:
        folder = Path(options.folder or scratch).resolve()
        if options.only != "history":
            claims += one_month(Path(scratch), options.month_rows, say)
        if options.only != "month":
            if not (folder / "files").is_dir():
                write_history(folder, options.rows, say)
            shutil.rmtree(folder / "data", ignore_errors=True)
            claims += [*loaded(folder), *refreshed(folder), *built(folder), *asked(folder, say)]
    if not print_claims(claims):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
