"""The blocks of the page on one agency: every headline beside its peers, and trends."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics.analysis.by_agency import first, questions, size_group
from metrics.analysis.by_agency import lines as lines_of
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.overlay import draw_overlay
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.metric import Metric, find_bound_agency
from metrics.exhibits import forms as view_of
from metrics.text import empty_states, peers, tables
from metrics.text.agency_table import list_headlines as all_headlines
from metrics.text.composed import tabulate_lines
from pages.components import figure
from pages.small_print import DASH, small
from pages.state import agency_answers, cache, event_marks, filters
from pages.state.filters import View

INDICATOR, RANK = 250, 135
"""Widths of columns, in pixels: long words stand whole, and beside the pinned one a phone has room for another."""


def is_chosen() -> bool:
    """Whether the reader has chosen an agency."""
    return bool(filters.view().agency_code)


def every_headline() -> None:
    """Every indicator that is known by agency: the agency's value, the government's, the peers' median, its rank."""
    view = filters.view()
    st.subheader(f"{view.agency} beside the government and its peers", anchor=False)
    if find_bound_agency(view.agency_code) != view.agency_code:
        small(peers.IN_PARTS)
    rows = _every_headline(view)
    if rows.empty:
        small(f"No indicator has a figure of the {view.agency} in this period.".replace("the the ", "the "))
        return
    small(peers.describe_peers(_group(view.agency_code)))
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=DASH,
        height="content",
        alt=f"{len(rows)} indicators of the {view.agency}, of the whole government and of its peers, with ranks",
        column_config={
            "Indicator": st.column_config.TextColumn(width=INDICATOR, pinned=True),
            "Rank": st.column_config.TextColumn(width=RANK),
        },
    )


def _group(code: str) -> str:
    return size_group(cache.warehouse(), code)


@cache.remembered
def _every_headline(view: View) -> pd.DataFrame:
    cache.ask_side_by_side(questions(view.period))
    held, asked = cache.warehouse(), (view.agency_code, view.period, view.baseline)
    return all_headlines(held, cache.answer, agency_answers.ranked, *asked)


def trends(*names: str) -> None:
    """Indicators over time: the agency, the whole government, and the median of the agency's peers."""
    for name in names:
        _trend(find(name), filters.view())


def _trend(metric: Metric, view: View) -> None:
    lines = _lines(metric.name, view)
    if not lines:
        st.subheader(metric.question, anchor=False)
        small(peers.explain_unknown_agency(metric, view.agency))
        return
    rows = pd.concat([part.assign(of=line) for line, part in lines], ignore_index=True)
    if not view_of.is_earned(rows):
        st.subheader(metric.question, anchor=False)
        small(empty_states.explain_no_trend(metric.title, metric, lines))
        return
    happened = event_marks.happened(metric.name, rows)
    result = agency_answers.own(metric.name, first(metric), view.agency_code, view.period)
    note = peers.describe_peers(_group(view.agency_code)) if len(lines) > 2 else ""
    drawing, behind = (_picture, metric.name, view, happened), (_behind, metric.name, view)
    figure.figure(result, rows, drawing, title=metric.question, note=note, behind=behind, happened=happened)


@cache.remembered
def _lines(name: str, view: View) -> Sequence[tuple[str, pd.DataFrame]]:
    """The series by their names; none without a figure of the agency."""
    held, asked = cache.warehouse(), (name, view.agency_code, view.agency, view.period)
    return lines_of(held, cache.answer, *asked)


def _picture(name: str, view: View, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    metric, held = find(name), cache.warehouse()
    lines = [(line, tables.credit_sources(held, rows)) for line, rows in _lines(name, view)]
    limit = next(iter(metric.limits_for("agency", view.agency_code)), None)
    newest = filters.newest()
    return draw_overlay(metric, lines, colours, is_beside=True, limit=limit, happened=happened, newest=newest)


def _behind(name: str, view: View) -> pd.DataFrame:
    return tabulate_lines(cache.warehouse(), find(name), _lines(name, view))
