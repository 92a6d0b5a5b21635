"""Measures the served dashboard as readers meet it: warm pages, a fresh process, many readers: make bench-pages."""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from websockets.exceptions import WebSocketException

from pages import CONTENTS
from tests.bench.measure import Line, print_table, run
from tests.bench.pages_reader import BrokenPage, Reader
from tests.bench.pages_recorded import record
from tests.bench.pages_serve import FORGETS_AFTER
from tests.browser.server import Server

PAGES = tuple(entry.script.split("/")[-1].removesuffix(".py") for listed in CONTENTS.values() for entry in listed)
SERVE = ("-m", "tests.bench.pages_serve", "--port")
ROUNDS, STARTS = 12, 3
RUNS, AT_ONCE = 3_000, 20
READERS, OPENS, READS = 200, 5, (4.0, 12.0)
"""Readers at a time, pages that each opens, and for how many seconds a page is read, at least and at most."""

FAILURES = (BrokenPage, OSError, TimeoutError, WebSocketException)


@dataclass
class Crowd:
    """What many readers met: seconds of every page, what went wrong, and the sessions that are open."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)


def megabytes(server: Server) -> float:
    """The memory that a server holds now."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(server.process.pid)], check=True, capture_output=True)
    return int(said.stdout) / 1024


def address_of(page: str) -> str:
    """A page's name as a browser asks for it; the first page has none."""
    return "" if page == PAGES[0] else page


def late(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def fresh(data: Path, folder: Path) -> Line:
    """The first page of a process, from its start."""
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        server = Server.start(data, folder / "fresh.log")
        try:
            asyncio.run(_look(server.address))
        finally:
            server.end()
        times.append(time.perf_counter() - began)
    return ("first page of a fresh process, from its start", f"{statistics.median(times):.1f} s", "< 4 s")


async def _look(address: str) -> None:
    reader = await Reader.arrive(address)
    await reader.open("")
    await reader.leave()


async def warm(ours: Server, bare: Server, folder: Path, rounds: int, say: Console) -> list[Line]:
    """Every page, opened again and again, against the bare page that draws the same, turn about."""
    times: dict[str, list[float]] = {}
    ratios: dict[str, float] = {}
    say.print("[dim]a warm page ÷ a bare one:[/dim]")
    for page in PAGES:
        reader, plain = await Reader.arrive(ours.address), await Reader.arrive(bare.address)
        record((await reader.open(address_of(page))).messages, folder / page)
        await plain.open("", f"page={page}")
        both = [
            ((await reader.open(address_of(page))).seconds, (await plain.open("", f"page={page}")).seconds)
            for _ in range(rounds)
        ]
        times[page] = [our for our, _ in both]
        their = statistics.median(their for _, their in both)
        ratios[page] = statistics.median(times[page]) / their
        say.print(
            f"[dim]  {page}: {ratios[page]:.2f} × ({ratios[page] * their * 1000:.0f} ÷ {their * 1000:.0f} ms)[/dim]"
        )
        await reader.leave()
        await plain.leave()
    worst, slowest = max(ratios, key=lambda page: ratios[page]), max(times, key=lambda page: late(times[page]))
    everything = [seconds for each in times.values() for seconds in each]
    return [
        (
            f"a warm page ÷ a bare Streamlit page of the same figures ({len(PAGES)} pages), median",
            f"{statistics.median(ratios.values()):.2f} × (worst {ratios[worst]:.2f} ×: {worst})",
            "≤ 1.5 ×",
        ),
        (
            "a warm page, 95th percentile",
            f"{late(everything) * 1000:.0f} ms (median {statistics.median(everything) * 1000:.0f} ms; slowest "
            f"{late(times[slowest]) * 1000:.0f} ms: {slowest})",
            "< 250 ms",
        ),
    ]


async def busy(server: Server, runs: int) -> list[Line]:
    """The overview, asked for by twenty readers at a time as fast as it comes."""
    crowd = [await Reader.arrive(server.address) for _ in range(AT_ONCE)]

    async def all_together(count: int) -> None:
        left = iter(range(count))

        async def read(reader: Reader) -> None:
            for _ in left:
                await reader.open("")

        await asyncio.gather(*(read(reader) for reader in crowd))

    await all_together(10 * AT_ONCE)
    before, began = megabytes(server), time.perf_counter()
    await all_together(runs)
    seconds = time.perf_counter() - began
    grown = megabytes(server) - before
    for reader in crowd:
        await reader.leave()
    return [
        (f"the overview, one process, {AT_ONCE} readers at a time", f"{runs / seconds:.0f} runs/s", "≥ 60 runs/s"),
        (f"memory grown over {runs:,} runs", f"{grown:+.1f} MB (from {before:.0f} MB)", "none"),
    ]


async def crowded(server: Server, readers: int) -> list[Line]:
    """Many readers at a time, each opening some pages and reading them; then all leave, and as many others come."""
    before = megabytes(server)
    crowd, full, after = await _come_and_go(server, readers, first=0)
    others, fuller, last = await _come_and_go(server, readers, first=readers)
    errors, seconds = crowd.errors + others.errors, crowd.seconds + others.seconds
    first = f"; {errors[0]}" if errors else ""
    return [
        (
            f"{readers} readers at a time, {OPENS} pages each, {READS[0]:.0f} to {READS[1]:.0f} s on a page: errors",
            f"{len(errors)} of {2 * readers * OPENS}{first}",
            "none",
        ),
        (
            "a page of theirs, 95th percentile",
            f"{late(seconds):.2f} s (median {statistics.median(seconds):.2f} s)",
            "< 2 s",
        ),
        ("memory per open session", f"{(full - before) / readers:.2f} MB ({before:.0f} MB to {full:.0f} MB)", "< 1 MB"),
        ("memory once they have left", f"{after:.0f} MB ({full - after:.0f} of {full - before:.0f} MB given back)", ""),
        (
            f"memory that {readers} others add, who come when they have left",
            f"{fuller - full:+.1f} MB ({fuller:.0f} MB, and {last:.0f} MB without them)",
            "none",
        ),
    ]


async def _come_and_go(server: Server, readers: int, first: int) -> tuple[Crowd, float, float]:
    """What so many readers met, and the memory with all of them there and without any."""
    crowd = Crowd()
    await asyncio.gather(*(_read(server.address, number, crowd) for number in range(first, first + readers)))
    full = megabytes(server)
    for reader in crowd.readers:
        await reader.leave()
    # Who has left is forgotten when the next one leaves.
    await asyncio.sleep(FORGETS_AFTER + 1)
    await _look(server.address)
    await asyncio.sleep(1)
    return crowd, full, megabytes(server)


async def _read(address: str, number: int, crowd: Crowd) -> None:
    """One of many readers: comes some time, opens pages one after the other, and keeps the last one open."""
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, READS[1]))
    try:
        reader = await Reader.arrive(address)
        crowd.readers.append(reader)
        for page in chance.sample(PAGES, OPENS):
            crowd.seconds.append((await reader.open(address_of(page))).seconds)
            await asyncio.sleep(chance.uniform(*READS))
    except FAILURES as problem:
        crowd.errors.append(f"{type(problem).__name__}: {problem}")


def served(data: Path, folder: Path, runs: int, readers: int, say: Console) -> list[Line]:
    """Every line about the pages of a build, by readers of a really started server."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [fresh(data, folder)]
    say.print(f"[dim]{': '.join(lines[0][:2])}[/dim]")
    ours = Server.start(data, folder / "serve.log", SERVE)
    bare = Server.start(data, folder / "bare.log", SERVE, SES_RECORDED=str(folder))
    try:
        for work in (
            warm(ours, bare, folder, ROUNDS, say),
            busy(ours, runs),
            crowded(ours, readers),
        ):
            lines += asyncio.run(work)
            say.print(f"[dim]{': '.join(lines[-1][:2])}[/dim]")
    finally:
        ours.end()
        bare.end()
    return lines


def main() -> None:
    """Measure the pages of a data folder, or of the small sample."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--data", type=Path, help="a built data folder (default: the small sample, built first)")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of the overview (default {RUNS:,})")
    parser.add_argument("--readers", type=int, default=READERS, help=f"at a time (default {READERS})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-pages-") as scratch:
        folder, data = Path(scratch), options.data
        if data is None:
            run("first_build", folder, 60_000, 9)
            data = folder / "data"
        print_table(served(data.resolve(), folder / "pages", options.runs, options.readers, Console(stderr=True)))


if __name__ == "__main__":
    main()
