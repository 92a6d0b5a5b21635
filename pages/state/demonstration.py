"""The demonstration: off unless the address or the switch in the header asks for it, and said on every page."""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st

from metrics.text.exports import DEMONSTRATION
from pages.small_print import muted
from pages.state import url_state

KEY, ON = "sample", "1"
"""How the address asks for it."""

ASKED = (ON, "yes", "true", "on")
DECLINED = ("", "0", "no", "false", "off")
OFFER = "See this page in a demonstration"
STATE, CONTROL = "with_sample", "synthetic sample"


def is_on() -> bool:
    """Whether this reader asked for it: the address says so, or did when they came."""
    said = st.query_params.get(KEY)
    if said is not None:
        word = said.strip().casefold()
        if word not in (*ASKED, *DECLINED):
            url_state.pass_over("sample", said)
        _turn(word in ASKED)
    elif _state():
        # Streamlit leaves out of the next page's address what is bound to no control.
        _turn(True)
    return _state()


def turn_off() -> None:
    """Go on without it."""
    _turn(False)


def switch(place: AbstractContextManager[object]) -> None:
    """The control that turns it on and off, beside the heading; what it says is part of the page's address."""
    st.session_state[CONTROL] = is_on()
    with place:
        st.toggle(
            "Synthetic sample",
            key=CONTROL,
            on_change=_follow,
            help="A demonstration: made-up figures stand where no real file is loaded. Off unless you ask for it.",
        )
    if is_on():
        url_state.hold(KEY, ON)


def unfilled(why: str) -> None:
    """Why there is nothing to show and what would fill it, with the way to see the page filled with made-up figures."""
    offer = f" :small[[{OFFER}]({url_state.link(url_state.address() | {KEY: [ON]})})]"
    st.markdown(muted(why) + ("" if _state() else offer))


def banner() -> None:
    """What must be known of every page while it is on."""
    if is_on():
        st.warning(DEMONSTRATION, icon=":material/science:")


def _follow() -> None:
    _turn(bool(st.session_state[CONTROL]))


def _turn(is_on: bool) -> None:
    st.session_state[STATE] = is_on
    if is_on and st.query_params.get(KEY) != ON:
        st.query_params[KEY] = ON
    elif not is_on and KEY in st.query_params:
        del st.query_params[KEY]


def _state() -> bool:
    return bool(st.session_state.get(STATE, False))
