"""The blocks of the page on one agency: all agencies to choose from, every headline beside its peers, trends."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics import catalog, horizons, in_words, sentences, sentences_peers
from metrics.annotations import Annotation
from metrics.beside import has_rank, median_over_time, standing
from metrics.catalog import find
from metrics.figures import Picture
from metrics.figures.overlay import overlay
from metrics.headline import Headline, of_answer
from metrics.model import Metric, Unit
from metrics.query import DEFENSE_COMPONENTS, Answer, drawn
from metrics.theme import Palette
from pages.ui import annotated, by_agency, filters, frame, warehouse
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
    counts = warehouse.latest(by_agency.compared("on_board", "", view.period))
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
        ranked = by_agency.ranked(name, "", view.period).table
        # Beside real counts no sample: the table has no room to mark each cell.
        real = ranked[ranked["rank"].notna() & ranked["evidence"].ne("sample")]
        rows[name] = real.set_index(AGENCY)["value"].reindex(rows.index)
    return rows.sort_values("on_board", ascending=False)


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
    asked = [
        (metric, part)
        for metric in catalog.METRICS
        if AGENCY in metric.breakdowns and metric.unit is not Unit.AGENCIES
        for part in (metric.headlines or ("",))
        if part or not metric.always_by or by_agency.is_bound(metric)
    ]
    questions = [(metric.name, by_agency.question(metric, part, view.period)) for metric, part in asked]
    questions += [(metric.name, by_agency.whole(metric, part, view.period)) for metric, part in asked]
    warehouse.ask_side_by_side(questions)
    return pd.DataFrame([row for metric, part in asked if (row := _told(metric, part, view))])


def _own(name: str, part: str, view: View) -> Answer:
    return by_agency.own(name, part, view.agency_code, view.period)


def _told(metric: Metric, part: str, view: View) -> dict[str, str] | None:
    """An indicator's row of the table in words; None where nothing is known of the agency."""
    own = of_answer(_own(metric.name, part, view), view.baseline)
    ranked = by_agency.ranked(metric.name, part, view.period) if has_rank(metric) else None
    found = standing(
        own, ranked, warehouse.answer(metric.name, by_agency.whole(metric, part, view.period)), view.agency_code
    )
    if found is None:
        return None

    def said(value: float | None) -> str:
        return "–" if value is None else sentences.number(value, metric.unit)

    return {
        "Indicator": _title(metric, part),
        "Here": said(found.value),
        "Government": "–" if by_agency.is_bound(metric) else said(found.government),
        "Peers' median": said(found.median),
        "Rank": sentences_peers.rank(metric, found),
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
    rows = pd.concat([part.assign(of=line) for line, part in lines], ignore_index=True)
    happened = annotated.happened(metric.name, rows)
    result = _own(metric.name, _first(metric), view)
    note = sentences_peers.measured_by(_group(view.agency_code)) if len(lines) > 2 else ""
    drawing, behind = (_picture, metric.name, view, happened), (_behind, metric.name, view)
    frame.figure(result, rows, drawing, title=metric.question, note=note, behind=behind, happened=happened)


def _first(metric: Metric) -> str:
    """Of an indicator's several values the one that is drawn."""
    return metric.headlines[0] if metric.headlines else ""


@warehouse.remembered
def _lines(name: str, view: View) -> Sequence[tuple[str, pd.DataFrame]]:
    """The series by their names, of the kind of evidence that the agency has; none without a figure of the agency."""
    metric = find(name)
    part = _first(metric)
    own = drawn(_own(name, part, view)).dropna(subset="value")
    if own.empty:
        return []
    whole = warehouse.answer(name, by_agency.whole(metric, part, view.period)).table.dropna(subset="value")
    every = by_agency.compared(name, part, view.period)
    counts = by_agency.compared("on_board", "", view.period)
    known = warehouse.warehouse().agencies
    group = known.loc[known["size_group"] == _group(view.agency_code), AGENCY]
    median = median_over_time(every, counts, list(group))
    is_sample = own["evidence"].eq("sample").all()
    held = {view.agency: own, GOVERNMENT: whole, PEERS: median}
    alike = {line: rows[(rows["evidence"] == "sample") == is_sample] for line, rows in held.items()}
    return [(line, rows) for line, rows in alike.items() if len(rows)]


def _picture(name: str, view: View, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    metric, held = find(name), warehouse.warehouse()
    lines = [(line, in_words.credited(held, rows)) for line, rows in _lines(name, view)]
    limit = next(iter(metric.limits_for("agency")), None)
    newest = filters.newest()
    return overlay(metric, lines, colours, is_beside=True, limit=limit, happened=happened, newest=newest)


def _behind(name: str, view: View) -> pd.DataFrame:
    metric, held = find(name), warehouse.warehouse()
    parts = [
        pd.DataFrame(
            {
                "Period": [sentences.sentence_case(sentences.when(day, metric.is_flow)) for day in rows["period"]],
                "Of": line,
                metric.title: [sentences.number(value, metric.unit) for value in rows["value"]],
                "Evidence": rows["evidence"].map(sentences.EVIDENCE),
                "Source": in_words.credited(held, rows)["source"],
                "Note": rows["flag"].map(sentences.flags),
            }
        ).iloc[::-1]
        for line, rows in _lines(name, view)
    ]
    return pd.concat(parts, ignore_index=True)
