"""Which build readers stand on while a newer is made ready: the old one, until the usual views of the new are warm."""

from __future__ import annotations

import secrets
from collections import Counter, deque
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

import streamlit as st

from metrics.open_builds import OPEN_BUILDS
from metrics.warehouse import read_current_build

HEADER = "x-ses-rehearsal"
SECRET = secrets.token_hex(16)
"""What tells a rehearsal from a reader: both come by a socket, and no reader knows this word."""
REMEMBERED, USUAL = 2000, 40
"""Views opened last, and how many of them, the most frequent, are rehearsed."""


@dataclass(frozen=True)
class View:
    """A page as readers open it: its name in the address, the query, and the colors it is drawn in."""

    page: str = ""
    query: str = ""
    theme: str = "light"


class Renewal:
    """The build that readers stand on. Where nobody rehearses, it is always the newest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing = ""
        self._rehearsed = ""
        self._opened: deque[View] = deque(maxlen=REMEMBERED)
        self.is_rehearsed = False
        """Whether somebody makes new builds ready, and then says so by `move_to`."""

    def build(self, is_rehearsal: bool) -> str:
        """The build for one run of a page; raises NoWarehouse where there is none."""
        newest = read_current_build()
        with self._lock:
            if not self.is_rehearsed or not self._standing:
                self._standing = newest
            # Not the newest: should another come meanwhile, readers would move to one that nobody made ready.
            return (self._rehearsed or newest) if is_rehearsal else self._standing

    @property
    def awaited(self) -> str:
        """The newest build, where readers stand on another; else nothing."""
        newest = read_current_build()
        return newest if self._standing and self._standing != newest else ""

    @property
    def needed(self) -> list[str]:
        """The builds that readers or a rehearsal come to."""
        return [build for build in (self._standing, self._rehearsed) if build]

    def rehearse(self, build: str) -> None:
        """Let rehearsals stand on this build until readers move to it."""
        with self._lock:
            self._rehearsed = build

    def move_to(self, build: str) -> None:
        """Let readers stand on this build from now on."""
        with self._lock:
            self._standing, self._rehearsed = build, ""

    def note(self, view: View) -> None:
        """Remember that a reader opened a view."""
        self._opened.append(view)

    @property
    def usual(self) -> list[View]:
        """The views that readers opened most often of late, the most frequent first, the front page among them."""
        counted = Counter([*self._opened, View()])
        return [view for view, _ in counted.most_common(USUAL)]


RENEWAL = Renewal()
OPEN_BUILDS.needs.append(lambda: RENEWAL.needed)


def is_rehearsal() -> bool:
    """Whether this run is one before the readers come."""
    return st.context.headers.get(HEADER) == SECRET


def note(page: str) -> None:
    """Remember the view that has been drawn, for the rehearsal of the next build."""
    if RENEWAL.is_rehearsed and not is_rehearsal():
        query = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
        RENEWAL.note(View(page, query, st.context.theme.type or "light"))
