"""Every agency that stands above the limit of a quarter."""

from __future__ import annotations

import streamlit as st

from metrics.exhibits import quarter
from metrics.exhibits.quarter import list_agencies_over_a_quarter
from pages.small_print import DASH, small
from pages.state import cache, filters
from pages.state.replay import drawn_once


@drawn_once
def over_a_quarter() -> None:
    """A table of the agencies where a share of people is above a quarter, with the most it can be of positions."""
    agencies = cache.made(list_agencies_over_a_quarter, filters.view(), DASH)
    st.subheader(quarter.TITLE, anchor=False)
    small(agencies.words)
    if agencies.table.empty:
        return
    st.dataframe(
        agencies.table,
        hide_index=True,
        placeholder=DASH,
        alt=agencies.alt,
        column_config={
            **dict.fromkeys(quarter.COUNTS, st.column_config.NumberColumn(format="%,d")),
            **dict.fromkeys(quarter.SHARES, st.column_config.NumberColumn(format="%.1f%%")),
        },
    )
