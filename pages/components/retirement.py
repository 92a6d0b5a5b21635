"""What the page on retirement has beside its figures: its first sentences, one horizon over time, its assumptions."""

from __future__ import annotations

import streamlit as st

from metrics.definitions.catalog import find
from metrics.exhibits.openings.eligibility import describe_eligibility
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.figures import first_drawn
from metrics.exhibits.recipes.gaps import explain_no_estimate
from metrics.exhibits.recipes.retirement import Fan, HorizonTrend
from pages.components.figure import explain, figure
from pages.components.opening import opening
from pages.state import cache, filters


def open_with_eligibility() -> None:
    """How many career executives can retire at once and within five years."""
    view = filters.view()
    if sentences := cache.made(describe_eligibility, view):
        opening(sentences)
    else:
        explain(explain_no_estimate(view, figures.ELIGIBLE.answer(view)))


def follow_horizon(*trends: HorizonTrend) -> None:
    """The first of some indicators whose figures make a trend; of the one before it, the few figures that are known."""
    view = filters.view()
    drawn = cache.made(first_drawn, view, trends) or trends[0]
    figure(drawn)
    gap = trends[0].gap(view)
    if gap and drawn is not trends[0]:
        explain(gap)


def list_assumptions(name: str, title: str) -> None:
    """What the estimate rests on, each of its caveats a line."""
    view = filters.view()
    st.subheader(title, anchor=False)
    kinds = [kind for fan in (figures.ELIGIBLE, Fan(name)) for kind in fan.rows(view)["evidence"]]
    st.markdown("\n".join(f"- {caveat.value}" for caveat in find(name).adapt_to(kinds).caveats))
