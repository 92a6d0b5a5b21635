"""Measures what strangers can do to a served dashboard, of this program or of another version: make bench-attacks."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.attacks.strangers import EVIL, BlackHole, abandon, handshake, idle, status_of, uploads, watched
from tests.bench.measure import Line, print_table
from tests.browser.server import SERVE, Server
from tests.conftest import ROOT

HEAVY = "/api/v1/indicators/retirement_eligible.json?by=agency_code&by=age_band&by=service_band"
PLAIN = "/api/v1/indicators/on_board.csv"
# Not by ulimit, so that the same is done to a version that has no such starter of its own.
FEW = (
    "-c",
    "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 4096)); "
    "sys.argv = ['serve.py', '--port', sys.argv[-1]]; sys.path.insert(0, '.'); "
    "runpy.run_path('serve.py', run_name='__main__')",
)
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy")


class Slowest:
    """The longest that a reader waits for an answer while something else goes on."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._is_over = threading.Event()
        self.seconds: list[float] = []
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._is_over.is_set():
            began = time.perf_counter()
            status_of(self._address)
            self.seconds.append(time.perf_counter() - began)
            time.sleep(0.05)

    def __enter__(self) -> Slowest:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def words(self) -> str:
        """The slowest and the usual wait."""
        return f"{max(self.seconds):.2f} s (median {statistics.median(self.seconds) * 1000:.0f} ms)"


def sent_files(server: Server) -> list[Line]:
    """Six files of 190 MB to a session of one's own."""
    statuses, seen = uploads(server, 6, 190)
    told = ", ".join(f"{count} × {status}" for status, count in Counter(statuses).items())
    grown = f"{seen.before:.0f} → {seen.peak:.0f} MB"
    return [("six uploads of 190 MB: answers, memory", f"{told}; {grown}", "413, memory flat")]


def foreign(server: Server, hole: BlackHole) -> list[Line]:
    """Ten sockets of another site's page, while a reader asks for /healthz."""

    async def knock() -> list[int]:
        return list(await asyncio.gather(*(handshake(server.address, EVIL) for _ in range(10))))

    with Slowest(f"{server.address}/healthz") as reader:
        statuses = asyncio.run(knock())
    told = ", ".join(f"{count} × {status}" for status, count in Counter(statuses).items())
    calls = f"{len(hole.calls)} calls out"
    return [
        (
            "ten sockets of a foreign page: answers, calls, /healthz at its slowest",
            f"{told}; {calls}; {reader.words}",
            "403, no call",
        )
    ]


def abandoned(server: Server) -> list[Line]:
    """A hundred heavy questions sent and left at once, while a reader asks a plain one."""
    status_of(server.address + HEAVY)
    began = time.perf_counter()
    alone = status_of(server.address + HEAVY)
    one = time.perf_counter() - began
    with watched(server, rest=3) as seen:
        abandon(server, HEAVY, 100)
        began = time.perf_counter()
        status = status_of(server.address + PLAIN, 120)
        waited = time.perf_counter() - began
    first = f"one alone {alone} in {one:.1f} s; a plain one after them {status} in {waited:.1f} s"
    grown = f"{seen.before:.0f} → {seen.peak:.0f} → {seen.after:.0f} MB"
    return [("100 heavy questions left in 10 ms: wait, memory", f"{first}; {grown}", "memory back within 1.5 ×")]


def asked_at_once(server: Server, count: int) -> list[Line]:
    """Many who ask something heavy and stay for the answer."""
    statuses: list[int] = []
    with watched(server, rest=5) as seen:
        askers = [
            threading.Thread(target=lambda: statuses.append(status_of(server.address + HEAVY, 300)))
            for _ in range(count)
        ]
        began = time.perf_counter()
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        took = time.perf_counter() - began
    told = ", ".join(f"{number} × {status}" for status, number in Counter(statuses).items())
    grown = f"{seen.before:.0f} → {seen.peak:.0f} → {seen.after:.0f} MB"
    return [
        (f"{count} who wait for a heavy answer: answers, memory", f"{told} in {took:.0f} s; {grown}", "memory back")
    ]


def idling(server: Server) -> list[Line]:
    """More idle sockets than there are files by the soft limit."""
    seen = idle(server, 1100, within=15, watch=5)
    seen.end()
    answered = f"/healthz {seen.status or 'no answer'} in {seen.seconds:.1f} s"
    told = f"{seen.opened} opened; {answered}; log +{seen.log_bytes:,} bytes"
    return [("1,100 idle sockets, soft limit 1,024: a reader, the log", told, "200, one line a minute")]


def headers(server: Server) -> list[Line]:
    """What every answer says of how it may be used, and what is closed."""
    with urllib.request.urlopen(server.address, timeout=60) as answer:
        there = [name for name in HEADERS if name in answer.headers]
        named = answer.headers["Server"] or "no"
    closed = status_of(f"{server.address}/_stcore/metrics")
    told = f"{len(there)} of {len(HEADERS)} headers; server: {named}; /_stcore/metrics {closed}"
    return [("headers, closed addresses", told, "4 of 4, no, 404")]


ATTACKS: dict[str, Callable[[Server, BlackHole], list[Line]]] = {
    "headers": lambda server, _hole: headers(server),
    "uploads": lambda server, _hole: sent_files(server),
    "origins": foreign,
    "idle": lambda server, _hole: idling(server),
    "abandoned": lambda server, _hole: abandoned(server),
    "heavy": lambda server, _hole: asked_at_once(server, 20),
}


def main() -> None:
    """Attack a server of a data folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a built data folder")
    parser.add_argument("--only", nargs="*", choices=ATTACKS, default=list(ATTACKS), help="some of them alone")
    parser.add_argument("--program", type=Path, default=ROOT, help="another version of the program, to attack instead")
    options = parser.parse_args()
    data, lines = options.data.resolve(), list[Line]()
    hole = BlackHole()
    with tempfile.TemporaryDirectory(prefix="ses-attacks-") as scratch:
        log = Path(scratch) / "serve.log"
        away = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), hole.address)
        for name in options.only:
            words = FEW if name == "idle" else SERVE
            server = Server.start(data, log, words, options.program.resolve(), **away)
            try:
                lines += ATTACKS[name](server, hole)
            finally:
                server.end()
        hole.end()
    print_table(lines)


if __name__ == "__main__":
    main()
