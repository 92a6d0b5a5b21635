"""The limits in law: where the government, an agency and every agency stand to them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import charts, formatting
from metrics.analysis.apart import of_title_5
from metrics.analysis.streaks import of_agencies
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.caveats import Caveat
from metrics.definitions.metric import Metric, Scope, find_bound_agency
from metrics.query.selection import Selection
from metrics.text import empty_states
from metrics.text.allocation import describe_one
from pages.components import figure
from pages.components.indicator import rankable
from pages.small_print import DASH, small
from pages.state import cache, filters
from pages.state.replay import drawn_once


@drawn_once
def limits() -> None:
    """Shares of people beside the limits of positions: two of the whole government, one of an agency."""
    st.subheader("The limits in law", anchor=False)
    small(Caveat.PEOPLE_NOT_POSITIONS.value)
    held = cache.warehouse()
    noncareer, limited, view = find("noncareer_share"), find("limited_share"), filters.view()
    whole = Selection.of(end=filters.view().period)
    whose, agency = _agency_row(noncareer.name, whole)
    government = [cache.latest(cache.answer(metric.name, whole)) for metric in (noncareer, limited)]
    bullets: tuple[tuple[str, Metric, Scope, pd.DataFrame], ...] = (
        ("Noncareer, governmentwide", noncareer, "government", government[0]),
        (f"Noncareer, {whose}", noncareer, "agency", agency),
        ("Limited, governmentwide", limited, "government", government[1]),
    )
    for place, (title, metric, scope, row) in zip(st.columns(3), bullets, strict=True):
        with place:
            _bullet(title, metric, scope, row)
            if metric is noncareer and len(row):
                # Of the highest agency too: its share of people would be read as a finding.
                code = str(row["agency_code"].iloc[0]) if "agency_code" in row else find_bound_agency(view.agency_code)
                small(*cache.made(describe_one, held, cache.answer, view.period, code if scope == "agency" else ""))
            elif metric is limited and len(row):
                small(cache.made(of_title_5, cache.answer, view.period, "", limited.name))


def _agency_row(name: str, whole: Selection) -> tuple[str, pd.DataFrame]:
    """The reader's agency, or the highest of those large enough to rank, by name and with its latest row."""
    view = filters.view()
    if view.agency_code:
        code = find_bound_agency(view.agency_code)
        own = replace(whole, where=(("agency_code", (code,)),))
        whose = cache.names_of("agency_code").get(code, code) if code != view.agency_code else view.agency
        return whose, cache.latest(cache.answer(name, own))
    highest, count = cache.made(_highest, name, replace(whole, by=("agency_code",), departments="whole"))
    names = cache.names_of("agency_code")
    first = f"highest of {count} agencies of at least ten executives"
    return ": ".join([first, *(names.get(code, code) for code in highest["agency_code"])]), highest


def _highest(name: str, selection: Selection) -> tuple[pd.DataFrame, int]:
    """The highest agency of those large enough to rank, and how many those are."""
    rows = rankable(cache.answer(name, selection))
    return rows.nlargest(1, "value"), len(rows)


def _bullet(title: str, metric: Metric, scope: Scope, row: pd.DataFrame) -> None:
    if row.empty:
        st.markdown(f"**{title}**")
        small("No figure for this selection.")
        return
    value, evidence = float(row["value"].iloc[0]), str(row["evidence"].iloc[0])
    some, all_of_them = row["numerator"].iloc[0], row["denominator"].iloc[0]
    counted = "" if pd.isna(some) or pd.isna(all_of_them) else f" ({some:,.0f} of {all_of_them:,.0f})"
    st.markdown(f"**{title}**  \n{formatting.number(value, metric.unit)} of executives on board{counted}")
    picture = cache.made(_picture, metric.name, scope, value, evidence, figure.palette())
    figure.chart(picture, key=f"bullet {title}")
    parts = (
        formatting.month(row["period"].iloc[0]),
        formatting.EVIDENCE[evidence],
        formatting.flags(row["flag"].iloc[0]),
    )
    small(" · ".join(filter(None, parts)))


def _picture(name: str, scope: Scope, value: float, evidence: str, colours: Palette) -> Picture:
    metric = find(name)
    return charts.draw_bullet(metric, value, evidence, metric.limit_for(scope), colours)


@drawn_once
def over_a_quarter(name: str, known: str) -> None:
    """A table of the agencies where a share of people is above a quarter, with the most it can be of positions."""
    metric = find(name)
    limit = metric.limit_for("agency")
    selection = Selection.of(by=["agency_code"], end=filters.view().period, departments="whole")
    rows = cache.latest(cache.answer(name, selection))
    rows = rows[rows["agency_code"].ne("") & ~rows["flag"].str.contains("under_four")]
    count = len(rows)
    rows = rows[rows["value"] > limit.value].sort_values("value", ascending=False)
    st.subheader("Agencies with more than a quarter of executives on board noncareer", anchor=False)
    if rows.empty:
        small(f"None of the {count} agencies with at least four executives on board.")
        return
    names = cache.names_of("agency_code")
    bound = cache.latest(cache.answer(known, selection)).set_index("agency_code")
    positions = (
        "the columns on positions give those known to exist and the most that the share of positions can be"
        if len(bound)
        else f"no list of positions is loaded, so the columns on positions hold a dash ({DASH})"
    )
    small(
        f"{len(rows)} of the {count} agencies with at least four executives on board, "
        f"{formatting.month(rows['period'].iloc[0])}; Defense counts as one agency. The law says "
        f"{limit.words}, so none of this is a finding; {positions}."
    )
    st.dataframe(
        pd.DataFrame(
            {
                "Agency": rows["agency_code"].map(lambda code: names.get(code, code)),
                "Noncareer": rows["numerator"],
                "On board": rows["denominator"],
                "Share of people": rows["value"],
                "Known positions": rows["agency_code"].map(bound["denominator"]),
                "Share of positions, at most": rows["agency_code"].map(bound["value"]),
                "For how long": rows["agency_code"].map(_how_long(name, selection)),
                "Note": rows["flag"].map(formatting.flags),
            }
        ),
        hide_index=True,
        placeholder=DASH,
        alt=f"{len(rows)} agencies with more than {limit.value:g}% of executives on board noncareer",
        column_config={
            **dict.fromkeys(("Noncareer", "On board", "Known positions"), st.column_config.NumberColumn(format="%,d")),
            **dict.fromkeys(
                ("Share of people", "Share of positions, at most"), st.column_config.NumberColumn(format="%.1f%%")
            ),
        },
    )


@cache.remembered
def _how_long(name: str, selection: Selection) -> dict[str, str]:
    """For each agency above a quarter of people, in how many counts on end it has been, and since when."""
    result = cache.answer(name, selection)
    found = of_agencies(result, cache.latest(result))
    return {code: empty_states.describe_streak(own) for code, own in found.items()}
