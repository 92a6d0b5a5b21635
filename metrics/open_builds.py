"""The builds held open in this process, one of each for all who ask, and let go once another is served in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from metrics.warehouse import Warehouse, is_served, open_build

MOST = 4
"""Builds of other data folders that are held all the same, as where a test turns from one to another."""

BuildKey = tuple[str, bool]
"""A build's id, and whether it is a demonstration."""


class OpenBuilds:
    """The open builds, and who is at each.

    A build is let go whole once its folder serves another, nobody is at it, and none of `needs` names it. Who
    remembers anything of a build forgets it when told so by `farewells`.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[BuildKey, Warehouse] = {}
        self._at: Counter[BuildKey] = Counter()
        self.needs: list[Callable[[], Iterable[str]]] = []
        self.farewells: list[Callable[[str], None]] = []

    def find(self, build: str, *, with_sample: bool = False) -> Warehouse:
        """The build of that id, opened where it is not; raises NoWarehouse."""
        key = (build, with_sample)
        warehouse = self._open.get(key)
        if warehouse is None:
            with self._lock:
                warehouse = self._open.get(key)
                if warehouse is None:
                    warehouse = self._open[key] = open_build(build, with_sample=with_sample)
            self.release()
        return warehouse

    @contextmanager
    def at(self, build: str, *, with_sample: bool = False) -> Iterator[None]:
        """Be at a build: it is not let go meanwhile, and perhaps afterwards."""
        key = (build, with_sample)
        with self._lock:
            self._at[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._at[key] -= 1
                if not self._at[key]:
                    del self._at[key]
            self.release()

    def release(self) -> None:
        """Let go of the builds that nobody is at and nobody will come to any more."""
        if len(self._open) < 2:
            return
        needed_ids = {build for name in self.needs for build in name()}
        with self._lock:
            free = [key for key in self._open if key not in self._at and key[0] not in needed_ids]
            old = [key for key in free if not is_served(self._open[key])]
            surplus = [key for key in free if key not in old][: max(0, len(self._open) - len(old) - MOST)]
            surplus_keys = [*old, *surplus]
            for key in surplus_keys:
                # Not closed: who still asks it holds it until the answer, and the last of them closes it.
                del self._open[key]
        for build, _ in surplus_keys:
            for forget in self.farewells:
                forget(build)


OPEN_BUILDS = OpenBuilds()
