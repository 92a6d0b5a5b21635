"""The blocks of the page on one agency: every headline beside its peers, and trends."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis.by_agency import find_size_group, list_questions
from metrics.definitions.metric import find_bound_agency
from metrics.exhibits.recipes.agencies import AgainstPeers
from metrics.text import agency_table, peers
from pages.components.figure import figure
from pages.small_print import DASH, small
from pages.state import cache, filters
from pages.state.filters import ReaderView

INDICATOR, RANK = 250, 135
"""Widths of columns, in pixels: long words stand whole, and beside the pinned one a phone has room for another."""


def is_chosen() -> bool:
    """Whether the reader has chosen an agency."""
    return bool(filters.view().agency_code)


def every_headline() -> None:
    """Every indicator that is known by agency: the agency's value, the government's, the peers' median, its rank."""
    view = filters.view()
    st.subheader(f"{view.agency} beside the government and its peers", anchor=False)
    if find_bound_agency(view.agency_code) != view.agency_code:
        small(peers.IN_PARTS)
    rows = _every_headline(view)
    if rows.empty:
        small(f"No indicator has a figure of {formatting.add_article(view.agency)} in this period.")
        return
    small(peers.describe_peers(find_size_group(view.warehouse, view.agency_code)))
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=DASH,
        height="content",
        alt=f"{len(rows)} indicators of the {view.agency}, of the whole government and of its peers, with ranks",
        column_config={
            "Indicator": st.column_config.TextColumn(width=INDICATOR, pinned=True),
            "Rank": st.column_config.TextColumn(width=RANK),
        },
    )


@cache.remembered
def _every_headline(view: ReaderView) -> pd.DataFrame:
    cache.ask_side_by_side(list_questions(view.period))
    return agency_table.list_headlines(
        view.warehouse, cache.answer, view.rank_agencies, view.agency_code, view.period, view.baseline
    )


def trends(*names: str) -> None:
    """Indicators over time: the agency, the whole government, and the median of the agency's peers."""
    for name in names:
        figure(AgainstPeers(name))
