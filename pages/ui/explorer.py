"""The explorer: whatever is asked of an indicator, drawn in the form that fits or in the one asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from metrics import figures, sentences, sentences_explorer
from metrics.annotations import Annotation
from metrics.errors import MetricsError
from metrics.figures import Picture
from metrics.figures.overlay import SYMBOLS, overlay
from metrics.query import Answer, drawn
from metrics.since import since
from metrics.theme import Palette
from pages.ui import annotated, filters, frame, warehouse
from pages.ui.blocks import MOST_RANKED, rankable
from pages.ui.question import AGENCY, Question, question
from pages.ui.small_print import small

MOST_LINES = len(SYMBOLS)


def explore() -> None:
    """The controls, and under them the answer to what they ask."""
    show(question())


def show(asked: Question) -> None:
    """The answer to a question: drawn, as a table, or the sentence that says why there is none."""
    try:
        result = warehouse.answer(asked.metric.name, asked.selection)
    except MetricsError as problem:
        small(str(problem))
        return
    if result.table["value"].notna().any():
        _answered(asked, result)
    else:
        st.subheader(asked.metric.question, anchor=False)
        frame.empty(result)


def _answered(asked: Question, result: Answer) -> None:
    form = _form(asked, result)
    rows = _drawn(result, form)
    if said := sentences_explorer.lead(result, _latest(result), _named(result), filters.view().agency):
        st.markdown(f"**{said}**")
    why = sentences_explorer.why_no_chart(asked.form, result, len(rankable(result)) if result.selection.by else 0)
    if why:
        small(why)
    if form == "Table" or rows.empty:
        st.subheader(asked.metric.question, anchor=False)
        frame.table(result, is_latest_only=False)
        with st.expander("About this indicator"):
            frame.about(asked.metric)
    else:
        happened = () if form == "Ranked" else annotated.happened(asked.metric.name, rows)
        picture = warehouse.made(_picture, result, form, happened, frame.palette())
        note = sentences_explorer.not_drawn(_count(rows, result), _count(drawn(result), result), form == "Ranked")
        frame.figure(result, rows, picture, title=asked.metric.question, note=note, happened=happened)
    _since(asked, result)


def _form(asked: Question, result: Answer) -> str:
    """The form asked for, where it can be had; unasked, a ranking of many groups and a line of few."""
    by = result.selection.by
    if len(by) > 1 or asked.form == "Table":
        return "Table"
    if not by:
        return "Over time"
    if asked.form != "Chart":
        return asked.form
    is_many = drawn(result)[by[0]].nunique() > MOST_LINES or drawn(result)["period"].nunique() == 1
    return "Ranked" if is_many and len(rankable(result)) else "Over time"


@warehouse.remembered
def _drawn(result: Answer, form: str) -> pd.DataFrame:
    """The rows that are drawn: of many groups those with the highest latest values."""
    by = result.selection.by
    if form == "Ranked":
        return rankable(result).nlargest(MOST_RANKED, "value")
    rows = drawn(result).dropna(subset="value")
    if not by or form == "Table":
        return rows
    rows = rows[rows[by[0]].astype(str) != ""]
    last = rows.sort_values("period").drop_duplicates(by[0], keep="last")
    kept = last.sort_values(["period", "value"], ascending=False).head(MOST_LINES)[by[0]]
    return rows[rows[by[0]].isin(kept)]


def _count(rows: pd.DataFrame, result: Answer) -> int:
    return len(rows.drop_duplicates([*result.selection.by])) if result.selection.by else 1


def _latest(result: Answer) -> pd.DataFrame:
    rows = rankable(result) if result.selection.by else warehouse.latest(result)
    return rows.sort_values("value", ascending=False)


def _named(result: Answer) -> dict[str, str]:
    by = result.selection.by
    return {str(key): name for key, name in warehouse.names_of(by[0]).items()} if by else {}


def _picture(result: Answer, form: str, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    metric, known, names = result.metric, warehouse.titles(), _named(result)
    rows = _drawn(result, form)
    rows = rows.assign(source=rows["source"].map(lambda source: sentences.titled(source, known)))
    limits = metric.limits_for("agency" if AGENCY in result.selection.columns else "government")
    limit, by = next(iter(limits), None), result.selection.by
    if form == "Ranked":
        return figures.ranked(metric, rows, colours, by=by[0], names=names, limit=limit if by[0] == AGENCY else None)
    if not by:
        newest = filters.newest()
        return figures.trend(metric, rows, colours, limit=limit, happened=happened, newest=newest)
    parts = {str(key): part for key, part in rows.groupby(by[0])}
    ordered = sorted(parts, key=[*names, *parts].index)
    lines = [(names.get(key, key), parts[key]) for key in ordered]
    line = limit if by[0] == AGENCY else None
    return overlay(metric, lines, colours, limit=line, happened=happened, newest=filters.newest())


def _since(asked: Question, result: Answer) -> None:
    """Every group that was drawn at the two dates, the latest and the baseline."""
    view = filters.view()
    shown = warehouse.made(_changes, result, view.baseline)
    if shown.empty:
        return
    st.subheader(f"Since {sentences.month(view.baseline)}", anchor=False)
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        alt=f"{asked.metric.title}: latest and baseline values, {len(shown)} rows",
    )


def _changes(result: Answer, baseline: date) -> pd.DataFrame:
    """Latest and baseline values in words, of the groups with the highest latest values."""
    by, rows = [*result.selection.by], drawn(result).dropna(subset="value")
    if by:
        last = rows.sort_values("period").drop_duplicates(by, keep="last").nlargest(MOST_RANKED, "value")
        rows = rows.merge(last[by], on=by)
    return sentences_explorer.changes(result, since(replace(result, table=rows), baseline), warehouse.names_of)
