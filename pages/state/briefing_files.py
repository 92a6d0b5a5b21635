"""Briefings that readers wait for: each file made once, its progress told to all of them, the last ones kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Condition, Lock
from weakref import WeakValueDictionary

import streamlit as st

from metrics.text.peers import format_ordinal
from pages.small_print import muted

FILES = 16
"""How many are kept once they are made, the oldest given up first: one may be half a megabyte."""


@dataclass(frozen=True)
class File:
    """A briefing as a file: its bytes, its name, and of how many parts it was made."""

    content: bytes
    name: str
    parts: int

    @property
    def size(self) -> str:
        """How large it is: 41 kB."""
        return f"{max(1, round(len(self.content) / 1024)):,} kB"


class Bar:
    """A progress bar, drawn once it is told of a part: in the first half a briefing is put together, then written."""

    def __init__(self) -> None:
        self.parts = 0

    _place = cached_property(lambda _self: st.empty())

    def told(self, half: int, what: str, done: int, of: int) -> None:
        """Show which part is made now."""
        self.parts = of
        self._place.progress((half + done / max(of, 1)) / 2, f"{what} ({done + 1} of {of})")

    def tell_place(self, before: int) -> None:
        """Show how many files are made first."""
        self._place.progress(0.0, f"Waiting: {format_ordinal(before + 1)} in line, one file is made at a time")

    def say(self, words: str) -> None:
        """Say in the bar's place why nothing is made."""
        self._place.markdown(muted(words))


Show = Callable[[Bar], None]
"""Draws a bar as it stands."""
Tell = Callable[[Show], None]
"""Has everybody's bar drawn so."""


class Making:
    """A file that the first reader to ask for it has made; others who want it wait, and their bars say the same."""

    def __init__(self) -> None:
        self._news = Condition()
        self._file: File | None = None
        self._is_under_way = False
        self._show: Show | None = None
        self._told = 0

    @property
    def is_made(self) -> bool:
        """Whether the file is there, so that asking for it takes no time."""
        return self._file is not None

    def of(self, make: Callable[[Tell], File], bar: Bar) -> File:
        """The file; where making it fails, whoever waits next makes it anew."""
        seen = 0
        while True:
            with self._news:
                self._news.wait_for(partial(self._is_news, seen))
                if self._file:
                    return self._file
                is_mine, self._is_under_way = not self._is_under_way, True
                seen, show = self._told, self._show
            if is_mine:
                return self._make(make, bar)
            if show:
                show(bar)

    def _is_news(self, seen: int) -> bool:
        return not self._is_under_way or self._told != seen

    def _make(self, make: Callable[[Tell], File], bar: Bar) -> File:
        def tell(show: Show) -> None:
            with self._news:
                self._show, self._told = show, self._told + 1
                self._news.notify_all()
            show(bar)

        try:
            self._file = make(tell)
            return self._file
        finally:
            with self._news:
                self._show, self._is_under_way = None, False
                self._news.notify_all()


class Files:
    """Briefings by what was asked for: those that somebody waits for, however many, and of those made the last."""

    def __init__(self, most: int = FILES) -> None:
        self._lock = Lock()
        # Held by those who wait for them alone, so that one that fails is gone with the last of them.
        self._all: WeakValueDictionary[object, Making] = WeakValueDictionary()
        self._made: deque[Making] = deque(maxlen=most)

    def find(self, asked: object) -> Making:
        """The one of that question."""
        with self._lock:
            return self._all.setdefault(asked, Making())

    def keep(self, file: Making) -> None:
        """Keep one that is made, and give up the oldest where there are too many."""
        with self._lock:
            if file not in self._made:
                self._made.append(file)
