"""Where briefings are made: one at a time, in a process of its own that stands back, so that no reader waits for it."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from threading import Timer
from typing import IO, Any

from metrics.errors import MetricsError
from metrics.export.briefing.turns import Turns

PROGRAM = Path(__file__).resolve().parents[3]
MOST_WAITING = 30
IDLE_SECONDS = 300.0
"""Seconds after which a workshop without work is closed, and with it goes the memory that it took."""
STANDS_BACK = 10
"""How far its work is put behind that of readers, by the system's own measure (nice): a deck waits, and no page."""


class NotMade(MetricsError):
    """The process that makes briefings came to an end, or failed."""


@dataclass(frozen=True)
class Order:
    """A briefing as it is asked for: the file of its build, whose it is, and the ending of the file to be made."""

    build: Path
    agency_code: str
    themes: tuple[str, ...]
    baseline: date
    period: date | None
    link: str
    ending: str


Tell = Callable[[int, str, int, int], None]
"""Hears of each part: 0 while a briefing is put together and 1 while it is written, what, how many done, of which."""


class Workshop:
    """A process that makes briefings, opened when there is work and closed when there has been none for a while.

    Where it is kept ready, it is opened before, and anew after each closing: who comes first need not wait for its
    imports.
    """

    def __init__(self) -> None:
        self._turns = Turns(MOST_WAITING)
        self._is_kept_ready = False
        self._process: subprocess.Popen[bytes] | None = None
        self._closing: Timer | None = None

    def make(self, order: Order, tell: Tell, tell_place: Callable[[int], None]) -> bytes:
        """The file, after all who came before; raises what making it raises, NotMade and TooManyWait."""
        with self._turns.take(tell_place):
            if self._closing:
                self._closing.cancel()
            try:
                made = self._ask(order, tell)
            except MetricsError:
                raise
            except BaseException:
                # Whoever asked has left, or the process has: what it still says is no answer to the next.
                self.close()
                raise
            finally:
                self._closing = Timer(IDLE_SECONDS, self._close_if_idle)
                self._closing.daemon = True
                self._closing.start()
            return made

    def keep_ready(self) -> None:
        """Have the process stand ready from now on."""
        self._is_kept_ready = True
        with contextlib.suppress(MetricsError), self._turns.take(lambda _place: None):
            self._open()

    def _open(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            words = [sys.executable, "-m", "metrics.export.briefing.workshop"]
            self._process = subprocess.Popen(words, cwd=PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def _ask(self, order: Order, tell: Tell) -> bytes:
        process = self._open()
        to, back = process.stdin, process.stdout
        assert to
        assert back
        try:
            pickle.dump(order, to)
            to.flush()
            while True:
                match pickle.load(back):
                    case ("part", *part):
                        tell(*part)
                    case ("made", content):
                        return bytes(content)
                    case ("refused", error):
                        raise error
                    case _:
                        raise NotMade("The file could not be made; the reason is in the server's log")
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self.close()
            raise NotMade("The file could not be made, since its process came to an end; try again") from None

    def _close_if_idle(self) -> None:
        with contextlib.suppress(MetricsError), self._turns.take(lambda _place: None):
            self.close()
            if self._is_kept_ready:
                self._open()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()


WORKSHOP = Workshop()


@lru_cache(maxsize=1)
def _compose(order: Order) -> Any:
    tell = partial(_say, "part", 0)
    given = (order.agency_code, order.themes, order.baseline, order.period, order.link)
    return _composer()(_opened(order.build), *given, tell)


@lru_cache(maxsize=1)
def _opened(build: Path) -> Any:
    """A build, opened once for all that is made of it: what its briefings have in common is asked for once."""
    from metrics.warehouse import Warehouse

    return Warehouse.open(build)


def _composer() -> Callable[..., Any]:
    """What puts a briefing together, imported with all that it needs, and what writes most of them."""
    from metrics.export.briefing.compose import compose

    return compose


def _say(*said: object) -> None:
    pickle.dump(said, _out())
    _out().flush()


@lru_cache(maxsize=1)
def _out() -> IO[bytes]:
    """Where answers go; whatever else is printed goes with the errors."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _stand_back() -> None:
    with contextlib.suppress(AttributeError, OSError):  # where the system knows no such thing, or forbids it
        os.nice(STANDS_BACK)


def main() -> None:
    """Make what is ordered on standard input until it ends."""
    import logging
    from dataclasses import replace

    from metrics.export import formats

    _out()
    _stand_back()
    _composer()
    while True:
        try:
            order: Order = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            briefing = _compose(replace(order, ending=""))
            _say("made", formats.write_briefing(briefing, order.ending, partial(_say, "part", 1)))
        except MetricsError as error:
            _say("refused", error)
        except Exception:
            logging.getLogger("dashboard").exception("A briefing could not be made: %s", order)
            _say("failed")


if __name__ == "__main__":
    # By its name and not as __main__, so that what is sent is of the same classes at both ends.
    from metrics.export.briefing import workshop

    workshop.main()
