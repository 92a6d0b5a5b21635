"""The block that follows the largest agencies over time, each in a small chart of its own on one scale."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import charts
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.exhibits import forms
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import empty_states, tables
from pages.components import figure
from pages.components.indicator import rankable
from pages.state import cache, demonstration, filters

AGENCY = "agency_code"
MOST = 12


def agencies_over_time(name: str, title: str) -> None:
    """An indicator of the largest agencies over time; where only one count is known, what would add more."""
    selection = Selection.of(by=[AGENCY], end=filters.view().period, departments="whole")
    result = cache.answer(name, selection)
    rows = _largest(result)
    if rows.empty or not forms.is_earned(rows):
        st.subheader(title, anchor=False)
        if rows.empty:
            figure.empty(result)
        else:
            demonstration.unfilled(empty_states.explain_no_line(rows["period"].unique()))
        return
    note = f"The {rows[AGENCY].nunique()} largest agencies."
    figure.figure(result, rows, (_picture, result), title=title, note=note)


@cache.remembered
def _largest(result: Answer) -> pd.DataFrame:
    """Every count of the agencies that have most executives now, of those large enough to rate."""
    codes = rankable(result).nlargest(MOST, "denominator")[AGENCY]
    rows = select_drawn(result).dropna(subset="value")
    return rows[rows[AGENCY].isin(codes)]


def _picture(result: Answer, colours: Palette) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), _largest(result))
    limit = next(iter(result.metric.limits_for("agency")), None)
    return charts.draw_grid(result.metric, rows, colours, by=AGENCY, names=cache.names_of(AGENCY), limit=limit)
