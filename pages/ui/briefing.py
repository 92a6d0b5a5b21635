"""The making of a briefing: its themes, what it will hold, and a file in each format, made when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import sentences, sentences_briefing
from metrics.errors import MetricsError
from metrics.export import chapters, compose, formats
from metrics.export.briefing import Briefing
from metrics.export.formats import Format
from pages.ui import choices, filters, link, warehouse
from pages.ui.export import ICONS
from pages.ui.small_print import muted, small
from pages.ui.warehouse import Once

PAGE = "pages/reference/briefing.py"
MAKE = "make"
"""Where an address, or after a click the session, names the format in which a briefing is to be made now."""
DECK = "pptx"
BRIEFINGS, FILES = 4, 16
"""How many are kept ready, the oldest given up first: a file may be half a megabyte."""


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to be briefed on; `link` is the address of the page that says so."""

    agency_code: str
    themes: tuple[str, ...]
    baseline: date
    period: date | None
    link: str


@dataclass(frozen=True)
class File:
    """A briefing as a file: its bytes, its name, and of how many parts it was made."""

    content: bytes
    name: str
    parts: int


class Bar:
    """A progress bar over the putting together of a briefing and the writing of its file, each a half of it."""

    def __init__(self, place: DeltaGenerator) -> None:
        self._place = place
        self.parts = 0

    def told(self, half: int, what: str, done: int, of: int) -> None:
        """Show which part is made now."""
        self.parts = of
        self._place.progress((half + done / max(of, 1)) / 2, f"{what} ({done + 1} of {of})")

    def say(self, words: str) -> None:
        """Say in the bar's place why nothing is made."""
        self._place.markdown(muted(words))


def make() -> None:
    """The themes, what the briefing will hold, and for each format a way to have it made, then to carry it away."""
    view = filters.view()
    themes = choices.any_of("themes", "Themes", {theme.title: theme.key for theme in chapters.THEMES})
    choices.say_what_was_passed_over()
    if not themes:
        small("Choose at least one theme.")
        return
    wanted = Wanted(view.agency_code, tuple(themes), view.baseline, view.period, link.of_this_build())
    about, parts = sentences_briefing.will_hold(
        view.agency, len(themes), view.period or filters.newest(), view.baseline
    )
    st.markdown(f"**{about}** {parts}")
    bar = Bar(st.empty())
    asked = st.session_state.pop(MAKE, "") or st.query_params.pop(MAKE, "")
    kinds = {kind.ending: kind for kind in formats.BRIEFINGS}
    is_asked = asked in kinds and not _kept(wanted, kinds[asked]).is_made
    for place, kind in zip(st.columns(len(kinds), border=True), kinds.values(), strict=True):
        with place:
            _way(wanted, kind, bar, is_waiting=is_asked)
    # Made when all has been drawn, so that the page stands whole while its reader waits.
    if is_asked:
        try:
            _file(wanted, kinds[asked], bar)
        except MetricsError as problem:
            bar.say(f"{problem}.")
        else:
            st.rerun()


def _way(wanted: Wanted, kind: Format, bar: Bar, *, is_waiting: bool) -> None:
    """A format: what it holds, and the button that has it made, or that carries it away once it is made."""
    size = ""
    if _kept(wanted, kind).is_made:
        size = _download(kind, _file(wanted, kind, bar))
    else:
        st.button(
            f"Make {kind.label}",
            key=f"make {kind.ending}",
            icon=ICONS[kind.ending],
            # Another click would break off what is under way, and lose it.
            disabled=is_waiting,
            on_click=_ask,
            args=(kind.ending,),
            width="stretch",
        )
    small(f"{sentences.sentence_case(kind.holds)}. {size}")


def _ask(ending: str) -> None:
    st.session_state[MAKE] = ending


def _download(kind: Format, file: File) -> str:
    """Offer a file that is made; how large it is."""
    st.download_button(
        f"Download {kind.label}",
        file.content,
        file.name,
        kind.mime,
        key=f"download {kind.ending}",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
    slides = f"{file.parts} slides, " if kind.ending == DECK else ""
    return f"{slides}{max(1, round(len(file.content) / 1024)):,} kB."


def _kept(wanted: Wanted, kind: Format) -> Once[File]:
    return _one_file(warehouse.warehouse().build_id, wanted, kind.ending)


@lru_cache(maxsize=FILES)
def _one_file(_build: str, _wanted: Wanted, _ending: str) -> Once[File]:
    return Once()


@lru_cache(maxsize=BRIEFINGS)
def _one_briefing(_build: str, _wanted: Wanted) -> Once[Briefing]:
    return Once()


def _file(wanted: Wanted, kind: Format, bar: Bar) -> File:
    """The file, made by the first reader who asks for it; raises NothingToBrief."""
    return _kept(wanted, kind).of(_written, wanted, kind, bar)


def _written(wanted: Wanted, kind: Format, bar: Bar) -> File:
    held = warehouse.warehouse()
    briefing = _one_briefing(held.build_id, wanted).of(
        compose.compose,
        held,
        wanted.agency_code,
        wanted.themes,
        wanted.baseline,
        wanted.period,
        wanted.link,
        partial(bar.told, 0),
    )
    content = formats.write_briefing(briefing, kind.ending, partial(bar.told, 1))
    return File(content, f"{_stem(wanted)}.{kind.ending}", bar.parts)


def _stem(wanted: Wanted) -> str:
    period = wanted.period or filters.newest()
    return "-".join(filter(None, ["ses-briefing", wanted.agency_code.replace("*", ""), f"{period:%Y-%m}"]))


def of_the_agency() -> None:
    """The way from an agency's page to its briefing, whose deck is made at once."""
    asked = {**choices.address(), MAKE: [DECK]}
    st.page_link(PAGE, label="Download this agency's briefing", icon=":material/download:", query_params=asked)
