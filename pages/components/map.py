"""The block of the map: where executives are stationed, by state, and how many are not on it."""

from __future__ import annotations

import streamlit as st

from metrics import charts
from metrics.charts import Picture
from metrics.charts.states import load_centres
from metrics.charts.theme import Palette
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import empty_states, tables
from pages.components import figure
from pages.state import cache, demonstration, filters

STATE = "duty_state"


def stations(name: str, title: str) -> None:
    """An indicator by state at its last period, on a map; whoever is off the map is told below it."""
    selection = filters.selection(STATE)
    result = cache.answer(name, selection)
    rows = cache.latest(result)
    if not rows[STATE].isin(load_centres()).any():
        st.subheader(title, anchor=False)
        if cache.answer(name, Selection.of(by=[STATE])).table.empty:
            demonstration.unfilled(empty_states.explain_no_stations())
        else:
            figure.empty(result)
        return
    figure.figure(result, rows, (_picture, result), title=title, is_latest_only=True, note=_off_the_map(result))


def _picture(result: Answer, colours: Palette) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), cache.latest(result))
    return charts.draw_map(result.metric, rows, colours, by=STATE, names=cache.names_of(STATE))


@cache.remembered
def _off_the_map(result: Answer) -> str:
    names, rows = cache.names_of(STATE), cache.latest(result)
    off = rows[~rows[STATE].isin(load_centres())]
    places = [(names.get(code, ""), value) for code, value in zip(off[STATE].fillna(""), off["value"], strict=True)]
    return empty_states.describe_off_map(places)
