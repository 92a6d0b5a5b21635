"""The making of a briefing: its themes, its format, what it will hold, and the file, made when asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from threading import Condition, Lock
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st

from metrics.errors import MetricsError
from metrics.export import formats
from metrics.export.briefing import chapters
from metrics.export.briefing.workshop import WORKSHOP, Order
from metrics.export.formats import Format
from metrics.text import briefing
from metrics.text.peers import format_ordinal
from pages.components.export_menu import ICONS
from pages.small_print import muted, small
from pages.state import cache, filters, share_link, url_state

PAGE = "pages/reference/briefing.py"
MAKE = "make"
"""Where an address, or after a click the session, says that the briefing is to be made now."""
MAKE_IT = "make it"
MADE_OF = "briefing made of"
"""Where a session says of which build its file has just been made."""
DECK = "pptx"
FILES = 16
"""How many are kept once they are made, the oldest given up first: one may be half a megabyte."""


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to be briefed on."""

    agency_code: str
    themes: tuple[str, ...]
    baseline: date
    period: date | None


@dataclass(frozen=True)
class File:
    """A briefing as a file: its bytes, its name, and of how many parts it was made."""

    content: bytes
    name: str
    parts: int


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


def make() -> None:
    """The themes, the format and what the briefing will hold, and the way to have it made, then to carry it away."""
    view = filters.view()
    themes = url_state.any_of("themes", "Themes", {theme.title: theme.key for theme in chapters.THEMES})
    kind = url_state.one("format", "Format", {each.label: each for each in formats.BRIEFINGS}, is_row=True)
    url_state.say_what_was_passed_over()
    if not themes:
        small("Choose at least one theme.")
        return
    wanted = Wanted(view.agency_code, tuple(themes), view.baseline, view.period)
    about, parts = briefing.describe_contents(view.agency, len(themes), view.period or filters.newest(), view.baseline)
    st.markdown(f"**{about}** {parts}\n\n{muted(f'{kind.label}: {kind.holds}.')}")
    build = cache.warehouse().build_id
    # Readers may have been moved to another build while the file was made: then it is made of that one, as is all else.
    has_moved = st.session_state.pop(MADE_OF, build) != build
    is_asked = has_moved or MAKE in st.query_params or MAKE in st.session_state
    st.query_params.pop(MAKE, None)
    st.session_state.pop(MAKE, None)
    bar = Bar()
    if _kept(wanted, kind).is_made:
        _download(kind, _file(wanted, kind, bar))
        return
    st.button(
        f"Make {kind.label}",
        key=MAKE_IT,
        icon=ICONS[kind.ending],
        # Another click would break off what is under way, and lose it.
        disabled=is_asked,
        on_click=_ask,
    )
    # Made when all has been drawn, so that the page stands whole while its reader waits.
    if is_asked:
        try:
            _file(wanted, kind, bar)
        except MetricsError as problem:
            bar.say(f"{problem}.")
        else:
            st.session_state[MADE_OF] = build
            st.rerun()


def _ask() -> None:
    st.session_state[MAKE] = True


def _download(kind: Format, file: File) -> None:
    """Offer a file that is made, and say how large it is."""
    st.download_button(
        f"Download {kind.label}",
        file.content,
        file.name,
        kind.mime,
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    slides = f"{file.parts} slides, " if kind.ending == DECK else ""
    small(f"{slides}{max(1, round(len(file.content) / 1024)):,} kB.")


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


KEPT = Files()


def _kept(wanted: Wanted, kind: Format) -> Making:
    return KEPT.find((cache.warehouse().build_id, wanted, kind.ending))


def _file(wanted: Wanted, kind: Format, bar: Bar) -> File:
    """The file, made by the first reader who asks for it; raises NothingToBrief."""
    kept = _kept(wanted, kind)
    made = kept.of(partial(_written, wanted, kind, bar), bar)
    KEPT.keep(kept)
    return made


def _written(wanted: Wanted, kind: Format, bar: Bar, tell: Tell) -> File:
    def tell_part(*part: Any) -> None:
        tell(lambda each: each.told(*part))

    def tell_place(before: int) -> None:
        tell(lambda each: each.tell_place(before))

    asked = (wanted.agency_code, wanted.themes, wanted.baseline, wanted.period, share_link.of_this_build(), kind.ending)
    content = WORKSHOP.make(Order(cache.warehouse().path, *asked), tell_part, tell_place)
    return File(content, f"{_stem(wanted)}.{kind.ending}", bar.parts)


def _stem(wanted: Wanted) -> str:
    period = wanted.period or filters.newest()
    return "-".join(filter(None, ["ses-briefing", wanted.agency_code.replace("*", ""), f"{period:%Y-%m}"]))


def of_the_agency() -> None:
    """The way from an agency's page to its briefing, which is made at once."""
    asked = {**url_state.address(), MAKE: ["now"]}
    st.page_link(PAGE, label="Download this agency's briefing", icon=":material/download:", query_params=asked)
