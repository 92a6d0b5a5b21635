"""When the figures of some indicators end."""

from __future__ import annotations

import streamlit as st

from metrics.exhibits.openings.ends import describe_ends
from pages.state import cache, filters
from pages.state.replay import drawn_once


@drawn_once
def say_when_series_end(*names: str, by: str) -> None:
    """When the figures of some indicators end, for each of their groups."""
    if sentence := cache.made(describe_ends, filters.view(), names, by):
        st.markdown(sentence)
