"""The dictionary on a page: a search, a choice of theme, and every indicator with all that is to be said of it."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from metrics import catalog, dictionary, facts, sentences
from metrics.model import Metric
from metrics.query import drawn
from metrics.selection import Selection
from pages.ui import choices, warehouse
from pages.ui.appearances import appearances
from pages.ui.small_print import small

ALL_THEMES = "All themes"


def entries() -> None:
    """The indicators that match the reader's words and theme; the only one found lies open."""
    themes = dict.fromkeys(metric.theme for metric in catalog.METRICS)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        words = choices.text("search", "Search", "A word of its name, definition, formula or law")
    with right:
        theme = choices.one("theme", "Theme", {ALL_THEMES: "", **{name: name for name in themes}})
    choices.say_what_was_passed_over()
    found = dictionary.matching(words, theme)
    if not found:
        small("No indicator says all of these words. Fewer or shorter words find more.")
        return
    small(f"{len(found)} of {len(catalog.METRICS)} indicators.")
    for name, listed in groupby(found, key=lambda metric: metric.theme):
        st.subheader(name, anchor=False)
        for metric in listed:
            _entry(metric, is_only=len(found) == 1)


def _entry(metric: Metric, is_only: bool) -> None:
    if is_only:
        st.markdown(f"**{metric.title}.** {metric.definition}")
        _in_full(metric)
        return
    # Drawn only when it is open: sixty statements of SQL would make the page heavy for everyone.
    place = st.expander(f"**{metric.title}.** {metric.definition}", key=f"entry {metric.name}", on_change="rerun")
    if place.open:
        with place:
            _in_full(metric)


def _in_full(metric: Metric) -> None:
    lines = [f"- **{name}.** {said}" for name, said in facts.beyond_definition(metric)]
    lines += [f"- **Held now.** {_held(metric)}", f"- **Name.** `{metric.name}`"]
    st.markdown("\n".join(lines))
    shown = appearances(metric.name)
    small("It appears on:" if shown else "It appears on no page yet; ask for it at the command line:")
    if shown:
        with st.container(horizontal=True):
            for page in shown:
                st.page_link(f"pages/{page.script}", icon=page.icon)
    st.code(f"python -m metrics show {metric.name}", language=None, wrap_lines=True)
    sql, bound = dictionary.statement(metric)
    small(f"The SQL of the plain question, without breakdown or filter. {bound}")
    # Without a language: the colors of its words would be too pale to read.
    st.code(sql, language=None, wrap_lines=True)


def _held(metric: Metric) -> str:
    """What the present build holds of it: evidence and sources, or what would fill it."""
    result = warehouse.answer(metric.name, Selection())
    rows = drawn(result).dropna(subset="value")
    return result.note if rows.empty else sentences.credit(rows, warehouse.titles())
