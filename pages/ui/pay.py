"""Pay between its floor and its ceiling: percentiles over time, with the limits of every cited year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import in_words, sentences
from metrics import pay as known
from metrics.annotations import Annotation
from metrics.catalog import find
from metrics.figures import Picture
from metrics.figures.ribbon import ribbon as drawn
from metrics.model import Unit
from metrics.pay import Pay
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import annotated, filters, frame, warehouse

MEDIAN = "median_salary"
SPREAD = {"low": "10th percentile", "value": "Median", "high": "90th percentile"}


def ribbon(title: str) -> None:
    """Percentiles of pay inside a band, published averages, floor and ceiling, with the table of them all."""
    selection = filters.selection()
    result, found = warehouse.answer(MEDIAN, selection), warehouse.made(_pay, selection)
    if found.points.empty:
        st.subheader(title, anchor=False)
        frame.empty(result)
        return
    happened = annotated.happened(MEDIAN, found.points)
    note = known.HELD if found.spread.empty else f"The band leaves out a tenth below and a tenth above. {known.HELD}"
    drawing, behind = (_picture, selection, happened), (_behind, selection)
    rows = warehouse.made(_rows, selection)
    frame.figure(result, rows, drawing, title=title, note=note, behind=behind, happened=happened)


def _pay(selection: Selection) -> Pay:
    median, low, high = (warehouse.answer(name, selection) for name in (MEDIAN, "salary_p10", "salary_p90"))
    return known.pay(warehouse.warehouse(), median, low, high)


def _picture(selection: Selection, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    return drawn(find(MEDIAN), _titled(_pay(selection)), colours, happened)


def _titled(found: Pay) -> Pay:
    """The same with every source by its title, as a reader sees it on a point."""
    held, titles = warehouse.warehouse(), warehouse.titles()
    limits = tuple(replace(one, source=sentences.titled(one.source, titles)) for one in found.limits)
    return Pay(in_words.credited(held, found.spread), in_words.credited(held, found.averages), limits)


def _rows(selection: Selection) -> pd.DataFrame:
    """Every number of the ribbon, newest first: a floor or ceiling stands at the month in which its year begins."""
    found = _pay(selection)
    spread = [found.spread.assign(value=found.spread[column], what=words) for column, words in SPREAD.items()]
    limits = [(pd.Timestamp(one.year, 1, 31), one.value, one.source, one.kind) for one in found.limits]
    held = pd.DataFrame(limits, columns=["period", "value", "source", "kind"])
    held = held.assign(what=held["kind"].map(sentences.sentence_case), evidence="published", flag="")
    rows = pd.concat([held, *spread, found.averages.assign(what="Average")])
    columns = ["period", "what", "value", "evidence", "source", "flag"]
    return rows.sort_values("period", ascending=False, kind="stable", ignore_index=True)[columns].fillna({"flag": ""})


def _behind(selection: Selection) -> pd.DataFrame:
    """Every number of the ribbon in a reader's words, newest first."""
    rows = in_words.credited(warehouse.warehouse(), _rows(selection))
    is_of_year = rows["what"].isin([sentences.sentence_case(kind) for kind in (known.FLOOR, known.CEILING)])
    return pd.DataFrame(
        {
            "Period": [
                f"Calendar year {day.year}" if of_year else sentences.month(day)
                for day, of_year in zip(rows["period"], is_of_year, strict=True)
            ],
            "What": rows["what"],
            "Rate of pay": [sentences.number(value, Unit.DOLLARS) for value in rows["value"]],
            "Evidence": rows["evidence"].map(sentences.EVIDENCE),
            "Source": rows["source"],
        }
    )
