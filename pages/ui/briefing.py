"""The making of a briefing: its themes, its format, what it will hold, and the file, made when asked for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import sentences_briefing
from metrics.errors import MetricsError
from metrics.export import chapters, formats
from metrics.export.formats import Format
from metrics.export.workshop import WORKSHOP, Order
from metrics.sentences_peers import ordinal
from pages.ui import choices, filters, link, warehouse
from pages.ui.export import ICONS
from pages.ui.small_print import muted, small
from pages.ui.warehouse import Once

PAGE = "pages/reference/briefing.py"
MAKE = "make"
"""Where an address, or after a click the session, says that the briefing is to be made now."""
MAKE_IT = "make it"
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

    @cached_property
    def _place(self) -> DeltaGenerator:
        return st.empty()

    def told(self, half: int, what: str, done: int, of: int) -> None:
        """Show which part is made now."""
        self.parts = of
        self._place.progress((half + done / max(of, 1)) / 2, f"{what} ({done + 1} of {of})")

    def tell_place(self, before: int) -> None:
        """Show how many files are made first."""
        self._place.progress(0.0, f"Waiting: {ordinal(before + 1)} in line, one file is made at a time")

    def say(self, words: str) -> None:
        """Say in the bar's place why nothing is made."""
        self._place.markdown(muted(words))


def make() -> None:
    """The themes, the format and what the briefing will hold, and the way to have it made, then to carry it away."""
    view = filters.view()
    themes = choices.any_of("themes", "Themes", {theme.title: theme.key for theme in chapters.THEMES})
    kind = choices.one("format", "Format", {each.label: each for each in formats.BRIEFINGS}, is_row=True)
    choices.say_what_was_passed_over()
    if not themes:
        small("Choose at least one theme.")
        return
    wanted = Wanted(view.agency_code, tuple(themes), view.baseline, view.period)
    about, parts = sentences_briefing.will_hold(
        view.agency, len(themes), view.period or filters.newest(), view.baseline
    )
    st.markdown(f"**{about}** {parts}\n\n{muted(f'{kind.label}: {kind.holds}.')}")
    is_asked = MAKE in st.query_params or MAKE in st.session_state
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


class Files:
    """Briefings by what was asked for: those that somebody waits for, however many, and of those made the last."""

    def __init__(self, most: int = FILES) -> None:
        self._lock = Lock()
        # Held by those who wait for them alone, so that one that fails is gone with the last of them.
        self._all: WeakValueDictionary[object, Once[File]] = WeakValueDictionary()
        self._made: deque[Once[File]] = deque(maxlen=most)

    def find(self, asked: object) -> Once[File]:
        """The one of that question."""
        with self._lock:
            return self._all.setdefault(asked, Once())

    def keep(self, file: Once[File]) -> None:
        """Keep one that is made, and give up the oldest where there are too many."""
        with self._lock:
            if file not in self._made:
                self._made.append(file)


KEPT = Files()


def _kept(wanted: Wanted, kind: Format) -> Once[File]:
    return KEPT.find((warehouse.warehouse().build_id, wanted, kind.ending))


def _file(wanted: Wanted, kind: Format, bar: Bar) -> File:
    """The file, made by the first reader who asks for it; raises NothingToBrief."""
    kept = _kept(wanted, kind)
    made = kept.of(_written, wanted, kind, bar)
    KEPT.keep(kept)
    return made


def _written(wanted: Wanted, kind: Format, bar: Bar) -> File:
    asked = (wanted.agency_code, wanted.themes, wanted.baseline, wanted.period, link.of_this_build(), kind.ending)
    content = WORKSHOP.make(Order(warehouse.warehouse().path, *asked), bar.told, bar.tell_place)
    return File(content, f"{_stem(wanted)}.{kind.ending}", bar.parts)


def _stem(wanted: Wanted) -> str:
    period = wanted.period or filters.newest()
    return "-".join(filter(None, ["ses-briefing", wanted.agency_code.replace("*", ""), f"{period:%Y-%m}"]))


def of_the_agency() -> None:
    """The way from an agency's page to its briefing, which is made at once."""
    asked = {**choices.address(), MAKE: ["now"]}
    st.page_link(PAGE, label="Download this agency's briefing", icon=":material/download:", query_params=asked)
