"""The frame of a figure: its question, chart with words for those who do not see it, table, definition and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import pandas as pd
import pyarrow as pa
import streamlit as st

from metrics import sentences, sentences_events, sentences_places
from metrics.annotations import Annotation
from metrics.figures import Picture
from metrics.model import Metric, Unit
from metrics.query import COLUMN_MEANINGS, Answer
from metrics.selection import Selection
from metrics.theme import PALETTES, Palette
from pages.ui import annotated, filters, warehouse
from pages.ui.content import jargon
from pages.ui.small_print import muted, small

FORMATS: Mapping[Unit, str] = {
    Unit.PERCENT: "%.1f%%",
    Unit.RATIO: "%.2f",
    Unit.YEARS: "%.1f",
    Unit.DOLLARS: "$%,d",
    Unit.AS_STATED: "%.1f",
}
TALLEST_TABLE = 420


def palette() -> Palette:
    """The colours of the reader's scheme."""
    return PALETTES[st.context.theme.type or "light"]


def chart(picture: Picture, key: str, width: int | Literal["stretch"] = "stretch") -> None:
    """A picture without tools that would catch a finger on its way down the page."""
    st.plotly_chart(picture.plot, theme=None, key=key, width=width, alt=picture.alt, config={"displayModeBar": False})


def empty(result: Answer) -> None:
    """Why an indicator is without figures: the reader's agency, their period, or that nothing is loaded to fill it."""
    small(_why_empty(result))


def _why_empty(result: Answer) -> str:
    metric, asked, chosen = result.metric, result.selection, filters.view()
    if metric.need.value in result.note:
        return result.note
    if chosen.agency and asked.values("agency_code") and _is_held(metric.name, asked.without("agency_code")):
        return sentences_places.unknown_agency(metric, chosen.agency)
    if chosen.period and _is_held(metric.name, replace(asked, end=None)):
        return sentences_places.nothing_so_early(metric, chosen.period)
    return result.note or sentences_places.unfilled(metric)


def _is_held(name: str, selection: Selection) -> bool:
    return bool(warehouse.answer(name, selection).table["value"].notna().any())


def about(metric: Metric) -> None:
    """Definition, formula, unit, limits with their law, and every caveat of an indicator."""
    better = {"higher": "Higher is better.", "lower": "Lower is better."}.get(metric.better, "Neither way is better.")
    told = [
        f"**Definition.** {metric.definition}",
        f"**Formula.** `{metric.formula_words}`",
        f"**Unit.** {metric.unit.word.capitalize()}. {better} Indicator `{metric.name}`.",
        *(f"**Limit in law.** {sentences.sentence_case(limit.words)} ({limit.scope})." for limit in metric.limits),
        *(f"**Mind.** {caveat.value}" for caveat in metric.caveats),
    ]
    st.markdown("\n\n".join(told))


def _in_words(name: str, selection: Selection, is_latest_only: bool) -> pd.DataFrame:
    """The rows behind a figure in a reader's words, newest first."""
    result, known = warehouse.answer(name, selection), warehouse.titles()
    rows = warehouse.latest(result) if is_latest_only else result.table
    shown = pd.DataFrame({"Period": rows["period"].dt.date})
    for column in selection.by:
        shown[COLUMN_MEANINGS[column].capitalize()] = rows[column].replace(warehouse.names_of(column))
    values = {"low": "Low", "value": result.metric.title, "high": "High"}
    values |= {"numerator": "Numerator", "denominator": "Denominator"}
    for column, heading in values.items():
        if column in rows and rows[column].notna().any():
            shown[heading] = rows[column]
    shown["Evidence"] = rows["evidence"].map(sentences.EVIDENCE)
    shown["Source"] = [sentences.titled(source, known) for source in rows["source"]]
    shown["Note"] = rows["flag"].map(sentences.flags)
    return shown.iloc[::-1]


def table(result: Answer, is_latest_only: bool) -> None:
    """The rows behind a figure, or of its last period only."""
    metric = result.metric
    shown = warehouse.packed(_in_words, metric.name, result.selection, is_latest_only)
    in_unit = st.column_config.NumberColumn(format=FORMATS.get(metric.unit, "%,d"))
    whole = st.column_config.NumberColumn(format="%,d")
    st.dataframe(
        shown,
        hide_index=True,
        height=min(TALLEST_TABLE, 38 + 35 * max(1, len(shown))),
        alt=f"{metric.title}: the figures behind the chart, newest first",
        column_config={
            **dict.fromkeys(("Low", metric.title, "High"), in_unit),
            **dict.fromkeys(("Numerator", "Denominator"), whole),
            "Period": st.column_config.DateColumn(format="MMMM YYYY"),
        },
    )


def figure(
    result: Answer,
    rows: pd.DataFrame,
    picture: Picture,
    *,
    title: str,
    is_latest_only: bool = False,
    note: str = "",
    aside: tuple[str, str] = ("", ""),
    behind: pa.Table | None = None,
    happened: tuple[Annotation, ...] = (),
) -> None:
    """One figure in full: title, subtitle, and the tabs Chart, Table and About.

    `aside` is a label and what unfolds under it, below the source line; `behind` the packed table of a picture that
    more than one answer made; `happened` what is marked on the picture.
    """
    metric = result.metric
    key = f"{metric.name} {result.selection.by} {result.selection.where} {title}"
    is_compared = "agency_code" in result.selection.by
    whose = "All agencies" if is_compared else filters.view().agency or "Governmentwide"
    unit = metric.unit.word.capitalize()
    st.subheader(title, anchor=False, help=jargon(f"{title} {metric.title} {metric.definition}") or None)
    small(f"{unit} · {metric.subject} · {whose} · {sentences.span(rows['period'], metric.is_flow)}")
    as_chart, as_table, in_words = st.tabs(["Chart", "Table", "About"], key=f"tabs {key}")
    with as_chart:
        chart(picture, key)
        credit = " ".join(filter(None, [note, sentences.credit(rows, warehouse.titles())]))
        small(sentences_events.key(happened), credit)
        label, words = aside
        if label:
            st.expander(label).markdown(muted(words))
    with as_table:
        if behind is None:
            table(result, is_latest_only)
        else:
            st.dataframe(behind, hide_index=True, alt=f"{title} The figures behind the chart")
    with in_words:
        about(metric)
        annotated.in_full(happened)
