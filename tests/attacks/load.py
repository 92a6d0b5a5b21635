"""A new build while people read, and many decks at once: what other readers wait meanwhile. make bench-load."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.attacks.strangers import watched
from tests.bench.measure import Line, print_table
from tests.bench.pages import FAILURES, address_of, late
from tests.bench.pages_reader import Reader
from tests.browser.server import SERVE, Server
from tests.conftest import ROOT

VIEWS = (
    *(("overview", ""), ("appointees", ""), ("strength", ""), ("turnover", ""), ("retirement", "")),
    *(("diversity", ""), ("agency", "agency=ED"), ("agency", "agency=AG"), ("strength", "agency=TR"), ("sources", "")),
)
AGENCIES = (
    "ED",
    "AG",
    "TR",
    "VA",
    "HE",
    "IN",
    "DJ",
    "DL",
    "ST",
    "HS",
    "NN",
    "DN",
    "CM",
    "TD",
    "HU",
    "EP",
    "GS",
    "NF",
    "SE",
    "SB",
)
READS = (2.0, 5.0)
PARTS = ("renewal", "decks")
BESIDE_DECKS = 10
"""Readers while decks are made."""
DECKS_WITHIN, WARM = 600.0, 10.0
"""Seconds for which whoever asks for a deck waits, and those before, in which the process that makes them is opened."""
IN_LINE = re.compile(r"Waiting: \d+(st|nd|rd|th) in line")


@dataclass
class Crowd:
    """When pages were asked for and how long each took, and what went wrong."""

    pages: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_over: bool = False

    async def read(self, address: str, number: int) -> None:
        """One reader of many, who opens one view after another."""
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, READS[1]))
        try:
            reader = await Reader.arrive(address)
            while not self.is_over:
                page, query = VIEWS[chance.randrange(len(VIEWS))]
                began = time.perf_counter()
                await reader.open(address_of(page), query)
                self.pages.append((began, time.perf_counter() - began))
                await asyncio.sleep(chance.uniform(*READS))
            await reader.leave()
        except FAILURES as problem:
            self.errors.append(f"{type(problem).__name__}: {problem}")

    def between(self, first: float, last: float) -> list[float]:
        """The waits for pages that were asked for, or came, within a span."""
        return [took for began, took in self.pages if began + took >= first and began <= last] or [0.0]


async def among(servers: Sequence[Server], count: int, work: Callable[[Crowd], Awaitable[None]]) -> Crowd:
    """Do something while so many read, turn about from each server, where every view has been opened before."""
    crowd = Crowd()
    for server in servers:
        first = await Reader.arrive(server.address)
        for page, query in VIEWS:
            await first.open(address_of(page), query)
        await first.leave()
    places = [servers[number % len(servers)].address for number in range(count)]
    readers = [asyncio.create_task(crowd.read(place, number)) for number, place in enumerate(places)]
    await asyncio.sleep(READS[1] + 5)
    await work(crowd)
    crowd.is_over = True
    await asyncio.gather(*readers)
    return crowd


def told(waits: list[float]) -> str:
    """The usual and the late wait."""
    return f"median {statistics.median(waits):.2f} s, 95th percentile {late(waits):.2f} s, slowest {max(waits):.2f} s"


def renewal(servers: Sequence[Server], program: Path, readers: int, seconds: float) -> list[Line]:
    """A build published while people read, from one process on its folder or from several."""
    times: list[float] = []

    async def build(_crowd: Crowd) -> None:
        times.append(time.perf_counter())
        words = [sys.executable, "-m", "etl", "build"]
        environment = os.environ | {"SES_DATA": str(servers[0].data)}
        await asyncio.to_thread(subprocess.run, words, cwd=program, env=environment, check=True, capture_output=True)
        times.append(time.perf_counter())
        await asyncio.sleep(seconds)

    crowd = asyncio.run(among(servers, readers, build))
    begun, published = times
    return [
        (
            f"{readers} readers of {len(servers)} processes on one folder before a build",
            told(crowd.between(0, begun)),
            "",
        ),
        (
            f"in the {seconds:.0f} s after it is published",
            told(crowd.between(published, published + seconds)),
            "95 % ≤ 3 s",
        ),
        ("errors", f"{len(crowd.errors)} {crowd.errors[:1] or ''}", "none"),
        ("processes that moved to the new build", f"{sum(map(has_moved, servers))} of {len(servers)}", "all"),
    ]


def has_moved(server: Server) -> bool:
    """Whether the readers of a server have been moved to the newest build."""
    newest = (server.data / "warehouse" / "CURRENT").read_text("ascii").split()[0]

    async def met() -> bool:
        reader = await Reader.arrive(server.address)
        opened = await reader.open("sources")
        await reader.leave()
        return newest in str(opened.messages)

    return asyncio.run(met())


def decks(server: Server, count: int, readers: int) -> list[Line]:
    """So many decks of agencies at once, while people read."""
    ready: list[float] = []
    begun: list[float] = []
    without: list[str] = []
    is_told: list[str] = []

    async def deck(number: int) -> None:
        code = AGENCIES[number % len(AGENCIES)]
        reader = await Reader.arrive(server.address)
        try:
            opened = await reader.open("briefing", urlencode({"agency": code, "make": "now"}), DECKS_WITHIN)
        except FAILURES as problem:
            without.append(f"{code}: {type(problem).__name__}")
            return
        words = str(opened.messages)
        if "Download PowerPoint" in words:
            ready.append(time.perf_counter() - begun[0])
        else:
            without.append(f"{code}: no file and no error")
        if IN_LINE.search(words):
            is_told.append(code)
        await reader.leave()

    async def make(_crowd: Crowd) -> None:
        # Not before the process that makes them stands ready, as it does some seconds after a start.
        await asyncio.sleep(WARM)
        begun.append(time.perf_counter())
        await asyncio.gather(*(deck(number) for number in range(count)))

    with watched(server) as seen:
        crowd = asyncio.run(among([server], readers, make))
    waits = crowd.between(begun[0], begun[0] + max(ready, default=DECKS_WITHIN))
    made = f"first {min(ready):.1f} s, last {max(ready):.1f} s" if ready else "none"
    return [
        (f"{count} decks at once: those made", f"{len(ready)}; {made}", "all; first ≤ 5 s"),
        ("those without a file", f"{len(without)} {without[:1] or ''}", "none"),
        ("those who were told their place in line", f"{len(is_told)} of {count}", "all but the first"),
        (f"{readers} readers meanwhile", told(waits), "95 % ≤ 0.5 s"),
        ("memory of the process", f"{seen.before:.0f} → {seen.peak:.0f} → {seen.after:.0f} MB", "≤ 600 MB"),
        ("errors", f"{len(crowd.errors)} {crowd.errors[:1] or ''}", "none"),
    ]


def main() -> None:
    """Measure this program or another version of it, on the shipped figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.load", description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT, help="another version of the program, to measure instead")
    parser.add_argument("--readers", type=int, default=50, help="at a time (default 50)")
    parser.add_argument("--processes", type=int, default=1, help="on one data folder, for the renewal (default 1)")
    parser.add_argument("--decks", type=int, default=20, help="at once (default 20)")
    parser.add_argument("--seconds", type=float, default=40, help="for which a new build is watched (default 40)")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS), help="one of them alone")
    options = parser.parse_args()
    program = options.program.resolve()
    with tempfile.TemporaryDirectory(prefix="ses-load-") as scratch:
        data = Path(scratch) / "data"
        environment = os.environ | {"SES_DATA": str(data)}
        subprocess.run(
            [sys.executable, "-m", "etl", "build"], cwd=program, env=environment, check=True, capture_output=True
        )
        count = options.processes if "renewal" in options.only else 1
        logs = [Path(scratch) / f"serve-{number}.log" for number in range(count)]
        servers: list[Server] = []
        try:
            servers += (Server.start(data, log, SERVE, program, TMPDIR=scratch) for log in logs)
            lines = renewal(servers, program, options.readers, options.seconds) if "renewal" in options.only else []
            lines += decks(servers[0], options.decks, BESIDE_DECKS) if "decks" in options.only else []
        finally:
            for server in servers:
                server.end()
    print_table(lines)


if __name__ == "__main__":
    main()
