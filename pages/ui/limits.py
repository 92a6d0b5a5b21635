"""The limits in law: where the government, an agency and every agency stand to them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import figures, sentences, sentences_places
from metrics.catalog import find
from metrics.figures import Picture
from metrics.model import Metric, Scope, bound_as
from metrics.selection import Selection
from metrics.streaks import of_agencies
from metrics.theme import Palette
from pages.ui import filters, frame, warehouse
from pages.ui.again import drawn_once
from pages.ui.blocks import rankable
from pages.ui.small_print import small


@drawn_once
def limits() -> None:
    """The statutory limits: two for the whole government, and a quarter for the reader's agency or else the highest."""
    st.subheader("The limits in law", anchor=False)
    small("Shares of people on board; the law counts positions, so every vacancy pushes these shares up.")
    noncareer, limited = find("noncareer_share"), find("limited_share")
    whole = Selection.of(end=filters.view().period)
    whose, agency = _agency_row(noncareer.name, whole)
    government = [warehouse.latest(warehouse.answer(metric.name, whole)) for metric in (noncareer, limited)]
    bullets: tuple[tuple[str, Metric, Scope, pd.DataFrame], ...] = (
        ("Noncareer, governmentwide", noncareer, "government", government[0]),
        (f"Noncareer, {whose}", noncareer, "agency", agency),
        ("Limited, governmentwide", limited, "government", government[1]),
    )
    for place, (title, metric, scope, row) in zip(st.columns(3), bullets, strict=True):
        with place:
            _bullet(title, metric, scope, row)


def _agency_row(name: str, whole: Selection) -> tuple[str, pd.DataFrame]:
    """The reader's agency, or the highest of those large enough to rank, by name and with its latest row."""
    view = filters.view()
    if view.agency_code:
        code = bound_as(view.agency_code)
        own = replace(whole, where=(("agency_code", (code,)),))
        whose = warehouse.names_of("agency_code").get(code, code) if code != view.agency_code else view.agency
        return whose, warehouse.latest(warehouse.answer(name, own))
    highest = warehouse.made(_highest, name, replace(whole, by=("agency_code",), departments="whole"))
    names = warehouse.names_of("agency_code")
    return ": ".join(["highest agency", *(names.get(code, code) for code in highest["agency_code"])]), highest


def _highest(name: str, selection: Selection) -> pd.DataFrame:
    return rankable(warehouse.answer(name, selection)).nlargest(1, "value")


def _bullet(title: str, metric: Metric, scope: Scope, row: pd.DataFrame) -> None:
    if row.empty:
        st.markdown(f"**{title}**")
        small("No figure for this selection.")
        return
    value, evidence = float(row["value"].iloc[0]), str(row["evidence"].iloc[0])
    is_judged = scope == "government" or evidence != "sample"
    stands = sentences.position(value, metric.limit_for(scope)) if is_judged else sentences.EVIDENCE[evidence]
    st.markdown(f"**{title}**  \n{sentences.number(value, metric.unit)}, {stands}")
    picture = warehouse.made(_picture, metric.name, scope, value, evidence, frame.palette())
    frame.chart(picture, key=f"bullet {title}")
    parts = (sentences.month(row["period"].iloc[0]), sentences.EVIDENCE[evidence], sentences.flags(row["flag"].iloc[0]))
    small(" · ".join(filter(None, parts)))


def _picture(name: str, scope: Scope, value: float, evidence: str, colours: Palette) -> Picture:
    metric = find(name)
    return figures.bullet(metric, value, evidence, metric.limit_for(scope), colours)


@drawn_once
def over_the_line(name: str, headroom: str) -> None:
    """A table of the agencies above the agency limit: numbers, what they are held against, and the room in words."""
    limit = find(headroom).limit_for("agency")
    selection = Selection.of(by=["agency_code"], end=filters.view().period, departments="whole")
    rows = warehouse.latest(warehouse.answer(headroom, selection))
    rows = rows[rows["value"] < 0]
    st.subheader(f"Agencies above the {limit.value:g}% line", anchor=False)
    if rows.empty:
        small("No agency of at least four positions, or executives on board, stands above the line.")
        return
    small(
        f"Agencies with at least four positions, or executives on board, {sentences.month(rows['period'].iloc[0])}. "
        f"The law says {limit.words}; Defense counts as one agency."
    )
    names = warehouse.names_of("agency_code")
    # Room in people is no rate: that a share rests on few people is said where it is one.
    above = warehouse.latest(warehouse.answer(name, selection))
    said = dict(zip(above["agency_code"], above["flag"], strict=True))
    st.dataframe(
        pd.DataFrame(
            {
                "Agency": rows["agency_code"].map(lambda code: names.get(code, code)),
                "Noncareer": rows["numerator"],
                "Of": rows["denominator"],
                "Held against": rows["basis"].map(sentences.base),
                "Share": 100 * rows["numerator"] / rows["denominator"],
                "To the line": rows["value"].map(sentences.headroom),
                "Above it": rows["agency_code"].map(_how_long(headroom, selection)),
                "Note": rows["agency_code"].map(lambda code: sentences.flags(said.get(code, ""))),
            }
        ).sort_values("Share", ascending=False),
        hide_index=True,
        alt=f"{len(rows)} agencies above the {limit.value:g}% line",
        column_config={
            **dict.fromkeys(("Noncareer", "Of"), st.column_config.NumberColumn(format="%,d")),
            "Share": st.column_config.NumberColumn(format="%.1f%%"),
        },
    )


@warehouse.remembered
def _how_long(name: str, selection: Selection) -> dict[str, str]:
    """For each agency above the line, in how many counts on end it has stood there, and since when."""
    result = warehouse.answer(name, selection)
    found = of_agencies(result, warehouse.latest(result))
    return {code: sentences_places.streak(own) for code, own in found.items()}
