"""Pay between its floor and its ceiling: percentiles over time, with the limits of every cited year."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.analysis import pay as known
from metrics.analysis.events import Annotation
from metrics.analysis.pay import Pay
from metrics.charts import Picture
from metrics.charts.ribbon import draw_ribbon as drawn
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.query.selection import Selection
from metrics.text import composed
from pages.components import figure
from pages.state import cache, event_marks, filters

MEDIAN = "median_salary"


def ribbon(title: str) -> None:
    """Percentiles of pay inside a band, published averages, floor and ceiling, with the table of them all."""
    selection = filters.selection()
    result, found = cache.answer(MEDIAN, selection), cache.made(_pay, selection)
    if found.points.empty:
        st.subheader(title, anchor=False)
        figure.empty(result)
        return
    happened = event_marks.happened(MEDIAN, found.points)
    note = (
        known.WHAT_LIMITS_MEAN
        if found.spread.empty
        else f"The band leaves out a tenth below and a tenth above. {known.WHAT_LIMITS_MEAN}"
    )
    drawing, behind = (_picture, selection, happened), (_behind, selection)
    rows = cache.made(_rows, selection)
    said = (known.in_words, found)
    figure.figure(result, rows, drawing, title=title, said=said, note=note, behind=behind, happened=happened)


def _pay(selection: Selection) -> Pay:
    median, low, high = (cache.answer(name, selection) for name in (MEDIAN, "salary_p10", "salary_p90"))
    return known.pay(cache.warehouse(), median, low, high)


def _picture(selection: Selection, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    return drawn(find(MEDIAN), composed.credit_pay(cache.warehouse(), _pay(selection)), colours, happened)


def _rows(selection: Selection) -> pd.DataFrame:
    return composed.list_rates(_pay(selection))


def _behind(selection: Selection) -> pd.DataFrame:
    """Every number of the ribbon in a reader's words, newest first."""
    return composed.tabulate_rates(cache.warehouse(), _pay(selection))
