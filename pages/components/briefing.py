"""The making of a briefing: its themes, its format, what it will hold, and the file, made when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from metrics.errors import MetricsError
from metrics.export import formats
from metrics.export.briefing import chapters
from metrics.export.briefing.workshop import WORKSHOP, Order
from metrics.export.formats import Format
from metrics.text import briefing
from pages.components.export_menu import ICONS
from pages.small_print import muted, small
from pages.state import cache, filters, share_link, url_state
from pages.state.briefing_files import Bar, File, Files, Making, Tell

PAGE = "pages/reference/briefing.py"
MAKE = "make"
"""Where an address, or after a click the session, says that the briefing is to be made now."""
MAKE_IT = "make it"
MADE_OF = "briefing made of"
"""Where a session says of which build its file has just been made."""
DECK = "pptx"


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to be briefed on."""

    agency_code: str
    themes: tuple[str, ...]
    baseline: date
    period: date | None


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
    small(f"{slides}{file.size}.")


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
