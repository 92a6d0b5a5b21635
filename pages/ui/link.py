"""The address of the present view, to be copied: the page, and every choice that is not the usual one."""

from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import choices, warehouse
from pages.ui.small_print import small

BUILD = "build"


def copy(place: DeltaGenerator) -> None:
    """A button that unfolds the address, each with Streamlit's own button that copies it.

    Called when the page has been drawn: only then all its choices are known.
    """
    page, build = st.context.url or "", warehouse.warehouse().build_id
    chosen = choices.address()
    with place.popover("Copy link", icon=":material/link:", type="tertiary"):
        small("Opens this view, with the newest figures at that time.")
        st.code(_address(page, chosen), language=None, wrap_lines=True)
        small("Opens this view too, and tells whether the figures were renewed since today.")
        st.code(_address(page, {**chosen, BUILD: [build]}), language=None, wrap_lines=True)


def _address(page: str, chosen: dict[str, list[str]]) -> str:
    """The address of a page with what was chosen there."""
    asked = urlencode(chosen, doseq=True, quote_via=quote)
    return f"{page}?{asked}" if asked else page


def say_whether_renewed() -> None:
    """A quiet line where the link followed names another build than the one that is shown."""
    named = st.query_params.get(BUILD, "")
    held = warehouse.warehouse()
    if not named or named == held.build_id:
        return
    small(
        f"This link was made on other figures than these: they were renewed on {held.built_at:%-d %B %Y}, "
        "and numbers may differ from those that were meant."
    )
