"""The filters every page shares, bound to the address: agency, period, baseline; and the heading beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from metrics import sentences
from metrics.headline import DEFAULT_BASELINE
from metrics.query import drawn
from metrics.selection import Selection
from pages.ui import warehouse
from pages.ui.small_print import small

if TYPE_CHECKING:
    from pages import Page

EVERYWHERE = "All agencies"
LATEST = "Latest"
OFFERED_BASELINES = (DEFAULT_BASELINE, date(2021, 1, 31), date(2024, 9, 30))
LONGEST_QUOTE = 40


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


def heading(page: Page) -> None:
    """Draw a page's heading with the filters it obeys beside it, and remember what was chosen."""
    title, *places = st.columns([5, *[2] * len(page.filters)], vertical_alignment="bottom")
    title.title(page.heading, anchor=False)
    agencies = _agencies()
    periods = _periods()
    baselines = {sentences.month(day): day for day in (*OFFERED_BASELINES, *periods)}
    options: dict[str, tuple[str, Mapping[str, object]]] = {
        "agency": ("Agency", {EVERYWHERE: ""} | agencies),
        "period": ("Period", {LATEST: None} | {sentences.month(day): day for day in periods}),
        "baseline": ("Baseline", baselines),
    }
    chosen, strange = {}, []
    for place, key in zip(places, page.filters, strict=True):
        label, known = options[key]
        strange += _passed_over(key, label, known, _other_spellings(known))
        with place:
            chosen[key] = known[st.selectbox(label, list(known), key=key, bind="query-params")]
    for words in strange:
        small(words)
    held = warehouse.warehouse()
    kinds = held.extracts.loc[held.extracts["is_used"], "evidence"]
    small(sentences.freshness(newest(), kinds, held.built_at))
    code = str(chosen.get("agency", ""))
    names = {code: name for name, code in agencies.items()}
    st.session_state["view"] = View(
        agency_code=code,
        agency=names.get(code, ""),
        period=chosen.get("period"),
        baseline=chosen.get("baseline", DEFAULT_BASELINE),
    )


def newest() -> date:
    """The last period end for which executives on board are known."""
    return _periods()[0]


def _passed_over(key: str, label: str, known: Mapping[str, object], also: Mapping[str, str]) -> list[str]:
    """What to say of a value in the address that means nothing here; another spelling of a known one is put right."""
    given = st.query_params.get(key, "")
    if not given or given in known:
        return []
    if given.casefold() in also:
        st.query_params[key] = also[given.casefold()]
        st.rerun()
    quoted = given[:LONGEST_QUOTE].replace("`", "'")
    return [f"The address asks for “{label.lower()}” `{quoted}`, which is not known here; it was passed over."]


def _other_spellings(known: Mapping[str, object]) -> dict[str, str]:
    """Codes, short names and ISO dates or months, in small letters, with the name that the list shows for them."""
    short = warehouse.warehouse().labels("agency_code")
    spellings: dict[str, str] = {}
    for name, value in known.items():
        if isinstance(value, date):
            spellings |= {value.isoformat(): name, f"{value:%Y-%m}": name}
        elif value:
            spellings |= {str(value).casefold(): name, short.get(str(value), name).casefold(): name}
    return spellings


def _agencies() -> dict[str, str]:
    """Agencies by their full names, in order, with their codes."""
    known = warehouse.warehouse().agencies
    return dict(zip(known["name"], known["agency_code"], strict=True))


def _periods() -> list[date]:
    """The period ends for which executives on board are known, newest first."""
    found = drawn(warehouse.answer("on_board", Selection()))["period"]
    return [pd.Timestamp(day).date() for day in sorted(found.unique(), reverse=True)]
