"""The first sentence of the page on the pipeline."""

from __future__ import annotations

import streamlit as st

from metrics.exhibits.numbers import Number
from metrics.exhibits.recipes import figures
from pages.components import cards, figure
from pages.state import filters


def open_with_the_steps() -> None:
    """How the career SES stands to the grades below it."""
    view = filters.view()
    if gap := figures.STEPS.gap(view):
        cards.lead(Number("on_board", "career"))
        figure.explain(gap)
    else:
        st.markdown(f"**{figures.STEPS.sentence(view)}**")
