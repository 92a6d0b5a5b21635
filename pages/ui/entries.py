"""How executives come in: the first sentence, and the entries of the last known year by way in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import entries, sentences, sentences_flows
from metrics.entries import Entries
from metrics.figures.funnel import funnel
from metrics.query import Answer
from metrics.selection import Selection
from pages.ui import filters, frame, warehouse
from pages.ui.small_print import small

TITLE = "Where do those who come in come from?"


def entered() -> None:
    """How many came in: real figures first, in bold, and what the sample says marked as such."""
    view, selection = filters.view(), filters.selection()
    found = warehouse.made(_entries, selection)
    known = () if view.agency_code else warehouse.made(entries.published, warehouse.warehouse(), view.period)
    said = sentences_flows.entered(found, known, view.agency)
    if said:
        st.markdown(" ".join([f"**{said[0]}**", *said[1:]]))
    else:
        frame.empty(warehouse.answer("estimated_entries", selection))


def ways() -> None:
    """The entries of the last year known as a bar that splits by way in, and why a part is unknown."""
    selection = filters.selection()
    came, transferred, outside = _asked(selection)
    found = warehouse.made(_entries, selection)
    reasons = entries.unknown(came, transferred, outside, found)
    if found is None:
        st.subheader(TITLE, anchor=False)
        frame.empty(came)
    else:
        note = sentences.last_known(found.period, filters.newest(), is_flow=True)
        rows = warehouse.made(_rows, found)
        frame.figure(came, rows, (funnel, found), title=TITLE, note=note, behind=(_in_words, found))
    for reason in reasons:
        small(reason)


def _asked(selection: Selection) -> tuple[Answer, Answer, Answer]:
    came, transferred, outside = (
        warehouse.answer(name, selection) for name in ("estimated_entries", "transfer_in_share", "outside_hire_share")
    )
    return came, transferred, outside


def _entries(selection: Selection) -> Entries | None:
    return entries.entries(*_asked(selection))


def _rows(found: Entries) -> pd.DataFrame:
    """The ways in with the people who came by each."""
    ways = pd.DataFrame([{"way": way.name, "value": way.people, "share": way.share} for way in found.ways])
    period, evidence, source, flag = pd.Timestamp(found.period), found.evidence, found.source, found.flag
    return ways.assign(period=period, evidence=evidence, source=source, flag=flag)


def _in_words(found: Entries) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Period": sentences.sentence_case(sentences.when(found.period, True)),
            "Way in": [entries.WAYS[way.name] for way in found.ways],
            "People": [int(way.people) for way in found.ways],
            "Percent": [round(way.share, 1) for way in found.ways],
            "Evidence": sentences.EVIDENCE[found.evidence],
            "Source": sentences.titled(found.source, warehouse.titles()),
            "Note": sentences.flags(found.flag),
        }
    )
