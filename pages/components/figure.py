"""The frame of a figure: its question, chart with words for those who do not see it, table, definition and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from metrics.charts import Picture
from metrics.charts.theme import PALETTES, Palette
from metrics.definitions.metric import Metric, Unit
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.recipes.recipe import Recipe
from metrics.query.answer import Answer
from metrics.text import exports, facts, headlines, tables
from metrics.text import sources as sentences_sources
from metrics.text.gaps import list_remarks
from pages.components import export_menu
from pages.content.loader import jargon
from pages.small_print import DASH, muted, small, table_height
from pages.state import cache, demonstration, event_marks, filters, share_link
from pages.state.filters import ReaderView
from pages.state.replay import cached_fragment

FORMATS: Mapping[Unit, str] = {
    Unit.PERCENT: "%.1f%%",
    Unit.RATIO: "%.2f",
    Unit.YEARS: "%.1f",
    Unit.DOLLARS: "$%,d",
    Unit.AS_STATED: "%.1f",
}


def palette() -> Palette:
    """The colors of the reader's scheme."""
    return PALETTES[st.context.theme.type or "light"]


def chart(picture: Picture, key: str, width: int | Literal["stretch"] = "stretch") -> None:
    """A picture without tools that would catch a finger on its way down the page."""
    st.plotly_chart(picture.plot, theme=None, key=key, width=width, alt=picture.alt, config={"displayModeBar": False})


def empty(result: Answer) -> None:
    """Why an indicator is without figures: the reader's agency, their period, or that nothing is loaded to fill it."""
    explain(explain_empty(filters.view(), result))


def explain(gap: Gap) -> None:
    """Why a figure is not drawn, and the way to see it filled where it can be."""
    if gap.is_fillable:
        demonstration.unfilled(gap.words)
    else:
        small(gap.words)
    small(gap.basis)


def figure(recipe: Recipe) -> None:
    """One figure in full: title, subtitle, the tabs Chart, Table and About, and the menu by which it leaves the page.

    Where there is nothing to draw, its question and why; where only a table fits, that.

    Args:
        recipe: How the figure is made.
    """
    view = filters.view()
    cached_fragment(partial(_draw, recipe, view), recipe)
    if _once(recipe, "gap", view) is None:
        export_menu.menu(_key(recipe, view), partial(_exhibit, recipe, view))


def side_by_side(*recipes: Recipe) -> None:
    """Figures beside each other, in a narrow window under each other."""
    for place, recipe in zip(st.columns(len(recipes)), recipes, strict=True):
        with place:
            figure(recipe)


def _once(recipe: Recipe, part: str, view: ReaderView, *more: Any) -> Any:
    """A part of a figure, made once in a view."""
    return cache.made(getattr(type(recipe), part), recipe, view, *more)


def _key(recipe: Recipe, view: ReaderView) -> str:
    result = recipe.answer(view)
    return f"{result.metric.name} {result.selection.by} {result.selection.where} {recipe.question(view)}"


def _exhibit(recipe: Recipe, view: ReaderView) -> Exhibit:
    return recipe.exhibit(replace(view, link=share_link.of_this_build()))


def _draw(recipe: Recipe, view: ReaderView) -> None:
    """All of a figure but its menu."""
    title, gap = recipe.question(view), _once(recipe, "gap", view)
    if gap:
        st.subheader(title, anchor=False)
        explain(gap)
        return
    picture = _once(recipe, "chart", view, palette())
    if picture is None:
        _draw_table_alone(recipe, view)
        return
    result, rows = recipe.answer(view), recipe.rows(view)
    metric = result.metric
    st.subheader(title, anchor=False, help=jargon(f"{title} {metric.title} {metric.definition}") or None)
    small(exports.write_subtitle(metric, recipe.population(view), rows["period"]))
    as_chart, as_table, in_full = st.tabs(["Chart", "Table", "About"], key=f"tabs {_key(recipe, view)}")
    with as_chart:
        chart(picture, _key(recipe, view))
        to_read = [recipe.caption(view), *list_remarks(view.warehouse, result, rows, view.explained_months)]
        small(" ".join(filter(None, [*to_read, headlines.write_credit(rows, cache.titles())])))
        label, listing = recipe.aside(view)
        if label:
            st.expander(label).markdown(muted(listing))
    with as_table:
        _draw_table(recipe, view)
    with in_full:
        _describe(metric.adapt_to(rows["evidence"]))
        if sources := sentences_sources.describe_parts(view.warehouse, rows):
            st.markdown(" ".join(["**Sources of its parts.**", *sources]))
        event_marks.in_full(recipe.events(view))


def _draw_table_alone(recipe: Recipe, view: ReaderView) -> None:
    """What no picture fits: the rows behind it, and the words about its indicator."""
    st.subheader(recipe.question(view), anchor=False)
    _draw_table(recipe, view)
    with st.expander("About this indicator"):
        _describe(recipe.answer(view).metric.adapt_to(recipe.rows(view)["evidence"]))


def _describe(metric: Metric) -> None:
    """What an indicator means, in one piece of the page."""
    meaning = [*facts.define(metric), facts.identify(metric)]
    st.markdown("\n\n".join(f"**{name}.** {words}" for name, words in meaning))


def _draw_table(recipe: Recipe, view: ReaderView) -> None:
    """The rows of the figure's answer, or its own table where more than one answer makes it."""
    own = recipe.table(view)
    if own is not None:
        words = f"{recipe.question(view)} The figures behind the chart"
        st.dataframe(own, hide_index=True, placeholder=DASH, alt=words)
        return
    metric = recipe.answer(view).metric
    rows = cache.packed(_list_rows, recipe, view)
    in_unit = st.column_config.NumberColumn(format=FORMATS.get(metric.unit, "%,d"))
    whole = st.column_config.NumberColumn(format="%,d")
    st.dataframe(
        rows,
        hide_index=True,
        height=table_height(len(rows)),
        placeholder=DASH,
        alt=f"{metric.title}: the figures behind the chart, newest first",
        column_config={
            **dict.fromkeys(("Low", metric.title, "High"), in_unit),
            **dict.fromkeys(("Numerator", "Denominator"), whole),
            "Period": st.column_config.DateColumn(format="MMMM YYYY"),
        },
    )


def _list_rows(recipe: Recipe, view: ReaderView) -> pd.DataFrame:
    return tables.build_table(view.warehouse, recipe.answer(view), recipe.listed_rows(view))
