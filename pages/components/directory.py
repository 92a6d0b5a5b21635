"""Every agency with executives, largest first, to choose one from."""

from __future__ import annotations

import streamlit as st

from metrics.analysis.apart import describe_justice
from metrics.definitions.catalog import find
from metrics.exhibits.agency_list import list_agencies
from metrics.exhibits.forms import AGENCY
from metrics.text import peers
from pages.components import figure
from pages.small_print import DASH, small
from pages.state import cache, filters

TALLEST = 560


def directory() -> None:
    """Every agency with executives, largest first; a row chosen becomes the reader's agency."""
    view = filters.view()
    agencies = cache.made(list_agencies, view)
    if agencies is None:
        figure.empty(view.answer("on_board", view.selection(AGENCY)))
        return
    st.markdown(agencies.words)
    small(peers.CHOOSE)
    st.dataframe(
        agencies.table,
        hide_index=True,
        height=TALLEST,
        key="directory",
        on_select=_choose,
        selection_mode="single-row",
        placeholder=DASH,
        alt=f"{len(agencies.table)} agencies with their executives on board, largest first",
        column_config={
            agencies.executives: st.column_config.NumberColumn(format="%,d"),
            **{
                head: st.column_config.NumberColumn(format=figure.FORMATS[find(name).unit])
                for name, head in agencies.heads.items()
            },
        },
    )
    small(
        f"{DASH}: not known, or fewer than ten people behind the number.",
        cache.made(describe_justice, cache.answer, view.period),
    )


def _choose() -> None:
    """Take the row that the reader chose as the agency of every page."""
    rows = st.session_state["directory"].selection.rows
    agencies = cache.made(list_agencies, filters.view())
    if rows and agencies:
        st.session_state["agency"] = agencies.table["Agency"].iloc[rows[0]]
