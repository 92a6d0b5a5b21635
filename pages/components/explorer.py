"""The explorer: whatever is asked of an indicator, drawn in the form that fits or in the one asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis.change_table import since
from metrics.errors import MetricsError
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY, MOST_RANKED, Wanted
from metrics.query.answer import Answer, select_drawn
from metrics.text import explorer
from pages.components import figure
from pages.components.explorer_controls import Question, question
from pages.components.indicator import picture, rankable
from pages.small_print import DASH, small
from pages.state import cache, event_marks, filters


def explore() -> None:
    """The controls, and under them the answer to what they ask."""
    show(question())


def show(asked: Question) -> None:
    """The answer to a question: drawn, as a table, or the sentence that says why there is none."""
    try:
        result = cache.answer(asked.metric.name, asked.selection)
    except MetricsError as problem:
        small(problem.for_readers)
        return
    if result.table["value"].notna().any():
        _answered(asked, result)
    else:
        st.subheader(asked.metric.question, anchor=False)
        figure.empty(result)


def _answered(asked: Question, result: Answer) -> None:
    form = cache.made(forms.form, result, Wanted(asked.form))
    rows = _shown(result, form)
    if said := explorer.write_lead(result, _standings(result), _named(result), _whose(result)):
        st.markdown(f"**{said}**")
    why = explorer.explain_no_chart(asked.form, result, len(rankable(result)) if result.selection.by else 0)
    if why:
        small(why)
    title, behind = asked.metric.question, _behind(result, form)
    if form == "table" or rows.empty:
        figure.table_alone(result, behind, title=title)
    else:
        happened = () if form in forms.AT_ONE_TIME else event_marks.happened(asked.metric.name, rows)
        drawing = (picture, result, form, happened, filters.newest(), "", None)
        note = explorer.describe_omissions(
            _count(rows, result),
            _count(select_drawn(result), result),
            len(rankable(result)) if form == "ranked" else None,
        )
        figure.figure(result, behind, drawing, title=title, note=note, happened=happened)
    _since(asked, result)


_shown = cache.remembered(forms.shown)
_behind = cache.remembered(forms.behind)
_standings = cache.remembered(forms.standings)


def _count(rows: pd.DataFrame, result: Answer) -> int:
    return len(rows.drop_duplicates([*result.selection.by])) if result.selection.by else 1


def _whose(result: Answer) -> str:
    """The reader's agency, where it is all that the answer is about."""
    asked = result.selection
    return filters.view().agency if asked.values(AGENCY) and AGENCY not in asked.by else ""


def _named(result: Answer) -> dict[str, str]:
    by = result.selection.by
    return {str(key): name for key, name in cache.names_of(by[0]).items()} if by else {}


def _since(asked: Question, result: Answer) -> None:
    """Every group that was drawn at the two dates, the latest and the baseline."""
    baseline = filters.view().baseline
    shown = cache.made(_changes, result, baseline)
    if shown.empty:
        return
    st.subheader(f"Since {formatting.month(baseline)}", anchor=False)
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=DASH,
        height="content",
        alt=f"{asked.metric.title}: latest and baseline values, {len(shown)} rows",
    )


def _changes(result: Answer, baseline: date) -> pd.DataFrame:
    """Latest and baseline values in words, of the groups with the highest latest values."""
    by, rows = [*result.selection.by], select_drawn(result).dropna(subset="value")
    if by:
        last = rows.sort_values("period").drop_duplicates(by, keep="last").nlargest(MOST_RANKED, "value")
        rows = rows.merge(last[by], on=by)
    return explorer.tabulate_changes(result, since(replace(result, table=rows), baseline), cache.names_of)
