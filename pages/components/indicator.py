"""The block that shows one indicator in full, in the form that fits its question."""

from __future__ import annotations

from datetime import date

import streamlit as st

from metrics import formatting
from metrics.analysis.events import Annotation
from metrics.analysis.ranking import NOT_RANKED
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.metric import Window
from metrics.exhibits import forms
from metrics.exhibits.forms import Form
from metrics.query.answer import Answer
from metrics.query.selection import Departments
from pages.components import figure
from pages.state import cache, event_marks, filters

OVER_TIME = ("trend", "multiples", "bars")
rankable = cache.remembered(forms.rankable)
_shown = cache.remembered(forms.shown)
_behind = cache.remembered(forms.behind)


def indicator(
    name: str,
    *,
    as_: Form = "trend",
    by: str | None = None,
    beside: str = "",
    title: str = "",
    window: Window | None = None,
    **where: str | tuple[str, ...],
) -> None:
    """One indicator in full, drawn in the form given; `beside` names one whose words join each row of a ranking."""
    metric = find(name)
    departments: Departments | None = "whole" if as_ == "ranked" and by == "agency_code" else None
    selection = filters.selection(by, where, departments=departments, window=window)
    if by == "agency_code":
        selection = selection.without("agency_code")
    result = cache.answer(name, selection)
    rows = _shown(result, as_)
    title = title or metric.question
    if rows.empty:
        st.subheader(title, anchor=False)
        figure.empty(result)
        return
    if as_ in OVER_TIME and not forms.is_earned(rows):
        st.subheader(title, anchor=False)
        figure.few(result, rows)
        return
    happened = () if as_ == "ranked" else event_marks.between(name, _span(result, as_))
    chosen = filters.view().agency_code
    headroom, note = cache.answer(beside, selection) if beside else None, _note(result, as_)
    figure.figure(
        result,
        _behind(result, as_),
        (picture, result, as_, happened, filters.newest(), chosen, headroom),
        title=title,
        is_latest_only=as_ == "ranked",
        note=note,
        hint="All are in the table." if note and as_ == "ranked" else "",
        aside=_left_out(result) if as_ == "ranked" else ("", ""),
        happened=happened,
    )


def picture(
    result: Answer,
    form: Form,
    happened: tuple[Annotation, ...],
    newest: date,
    chosen: str,
    beside: Answer | None,
    colours: Palette,
) -> Picture:
    """An answer drawn, as `view.draw` tells."""
    held = cache.warehouse()
    return forms.draw(held, result, form, colours, happened=happened, newest=newest, chosen=chosen, beside=beside)


@cache.remembered
def _span(result: Answer, form: Form) -> tuple[date, date] | None:
    return forms.span(result.metric, _shown(result, form))


@cache.remembered
def _note(result: Answer, form: Form) -> str:
    """What a reader must know to read the chart: how much of a ranking it shows, or that a series has ended."""
    rows = _shown(result, form)
    if form != "ranked":
        return formatting.last_known(rows["period"].max(), filters.newest(), result.metric.is_flow)
    held = len(rankable(result))
    return f"The {len(rows)} highest of {held}." if held > len(rows) else ""


@cache.remembered
def _left_out(result: Answer) -> tuple[str, str]:
    """The groups too small to rank, counted and named."""
    few, by = cache.latest(result), result.selection.by[0]
    few = few[few["flag"].str.contains(NOT_RANKED) & few[by].fillna("").ne("")]
    names = cache.names_of(by)
    label = f"{len(few)} left out of the ranking: fewer than ten people" if len(few) else ""
    return label, f"{formatting.join_names(sorted(names.get(code, code) for code in few[by]))}."
