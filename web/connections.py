"""Connections that ask nothing, or take nothing, are given up, so that those of readers always find room."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKS_WITHIN = 10
"""Seconds that a connection may be open without a whole question, at first and after each answer."""
TAKES_WITHIN = 60
"""Seconds for which a reader may take nothing of what is sent; then 64 kB wait for them."""
RESERVED = 200
"""Open files kept for what is not a connection: the warehouse, scripts, archives, logs."""
MOST = 20_000


def count_room_for_connections() -> int:
    """Raise the limit of open files to what the system allows; how many connections that leaves room for."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (hard, 10_240):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            soft = limit
            break
        except (ValueError, OSError):
            # Where the hard limit is "unlimited" the system has another, lower one.
            continue
    return MOST if soft == resource.RLIM_INFINITY else max(10, min(MOST, soft - RESERVED))


class Connection(H11Protocol):
    """A connection that is closed where its question does not come, or its answer is not taken.

    Where there is no room for one more, the one that has waited longest without a question makes room for it.
    """

    most = MOST
    waiting: dict[Connection, None] = {}  # noqa: RUF012
    """Those without a question, the first to come first."""

    _until_asked: asyncio.TimerHandle | None = None
    _until_taken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first question."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most:
            next(iter(self.waiting)).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has come; a whole question, or a socket opened, ends the waiting."""
        super().handle_events()
        is_asked = self.cycle is not None and not self.cycle.response_complete
        if is_asked or self.transport.get_protocol() is not self:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next question."""
        if not self.transport.is_closing():
            self._wait()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Give the reader a while to take what was sent."""
        super().pause_writing()
        self._until_taken = self.loop.call_later(TAKES_WITHIN, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        if self._until_taken:
            self._until_taken.cancel()
            self._until_taken = None

    def _wait(self) -> None:
        self._stop_waiting()
        self.waiting[self] = None
        self._until_asked = self.loop.call_later(ASKS_WITHIN, self.transport.abort)

    def _stop_waiting(self) -> None:
        self.waiting.pop(self, None)
        if self._until_asked:
            self._until_asked.cancel()
            self._until_asked = None


class Briefly(logging.Filter):
    """Makes one short line of what a stranger's socket can say; what fails for another reason keeps its traceback."""

    STRANGE = "A socket said what no page of this dashboard says, and was closed."
    LONGEST = 500

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, those of strangers without the way through the program, and none without an end."""
        if record.exc_info and record.exc_info[1] and _is_of_a_stranger(record.exc_info[1]):
            record.msg, record.args, record.exc_info, record.exc_text = self.STRANGE, None, None, None
        elif record.args and len(message := record.getMessage()) > self.LONGEST:
            record.args = None
            record.msg = f"{message[: self.LONGEST]} … ({len(message):,} characters)"
        return True


def _is_of_a_stranger(problem: BaseException) -> bool:
    """Whether bytes were no message, or text came where Streamlit takes bytes."""
    # By its name: the package that Streamlit speaks by is none of ours.
    if type(problem).__name__ == "DecodeError":
        return True
    steps = {step.name for step in traceback.extract_tb(problem.__traceback__)[-2:]}
    is_of_text = isinstance(problem, KeyError) and problem.args == ("bytes",) and "receive_bytes" in steps
    return is_of_text or (isinstance(problem, TypeError) and "WebSocket text frames" in str(problem))


class Sparingly(logging.Filter):
    """Lets through one line a minute of each kind, so that nobody fills the disk by knocking."""

    EVERY = 60
    MOST_KINDS = 1000

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[Any, float] = {}
        self._unsaid: dict[Any, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line of its kind has not been written for a minute."""
        kind = (record.name, str(record.msg).partition("\n")[0], record.exc_info and record.exc_info[0])
        now = time.monotonic()
        if now - self._said.get(kind, -self.EVERY) < self.EVERY:
            self._unsaid[kind] = self._unsaid.get(kind, 0) + 1
            return False
        if len(self._said) > self.MOST_KINDS:
            self._said.clear()
            self._unsaid.clear()
        self._said[kind] = now
        unsaid = self._unsaid.pop(kind, 0)
        if unsaid:
            record.msg, record.args = f"{record.getMessage()} ({unsaid:,} more like it were not written)", None
        return True
