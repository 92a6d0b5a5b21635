"""Connections that ask nothing make room for readers, however many they are, and fill no log."""

import asyncio
import http.client
import logging
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from google.protobuf.message import DecodeError
from starlette.responses import PlainTextResponse

from tests import patience
from tests.attacks import sockets
from tests.attacks.strangers import idle, is_closed, status_of
from tests.browser.server import Server, running
from tests.conftest import ROOT
from web.connections import Briefly, Sparingly
from web.run import build_server, run

pytestmark = pytest.mark.slow

FEW, MANY = 300, 500
START = ("-m", "tests.attacks.few_files")


@pytest.fixture(scope="module")
def server(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may hold few files open."""
    with running(shipped_data, tmp_path_factory.mktemp("server"), START, FEW_FILES=str(FEW)) as started:
        yield started


def test_more_idle_sockets_than_files_leave_room_for_a_reader(server: Server) -> None:
    """Every second one silent, every other with half a question: all of them are given up in the end."""
    seen = idle(server, MANY, within=patience.SECONDS, first=(b"", b"GET / HTTP/1.1\r\nHost: "))
    assert (seen.opened, seen.status) == (MANY, 200)
    assert all(is_closed(opened, patience.SECONDS) for opened in seen.sockets)
    assert seen.log_bytes < 2_000
    seen.end()


def test_connection_that_has_asked_may_ask_again_and_is_then_given_up(server: Server) -> None:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=patience.SECONDS)
    for _ in range(2):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.read() != b"") == (200, True)
    assert is_closed(connection.sock, patience.SECONDS)
    connection.close()


def test_small_pieces_are_sent_at_once() -> None:
    answer = PlainTextResponse("here")
    server = build_server(answer, "127.0.0.1", 0)

    async def accept() -> list[int]:
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        address = urlsplit(server.address)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"here")
        taken = [each.transport.get_extra_info("socket") for each in server.server_state.connections]
        options = [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in taken]
        writer.close()
        server.should_exit = True
        await serving
        return options

    assert asyncio.run(accept()) == [1]


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [
        ("192.0.2.1", 0, "cannot listen on port 0 of 192.0.2.1 (Cannot assign requested address); choose another"),
        ("127.0.0.1", 70_000, "cannot listen on port 70000 of 127.0.0.1 (bind(): port must be 0-65535.); choose"),
        ("", 0, "was given no host; name one"),
    ],
    ids=["of another machine", "no such port", "empty"],
)
def test_address_where_it_cannot_be_is_a_sentence(
    host: str, port: int, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        run(PlainTextResponse("here"), host, port)
    assert str(end.value).startswith(f"serve.py {reason}")
    assert capfd.readouterr() == ("", "")


def test_port_that_is_taken_is_named(shipped_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "serve.py", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"SES_DATA": str(shipped_data)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    said = f"serve.py cannot listen on port {port} of 127.0.0.1 (Address already in use); choose another"
    assert ended.stderr.splitlines()[-1].startswith(said)
    assert "Traceback" not in ended.stderr


def test_soft_limit_of_files_is_raised(shipped_data: Path, tmp_path: Path) -> None:
    with running(shipped_data, tmp_path, START, FEW_FILES="256", SOFT_ALONE="yes") as started:
        limits = Path(f"/proc/{started.process.pid}/limits").read_text("utf-8")
        soft, hard = next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files"))
        assert soft == hard != "256"
        assert status_of(f"{started.address}/healthz") == 200


def test_one_line_a_minute_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("web.connections.time.monotonic", lambda: now[0])
    sparingly = Sparingly()

    def line(text: str) -> logging.LogRecord:
        return logging.LogRecord("asyncio", logging.ERROR, __file__, 1, text, None, None)

    said = [sparingly.filter(line(f"socket.accept() out of system resource\nsocket {number}")) for number in range(5)]
    assert said == [True, False, False, False, False]
    assert sparingly.filter(line("another thing"))
    now[0] += 61
    again = line("socket.accept() out of system resource\nsocket 6")
    assert sparingly.filter(again)
    assert again.getMessage().endswith("(4 more like it were not written)")


def failed(problem: Exception) -> logging.LogRecord:
    """A line of the log about a failure."""
    return logging.LogRecord(
        "uvicorn.error", logging.ERROR, __file__, 1, "It failed: %s", ("x",), (type(problem), problem, None)
    )


def test_only_what_strangers_cause_loses_its_traceback() -> None:
    ours = failed(KeyError("bytes"))
    assert Briefly().filter(ours)
    assert ours.exc_info is not None
    strangers = failed(DecodeError("Wire format was corrupt"))
    assert Briefly().filter(strangers)
    assert (strangers.getMessage(), strangers.exc_info) == (Briefly.STRANGE, None)


def test_line_that_quotes_a_stranger_at_length_is_cut() -> None:
    line = logging.LogRecord("x", logging.WARNING, __file__, 1, "No fragment %s", ("100%" * 5_000,), None)
    assert Briefly().filter(line)
    said = line.getMessage()
    assert said.startswith("No fragment 100%100%")
    assert said.endswith("(20,012 characters)")
    assert len(said) < 600


def test_what_strangers_say_on_sockets_is_a_line_of_the_log_and_no_traceback(
    shipped_data: Path, tmp_path: Path
) -> None:
    async def say(address: str) -> None:
        chance = random.Random(1)
        attacks = (sockets.garbage, sockets.text, sockets.garbage, sockets.text, sockets.strange_hash)
        # Each is closed upon by the server, which is the end of some of them.
        await asyncio.gather(*(each(address, chance) for each in attacks), return_exceptions=True)

    with running(shipped_data, tmp_path) as started:
        asyncio.run(say(started.address))
        assert status_of(f"{started.address}/healthz") == 200
    said = started.said()
    assert "Traceback" not in said
    assert said.count(Briefly.STRANGE) >= 1
    assert max(map(len, said.splitlines())) < 700
