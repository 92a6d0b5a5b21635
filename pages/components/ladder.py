"""Groups of people and how many of each can retire: bands of age and service, and the ladder to the SES."""

from __future__ import annotations

import streamlit as st

from metrics.analysis import horizons
from metrics.analysis import ladder as rungs
from metrics.analysis.ladder import Rungs
from metrics.charts import Picture
from metrics.charts.ladder import draw_ladder as bars
from metrics.charts.theme import Palette
from metrics.definitions.caveats import Caveat
from metrics.query.selection import Selection
from metrics.text import composed
from pages.components import cards, figure
from pages.components.retirement import unfilled
from pages.state import cache, filters

YEARS = horizons.SOON
SOON = {horizons.HORIZON: f"{YEARS}"}
PARTS = (
    f"Solid: able to retire {horizons.words(YEARS)} by the low estimate; pale: up to the high one. "
    f"{Caveat.SPECIAL_RULES_LEFT_OUT.value}"
)


def composition(name: str, **titles: str) -> None:
    """The people of an indicator by each breakdown named, under its title: how many there are, how many can retire."""
    for place, (by, title) in zip(st.columns(len(titles)), titles.items(), strict=True):
        with place:
            _bands(name, by, title)


def _bands(name: str, by: str, title: str) -> None:
    selection = filters.selection(by, SOON)
    result, found = cache.answer(name, selection), cache.made(_by_band, name, selection)
    if found is None:
        st.subheader(title, anchor=False)
        unfilled(result)
        return
    drawing = (_picture, found, title, False)
    figure.figure(result, cache.latest(result), drawing, title=title, is_latest_only=True, note=PARTS)


def _by_band(name: str, selection: Selection) -> Rungs | None:
    return rungs.by_band(cache.answer(name, selection), cache.names_of(selection.by[0]))


def climb() -> None:
    """How the career SES stands to the grades below it, in a sentence from the data."""
    found = _ladder()
    if found is None:
        cards.lead(cards.Only("career", "on_board"))
        figure.empty(cache.answer("feeder_pool", filters.selection()))
        return
    st.markdown(f"**{rungs.answer(found, YEARS, filters.view().agency)}**")


def ladder(title: str) -> None:
    """The steps to the SES under each other: people, and those of them who can retire."""
    found, result = _ladder(), cache.answer("feeder_pool", filters.selection())
    if found is None:
        st.subheader(title, anchor=False)
        figure.empty(result)
        return
    drawing = (_picture, found, title, True)
    figure.figure(
        result,
        cache.made(composed.list_steps, found),
        drawing,
        said=(rungs.answer, found, YEARS, filters.view().agency),
        title=title,
        note=PARTS if found.is_counted else "",
        behind=(composed.tabulate_steps, found, YEARS),
    )


def _ladder() -> Rungs | None:
    here = filters.selection()
    soon = filters.selection(where=SOON)
    return cache.made(
        rungs.ladder,
        pool=cache.answer("feeder_pool", here),
        both_grades=cache.answer("feeder_pool_gs14_15", here),
        bench=cache.answer("bench_strength", here),
        able=cache.answer("retirement_eligible", soon),
        pool_shares=cache.answer("feeder_retirement_eligible_share", soon),
    )


def _picture(found: Rungs, title: str, is_spacious: bool, colours: Palette) -> Picture:
    kind = "Ladder" if is_spacious else "Bars"
    return bars(found, colours, f"{kind}. {title} {rungs.in_words(found, YEARS)}", is_spacious=is_spacious)
