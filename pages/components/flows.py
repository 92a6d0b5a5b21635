"""Comings and goings: whether turnover rose in a sentence, and the account of who came and who left by fiscal year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis import flows
from metrics.analysis.events import Annotation
from metrics.analysis.headline import Headline
from metrics.analysis.part_year import part_year
from metrics.charts import Picture
from metrics.charts.diverging import draw_account
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.query.answer import select_drawn
from metrics.query.gaps import drop_incomplete
from metrics.query.selection import Selection
from metrics.text import flows as sentences_flows
from metrics.text import headlines, tables
from metrics.text.composed import tabulate_account
from pages.components import figure
from pages.components.opening import opening
from pages.state import cache, event_marks, filters

BY_REASON = "separation_group"


def turned(appointment: str, *, rate: str = "separation_rate", count: str = "separations") -> None:
    """Whether turnover rose since the baseline, in bold: told of the rate where it is as new as the count."""
    view, selection = filters.view(), filters.selection(where={"appointment": appointment})
    known = {name: cache.headline(name, selection, view.baseline) for name in (rate, count)}
    name = rate if _is_newer(known[rate], known[count]) else count
    found = known[name]
    if found is None:
        figure.empty(cache.answer(name, selection))
        return
    metric = find(name)
    newest = None
    if not view.agency_code:
        newest = cache.made(part_year, cache.warehouse(), metric, appointment, view.period)
    if newest and newest.last <= found.latest.period:
        newest = None
    result = cache.answer(name, selection)
    series = drop_incomplete(select_drawn(result)).dropna(subset="value")
    said = [sentences_flows.describe_turnover(metric, found, series, newest, appointment, view.agency, result.works)]
    if newest:
        said.append(headlines.write_headline(metric, found, view.agency, appointment))
    opening(said)


def _is_newer(rate: Headline | None, count: Headline | None) -> bool:
    """Whether the rate is as new as the count; what is real comes before the sample."""
    if rate is None or count is None:
        return rate is not None
    rates, counts = ((one.latest.evidence != "sample", one.latest.period) for one in (rate, count))
    return rates >= counts


def account(appointment: str) -> None:
    """Who came and who left by fiscal year; the sample says why in a figure of its own where no real one does."""
    selection = filters.selection(where={"appointment": appointment})
    by_reason = filters.selection(BY_REASON, {"appointment": appointment})
    result = cache.answer("separations", by_reason)
    known = cache.made(_accounts, selection, by_reason)
    title = sentences_flows.write_question(appointment, is_why=False)
    if not known:
        st.subheader(title, anchor=False)
        figure.empty(result)
    for number, rows in enumerate(known):
        happened = event_marks.happened("separations", rows)
        figure.figure(
            result,
            rows,
            (_picture, selection, by_reason, number, appointment, happened),
            title=sentences_flows.write_question(appointment, is_why=number > 0),
            said=(sentences_flows.describe_account, rows),
            note=formatting.last_known(rows["period"].max(), filters.newest(), is_flow=True),
            behind=(_in_words, selection, by_reason, number),
            happened=happened,
        )


def _accounts(selection: Selection, by_reason: Selection) -> Sequence[pd.DataFrame]:
    came, left, net = (cache.answer(name, selection) for name in ("estimated_entries", "separations", "net_change"))
    return flows.accounts(came, left, cache.answer("separations", by_reason), net)


def _picture(
    selection: Selection,
    by_reason: Selection,
    number: int,
    appointment: str,
    happened: tuple[Annotation, ...],
    colours: Palette,
) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), cache.made(_accounts, selection, by_reason)[number])
    return draw_account(rows, colours, f"{appointment} executives", happened)


def _in_words(selection: Selection, by_reason: Selection, number: int) -> pd.DataFrame:
    """The account in a reader's words, newest first."""
    return tabulate_account(cache.warehouse(), cache.made(_accounts, selection, by_reason)[number])
