"""Every agency with executives, largest first, to choose one from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formatting
from metrics.analysis.apart import at_justice
from metrics.analysis.by_agency import AGENCY
from metrics.definitions.catalog import find
from metrics.text import peers as sentences_peers
from pages.components import figure
from pages.small_print import DASH, small
from pages.state import agency_answers, cache, filters
from pages.state.filters import View

TALLEST = 560
AT_MOST = "noncareer_share_of_known_positions"
AT_A_GLANCE = ("noncareer_share", AT_MOST, "limited_share", "average_length_of_service")
HEADS = {"noncareer_share": "Noncareer, share of people on board", AT_MOST: "Noncareer, share of positions at most"}


def directory() -> None:
    """Every agency with executives, largest first; a row chosen becomes the reader's agency."""
    rows = _directory(filters.view())
    if rows.empty:
        figure.empty(cache.answer("on_board", filters.selection(AGENCY)))
        return
    held = rows.dropna(subset="on_board")
    few = int((held["on_board"] < 10).sum())
    st.markdown(sentences_peers.describe_everyone(len(held), held["period"].iloc[0], *_most(held), few))
    small(sentences_peers.CHOOSE)
    # Positions are known only where a listing of them is loaded.
    heads = {name: _head(name, rows) for name in AT_A_GLANCE if name != AT_MOST or rows[name].notna().any()}
    executives = f"Executives, {held['period'].iloc[0]:%B %Y}"
    st.dataframe(
        rows[["agency", "group", "on_board", *heads]].rename(
            columns={"agency": "Agency", "group": "Size group", "on_board": executives} | heads
        ),
        hide_index=True,
        height=TALLEST,
        key="directory",
        on_select=_choose,
        selection_mode="single-row",
        placeholder=DASH,
        alt=f"{len(rows)} agencies with their executives on board, largest first",
        column_config={
            executives: st.column_config.NumberColumn(format="%,d"),
            **{
                head: st.column_config.NumberColumn(format=figure.FORMATS[find(name).unit])
                for name, head in heads.items()
            },
        },
    )
    small(
        f"{DASH}: not known, or fewer than ten people behind the number.",
        cache.made(at_justice, cache.answer, filters.view().period),
    )


def _head(name: str, rows: pd.DataFrame) -> str:
    """An indicator's title with the month that its column is of, for the columns are not all of one."""
    title, known = HEADS.get(name, find(name).title), rows[_month_of(name)].dropna()
    return f"{title}, {known.iloc[0]:%B %Y}" if len(known) else title


def _month_of(name: str) -> str:
    return f"{name} month"


def _most(rows: pd.DataFrame) -> tuple[str, float]:
    return rows["agency"].iloc[0], float(rows["on_board"].iloc[0])


def _choose() -> None:
    """Take the row that the reader chose as the agency of every page."""
    chosen = st.session_state["directory"].selection.rows
    if chosen:
        st.session_state["agency"] = _directory(filters.view())["agency"].iloc[chosen[0]]


@cache.remembered
def _directory(view: View) -> pd.DataFrame:
    """The agencies of the last count, Defense as one; of those large enough what else is known, and of which month."""
    counts = cache.latest(agency_answers.compared("on_board", "", view.period))
    counts = counts[counts[AGENCY].ne("") & counts["value"].gt(0)]
    known = cache.warehouse().agencies.set_index(AGENCY)
    rows = pd.DataFrame(
        {
            "agency": counts[AGENCY].map(known["name"]).fillna(counts[AGENCY]),
            "group": counts[AGENCY].map(known["size_group"]).fillna("").map(formatting.sentence_case),
            "on_board": counts["value"],
            "period": counts["period"],
        }
    ).set_index(counts[AGENCY])
    for name in AT_A_GLANCE:
        peers = agency_answers.ranked(name, "", view.period)
        # Beside real counts no sample: the table has no room to mark each cell.
        real = peers.table[peers.table["rank"].notna() & peers.table["evidence"].ne("sample")]
        of_agency = real.set_index(AGENCY)
        rows[name] = of_agency["value"].reindex(rows.index)
        rows[_month_of(name)] = pd.Timestamp(peers.period) if peers.period and len(real) else pd.NaT
    return rows.sort_values("on_board", ascending=False)
