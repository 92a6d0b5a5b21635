"""Pay between its floor and its ceiling: percentiles over time, with the limits of every cited year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import pay as known
from metrics import sentences
from metrics.annotations import Annotation
from metrics.catalog import find
from metrics.figures import Picture
from metrics.figures.ribbon import ribbon as drawn
from metrics.model import Unit
from metrics.pay import Pay
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import annotated, filters, frame, warehouse
from pages.ui.horizons import titled

MEDIAN = "median_salary"


def ribbon(title: str) -> None:
    """Percentiles of pay inside a band, published averages, floor and ceiling, with the table of them all."""
    selection = filters.selection()
    result, found = warehouse.answer(MEDIAN, selection), warehouse.made(_pay, selection)
    if found.points.empty:
        st.subheader(title, anchor=False)
        frame.empty(result)
        return
    happened = annotated.happened(MEDIAN, found.points)
    picture = warehouse.made(_picture, selection, happened, frame.palette())
    note = known.HELD if found.spread.empty else f"The band leaves out a tenth below and a tenth above. {known.HELD}"
    behind = warehouse.packed(_behind, selection)
    frame.figure(result, found.points, picture, title=title, note=note, behind=behind, happened=happened)


def _pay(selection: Selection) -> Pay:
    median, low, high = (warehouse.answer(name, selection) for name in (MEDIAN, "salary_p10", "salary_p90"))
    return known.pay(warehouse.warehouse(), median, low, high)


def _picture(selection: Selection, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    return drawn(find(MEDIAN), _titled(_pay(selection)), colours, happened)


def _titled(found: Pay) -> Pay:
    """The same with every source by its title, as a reader sees it on a point."""
    titles = warehouse.titles()
    limits = tuple(replace(one, source=sentences.titled(one.source, titles)) for one in found.limits)
    return Pay(titled(found.spread), titled(found.averages), limits)


def _behind(selection: Selection) -> pd.DataFrame:
    """Every number of the ribbon in a reader's words, newest first."""
    found, titles = _pay(selection), warehouse.titles()
    spread = {"low": "10th percentile", "value": "Median", "high": "90th percentile"}
    said = [
        (row.period, words, getattr(row, column), row.evidence, row.source)
        for row in found.spread.itertuples()
        for column, words in spread.items()
    ]
    said += [(row.period, "Average", row.value, row.evidence, row.source) for row in found.averages.itertuples()]
    told = [
        (day, sentences.month(day), words, value, sentences.EVIDENCE[evidence], sentences.titled(source, titles))
        for day, words, value, evidence, source in said
    ]
    told += [
        (
            pd.Timestamp(one.year, 12, 31),
            f"Calendar year {one.year}",
            sentences.sentence_case(one.kind),
            one.value,
            sentences.EVIDENCE["published"],
            sentences.titled(one.source, titles),
        )
        for one in found.limits
    ]
    told.sort(key=lambda each: each[0], reverse=True)
    columns = ["Period", "What", "Rate of pay", "Evidence", "Source"]
    return pd.DataFrame(
        [(when, what, sentences.number(value, Unit.DOLLARS), *rest) for _, when, what, value, *rest in told],
        columns=columns,
    )
