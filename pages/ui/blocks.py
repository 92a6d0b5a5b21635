"""The block that shows one indicator in full, in the form that fits its question."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from metrics import figures, sentences
from metrics.annotations import Annotation
from metrics.catalog import find
from metrics.figures import Picture
from metrics.model import Scope
from metrics.query import Answer, drawn
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import annotated, filters, frame, warehouse

Form = Literal["trend", "multiples", "bars", "ranked"]
NOT_RANKED = "too_few|exempt"
MOST_RANKED = 20


def indicator(
    name: str,
    *,
    as_: Form = "trend",
    by: str | None = None,
    beside: str = "",
    title: str = "",
    **where: str | tuple[str, ...],
) -> None:
    """One indicator in full, drawn in the form given; `beside` names one whose words join each row of a ranking."""
    metric = find(name)
    departments = {"departments": "whole"} if as_ == "ranked" and by == "agency_code" else {}
    selection = filters.selection(by, where, **departments)
    if by == "agency_code":
        selection = selection.without("agency_code")
    result = warehouse.answer(name, selection)
    rows = _rows(as_, result)
    title = title or metric.question
    if rows.empty:
        st.subheader(title, anchor=False)
        frame.empty(result)
        return
    happened = () if as_ == "ranked" else annotated.happened(name, rows)
    chosen = filters.view().agency_code
    picture = warehouse.made(_picture, as_, name, selection, beside, chosen, happened, frame.palette())
    frame.figure(
        result,
        rows,
        picture,
        title=title,
        is_latest_only=as_ == "ranked",
        note=_note(as_, result, rows),
        aside=_left_out(result) if as_ == "ranked" else ("", ""),
        happened=happened,
    )


@warehouse.remembered
def _rows(form: Form, result: Answer) -> pd.DataFrame:
    """What is drawn: the whole series, or for a ranking the last period's groups that are large enough to rank."""
    if form == "ranked":
        return rankable(result).nlargest(MOST_RANKED, "value")
    return drawn(result).dropna(subset="value")


def _picture(
    form: Form,
    name: str,
    selection: Selection,
    beside: str,
    chosen: str,
    happened: tuple[Annotation, ...],
    colours: Palette,
) -> Picture:
    """An indicator drawn; in a ranking the agency `chosen` by the reader stands out."""
    metric, result = find(name), warehouse.answer(name, selection)
    known = warehouse.titles()
    rows = _rows(form, result)
    rows = rows.assign(source=rows["source"].map(lambda source: sentences.titled(source, known)))
    by = selection.by[0] if selection.by else None
    names = warehouse.names_of(by) if by else {}
    scope: Scope = "agency" if "agency_code" in selection.columns else "government"
    limit = next(iter(metric.limits_for(scope)), None)
    match form:
        case "ranked":
            words = _words_beside(beside, selection) if beside else {}
            if chosen in names:
                names = {**names, chosen: f"<b>{names[chosen]}</b>"}
            return figures.ranked(metric, rows, colours, by=str(by), names=names, limit=limit, beside=words)
        case "multiples":
            return figures.multiples(metric, rows, colours, by=str(by), names=names, happened=happened)
        case "bars":
            return figures.bars(metric, rows, colours, by=str(by), names=names, happened=happened)
    line = limit if by is None else None
    newest = filters.newest()
    return figures.trend(metric, rows, colours, by=by, names=names, limit=line, happened=happened, newest=newest)


def _words_beside(name: str, selection: Selection) -> dict[str, str]:
    rows = warehouse.latest(warehouse.answer(name, selection))
    return {row.agency_code: sentences.headroom(row.value) for row in rows.itertuples()}


def _note(form: Form, result: Answer, rows: pd.DataFrame) -> str:
    """What a reader must know to read the chart: how much of a ranking it shows, or that a series has ended."""
    if form != "ranked":
        return sentences.last_known(rows["period"].max(), filters.newest(), result.metric.is_flow)
    held = len(rankable(result))
    return f"The {len(rows)} highest of {held}; all are in the table." if held > len(rows) else ""


@warehouse.remembered
def _left_out(result: Answer) -> tuple[str, str]:
    """The groups too small to rank, counted and named."""
    few, by = warehouse.latest(result), result.selection.by[0]
    few = few[few["flag"].str.contains(NOT_RANKED) & few[by].fillna("").ne("")]
    names = warehouse.names_of(by)
    label = f"{len(few)} left out of the ranking: fewer than ten" if len(few) else ""
    return label, f"{sentences.listed(sorted(names.get(code, code) for code in few[by]))}."


@warehouse.remembered
def rankable(result: Answer) -> pd.DataFrame:
    """The latest rows of groups that have a name and are large enough to rank."""
    rows = warehouse.latest(result)
    is_named = rows[[*result.selection.by]].fillna("").ne("").all(axis=1)
    return rows[is_named & ~rows["flag"].str.contains(NOT_RANKED)]
