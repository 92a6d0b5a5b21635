"""The blocks of the page on one agency: all agencies to choose from, every headline beside its peers, trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from metrics import catalog, horizons, sentences, sentences_peers
from metrics.annotations import Annotation
from metrics.beside import has_rank, median_over_time, standing
from metrics.catalog import find
from metrics.figures import Picture
from metrics.figures.overlay import overlay
from metrics.headline import Headline
from metrics.model import Metric, Unit
from metrics.peers import Peers, peers
from metrics.query import DEFENSE_COMPONENTS, drawn
from metrics.selection import Selection
from metrics.theme import Palette
from pages.ui import annotated, filters, frame, warehouse
from pages.ui.filters import View
from pages.ui.small_print import small

AGENCY = "agency_code"
PEERS, GOVERNMENT = "Peers", "All agencies"
TALLEST = 560
AT_A_GLANCE = ("noncareer_share", "limited_share", "average_length_of_service")


def is_chosen() -> bool:
    """Whether the reader has chosen an agency."""
    return bool(filters.view().agency_code)


def directory() -> None:
    """Every agency with executives, largest first; a row chosen becomes the reader's agency."""
    rows = _directory(filters.view())
    if rows.empty:
        frame.empty(warehouse.answer("on_board", filters.selection(AGENCY)))
        return
    held = rows.dropna(subset="on_board")
    few = int((held["on_board"] < 10).sum())
    st.markdown(sentences_peers.everyone(len(held), held["period"].iloc[0], *_most(held), few))
    small(sentences_peers.CHOOSE)
    st.dataframe(
        rows[["agency", "group", "on_board", *AT_A_GLANCE]].rename(
            columns={"agency": "Agency", "group": "Size group", "on_board": "Executives"}
            | {name: find(name).title for name in AT_A_GLANCE}
        ),
        hide_index=True,
        height=TALLEST,
        key="directory",
        on_select=_choose,
        selection_mode="single-row",
        alt=f"{len(rows)} agencies with their executives on board, largest first",
        column_config={
            "Executives": st.column_config.NumberColumn(format="%,d"),
            **{
                find(name).title: st.column_config.NumberColumn(format=frame.FORMATS[find(name).unit])
                for name in AT_A_GLANCE
            },
        },
    )
    small("Where nothing is known of an agency, or fewer than ten people stand behind a number, it is left out (None).")


def _most(rows: pd.DataFrame) -> tuple[str, float]:
    return rows["agency"].iloc[0], float(rows["on_board"].iloc[0])


def _choose() -> None:
    """Take the row that the reader chose as the agency of every page."""
    chosen = st.session_state["directory"].selection.rows
    if chosen:
        st.session_state["agency"] = _directory(filters.view())["agency"].iloc[chosen[0]]


@warehouse.remembered
def _directory(view: View) -> pd.DataFrame:
    """The agencies of the last count, Defense as one, with the indicators known of those large enough."""
    asked = Selection.of([AGENCY], end=view.period, departments="whole")
    counts = warehouse.latest(warehouse.answer("on_board", asked))
    counts = counts[counts[AGENCY].ne("") & counts["value"].gt(0)]
    known = warehouse.warehouse().agencies.set_index(AGENCY)
    rows = pd.DataFrame(
        {
            "agency": counts[AGENCY].map(known["name"]).fillna(counts[AGENCY]),
            "group": counts[AGENCY].map(known["size_group"]).fillna("").map(sentences.sentence_case),
            "on_board": counts["value"],
            "period": counts["period"],
        }
    ).set_index(counts[AGENCY])
    for name in AT_A_GLANCE:
        ranked = _ranking(name, asked.end, "").table
        # Beside real counts no sample: the table has no room to mark each cell.
        real = ranked[ranked["rank"].notna() & ranked["evidence"].ne("sample")]
        rows[name] = real.set_index(AGENCY)["value"].reindex(rows.index)
    return rows.sort_values("on_board", ascending=False)


@warehouse.remembered
def _ranking(name: str, end: date | None, part: str) -> Peers:
    """All agencies ranked on an indicator up to a period."""
    metric = find(name)
    where = {metric.always_by[0]: part} if part else {}
    return peers(warehouse.warehouse(), metric, None, Selection.of(where=where, end=end))


def every_headline() -> None:
    """Every indicator that is known by agency: the agency's value, the government's, the peers' median, its rank."""
    view = filters.view()
    st.subheader(f"{view.agency} beside the government and its peers", anchor=False)
    if view.agency_code in DEFENSE_COMPONENTS:
        small(sentences_peers.IN_PARTS)
    rows = _every_headline(view)
    if rows.empty:
        small(f"No indicator has a figure of the {view.agency} in this period.".replace("the the ", "the "))
        return
    small(sentences_peers.measured_by(_group(view.agency_code)))
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        alt=f"{len(rows)} indicators of the {view.agency}, of the whole government and of its peers, with ranks",
        column_config={"Indicator": st.column_config.TextColumn(width="medium", pinned=True)},
    )


def _group(code: str) -> str:
    known = warehouse.warehouse().agencies.set_index(AGENCY)["size_group"]
    return str(known.get(code, ""))


@warehouse.remembered
def _every_headline(view: View) -> pd.DataFrame:
    told = [
        row
        for metric in catalog.METRICS
        if AGENCY in metric.breakdowns and metric.unit is not Unit.AGENCIES
        for part in (metric.headlines or ("",))
        if not (metric.always_by and not part and metric.always_by != (AGENCY,))
        if (row := _told(metric, part, view))
    ]
    return pd.DataFrame(told)


def _told(metric: Metric, part: str, view: View) -> dict[str, str] | None:
    """An indicator's row of the table in words; None where nothing is known of the agency."""
    where = {metric.always_by[0]: part} if part else {}
    asked = Selection.of(where=view.where | where, end=view.period)
    own = warehouse.headline(metric.name, asked, view.baseline)
    ranking = _ranking(metric.name, view.period, part) if has_rank(metric) else None
    whole = warehouse.answer(metric.name, asked.without(AGENCY))
    found = standing(own, ranking, whole, view.agency_code)
    if found is None:
        return None

    def said(value: float | None) -> str:
        return "–" if value is None else sentences.number(value, metric.unit)

    rank = sentences_peers.rank(metric, found)
    return {
        "Indicator": _title(metric, part),
        "Here": said(found.value),
        "Government": "–" if metric.always_by == (AGENCY,) else said(found.government),
        "Peers' median": said(found.median),
        "Rank": rank,
        "Since the baseline": _moved(own, metric),
        "When": sentences.sentence_case(sentences.when(found.period, metric.is_flow)),
        "Evidence": sentences.EVIDENCE[found.evidence],
        "Theme": metric.theme,
    }


def _moved(own: Headline | None, metric: Metric) -> str:
    return "no baseline" if own is None or own.change is None else sentences.moved(own.change, metric.unit)


def _title(metric: Metric, part: str) -> str:
    if not part:
        return metric.title
    if metric.always_by == (horizons.HORIZON,):
        return horizons.at(metric, int(part)).title
    return f"{metric.title}: {warehouse.names_of(metric.always_by[0]).get(part, part).replace('_', ' ')}"


def trends(*names: str) -> None:
    """Indicators over time: the agency, the whole government, and the median of the agency's peers."""
    for name in names:
        _trend(find(name), filters.view())


def _trend(metric: Metric, view: View) -> None:
    lines = _lines(metric.name, view)
    if not lines:
        st.subheader(metric.question, anchor=False)
        small(sentences_peers.not_known_of(metric, view.agency))
        return
    rows = pd.concat([part for _, part in lines], ignore_index=True)
    happened = annotated.happened(metric.name, rows)
    picture = warehouse.made(_picture, metric.name, view, happened, frame.palette())
    result = warehouse.answer(metric.name, _asked(metric, view))
    note = sentences_peers.measured_by(_group(view.agency_code)) if len(lines) > 2 else ""
    behind = warehouse.packed(_behind, metric.name, view)
    frame.figure(result, rows, picture, title=metric.question, note=note, behind=behind, happened=happened)


def _asked(metric: Metric, view: View) -> Selection:
    where = {metric.always_by[0]: metric.headlines[0]} if metric.headlines else {}
    return Selection.of(where=view.where | where, end=view.period)


@warehouse.remembered
def _lines(name: str, view: View) -> Sequence[tuple[str, pd.DataFrame]]:
    """The series by their names, of the kind of evidence that the agency has; none without a figure of the agency."""
    asked = _asked(find(name), view)
    own = drawn(warehouse.answer(name, asked)).dropna(subset="value")
    if own.empty:
        return []
    whole = warehouse.answer(name, asked.without(AGENCY)).table.dropna(subset="value")
    every = replace(asked.without(AGENCY), by=(AGENCY,), departments="whole")
    counts = warehouse.answer("on_board", Selection.of([AGENCY], end=view.period, departments="whole"))
    known = warehouse.warehouse().agencies
    group = known.loc[known["size_group"] == _group(view.agency_code), AGENCY]
    median = median_over_time(warehouse.answer(name, every), counts, list(group))
    is_sample = own["evidence"].eq("sample").all()
    held = {view.agency: own, GOVERNMENT: whole, PEERS: median}
    alike = {line: rows[(rows["evidence"] == "sample") == is_sample] for line, rows in held.items()}
    return [(line, rows) for line, rows in alike.items() if len(rows)]


def _picture(name: str, view: View, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    metric, known = find(name), warehouse.titles()
    lines = [
        (line, rows.assign(source=rows["source"].map(lambda source: sentences.titled(source, known))))
        for line, rows in _lines(name, view)
    ]
    limit = next(iter(metric.limits_for("agency")), None)
    newest = filters.newest()
    return overlay(metric, lines, colours, is_beside=True, limit=limit, happened=happened, newest=newest)


def _behind(name: str, view: View) -> pd.DataFrame:
    metric, known = find(name), warehouse.titles()
    parts = [
        pd.DataFrame(
            {
                "Period": [sentences.sentence_case(sentences.when(day, metric.is_flow)) for day in rows["period"]],
                "Of": line,
                metric.title: [sentences.number(value, metric.unit) for value in rows["value"]],
                "Evidence": rows["evidence"].map(sentences.EVIDENCE),
                "Source": [sentences.titled(source, known) for source in rows["source"]],
                "Note": rows["flag"].map(sentences.flags),
            }
        ).iloc[::-1]
        for line, rows in _lines(name, view)
    ]
    return pd.concat(parts, ignore_index=True)
