"""Executives against the workforce, and when what is known of them ends."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.charts import Picture
from metrics.charts.base import split_groups
from metrics.charts.parity import draw_parity
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.caveats import Caveat
from metrics.query.answer import Answer, select_drawn, select_whole_rows
from metrics.text import series_ends, tables
from pages.components import figure
from pages.state import cache, filters
from pages.state.replay import drawn_once

PARITY = "representation_ratio"


def parity(title: str, *traits: str) -> None:
    """The share of executives who have each trait beside its share in the workforce, when last known."""
    selection = filters.selection("trait", {"trait": traits})
    result = cache.answer(PARITY, selection)
    rows = _last_known(result)
    if rows.empty:
        st.subheader(title, anchor=False)
        figure.empty(result)
        return
    ended = formatting.last_known(rows["period"].max(), filters.newest(), is_flow=False)
    note = " ".join(filter(None, [ended, Caveat.COMPARED_WITH.value]))
    figure.figure(result, rows, (_picture, result), title=title, note=note)


@drawn_once
def ends(*names: str, by: str) -> None:
    """When the figures of some indicators end, for each of their groups."""
    said = []
    for name in names:
        rows = select_drawn(cache.answer(name, filters.selection(by))).dropna(subset="value")
        parts = split_groups(rows, by, cache.names_of(by))
        said.append(series_ends.describe_ends(find(name), parts, filters.newest(), f" of {_small(name)}"))
    if any(said):
        st.markdown(" ".join(filter(None, said)))


def _small(name: str) -> str:
    title = find(name).title
    return f"{title[:1].lower()}{title[1:]}"


@cache.remembered
def _last_known(result: Answer) -> pd.DataFrame:
    """The newest row of each trait."""
    rows = select_whole_rows(result).dropna(subset="value").sort_values("period")
    return rows.drop_duplicates("trait", keep="last")


def _picture(result: Answer, colours: Palette) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), _last_known(result))
    return draw_parity(result.metric, rows, colours, by="trait", names=cache.names_of("trait"))
