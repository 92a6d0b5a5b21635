"""The dictionary on a page: every indicator with its definition, and of the one chosen all that is to be said."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.query.answer import select_drawn
from metrics.query.selection import Selection
from metrics.text import dictionary, facts, headlines
from pages.content.appearances import appearances
from pages.small_print import small
from pages.state import cache, url_state
from pages.state.replay import drawn_once

ALL_THEMES, ALL_INDICATORS = "All themes", "All indicators"


def entries() -> None:
    """The indicators that match the reader's words and theme, each with its definition; a single one in full."""
    left, middle, right = st.columns([3, 2, 3], vertical_alignment="bottom")
    with left:
        words = url_state.text("search", "Search", "A word of its name, definition, formula or law")
    with middle:
        theme = url_state.one("theme", "Theme", {ALL_THEMES: "", **{name: name for name in _themes()}})
    with right:
        name = url_state.one("indicator", "Indicator", *_offered())
    url_state.say_what_was_passed_over()
    found = [catalog.find(name)] if name else dictionary.find_metrics(words, theme)
    if not found:
        small("No indicator says all of these words. Fewer or shorter words find more.")
        return
    count = f"{len(found)} of {len(catalog.METRICS)} indicators."
    if len(found) == 1:
        small(count)
        _in_full(found[0])
        return
    small(f"{count} Choose one for its formula, limits in law, caveats, sources and SQL.")
    for title, listed in groupby(found, key=lambda metric: metric.theme):
        _definitions(title, tuple(metric.name for metric in listed))


@functools.cache
def _themes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(metric.theme for metric in catalog.METRICS))


@functools.cache
def _offered() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Every indicator by its title, and the titles by name."""
    titles = {metric.title: metric.name for metric in catalog.METRICS}
    return {ALL_INDICATORS: ""} | titles, {name: title for title, name in titles.items()}


@drawn_once
def _definitions(theme: str, names: tuple[str, ...]) -> None:
    st.subheader(theme, anchor=False)
    st.markdown("\n\n".join(_definition(catalog.find(name)) for name in names))


def _definition(metric: Metric) -> str:
    return f"**{metric.title}.** {metric.definition}"


def _in_full(metric: Metric) -> None:
    st.subheader(metric.theme, anchor=False)
    st.markdown(_definition(metric))
    lines = [f"- **{name}.** {said}" for name, said in facts.list_more_facts(metric)]
    lines += [f"- **Held now.** {_held(metric)}", f"- **Name.** `{metric.name}`"]
    st.markdown("\n".join(lines))
    shown = appearances(metric.name)
    small("It appears on:" if shown else "It appears on no page yet; ask for it at the command line:")
    if shown:
        with st.container(horizontal=True):
            for page in shown:
                st.page_link(f"pages/{page.script}", icon=page.icon)
    st.code(f"python -m metrics show {metric.name}", language=None, wrap_lines=True)
    sql, bound = dictionary.write_statement(metric)
    small(f"The SQL of the plain question, without breakdown or filter. {bound}")
    # Without a language: the colors of its words would be too pale to read.
    st.code(sql, language=None, wrap_lines=True)


def _held(metric: Metric) -> str:
    """What the present build holds of it: evidence and sources, or what would fill it."""
    result = cache.answer(metric.name, Selection())
    rows = select_drawn(result).dropna(subset="value")
    return result.note if rows.empty else headlines.write_credit(rows, cache.titles())
