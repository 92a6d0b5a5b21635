"""The filters every page shares, bound to the address: agency, period, baseline; and the heading beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis import baselines, freshness, horizons
from metrics.analysis.baselines import Baseline
from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.exhibits.numbers import Number
from metrics.exhibits.view import View
from metrics.export.briefing.chapters import THEMES
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import baselines as sentences_baselines
from metrics.text import headlines
from metrics.text.gaps import list_head_notes
from pages.small_print import muted, small
from pages.state import cache, share_link, url_state

if TYPE_CHECKING:
    from pages import Page

Result = TypeVar("Result")
EVERYWHERE = "All agencies"
LATEST = "Latest"
WIDE = {"agency": 3}
"""How much wider than the others a filter is: names of agencies are long."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose at the head of the page: an agency or all, a period or the latest, a baseline."""

    agency_code: str = ""
    agency: str = ""
    period: date | None = None
    baseline: date = DEFAULT_BASELINE


@dataclass(frozen=True)
class ReaderView(View):
    """A reader's view of the build that their run stands on; what is made in it is remembered for all readers."""

    @property
    def explained_months(self) -> frozenset[date]:
        """The months of which the head of the page says what is missing from them."""
        return at_head()

    def keep(self, make: Callable[..., Result], *given: object) -> Result:
        """What a function makes of its arguments, made once in the life of the build."""
        return cache.made(make, *given)

    def answer(self, name: str, selection: Selection) -> Answer:
        """An indicator's answer."""
        return cache.answer(name, selection)

    def names(self, column: str) -> Mapping[str, str]:
        """The labels of a breakdown's values, in the order in which they are drawn."""
        return cache.names_of(column)


def choice() -> Choice:
    """The reader's present choice."""
    present: Choice = st.session_state.get("choice", Choice())
    return present


def view() -> ReaderView:
    """The reader's present view of the build."""
    present, administrations = choice(), bool(st.session_state.get("administrations", False))
    return ReaderView(
        cache.warehouse(), present.agency_code, present.agency, present.period, present.baseline, administrations
    )


def heading(page: Page) -> AbstractContextManager[object]:
    """Draw a page's heading with the filters it obeys beside it, and remember what was chosen.

    Args:
        page: The page.

    Returns:
        The place for what belongs to the heading and is known only when the page has been drawn.
    """
    url_state.begin()
    st.title(page.heading, anchor=False)
    offered = _offered()
    chosen: dict[str, Any] = {}
    # Under the heading and not beside it, where the longest names of agencies would be cut.
    wide = [WIDE.get(key, 1) for key in page.filters]
    for place, key in zip(st.columns(wide) if wide else (), page.filters, strict=True):
        with place:
            label, options, spelled = offered[key]
            chosen[key] = url_state.one(key, label, {**options, **_asked_for(key, options, spelled)}, spelled)
    url_state.say_what_was_passed_over()
    _say_what_compares(chosen.get("baseline", DEFAULT_BASELINE))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        small(_freshness(freshness.today()))
        corner = st.container(width="content", horizontal=True, vertical_alignment="center")
    if page.filters and _lacking():
        st.markdown("  \n".join(muted(each) for each in _lacking().values()))
    share_link.say_what_changed()
    code = str(chosen.get("agency", ""))
    names = {code: name for name, code in agencies_by_name().items()}
    st.session_state["choice"] = Choice(
        agency_code=code,
        agency=names.get(code, ""),
        period=chosen.get("period"),
        baseline=chosen.get("baseline", DEFAULT_BASELINE),
    )
    return corner


@cache.remembered
def _offered() -> Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, str]]]:
    """The name, the options and their other spellings, by filter."""
    periods = _periods()
    options: dict[str, tuple[str, Mapping[str, Any]]] = {
        "agency": ("Agency", {EVERYWHERE: ""} | agencies_by_name()),
        "period": ("Period", {LATEST: None} | {formatting.format_month(day): day for day in periods}),
        "baseline": (
            "Baseline",
            {formatting.format_month(day): day for day in baselines.choose_baselines(_baselines().values())},
        ),
    }
    spelled = {key: other_spellings(known) for key, (_, known) in options.items()}
    # A link may name any month of which something is known, though the list leaves out those that compare little.
    spelled["baseline"] = other_spellings({formatting.format_month(day): day for day in _baselines()})
    return {key: (label, known, spelled[key]) for key, (label, known) in options.items()}


def _asked_for(key: str, options: Mapping[str, Any], spelled: Mapping[str, str]) -> dict[str, Any]:
    """The baseline that the address or the reader's last page asks for, where the list does not offer it."""
    if key != "baseline":
        return {}
    named = [*st.query_params.get_all(key)[-1:], str(st.session_state.get(key, ""))]
    known = {formatting.format_month(day): day for day in _baselines()}
    right = {spelled.get(each.casefold(), each) for each in named}
    return {name: day for name, day in known.items() if name in right and name not in options}


def _say_what_compares(baseline: date) -> None:
    """That little can be compared with the baseline chosen, where that is so."""
    found = _baselines().get(baseline)
    if found and not found.is_enough:
        small(sentences_baselines.warn_of_few_figures(found))


@cache.remembered
def _baselines() -> Mapping[date, Baseline]:
    """Every month since the first figure of the numbers of the pages, and how many can be compared with it."""
    asked = [(number.name, _question(number)) for theme in THEMES for number in theme.numbers]
    cache.ask_side_by_side(asked)
    results = [cache.answer(*each) for each in asked]
    first = min(
        [pd.Timestamp(DEFAULT_BASELINE), *(day for result in results for day in select_drawn(result)["period"])]
    )
    days = [day.date() for day in pd.date_range(first, newest(), freq="ME")[::-1]]
    return {each.day: each for each in baselines.find_baselines(results, days)}


def _question(number: Number) -> Selection:
    where = {"appointment": number.appointment} if number.appointment else {}
    return Selection.of(where=where | ({} if number.years is None else {horizons.HORIZON: f"{number.years}"}))


@cache.remembered
def _freshness(today: date) -> str:
    held = cache.warehouse()
    kinds, age = held.extracts.loc[held.extracts["is_used"], "evidence"], freshness.measure_freshness(held, today).words
    return headlines.describe_freshness(newest(), kinds, held.built_at, age)


def at_head() -> frozenset[date]:
    """The months of which the head of the page says what is missing from them."""
    return frozenset(_lacking())


@cache.remembered
def _lacking() -> Mapping[date, str]:
    return list_head_notes(cache.warehouse(), newest())


def newest() -> date:
    """The last period end for which executives on board are known."""
    return _periods()[0]


def other_spellings(known: Mapping[str, object]) -> dict[str, str]:
    """Codes, short names and ISO dates or months, in small letters, with the name that a list shows for them."""
    short = cache.warehouse().labels("agency_code")
    spellings: dict[str, str] = {}
    for name, value in known.items():
        if isinstance(value, date):
            spellings |= {value.isoformat(): name, f"{value:%Y-%m}": name}
        elif value:
            spellings |= {str(value).casefold(): name, short.get(str(value), name).casefold(): name}
    return spellings


@cache.remembered
def agencies_by_name() -> dict[str, str]:
    """Agencies by their full names, in order, with their codes."""
    known = cache.warehouse().agencies
    return dict(zip(known["name"], known["agency_code"], strict=True))


@cache.remembered
def _periods() -> list[date]:
    """The period ends for which executives on board are known, newest first."""
    found = select_drawn(cache.answer("on_board", Selection()))["period"]
    return [pd.Timestamp(day).date() for day in sorted(found.unique(), reverse=True)]
