"""How executives come in: the first sentence, and the entries of the last known year by way in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis import entries
from metrics.analysis.entries import Entries
from metrics.charts.funnel import draw_funnel
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import composed, flows
from pages.components import figure
from pages.components.opening import opening
from pages.small_print import small
from pages.state import cache, filters


def entered() -> None:
    """How many came in: real figures first, in bold, and what the sample says marked as such."""
    view, selection = filters.view(), filters.selection()
    found = cache.made(_entries, selection)
    known = () if view.agency_code else cache.made(entries.published, cache.warehouse(), view.period)
    said = flows.describe_entries(found, known, view.agency)
    if said:
        opening(said)
    else:
        figure.empty(cache.answer("estimated_entries", selection))


def ways() -> None:
    """The entries of the last year known as a bar that splits by way in, and why a part is unknown."""
    selection = filters.selection()
    came, transferred, outside = _asked(selection)
    found = cache.made(_entries, selection)
    reasons = entries.unknown(came, transferred, outside, found)
    if found is None:
        st.subheader(flows.WAYS_IN, anchor=False)
        figure.empty(came)
    else:
        said, behind = (flows.describe_ways, found), (_in_words, found)
        note = formatting.last_known(found.period, filters.newest(), is_flow=True)
        rows = cache.made(composed.list_ways, found)
        title = flows.WAYS_IN
        figure.figure(came, rows, (draw_funnel, found), title=title, said=said, note=note, behind=behind)
    for reason in reasons:
        small(reason)


def _asked(selection: Selection) -> tuple[Answer, Answer, Answer]:
    came, transferred, outside = (
        cache.answer(name, selection) for name in ("estimated_entries", "transfer_in_share", "outside_hire_share")
    )
    return came, transferred, outside


def _entries(selection: Selection) -> Entries | None:
    return entries.entries(*_asked(selection))


def _in_words(found: Entries) -> pd.DataFrame:
    return composed.tabulate_ways(cache.warehouse(), found)
