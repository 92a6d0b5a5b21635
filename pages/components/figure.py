"""The frame of a figure: its question, chart with words for those who do not see it, table, definition and sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from metrics.analysis import peers
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.theme import LIGHT, PALETTES, Palette
from metrics.definitions.metric import Metric, Unit
from metrics.exhibits import from_request as asked
from metrics.exhibits.exhibit import Exhibit, exhibit
from metrics.query.answer import Answer, is_sampled, select_drawn, splits_agencies
from metrics.query.selection import Selection
from metrics.text import empty_states, events, exports, facts, headlines, tables
from metrics.text import sources as sentences_sources
from metrics.text.gaps import list_remarks
from pages.components import export_menu
from pages.content.loader import jargon
from pages.small_print import DASH, muted, small
from pages.state import cache, demonstration, event_marks, filters, share_link
from pages.state.replay import cached_fragment

FORMATS: Mapping[Unit, str] = {
    Unit.PERCENT: "%.1f%%",
    Unit.RATIO: "%.2f",
    Unit.YEARS: "%.1f",
    Unit.DOLLARS: "$%,d",
    Unit.AS_STATED: "%.1f",
}
TALLEST_TABLE = 420

Drawing = tuple[Callable[..., Picture], *tuple[Any, ...]]
"""How a picture is made: a function and its arguments but the last, the colours; hashable, so that it is made once."""
Words = tuple[Callable[..., pd.DataFrame], *tuple[Any, ...]]
"""How a table in a reader's words is made: a function and its arguments, hashable."""
Saying = tuple[Callable[..., str], *tuple[Any, ...]]
"""How a sentence is made: a function and its arguments."""


def palette() -> Palette:
    """The colours of the reader's scheme."""
    return PALETTES[st.context.theme.type or "light"]


def chart(picture: Picture, key: str, width: int | Literal["stretch"] = "stretch") -> None:
    """A picture without tools that would catch a finger on its way down the page."""
    st.plotly_chart(picture.plot, theme=None, key=key, width=width, alt=picture.alt, config={"displayModeBar": False})


def empty(result: Answer) -> None:
    """Why an indicator is without figures: the reader's agency, their period, or that nothing is loaded to fill it."""
    why = _why_empty(result)
    if result.metric.need.value in why and not is_sampled(result):
        demonstration.unfilled(why)
    else:
        small(why)


def few(result: Answer, rows: pd.DataFrame, title: str = "") -> None:
    """The few figures of a series with dates and sources, in words: a line between two dots passes for a trend."""
    metric, by = result.metric, result.selection.by
    rows = rows.sort_values("period", kind="stable")
    names = cache.names_of(by[0]) if by else {}
    parts = (
        [(names.get(str(key), str(key)), part) for key, part in rows.groupby(by[0], sort=False)] if by else [("", rows)]
    )
    demonstration.unfilled(empty_states.explain_no_trend(title or metric.title, metric, parts))
    credit = headlines.write_credit(rows, cache.titles())
    small(" ".join([credit, *_remarks(result, is_latest_only=rows["period"].nunique() == 1)]))


def _why_empty(result: Answer) -> str:
    metric, asked, chosen = result.metric, result.selection, filters.view()
    if is_sampled(result) and splits_agencies(result):
        return f"{metric.title}: {peers.WHY_NO_RANKS} {metric.need.value}"
    if metric.need.value in result.note or (result.note and len(result.table)):
        return result.note
    if chosen.agency and asked.values("agency_code") and _is_held(metric.name, asked.without("agency_code")):
        return empty_states.explain_unknown_agency(metric, chosen.agency)
    if chosen.period and _is_held(metric.name, replace(asked, end=None)):
        return empty_states.explain_too_early(metric, chosen.period)
    if not chosen.agency and not chosen.period:
        return empty_states.explain_no_data(metric)
    return result.note or empty_states.explain_no_match(metric)


def _is_held(name: str, selection: Selection) -> bool:
    return bool(cache.answer(name, selection).table["value"].notna().any())


def about(metric: Metric) -> None:
    """What an indicator means, in one piece of the page."""
    told = [*facts.define(metric), facts.identify(metric)]
    st.markdown("\n\n".join(f"**{name}.** {words}" for name, words in told))


def _in_words(result: Answer, is_latest_only: bool) -> pd.DataFrame:
    rows = cache.latest(result) if is_latest_only else result.table
    return tables.build_table(cache.warehouse(), result, rows)


def table(result: Answer, is_latest_only: bool) -> None:
    """The rows behind a figure, or of its last period only."""
    metric = result.metric
    shown = cache.packed(_in_words, result, is_latest_only)
    in_unit = st.column_config.NumberColumn(format=FORMATS.get(metric.unit, "%,d"))
    whole = st.column_config.NumberColumn(format="%,d")
    st.dataframe(
        shown,
        hide_index=True,
        height=min(TALLEST_TABLE, 38 + 35 * max(1, len(shown))),
        placeholder=DASH,
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
    drawing: Drawing,
    *,
    title: str,
    said: Saying | None = None,
    is_latest_only: bool = False,
    note: str = "",
    hint: str = "",
    aside: tuple[str, str] = ("", ""),
    behind: Words | None = None,
    happened: tuple[Annotation, ...] = (),
) -> None:
    """One figure in full: title, subtitle, the tabs Chart, Table and About, and the menu by which it leaves the page.

    `rows` stand behind it; `said` is how they answer those who carry the figure away, where it is not as the answer
    alone would. `note` is what must be known to read it, `hint` where more of it stands on the page; `aside` a label
    and what unfolds under it, below the source line; `behind` the table of a picture that more than one answer made;
    `happened` what is marked on the picture.
    """
    key, label = _key(result, title), aside[0]
    whose = cache.made(asked.whose, cache.warehouse(), result.selection)
    to_read = " ".join(filter(None, [note, hint, *_remarks(result, is_latest_only)]))
    seen = (result, drawing, title, whose, is_latest_only, to_read, aside, behind, happened)
    cached_fragment(partial(_shown, key, rows, *seen), *seen)
    notes = (note, f"{label}." if label else "", events.write_key(happened))
    export_menu.menu(key, partial(_exhibit, result, rows, drawing, title, whose, said, notes, behind))


@cache.remembered
def _remarks(result: Answer, is_latest_only: bool) -> tuple[str, ...]:
    """What must be told of incomplete months, and of months that still grow, among those drawn."""
    rows = cache.latest(result) if is_latest_only else select_drawn(result).dropna(subset="value")
    return list_remarks(cache.warehouse(), result, rows, filters.at_head())


def _shown(
    key: str,
    rows: pd.DataFrame,
    result: Answer,
    drawing: Drawing,
    title: str,
    whose: str,
    is_latest_only: bool,
    note: str,
    aside: tuple[str, str],
    behind: Words | None,
    happened: tuple[Annotation, ...],
) -> None:
    """All of a figure but its menu."""
    metric = result.metric
    st.subheader(title, anchor=False, help=jargon(f"{title} {metric.title} {metric.definition}") or None)
    small(exports.write_subtitle(metric, whose, rows["period"]))
    as_chart, as_table, in_full = st.tabs(["Chart", "Table", "About"], key=f"tabs {key}")
    label, listing = aside
    with as_chart:
        chart(_drawn(drawing, palette()), key)
        small(f"{note} {headlines.write_credit(rows, cache.titles())}".strip())
        if label:
            st.expander(label).markdown(muted(listing))
    with as_table:
        if behind is None:
            table(result, is_latest_only)
        else:
            make, *given = behind
            words = f"{title} The figures behind the chart"
            st.dataframe(cache.packed(make, *given), hide_index=True, placeholder=DASH, alt=words)
    with in_full:
        about(metric.adapt_to(rows["evidence"]))
        if sources := sentences_sources.describe_parts(cache.warehouse(), rows):
            st.markdown(" ".join(["**Sources of its parts.**", *sources]))
        event_marks.in_full(happened)


def _drawn(drawing: Drawing, colours: Palette) -> Picture:
    make, *given = drawing
    return cache.made(make, *given, colours)


def _worded(behind: Words) -> pd.DataFrame:
    make, *given = behind
    return cache.made(make, *given)


def _key(result: Answer, title: str) -> str:
    return f"{result.metric.name} {result.selection.by} {result.selection.where} {title}"


def table_alone(result: Answer, rows: pd.DataFrame, *, title: str) -> None:
    """What no picture fits: the rows behind it, the words about its indicator, and the menu by which it leaves."""
    st.subheader(title, anchor=False)
    table(result, is_latest_only=False)
    with st.expander("About this indicator"):
        about(result.metric.adapt_to(rows["evidence"]))
    if len(rows):
        whose = cache.made(asked.whose, cache.warehouse(), result.selection)
        export_menu.menu(_key(result, title), partial(_exhibit, result, rows, None, title, whose, None, (), None))


def _exhibit(
    result: Answer,
    rows: pd.DataFrame,
    drawing: Drawing | None,
    title: str,
    whose: str,
    said: Saying | None,
    notes: tuple[str, ...],
    behind: Words | None,
) -> Exhibit:
    """The figure as it leaves the page: light, whatever the reader's scheme."""
    held = cache.warehouse()
    return exhibit(
        held,
        result,
        rows,
        _drawn(drawing, LIGHT) if drawing else None,
        title=title,
        whose=whose,
        said=said[0](*said[1:]) if said else asked.said(held, result, filters.view().baseline),
        notes=notes,
        words=_worded(behind) if behind else None,
        link=share_link.of_this_build(),
    )
