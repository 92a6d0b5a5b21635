"""The reader's choice to see administrations marked on charts, and what happened while a series ran, in full."""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st

from metrics.analysis.events import Annotation
from metrics.text import events
from pages.state import url_state

ASKED = "Administrations"


def choice(place: AbstractContextManager[object]) -> None:
    """The reader's choice to see administrations on every chart over time, kept in the address as `show`."""
    with place:
        st.session_state["administrations"] = url_state.switch("show", "Marked on charts over time", ASKED)
    url_state.say_what_was_passed_over()


def in_full(found: tuple[Annotation, ...]) -> None:
    """Each of them in a sentence with its citation, and which of them the chart names."""
    if found:
        listed = "\n".join(f"- {line}" for line in events.describe_events(found))
        named = events.list_events(found)
        on_chart = f" Named on the chart: {named}." if named else ""
        st.markdown(f"**What happened meanwhile.**{on_chart}\n\n{listed}")
