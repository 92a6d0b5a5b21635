"""Thousands of requests that no browser sends, each by a connection of its own: make bench-fuzz."""

from __future__ import annotations

import argparse
import json
import random
import socket
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from metrics.definitions import catalog
from tests.attacks.strangers import Watched, status_of, watched
from tests.bench.measure import Claim, print_claims
from tests.browser.server import Server
from tests.conftest import ROOT

COUNT, SIDE_BY_SIDE, WITHIN = 10_000, 4, 120
MOST_READ = 4_000_000
"""Bytes of an answer that are read: an archive of the whole warehouse is longer, and made no other way."""
GROWN = 1.5
METHODS = ("GET",) * 12 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW")
PATHS = (
    *("/", "/overview", "/agency", "/briefing", "/sources", "/explorer", "/dictionary", "/healthz", "/api", "/api/v1"),
    *("/api/v1/indicators", "/api/v1/builds", "/api/v1/feed.atom", "/api/v1/warehouse.parquet.zip", "/api/v2"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/metrics", "/_stcore/upload_file/a/b"),
    *("/static/", "/static/js/index.js", "/media/a.pptx", "/component/x/y", "/auth/login", "/oauth2callback"),
    *("/.git/config", "/.env", "/serve.py", "/data/raw", "/etc/passwd", "/proc/self/environ", "/~root"),
)
STEPS = (
    *("..", ".", "%2e%2e", "%2e%2e%2f", "..%5c", "%00", "%", "%zz", "%c0%ae", "%F0%9F%92%A9", "a" * 300, "%252e%252e"),
    *("%0d%0aX:%20y", ";x=y", "%EF%BC%8E%EF%BC%8E", "~", "con"),
)
WORDS = (
    *("by", "by", "where", "where", "from", "to", "window", "sources", "baseline", "sample", "agency", "build"),
    *("themes", "make", "", "BY", "ｂｙ"),
)
VALUES = (
    *("agency_code", "age_band", "ED", "2016-09", "12m", "all", "yes", "no", "appointment=career", "agency_code="),
    *("' or 1=1 --", '"; drop table marts.on_board; --', "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>"),
    *("../../../../etc/passwd", "file:///etc/passwd", "\x00", "\r\nSet-Cookie: a=b", "9" * 400, "-1", "1e999", "NaN"),
    *("0000-00", "9999-99", "２０１６-０９", "ä" * 200, "%s%s%n", "=cmd()", "[]", "null", "x" * 5_000, "\ud800"),
)
NAMES = (
    *("Host", "Origin", "Referer", "Cookie", "Accept-Encoding", "Accept", "If-None-Match", "Range", "Connection"),
    *("Upgrade", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Ses-Rehearsal", "Sec-WebSocket-Key"),
    *("Authorization", "Forwarded", "X-Original-URL"),
)
SIZES = ("Content-Length", "Transfer-Encoding", "Expect")
HEADERS = (
    *("evil.example", "a:b:c", "[::1", "http://evil.example", "chunked", "gzip, br, *;q=0", "5", "-1", "bytes=5-1"),
    *("18446744073709551616", "bytes=0-1", "bytes=-999999999999", 'W/"x", *', "websocket", "keep-alive, Upgrade"),
    *("100-continue", "127.0.0.1, 127.0.0.1", "x" * 9_000, "a\tb", "", "javascript:", "/etc/passwd", "TRUE"),
)
ODD_METHODS, ODD_VERSIONS = ("get", "G\x00T", "", "GET GET"), ("HTTP/2.0", "HTTP/9", "", "HTTP/1.1 x")
ODD_TARGETS = ("*", "http://evil.example/", "//evil.example/x", "", "?", "#", "/" * 70_000, "/é", "/a b")
ODD_HEADERS = ("é", "\x01", "\x00", "a\nb", "x" * 70_000)
TRACES = ("Traceback (most recent call last)", 'File "', "site-packages", "duckdb.", "starlette.", "/proc/")


@dataclass
class Found:
    """What came of all requests."""

    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    memory: Watched = field(default_factory=lambda: Watched(0))
    is_alive: bool = False

    @property
    def claims(self) -> list[Claim]:
        """Each thing that must hold, and whether it does."""
        told = ", ".join(f"{count:,} × {status}" for status, count in self.statuses.most_common(12))
        seen = self.memory
        return [
            Claim(f"{self.statuses.total():,} requests: answers", told, "", bool(self.statuses)),
            Claim(
                "5xx but a 503 that says when to return",
                f"{len(self.failures)} {self.failures[:2] or ''}",
                "none",
                not self.failures,
            ),
            Claim(
                "answers with a traceback or a path of the machine",
                f"{len(self.leaks)} {self.leaks[:2] or ''}",
                "none",
                not self.leaks,
            ),
            Claim(
                "memory before, at most, after",
                f"{seen.before:.0f} → {seen.peak:.0f} → {seen.after:.0f} MB",
                f"back within {GROWN} ×",
                seen.after <= GROWN * seen.before,
            ),
            Claim("the server answers afterwards", "yes" if self.is_alive else "no", "yes", self.is_alive),
        ]


def request(chance: random.Random, host: str) -> bytes:
    """One request, strange in one way or in several; every fourth not even well formed."""
    is_odd = chance.random() < 0.25
    target = chance.choice(ODD_TARGETS) if is_odd and chance.random() < 0.3 else _target(chance, is_odd)
    method = chance.choice(ODD_METHODS if is_odd and chance.random() < 0.3 else METHODS)
    version = chance.choice(ODD_VERSIONS) if is_odd and chance.random() < 0.2 else "HTTP/1.1"
    headers = [] if is_odd and chance.random() < 0.1 else [("Host", host)]
    names, values = (NAMES + SIZES, HEADERS + ODD_HEADERS) if is_odd else (NAMES, HEADERS)
    many = chance.choice((0, 0, 1, 2, 6, 200 if is_odd else 12))
    headers += [(chance.choice(names), chance.choice(values)) for _ in range(many)]
    body = chance.choice(("", "a=b", "{" * 2_000, "0\r\n\r\n")) if is_odd else ""
    lines = [f"{method} {target} {version}", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "replace")


def _target(chance: random.Random, is_odd: bool) -> str:
    path = chance.choice(PATHS)
    if chance.random() < 0.4:
        name = chance.choice(catalog.METRICS).name
        path = f"/api/v1/indicators/{name}.{chance.choice(('csv', 'json', 'csv', 'json', 'xml', '', 'csv/../../x'))}"
    for _ in range(chance.choice((0, 0, 0, 0, 1, 2, 5))):
        path += chance.choice(("/", "//", "")) + chance.choice(STEPS)
    words = [(chance.choice(WORDS), chance.choice(VALUES)) for _ in range(chance.choice((0, 1, 1, 2, 3, 9)))]
    quoted = str if is_odd else partial(quote, errors="replace")
    query = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in words)
    return f"{path}?{query}" if words else path


def asked(place: tuple[str, int], content: bytes) -> bytes:
    """What the server says to some bytes, until it closes."""
    said = bytearray()
    with socket.create_connection(place, timeout=WITHIN) as opened:
        try:
            opened.sendall(content)
            while len(said) < MOST_READ and (piece := opened.recv(65_536)):
                said += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    return bytes(said)


def look(found: Found, said: bytes, content: bytes, paths: list[str]) -> None:
    """Note what is wrong with an answer."""
    head = said.partition(b"\r\n\r\n")[0]
    status = head[9:12].decode("latin-1") if head.startswith(b"HTTP/") else "closed without an answer"
    found.statuses[status] += 1
    question = content[:120].decode("utf-8", "replace")
    if status.startswith("5") and not (status == "503" and b"retry-after" in head.lower()):
        found.failures.append(f"{status}: {question}")
    # What comes compressed was asked for so, and its headers are looked at all the same; figures name no machine.
    text = said.decode("utf-8", "replace")
    for mark in (*TRACES, *paths):
        if mark in text and mark not in question and not _is_of_the_program(head):
            found.leaks.append(f"{mark}: {question}")
            break


def _is_of_the_program(head: bytes) -> bool:
    """Whether an answer is one of Streamlit's own scripts, which are the same everywhere."""
    return b"javascript" in head or b"text/css" in head


def fuzz(server: Server, count: int, seed: int) -> Found:
    """Send so many requests, a few at a time."""
    found, host = Found(), urlsplit(server.address).netloc
    place = (str(urlsplit(server.address).hostname), int(urlsplit(server.address).port or 0))
    paths = [str(ROOT), str(server.data), str(Path.home()) + "/"]
    status_of(f"{server.address}/api/v1/indicators/on_board.csv")

    def send(number: int) -> None:
        content = request(random.Random(f"{seed} {number}"), host)
        try:
            look(found, asked(place, content), content, paths)
        except OSError as problem:
            found.failures.append(f"{type(problem).__name__}: {content[:120]!r}")

    with watched(server, rest=5) as seen, ThreadPoolExecutor(SIDE_BY_SIDE) as hands:
        list(hands.map(send, range(count)))
    found.memory = seen
    found.is_alive = server.process.poll() is None and status_of(f"{server.address}/healthz") == 200
    return found


def main() -> None:
    """Fuzz a server of a data folder; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.fuzz", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a built data folder")
    parser.add_argument("--requests", type=int, default=COUNT, help=f"how many (default {COUNT:,})")
    parser.add_argument("--seed", type=int, default=1978, help="one seed, the same requests (default 1978)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-fuzz-") as scratch:
        server = Server.start(options.data.resolve(), Path(scratch) / "serve.log", TMPDIR=scratch)
        try:
            found = fuzz(server, options.requests, options.seed)
        finally:
            server.end()
        said = server.said()
    claims = found.claims
    claims.append(Claim("tracebacks in the log", str(said.count("Traceback")), "none", "Traceback" not in said))
    if not print_claims(claims):
        print(json.dumps({"failures": found.failures[:20], "leaks": found.leaks[:20], "log": said[-3_000:]}, indent=1))
        raise SystemExit(1)


if __name__ == "__main__":
    main()
