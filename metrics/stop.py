"""A question that can be stopped while the engine works at it, as when whoever asked it has left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Protocol


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class Interruptible(Protocol):
    """Whatever works at a question: the engine's cursor."""

    def interrupt(self) -> None:
        """Give up what is being worked at."""


class Stop:
    """Stops the question of one asker, whatever works at it now or would do so next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at_work: set[Interruptible] = set()
        self._is_set = False

    def set(self) -> None:
        """Stop the question."""
        with self._lock:
            self._is_set = True
            for worker in self._at_work:
                worker.interrupt()

    @contextmanager
    def watch(self, worker: Interruptible) -> Iterator[None]:
        """Let this worker be interrupted; raises Stopped where it is too late to begin."""
        with self._lock:
            if self._is_set:
                raise Stopped
            self._at_work.add(worker)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(worker)


STOP: ContextVar[Stop | None] = ContextVar("STOP", default=None)
"""What stops the question that this thread works at, where anything does."""
