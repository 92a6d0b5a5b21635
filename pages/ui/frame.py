"""The frame of a figure: its question, chart with words for those who do not see it, table, definition and sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from metrics import sentences
from metrics.figures import Picture
from metrics.model import Metric, Unit
from metrics.query import COLUMN_MEANINGS, Answer
from metrics.theme import PALETTES, Palette
from pages.ui import filters, warehouse
from pages.ui.small_print import muted, small

FORMATS: Mapping[Unit, str] = {
    Unit.PERCENT: "%.1f%%",
    Unit.RATIO: "%.2f",
    Unit.YEARS: "%.1f",
    Unit.DOLLARS: "$%,d",
}
TALLEST_TABLE = 420


def palette() -> Palette:
    """The colours of the reader's scheme."""
    return PALETTES[st.context.theme.type or "light"]


def chart(picture: Picture, key: str) -> None:
    """A picture without tools that would catch a finger on its way down the page."""
    st.plotly_chart(picture.plot, theme=None, key=key, alt=picture.alt, config={"displayModeBar": False})


def empty(result: Answer) -> None:
    """What an indicator without figures says: what would fill it, and the command that does."""
    small(result.note or f"No figures of {result.metric.title.lower()} match this selection.")


def titles() -> dict[str, str]:
    """The title of every source by its id; a loaded file is its own title."""
    known = warehouse.warehouse().sources
    return dict(zip(known["source"], known["title"].fillna(known["source"]), strict=True))


def about(metric: Metric) -> None:
    """Definition, formula, unit, limits with their law, and every caveat of an indicator."""
    better = {"higher": "Higher is better.", "lower": "Lower is better."}.get(metric.better, "Neither way is better.")
    st.markdown(f"**Definition.** {metric.definition}")
    st.markdown(f"**Formula.** `{metric.formula_words}`")
    st.markdown(f"**Unit.** {metric.unit.word.capitalize()}. {better} Indicator `{metric.name}`.")
    for limit in metric.limits:
        st.markdown(f"**Limit in law.** {sentences.sentence_case(limit.words)} ({limit.scope}).")
    for caveat in metric.caveats:
        st.markdown(f"**Mind.** {caveat.value}")


def table(result: Answer, rows: pd.DataFrame, names: Mapping[str, Mapping[str, str]], alt: str) -> None:
    """The rows behind a figure, in a reader's words; `names` gives the labels of each breakdown's values."""
    metric, known = result.metric, titles()
    shown = pd.DataFrame({"Period": rows["period"].dt.date})
    for column in result.selection.by:
        shown[COLUMN_MEANINGS[column].capitalize()] = rows[column].map(lambda v, c=column: names.get(c, {}).get(v, v))
    values = {
        "low": "Low",
        "value": metric.title,
        "high": "High",
        "numerator": "Numerator",
        "denominator": "Denominator",
    }
    for column, heading in values.items():
        if column in rows and rows[column].notna().any():
            shown[heading] = rows[column]
    shown["Evidence"] = rows["evidence"].map(sentences.EVIDENCE)
    shown["Source"] = rows["source"].map(lambda source: sentences.titled(source, known))
    shown["Note"] = rows["flag"].map(sentences.flags)
    in_unit = st.column_config.NumberColumn(format=FORMATS.get(metric.unit, "%,d"))
    whole = st.column_config.NumberColumn(format="%,d")
    st.dataframe(
        shown.iloc[::-1],
        hide_index=True,
        height=min(TALLEST_TABLE, 38 + 35 * max(1, len(shown))),
        alt=alt,
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
    names: Mapping[str, Mapping[str, str]],
    tabled: pd.DataFrame,
    note: str = "",
    aside: tuple[str, str] = ("", ""),
) -> None:
    """One figure in full: title, subtitle, and the tabs Chart, Table and About.

    `aside` is a label and what unfolds under it, below the source line.
    """
    metric = result.metric
    key = f"{metric.name} {result.selection.by} {result.selection.where} {title}"
    is_compared = "agency_code" in result.selection.by
    whose = "All agencies" if is_compared else filters.view().agency or "Governmentwide"
    unit = metric.unit.word.capitalize()
    st.subheader(title, anchor=False)
    small(f"{unit} · {metric.subject} · {whose} · {sentences.span(rows['period'], metric.is_flow)}")
    as_chart, as_table, in_words = st.tabs(["Chart", "Table", "About"], key=f"tabs {key}")
    with as_chart:
        chart(picture, key)
        small(" ".join(filter(None, [note, sentences.credit(rows, titles())])))
        label, words = aside
        if label:
            st.expander(label).markdown(muted(words))
    with as_table:
        table(result, tabled, names, f"{metric.title}: the figures behind the chart, newest first")
    with in_words:
        about(metric)
