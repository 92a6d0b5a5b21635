"""What happened while a series ran, as charts mark it: events and breaks always, administrations on request."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

import pandas as pd
import streamlit as st

from metrics.analysis.events import Annotation
from metrics.analysis.events import annotations as bearing_on
from metrics.exhibits import forms
from metrics.text import events
from pages.state import cache, url_state

ASKED = "Administrations"


def choice(place: AbstractContextManager[object]) -> None:
    """The reader's choice to see administrations on every chart over time, kept in the address as `show`."""
    with place:
        st.session_state["administrations"] = url_state.switch("show", "Marked on charts over time", ASKED)
    url_state.say_what_was_passed_over()


def happened(name: str, rows: pd.DataFrame) -> tuple[Annotation, ...]:
    """What bears on an indicator and touches the time that its rows speak for; nothing where they are of one time."""
    return between(name, forms.span(cache.metric(name), rows))


def between(name: str, days: tuple[date, date] | None) -> tuple[Annotation, ...]:
    """The same by the first and last day of that time; nothing without them."""
    if days is None:
        return ()
    found = cache.made(_bearing, name, *days)
    return found if st.session_state.get("administrations", False) else forms.without_administrations(found)


def _bearing(name: str, first: date, last: date) -> tuple[Annotation, ...]:
    return bearing_on(cache.warehouse(), cache.metric(name), first, last)


def in_full(found: tuple[Annotation, ...]) -> None:
    """Each of them in a sentence with its citation, and which of them the chart names."""
    if found:
        listed = "\n".join(f"- {line}" for line in events.describe_events(found))
        named = events.list_events(found)
        on_chart = f" Named on the chart: {named}." if named else ""
        st.markdown(f"**What happened meanwhile.**{on_chart}\n\n{listed}")
