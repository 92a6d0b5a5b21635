"""How computed figures compare with published ones, and publishers with each other."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis.reconcile import Reconciliation, reconcile
from metrics.definitions import catalog
from metrics.definitions.metric import Unit
from pages.small_print import DASH, small
from pages.state import cache
from pages.state.replay import drawn_once

RESULTS = {"unexplained": "differs, unexplained", "explained": "differs, explained", "agrees": "agrees"}
UNITS = {unit.word: unit for unit in Unit}
MOST_SHOWN = 25


@drawn_once
def reconciliation() -> None:
    """Every comparison of two figures for the same thing, those that differ first, with the reason."""
    found = cache.made(_reconciled)
    st.subheader("How figures from different places compare", anchor=False)
    small(
        f"{found.words} A difference nobody can explain is a fault of ours: it stands first. Differences are percents "
        "of the published figure."
    )
    shown = cache.packed(_in_words)
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=DASH,
        height="content" if len(shown) <= MOST_SHOWN else "auto",
        alt=f"{len(shown)} comparisons of two figures for the same thing, those that differ first",
        column_config={
            "Population": st.column_config.TextColumn(width="medium"),
            "Difference": st.column_config.NumberColumn(format="%.1f%%"),
        },
    )
    if found.reasons:
        st.markdown("\n".join(f"- **{formatting.capitalize_first(reason)}**: {said}" for reason, said in found.reasons))


def _in_words() -> pd.DataFrame:
    """The comparisons in a reader's words."""
    table = cache.made(_reconciled).table
    rows = table[table["verdict"].isin(RESULTS)]
    known, metrics = cache.titles(), {metric.name: metric for metric in catalog.METRICS}
    flows = {name for name, metric in metrics.items() if metric.is_flow}
    units = [UNITS.get(unit, Unit.AS_STATED) for unit in rows["unit"]]
    shown = rows.assign(
        verdict=rows["verdict"].map(RESULTS),
        indicator=[metrics[name].title if name in metrics else _words(name) for name in rows["indicator"]],
        period=[_when(day, name in flows) for day, name in zip(rows["period"], rows["indicator"], strict=True)],
        group=[_group(group) for group in rows["group"]],
        value=[formatting.format_number(value, unit) for value, unit in zip(rows["value"], units, strict=True)],
        published=[formatting.format_number(value, unit) for value, unit in zip(rows["published"], units, strict=True)],
        source=[formatting.format_source(source, known) for source in rows["source"]],
        published_source=[formatting.format_source(source, known) for source in rows["published_source"]],
    )
    columns = {
        "verdict": "Result",
        "indicator": "Indicator",
        "period": "Period",
        "group": "Population",
        "value": "Ours",
    }
    columns |= {"published": "Published", "difference_percent": "Difference", "reason": "Why", "source": "Our source"}
    return shown[[*columns, "published_source"]].rename(columns=columns | {"published_source": "Published in"})


def _reconciled() -> Reconciliation:
    return reconcile(cache.warehouse())


def _when(day: date, is_flow: bool) -> str:
    return formatting.capitalize_first(formatting.format_time(day, is_flow))


def _group(text: str) -> str:
    """A group's columns and values in the words of their labels: career; Homeland Security."""
    parts = (part.partition("=") for part in text.split("; ") if part)
    said = [cache.warehouse().labels(column).get(value, _words(value or column)) for column, _, value in parts]
    return formatting.capitalize_first("; ".join(said)) or "Governmentwide"


def _words(name: str) -> str:
    """A code or name that has no label, to be read: SL, Senior executive pay plan."""
    return name.upper() if len(name) == 2 else formatting.capitalize_first(name.replace("_", " "))
