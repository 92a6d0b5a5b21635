"""The filters every page shares, bound to the address: agency, period, baseline; and the heading beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import freshness, sentences
from metrics.headline import DEFAULT_BASELINE
from metrics.query import drawn
from metrics.selection import Selection
from pages.ui import choices, link, warehouse
from pages.ui.small_print import small

if TYPE_CHECKING:
    from pages import Page

EVERYWHERE = "All agencies"
LATEST = "Latest"
OFFERED_BASELINES = (DEFAULT_BASELINE, date(2021, 1, 31), date(2024, 9, 30))


@dataclass(frozen=True)
class View:
    """What the reader asked to see: one agency or all, up to a period or the latest, against a baseline."""

    agency_code: str = ""
    agency: str = ""
    period: date | None = None
    baseline: date = DEFAULT_BASELINE

    @property
    def where(self) -> dict[str, str]:
        """The agency as a filter of a selection; empty for the whole government."""
        return {"agency_code": self.agency_code} if self.agency_code else {}


def view() -> View:
    """The reader's present choice."""
    chosen: View = st.session_state.get("view", View())
    return chosen


def selection(
    by: str | None = None, where: Mapping[str, str | tuple[str, ...]] | None = None, **more: Any
) -> Selection:
    """A question in the reader's view: their agency, up to their period."""
    chosen = view()
    return Selection.of([by] if by else [], chosen.where | dict(where or {}), end=chosen.period, **more)


def heading(page: Page) -> DeltaGenerator:
    """Draw a page's heading with the filters it obeys beside it, and remember what was chosen.

    Returns the place for what belongs to the heading and is known only when the page has been drawn.
    """
    choices.begin()
    title, *places = st.columns([5, *[2] * len(page.filters)], vertical_alignment="bottom")
    title.title(page.heading, anchor=False)
    offered = _offered()
    chosen: dict[str, Any] = {}
    for place, key in zip(places, page.filters, strict=True):
        with place:
            chosen[key] = choices.one(key, *offered[key])
    choices.say_what_was_passed_over()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        small(_freshness(freshness.today()))
        corner = st.container(width="content", horizontal=True, vertical_alignment="center")
    link.say_what_changed()
    code = str(chosen.get("agency", ""))
    names = {code: name for name, code in agencies_by_name().items()}
    st.session_state["view"] = View(
        agency_code=code,
        agency=names.get(code, ""),
        period=chosen.get("period"),
        baseline=chosen.get("baseline", DEFAULT_BASELINE),
    )
    return corner


@warehouse.remembered
def _offered() -> Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, str]]]:
    """The name, the options and their other spellings, by filter."""
    periods = _periods()
    options: dict[str, tuple[str, Mapping[str, Any]]] = {
        "agency": ("Agency", {EVERYWHERE: ""} | agencies_by_name()),
        "period": ("Period", {LATEST: None} | {sentences.month(day): day for day in periods}),
        "baseline": ("Baseline", {sentences.month(day): day for day in (*OFFERED_BASELINES, *periods)}),
    }
    return {key: (label, known, other_spellings(known)) for key, (label, known) in options.items()}


@warehouse.remembered
def _freshness(today: date) -> str:
    held = warehouse.warehouse()
    kinds, age = held.extracts.loc[held.extracts["is_used"], "evidence"], freshness.freshness(held, today).words
    return sentences.freshness(newest(), kinds, held.built_at, age)


def newest() -> date:
    """The last period end for which executives on board are known."""
    return _periods()[0]


def other_spellings(known: Mapping[str, object]) -> dict[str, str]:
    """Codes, short names and ISO dates or months, in small letters, with the name that a list shows for them."""
    short = warehouse.warehouse().labels("agency_code")
    spellings: dict[str, str] = {}
    for name, value in known.items():
        if isinstance(value, date):
            spellings |= {value.isoformat(): name, f"{value:%Y-%m}": name}
        elif value:
            spellings |= {str(value).casefold(): name, short.get(str(value), name).casefold(): name}
    return spellings


@warehouse.remembered
def agencies_by_name() -> dict[str, str]:
    """Agencies by their full names, in order, with their codes."""
    known = warehouse.warehouse().agencies
    return dict(zip(known["name"], known["agency_code"], strict=True))


@warehouse.remembered
def _periods() -> list[date]:
    """The period ends for which executives on board are known, newest first."""
    found = drawn(warehouse.answer("on_board", Selection()))["period"]
    return [pd.Timestamp(day).date() for day in sorted(found.unique(), reverse=True)]
