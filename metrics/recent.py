"""What was made of a question, remembered: of many the last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Recent(Generic[Result]):
    """Results by what they were made of: so many, the least used of late given up first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._results: OrderedDict[Hashable, Result] = OrderedDict()

    def __len__(self) -> int:
        return len(self._results)

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result for what is asked; of two threads that make it at the same time, both get that of the first."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        new = make()
        with self._lock:
            result = self._results.setdefault(key, new)
            if len(self._results) > self._most:
                self._results.popitem(last=False)
        return result

    def drop(self, is_over: Callable[[Hashable], bool]) -> None:
        """Give up the results of all that is over."""
        with self._lock:
            for key in [key for key in self._results if is_over(key)]:
                del self._results[key]
