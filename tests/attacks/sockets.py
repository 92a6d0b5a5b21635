"""Hundreds of sockets that no page of the dashboard opens, or speaks by: make bench-sockets."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.attacks.strangers import EVIL, status_of, watched
from tests.bench.measure import Claim, print_claims
from tests.bench.pages_reader import Reader
from tests.browser.server import Server
from tests.conftest import ROOT

COUNT, SIDE_BY_SIDE, WITHIN = 268, 8, 60.0
HEARS = 3.0
"""Seconds for which a stranger listens to what comes back."""
GROWN = 1.5
ORIGINS = (EVIL, "null", "", "http://", "https://[::1", "http://127.0.0.1:1", "file://", "http://a@b", "é", "x" * 5_000)
PATHS = ("/stream", "/_stcore/", "/_stcore/stream/x", "/_stcore/streamx", "/api/v1", "/healthz", "/../_stcore/stream")
TRACES = (b"Traceback (most recent call last)", b"site-packages")

Attack = Callable[[str, random.Random], Awaitable[str]]


async def _opened(address: str, path: str = "/_stcore/stream", **how: Any) -> ClientConnection:
    stream = f"{address.replace('http:', 'ws:')}{path}"
    return await connect(stream, open_timeout=WITHIN, max_size=None, compression=None, **how)


async def _speak(address: str, *said: bytes | str, **how: Any) -> str:
    """Open a socket as a page would, say some things, and hear what comes; the outcome in a word."""
    async with await _opened(address, **how) as opened:
        for each in said:
            await opened.send(each)
        heard = b""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARS):
                async for message in opened:
                    heard += message if isinstance(message, bytes) else message.encode()
        return "leak" if any(trace in heard for trace in (*TRACES, str(ROOT).encode())) else "heard out"


def _question(**state: Any) -> BackMsg:
    message = BackMsg()
    for name, value in state.items():
        setattr(message.rerun_script, name, value)
    return message


async def foreign_origin(address: str, chance: random.Random) -> str:
    """A page of somebody else's, or an origin that is none."""
    return await _speak(address, origin=chance.choice(ORIGINS))


async def wrong_path(address: str, chance: random.Random) -> str:
    """A socket where there is none."""
    return await _speak(address, path=chance.choice(PATHS))


async def wrong_host(address: str, chance: random.Random) -> str:
    """Another host's name, or several."""
    hosts = chance.choice(
        ([("Host", "evil.example")], [("X-Forwarded-Host", "evil.example")], [("Cookie", "a" * 9_000)])
    )
    return await _speak(address, additional_headers=hosts)


async def garbage(address: str, chance: random.Random) -> str:
    """Bytes that are no message."""
    return await _speak(address, *(chance.randbytes(chance.choice((0, 1, 9, 5_000))) for _ in range(9)))


async def text(address: str, chance: random.Random) -> str:
    """Text where bytes belong."""
    return await _speak(address, *chance.choice((["{}"], ["\x00"], ["a" * 100_000], ["rerun", "rerun"])))


async def too_much(address: str, _chance: random.Random) -> str:
    """Two megabytes at once, where one is the most."""
    return await _speak(address, bytes(2 * 2**20))


async def strange_page(address: str, chance: random.Random) -> str:
    """A page of a name that no page has, and a query of anything."""
    names = ("../../etc/passwd", "\x00", "x" * 50_000, "overview/../..", "<script>", "page", "é", "dashboard.py")
    queries = ("a=%", "&&&==", "agency=" + "x" * 90_000, "build=../../x", "agency=%00", "&".join(["by=x"] * 5_000), "?")
    return await _speak(
        address,
        _question(page_name=chance.choice(names), query_string=chance.choice(queries)).SerializeToString(),
    )


async def strange_hash(address: str, chance: random.Random) -> str:
    """A script that there is none of, a fragment that nobody drew."""
    words = {"page_script_hash": chance.randbytes(9).hex(), "fragment_id": "x" * 1_000}
    return await _speak(address, _question(**words).SerializeToString())


async def kept_hashes(address: str, _chance: random.Random) -> str:
    """A browser that says it keeps thousands of things."""
    message = _question()
    message.rerun_script.cached_message_hashes.extend(f"{number:032x}" for number in range(20_000))
    return await _speak(address, message.SerializeToString())


async def strange_widgets(address: str, chance: random.Random) -> str:
    """Values of controls that there are none of, of the wrong kind, or many."""
    message = _question()
    for number in range(chance.choice((1, 50, 2_000))):
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"$$ID-{number}-{chance.choice(('agency', 'None', '../x'))}"
        match chance.randrange(4):
            case 0:
                widget.string_value = "x" * 100
            case 1:
                widget.json_value = "{" * 100
            case 2:
                widget.int_value = -(2**62)
            case _:
                widget.double_value = float("nan")
    return await _speak(address, message.SerializeToString())


async def other_commands(address: str, chance: random.Random) -> str:
    """Commands that belong to a developer's desk."""
    message = BackMsg()
    match chance.randrange(5):
        case 0:
            message.clear_cache = True
        case 1:
            message.load_git_info = True
        case 2:
            message.debug_disconnect_websocket = True
        case 3:
            message.debug_shutdown_runtime = True
        case _:
            message.set_run_on_save = True
    return await _speak(address, message.SerializeToString())


async def impatience(address: str, chance: random.Random) -> str:
    """The same page asked for again and again before it comes, by one who then leaves at once."""
    asked = _question(page_name=chance.choice(("", "appointees", "strength"))).SerializeToString()
    opened = await _opened(address)
    for _ in range(20):
        await opened.send(asked)
    opened.transport.abort()
    return "left"


async def half_a_handshake(address: str, chance: random.Random) -> str:
    """A handshake that is cut, or wrong, or goes on as something else."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    head = f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    rest = chance.choice(
        (
            b"",
            b"\r\n",
            b"Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n",
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + b"\xff" * 400,
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x82\xff" + b"\x7f" * 8,
        )
    )
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(head.encode() + rest)
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(HEARS):
            await reader.read(65_536)
    writer.transport.abort()
    return "cut"


ATTACKS: tuple[Attack, ...] = (
    *(foreign_origin, wrong_path, wrong_host, garbage, text, too_much, strange_page, strange_hash, kept_hashes),
    *(strange_widgets, other_commands, impatience, half_a_handshake),
)


async def _one(address: str, number: int, turns: asyncio.Semaphore) -> str:
    attack = ATTACKS[number % len(ATTACKS)]
    async with turns:
        try:
            outcome = await attack(address, random.Random(number))
        except InvalidStatus as refused:
            outcome = str(refused.response.status_code)
        except (OSError, WebSocketException, TimeoutError, EOFError) as problem:
            outcome = type(problem).__name__
    return outcome if outcome != "leak" else f"leak: {attack.__name__}"


async def _all(address: str, count: int) -> Counter[str]:
    turns = asyncio.Semaphore(SIDE_BY_SIDE)
    return Counter(await asyncio.gather(*(_one(address, number, turns) for number in range(count))))


async def _reads(address: str) -> bool:
    """Whether a reader opens a page whole."""
    reader = await Reader.arrive(address)
    try:
        return bool((await reader.open("")).messages)
    finally:
        await reader.leave()


def attack(server: Server, count: int) -> list[Claim]:
    """So many sockets, kind after kind, some at a time; then a reader."""
    asyncio.run(_reads(server.address))
    with watched(server, rest=5) as seen:
        outcomes = asyncio.run(_all(server.address, count))
    leaks = [outcome for outcome in outcomes if outcome.startswith("leak")]
    failures = {outcome: number for outcome, number in outcomes.items() if outcome.isdigit() and outcome >= "500"}
    is_alive = server.process.poll() is None and status_of(f"{server.address}/healthz") == 200
    told = ", ".join(f"{number} × {outcome}" for outcome, number in outcomes.most_common())
    return [
        Claim(f"{count} sockets of {len(ATTACKS)} kinds", told, "", True),
        Claim("refusals with 5xx", f"{failures or 'none'}", "none", not failures),
        Claim("what came back with a traceback or a path of the machine", f"{leaks or 'none'}", "none", not leaks),
        Claim(
            "memory before, at most, after",
            f"{seen.before:.0f} → {seen.peak:.0f} → {seen.after:.0f} MB",
            f"back within {GROWN} ×",
            seen.after <= GROWN * seen.before,
        ),
        Claim("the server answers afterwards", "yes" if is_alive else "no", "yes", is_alive),
        Claim("a reader opens a page", "yes", "yes", is_alive and asyncio.run(_reads(server.address))),
    ]


def main() -> None:
    """Attack a server of a data folder; exit 1 where a claim does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.sockets", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a built data folder")
    parser.add_argument("--sockets", type=int, default=COUNT, help=f"how many (default {COUNT})")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-sockets-") as scratch:
        server = Server.start(options.data.resolve(), Path(scratch) / "serve.log", TMPDIR=scratch)
        try:
            claims = attack(server, options.sockets)
        finally:
            server.end()
        log = server.log.stat().st_size
        traces = server.said().count("Traceback")
        claims.append(Claim("tracebacks in the log", str(traces), "0", traces == 0))
        claims.append(Claim("the log of it", f"{log:,} bytes", "≤ 200,000", log <= 200_000))
        said = server.said()
    if not print_claims(claims):
        print("\n".join(line[:200] for line in said.splitlines()[-60:]))
        raise SystemExit(1)


if __name__ == "__main__":
    main()
