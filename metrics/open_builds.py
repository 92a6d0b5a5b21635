"""The builds held open in this process, one of each for all who ask, and let go once another is served in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from metrics.warehouse import Warehouse, is_served, opened

MOST = 4
"""Builds of other data folders that are held all the same, as where a test turns from one to another."""

Place = tuple[str, bool]
"""A build's id, and whether it is a demonstration."""


class OpenBuilds:
    """The open builds, and who is at each.

    A build is let go whole once its folder serves another, nobody is at it, and none of `needs` names it. Who
    remembers anything of a build forgets it when told so by `farewells`.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Place, Warehouse] = {}
        self._at: Counter[Place] = Counter()
        self.needs: list[Callable[[], Iterable[str]]] = []
        self.farewells: list[Callable[[str], None]] = []

    def find(self, build: str, *, with_sample: bool = False) -> Warehouse:
        """The build of that id, opened where it is not; raises NoWarehouse."""
        place = (build, with_sample)
        held = self._open.get(place)
        if held is None:
            with self._lock:
                held = self._open.get(place)
                if held is None:
                    held = self._open[place] = opened(build, with_sample=with_sample)
            self.let_go()
        return held

    @contextmanager
    def at(self, build: str, *, with_sample: bool = False) -> Iterator[None]:
        """Be at a build: it is not let go meanwhile, and perhaps afterwards."""
        place = (build, with_sample)
        with self._lock:
            self._at[place] += 1
        try:
            yield
        finally:
            with self._lock:
                self._at[place] -= 1
                if not self._at[place]:
                    del self._at[place]
            self.let_go()

    def let_go(self) -> None:
        """Let go of the builds that nobody is at and nobody will come to any more."""
        if len(self._open) < 2:
            return
        needed = {build for name in self.needs for build in name()}
        with self._lock:
            free = [place for place in self._open if place not in self._at and place[0] not in needed]
            old = [place for place in free if not is_served(self._open[place])]
            surplus = [place for place in free if place not in old][: max(0, len(self._open) - len(old) - MOST)]
            gone = [*old, *surplus]
            for place in gone:
                # Not closed: who still asks it holds it until the answer, and the last of them closes it.
                del self._open[place]
        for build, _ in gone:
            for forget in self.farewells:
                forget(build)


OPEN_BUILDS = OpenBuilds()
