"""The blocks that pages are made of: the first sentence, headlines, figures, the limits in law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from metrics import figures, sentences
from metrics.catalog import find
from metrics.figures import Picture
from metrics.headline import Headline
from metrics.model import Metric, Scope, Unit
from metrics.part_year import part_year
from metrics.query import Answer, drawn
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import filters, frame, warehouse
from pages.ui.small_print import small

Form = Literal["trend", "multiples", "bars", "ranked"]
NOT_RANKED = "too_few|exempt"
MOST_RANKED = 20


@dataclass(frozen=True)
class Only:
    """An indicator of one appointment type, where the whole would mix two stories."""

    appointment: str
    name: str


def _selection(
    by: str | None = None, where: Mapping[str, str | tuple[str, ...]] | None = None, **more: Any
) -> Selection:
    """A question in the reader's view: their agency, up to their period."""
    view = filters.view()
    return Selection.of([by] if by else [], view.where | dict(where or {}), end=view.period, **more)


def _asked(wanted: str | Only) -> tuple[Metric, Answer, Headline | None]:
    name, where = (wanted.name, {"appointment": wanted.appointment}) if isinstance(wanted, Only) else (wanted, {})
    selection = _selection(where=where)
    if find(name).unit is Unit.AGENCIES:
        # A count of agencies is about all of them, whichever one the reader looks at.
        selection = selection.without("agency_code")
    return find(name), warehouse.answer(name, selection), warehouse.headline(name, selection, filters.view().baseline)


def _place(result: Answer) -> str:
    return filters.view().agency if result.selection.values("agency_code") else ""


def _type(wanted: str | Only) -> str:
    return wanted.appointment if isinstance(wanted, Only) else ""


def lead(*wanted: str | Only) -> None:
    """The page's answer in a sentence or two written from the data; the first stands out."""
    asked = [_asked(each) for each in wanted]
    said = [
        sentences.headline(metric, found, _place(result), _type(each))
        for each, (metric, result, found) in zip(wanted, asked, strict=True)
        if found
    ]
    if said:
        st.markdown(" ".join([f"**{said[0]}**", *said[1:]]))
    else:
        frame.empty(asked[0][1])


def part_years(*wanted: Only) -> None:
    """What is published of a year that is not over or not whole, in a line each; nothing for a single agency."""
    if filters.view().agency_code:
        return
    for each in wanted:
        found = part_year(warehouse.warehouse(), find(each.name), each.appointment, filters.view().period)
        if found:
            small(sentences.part_year(find(each.name), found, each.appointment, warehouse.titles()))


def headline(*wanted: str | Only) -> None:
    """Headlines side by side: value, change since the baseline, the shape of the series, and what both rest on."""
    for place, each in zip(st.columns(len(wanted), border=True), wanted, strict=True):
        with place:
            result, found = _card(each)
            if found:
                when = sentences.when(found.latest.period, result.metric.is_flow)
                small(f"{sentences.sentence_case(when)} · {sentences.basis(result.metric, found)}")


def themes(**wanted: str | Only) -> None:
    """A headline per theme with its sentence and the way to its page; each keyword is a page of the section Health."""
    for place, (page, each) in zip(st.columns(len(wanted), border=True), wanted.items(), strict=True):
        with place:
            result, found = _card(each)
            if found:
                small(sentences.headline(result.metric, found, _place(result), _type(each)))
            st.page_link(f"pages/health/{page}.py", icon=":material/arrow_forward:", icon_position="right")


def _card(wanted: str | Only) -> tuple[Answer, Headline | None]:
    """The value, its change and the spark line; or what would fill them."""
    metric, result, found = _asked(wanted)
    title = ", ".join(filter(None, [metric.title, _type(wanted)]))
    # Outside the number's own label, which would be cut where a card is narrow.
    st.markdown(title, help=metric.definition)
    if found is None:
        st.metric(title, "–", label_visibility="collapsed")
        frame.empty(result)
        return result, None
    st.metric(
        title,
        sentences.number(found.latest.value, metric.unit),
        None if found.change is None else sentences.size_of_change(found.change, metric.unit),
        delta_color="off",
        delta_arrow="off" if not found.change else "up" if found.change > 0 else "down",
        label_visibility="collapsed",
    )
    rows = drawn(result).dropna(subset="value")
    if len(rows) > 2:
        frame.chart(warehouse.made(_spark, metric.name, result.selection, frame.palette()), key=f"spark {wanted}")
    return result, found


def _spark(name: str, selection: Selection, colours: Palette) -> Picture:
    rows = drawn(warehouse.answer(name, selection)).dropna(subset="value")
    return figures.spark(find(name), rows, colours)


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
    selection = _selection(by, where, **departments)
    if by == "agency_code":
        selection = selection.without("agency_code")
    result = warehouse.answer(name, selection)
    rows = _rows(as_, result)
    title = title or metric.question
    if rows.empty:
        st.subheader(title, anchor=False)
        frame.empty(result)
        return
    picture = warehouse.made(_picture, as_, name, selection, beside, filters.view().agency_code, frame.palette())
    frame.figure(
        result,
        rows,
        picture,
        title=title,
        is_latest_only=as_ == "ranked",
        note=_note(as_, result, rows),
        aside=_left_out(result) if as_ == "ranked" else ("", ""),
    )


def _rows(form: Form, result: Answer) -> pd.DataFrame:
    """What is drawn: the whole series, or for a ranking the last period's groups that are large enough to rank."""
    if form == "ranked":
        return rankable(result).nlargest(MOST_RANKED, "value")
    return drawn(result).dropna(subset="value")


def _picture(form: Form, name: str, selection: Selection, beside: str, chosen: str, colours: Palette) -> Picture:
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
                names |= {chosen: f"<b>{names[chosen]}</b>"}
            return figures.ranked(metric, rows, colours, by=str(by), names=names, limit=limit, beside=words)
        case "multiples":
            return figures.multiples(metric, rows, colours, by=str(by), names=names)
        case "bars":
            return figures.bars(metric, rows, colours, by=str(by), names=names)
    return figures.trend(metric, rows, colours, by=by, names=names, limit=limit if by is None else None)


def _words_beside(name: str, selection: Selection) -> dict[str, str]:
    rows = warehouse.latest(warehouse.answer(name, selection))
    return {row.agency_code: sentences.headroom(row.value) for row in rows.itertuples()}


def _note(form: Form, result: Answer, rows: pd.DataFrame) -> str:
    """What a reader must know to read the chart: how much of a ranking it shows, or that a series has ended."""
    if form != "ranked":
        return sentences.last_known(rows["period"].max(), filters.newest(), result.metric.is_flow)
    held = len(rankable(result))
    return f"The {len(rows)} highest of {held}; all are in the table." if held > len(rows) else ""


def _left_out(result: Answer) -> tuple[str, str]:
    """The groups too small to rank, counted and named."""
    few, by = warehouse.latest(result), result.selection.by[0]
    few = few[few["flag"].str.contains(NOT_RANKED) & few[by].fillna("").ne("")]
    names = warehouse.names_of(by)
    label = f"{len(few)} left out of the ranking: fewer than ten" if len(few) else ""
    return label, f"{sentences.listed(sorted(names.get(code, code) for code in few[by]))}."


def rankable(result: Answer) -> pd.DataFrame:
    """The latest rows of groups that have a name and are large enough to rank."""
    rows = warehouse.latest(result)
    is_named = rows[[*result.selection.by]].fillna("").ne("").all(axis=1)
    return rows[is_named & ~rows["flag"].str.contains(NOT_RANKED)]
