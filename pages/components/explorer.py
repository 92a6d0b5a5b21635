"""The explorer: whatever is asked of an indicator, drawn in the form that fits or in the one asked for."""

from __future__ import annotations

import streamlit as st

from metrics import formatting
from metrics.errors import MetricsError
from metrics.exhibits.compare import compare_with_baseline
from metrics.exhibits.recipes.one_answer import Request
from pages.components.explorer_controls import ExplorerRequest, question
from pages.components.figure import figure
from pages.small_print import DASH, small
from pages.state import cache, filters


def explore() -> None:
    """The controls, and under them the answer to what they ask."""
    show(question())


def show(asked: ExplorerRequest) -> None:
    """The answer to a question: drawn, as a table, or the sentence that says why there is none."""
    view, request = filters.view(), Request(asked.metric.name, asked.selection, asked.form)
    try:
        is_known = request.gap(view) is None
    except MetricsError as problem:
        small(problem.for_readers)
        return
    if is_known:
        if lead := request.lead(view):
            st.markdown(f"**{lead}**")
        small(request.reason_for_no_chart(view))
    figure(request)
    if is_known:
        _compare(request)


def _compare(request: Request) -> None:
    """Every group that was drawn at the two dates, the latest and the baseline."""
    view = filters.view()
    rows = cache.made(compare_with_baseline, view, request.answer(view))
    if rows.empty:
        return
    st.subheader(f"Since {formatting.format_month(view.baseline)}", anchor=False)
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=DASH,
        height="content",
        alt=f"{request.answer(view).metric.title}: latest and baseline values, {len(rows)} rows",
    )
