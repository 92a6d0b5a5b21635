"""The limits in law: where the government and an agency stand to them."""

from __future__ import annotations

import streamlit as st

from metrics.analysis.apart import describe_title_5
from metrics.definitions.caveats import Caveat
from metrics.exhibits.recipes.figures import limit_bars
from metrics.exhibits.recipes.limits import LimitBar
from metrics.text.allocation import describe_one
from pages.components import figure
from pages.small_print import small
from pages.state import cache, filters
from pages.state.filters import ReaderView
from pages.state.replay import drawn_once


@drawn_once
def limits() -> None:
    """Shares of people beside the limits of positions: two of the whole government, one of an agency."""
    st.subheader("The limits in law", anchor=False)
    small(Caveat.PEOPLE_NOT_POSITIONS.value)
    view = filters.view()
    for place, line in zip(st.columns(3), limit_bars(view), strict=True):
        with place:
            _limit(line, view)


def _limit(line: LimitBar, view: ReaderView) -> None:
    """A share as a bar beside its limit, and what is known on positions beside it."""
    st.markdown(f"**{line.question(view)}**" + ("" if line.gap(view) else f"  \n{line.value_in_words(view)}"))
    if gap := line.gap(view):
        figure.explain(gap)
        return
    picture = cache.made(type(line).chart, line, view, figure.palette())
    figure.chart(picture, key=f"bullet {line.question(view)}")
    small(line.basis(view))
    if line.is_limited:
        small(cache.made(describe_title_5, cache.answer, view.period, "", line.name))
    else:
        # Of the highest agency too: its share of people would be read as a finding.
        small(*cache.made(describe_one, view.warehouse, cache.answer, view.period, line.agency_code(view)))
