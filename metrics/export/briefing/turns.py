"""Turns: what takes long is done one after the other, in the order in which it was asked for, each told its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from metrics.errors import MetricsError

LOOKS_EVERY = 1.0
"""Seconds after which somebody who waits is told their place again, and by that is found to have left."""


class TooManyWait(MetricsError):
    """So many wait for their turn that one more would wait too long."""


class Turns:
    """One at a time, the first to come first; `most` may wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._line: list[object] = []
        self._changed = Condition()

    @contextmanager
    def take(self, tell: Callable[[int], None]) -> Iterator[None]:
        """Wait for one's turn and have it; `tell` hears how many come first. Raises TooManyWait."""
        ticket = object()
        with self._changed:
            if len(self._line) > self._most:
                raise TooManyWait("Too many files are being made at present; try again in a minute")
            self._line.append(ticket)
        try:
            while before := self._before(ticket):
                # Outside of the lock: who is told may have left, and then raises.
                tell(before)
                with self._changed:
                    self._changed.wait_for(lambda: self._line.index(ticket) != before, LOOKS_EVERY)
            yield
        finally:
            with self._changed:
                self._line.remove(ticket)
                self._changed.notify_all()

    def _before(self, ticket: object) -> int:
        with self._changed:
            return self._line.index(ticket)
