"""The line in which questions wait: a few are answered at a time, and those for whom nobody waits any more are not."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, create_task_group, to_thread
from starlette.types import Receive

from metrics.errors import MetricsError
from metrics.stop import STOP, Stop, Stopped

Result = TypeVar("Result")
AGAIN_SECONDS = 10


class LineIsFull(MetricsError):
    """So many questions wait that one more would wait too long."""


class WaitingLine:
    """Some questions are answered side by side, `most` may wait for their turn, and the next is asked to return."""

    def __init__(self, at_a_time: int, most: int) -> None:
        self._limiter = CapacityLimiter(at_a_time)
        self._places = at_a_time + most
        self._taken = 0

    async def answer(self, make: Callable[[], Result], receive: Receive) -> Result | None:
        """Wait for a free place, and make the answer in a thread.

        Args:
            make: Makes the answer.
            receive: What the server tells of the reader, who may leave meanwhile.

        Returns:
            What `make` gives; None for one who has left, whose question is begun or ended no more.

        Raises:
            LineIsFull: As many wait as may.
        """
        if self._taken >= self._places:
            raise LineIsFull("Too many questions wait to be answered; ask again in a few seconds.")
        results: list[Result] = []
        stop = Stop()

        def begin() -> Result:
            STOP.set(stop)
            return make()

        self._taken += 1
        try:
            async with create_task_group() as group:

                async def work() -> None:
                    with contextlib.suppress(Stopped):
                        results.append(await to_thread.run_sync(begin, limiter=self._limiter))
                    group.cancel_scope.cancel()

                group.start_soon(work)
                await _wait_until_gone(receive)
                stop.set()
                group.cancel_scope.cancel()
        finally:
            self._taken -= 1
        return results[0] if results else None


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
