"""Uploads, foreign origins, idle sockets and abandoned questions; each gives what came of it, and asserts nothing."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import resource
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets import Origin
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.bench.pages_reader import Reader
from tests.browser.server import Server

EVIL = "https://evil.example"
WITHIN = 60
PIECE = b"x" * 65536


@dataclass
class Watched:
    """The memory of a server while something is done to it, in megabytes."""

    before: float
    peak: float = 0.0
    after: float = 0.0


def memory(server: Server) -> float:
    """The megabytes that a server holds now."""
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


@contextlib.contextmanager
def watched(server: Server, rest: float = 1.0) -> Iterator[Watched]:
    """Watch a server's memory, and look again a while after."""
    seen, is_over = Watched(memory(server)), threading.Event()

    def look() -> None:
        while not is_over.wait(0.02):
            seen.peak = max(seen.peak, memory(server))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        is_over.set()
        looking.join()
    time.sleep(rest)
    seen.after = memory(server)


def status_of(address: str, within: float = WITHIN) -> int:
    """The status of an answer, or 0 where none came."""
    try:
        with urllib.request.urlopen(address, timeout=within) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except OSError:
        return 0


async def _session(address: str) -> tuple[Reader, str]:
    reader = await Reader.arrive(address)
    opened = await reader.open("")
    return reader, next(
        each.new_session.initialize.session_id for each in opened.messages if each.HasField("new_session")
    )


def upload(address: str, session: str, megabytes: int) -> int:
    """Send a file to a session as Streamlit's own page would; the status of the answer, 0 where none came."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=WITHIN) as answer:
        cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
    mark = "a-mark-between-parts"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
    tail = f"\r\n--{mark}--\r\n".encode()
    length = len(head) + len(PIECE) * 16 * megabytes + len(tail)
    headers = {
        "Cookie": cookie,
        "X-Xsrftoken": cookie.partition("=")[2],
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "Content-Length": str(length),
    }
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=WITHIN)
    try:
        connection.putrequest("PUT", f"/_stcore/upload_file/{session}/{time.time_ns()}")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(head)
            for _ in range(16 * megabytes):
                connection.send(PIECE)
            connection.send(tail)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def uploads(server: Server, files: int, megabytes: int) -> tuple[list[int], Watched]:
    """Send many files at once to one session: the statuses, and the memory."""

    async def attack() -> tuple[list[int], Watched]:
        reader, session = await _session(server.address)
        sent = [asyncio.to_thread(upload, server.address, session, megabytes) for _ in range(files)]
        with watched(server) as seen:
            statuses = list(await asyncio.gather(*sent))
        await reader.leave()
        return statuses, seen

    return asyncio.run(attack())


async def handshake(address: str, origin: str | None, **headers: str) -> int:
    """Open a socket as a page of that origin would: 101 where it was let in, else the status of the refusal."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        stream = f"{address.replace('http:', 'ws:')}/_stcore/stream"
        named = Origin(origin) if origin else None
        async with connect(stream, origin=named, additional_headers=more, open_timeout=WITHIN) as opened:
            await opened.send(BackMsg(rerun_script=ClientState()).SerializeToString())
            return 101
    except InvalidStatus as refused:
        return int(refused.response.status_code)
    except (OSError, WebSocketException, TimeoutError):
        return 0


class BlackHole:
    """A proxy that takes every call out of the house and never answers; it counts them."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.calls: list[socket.socket] = []
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.calls.append(self._listening.accept()[0])

    def end(self) -> None:
        """Let go of every caller."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for call in self.calls:
            call.close()


@dataclass
class Idle:
    """Sockets that ask nothing: how many could be opened, and what a reader met meanwhile."""

    opened: int = 0
    status: int = 0
    seconds: float = 0.0
    log_bytes: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def end(self) -> None:
        """Close them."""
        for each in self.sockets:
            each.close()


def idle(
    server: Server, count: int, *, within: float = 10.0, watch: float = 0.0, first: Sequence[bytes] = (b"",)
) -> Idle:
    """Open sockets that ask nothing, or only begin to; then ask as a reader does, and see what the log has grown by."""
    host, port = urlsplit(server.address).hostname, urlsplit(server.address).port
    seen, before = Idle(), server.log.stat().st_size
    for words in islice(cycle(first), count):
        try:
            opened = socket.create_connection((host, port), timeout=within)
        except OSError:
            break
        seen.sockets.append(opened)
        with contextlib.suppress(OSError):  # closed already, where this machine is slow and the other side is not
            opened.sendall(words)
    seen.opened = len(seen.sockets)
    began = time.monotonic()
    seen.status = status_of(f"{server.address}/healthz", within)
    seen.seconds = time.monotonic() - began
    time.sleep(watch)
    seen.log_bytes = server.log.stat().st_size - before
    return seen


def is_closed(opened: socket.socket, within: float = WITHIN) -> bool:
    """Whether the other side closes a socket before long."""
    opened.settimeout(within)
    try:
        return opened.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def abandon(server: Server, address: str, count: int) -> None:
    """Ask many times, and be gone before any answer."""
    host, port = urlsplit(server.address).hostname, urlsplit(server.address).port
    question = f"GET {address} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    asked = []
    for _ in range(count):
        opened = socket.create_connection((host, port), timeout=WITHIN)
        opened.sendall(question)
        asked.append(opened)
    for opened in asked:
        opened.close()
