"""The block that follows the largest agencies over time, each in a small chart of its own on one scale."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import figures, sentences, sentences_places
from metrics.catalog import find
from metrics.figures import Picture
from metrics.query import drawn
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import filters, frame, warehouse
from pages.ui.blocks import rankable
from pages.ui.small_print import small

AGENCY = "agency_code"
MOST = 12


def agencies_over_time(name: str, title: str) -> None:
    """An indicator of the largest agencies over time; where only one count is known, what would add more."""
    selection = Selection.of(by=[AGENCY], end=filters.view().period, departments="whole")
    result = warehouse.answer(name, selection)
    rows = _largest(name, selection)
    if rows.empty or rows["period"].nunique() < 2:
        st.subheader(title, anchor=False)
        if rows.empty:
            frame.empty(result)
        else:
            small(sentences_places.no_line_yet(rows["period"].max()))
        return
    picture = warehouse.made(_picture, name, selection, frame.palette())
    frame.figure(result, rows, picture, title=title, note=f"The {rows[AGENCY].nunique()} largest agencies.")


@warehouse.remembered
def _largest(name: str, selection: Selection) -> pd.DataFrame:
    """Every count of the agencies that have most executives now, of those large enough to rate."""
    result = warehouse.answer(name, selection)
    codes = rankable(result).nlargest(MOST, "denominator")[AGENCY]
    rows = drawn(result).dropna(subset="value")
    return rows[rows[AGENCY].isin(codes)]


def _picture(name: str, selection: Selection, colours: Palette) -> Picture:
    metric, rows, known = find(name), _largest(name, selection), warehouse.titles()
    rows = rows.assign(source=rows["source"].map(lambda source: sentences.titled(source, known)))
    limit = next(iter(metric.limits_for("agency")), None)
    return figures.grid(metric, rows, colours, by=AGENCY, names=warehouse.names_of(AGENCY), limit=limit)
