"""Who can retire: the answer in words, the fans, agencies by horizon, the trend, and what an estimate can tell."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.analysis import horizons
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.fan import draw_fan, draw_spread
from metrics.charts.heat import draw_heat_map
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.exhibits import forms
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import retirement, tables
from pages.components import figure
from pages.components.indicator import rankable
from pages.components.opening import opening
from pages.small_print import small
from pages.state import cache, demonstration, event_marks, filters

PEOPLE, SHARE = "retirement_eligible", "retirement_eligible_share"
MOST_AGENCIES = 25


def able() -> None:
    """How many career executives can retire at once and within five years; the first sentence stands out."""
    people, shares = (cache.answer(name, filters.selection(horizons.HORIZON)) for name in (PEOPLE, SHARE))
    said = cache.made(retirement.describe_able, people, shares, filters.view().agency)
    if said:
        opening(said)
    else:
        unfilled(people)


def unfilled(result: Answer) -> None:
    """What a figure of estimates says without one: what would bring estimates, or that this selection has none."""
    if horizons.estimated(cache.answer(PEOPLE, Selection())).empty:
        demonstration.unfilled(f"{result.metric.title}: no estimate yet. {result.metric.need.value}")
    else:
        small(f"{result.metric.title}: nobody in this selection whose age and service are known.")


def fans(*names: str) -> None:
    """Indicators of all horizons side by side, each as a fan with its bounds and what is published."""
    for place, name in zip(st.columns(len(names)), names, strict=True):
        with place:
            _fan(name)


def _fan(name: str) -> None:
    metric, selection = find(name), filters.selection(horizons.HORIZON)
    result = cache.answer(name, selection)
    rows = cache.made(horizons.ahead, result)
    if rows.empty:
        st.subheader(metric.question, anchor=False)
        unfilled(result)
        return
    note = " ".join(retirement.list_bounds(metric, rows))
    said = (retirement.describe_fan, result)
    figure.figure(result, rows, (_fan_picture, result), title=metric.question, said=said, note=note)


def _fan_picture(result: Answer, colours: Palette) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), horizons.ahead(result))
    return draw_fan(result.metric, rows, colours, retirement.describe_fan(result))


def by_agency(name: str, title: str) -> None:
    """Agencies large enough to rank, by horizon; the reader's own stands among them even where it ranks lower."""
    # Only the horizons of the map: at another one a single figure is published, which would hide all the others.
    shown = {horizons.HORIZON: tuple(f"{years}" for years in horizons.ON_PAGES)}
    selection = filters.selection(where=shown, departments="whole").without("agency_code")
    selection = replace(selection, by=("agency_code", horizons.HORIZON))
    result = cache.answer(name, selection)
    chosen = filters.view().agency_code
    rows, held = cache.made(_ranked, result, chosen)
    if rows.empty:
        st.subheader(title, anchor=False)
        unfilled(result)
        return
    drawn_of_them = rows["agency_code"].nunique()
    some = f"{drawn_of_them} of {held} agencies of at least ten. " if held > drawn_of_them else ""
    special = retirement.describe_special_rules(result.metric)
    note = f"{some}Central estimates, ordered by those {horizons.words(horizons.SOON)}. {special}"
    figure.figure(
        result,
        cache.latest(result),
        (_heat_picture, result, chosen),
        title=title,
        is_latest_only=True,
        note=note,
        hint="All are in the table, with their bounds.",
    )


def _ranked(result: Answer, chosen: str) -> tuple[pd.DataFrame, int]:
    """The rows of the agencies shown, highest within five years first, and how many could have been."""
    rows = rankable(result)
    soon = rows[rows[horizons.HORIZON] == horizons.SOON].sort_values("value", ascending=False)["agency_code"]
    order = [*soon.head(MOST_AGENCIES), *(code for code in soon.iloc[MOST_AGENCIES:] if code == chosen)]
    place = {code: at for at, code in enumerate(order)}
    rows = rows[rows["agency_code"].isin(place)]
    return rows.sort_values("agency_code", key=lambda codes: codes.map(place), kind="stable"), len(soon)


def _heat_picture(result: Answer, chosen: str, colours: Palette) -> Picture:
    rows, _ = _ranked(result, chosen)
    return draw_heat_map(result.metric, rows, colours, names=cache.names_of("agency_code"), chosen=chosen)


def over_time(*names: str, years: int, title: str) -> None:
    """The first of the indicators whose figures make a trend, at one horizon, inside the band of its bounds."""
    selection = filters.selection(where={horizons.HORIZON: f"{years}"})
    results = [cache.answer(name, selection) for name in names]
    trends = [each for each in results if forms.is_earned(cache.made(_known, each))]
    if not trends:
        st.subheader(title, anchor=False)
        _too_short(results[0], years)
        return
    result = trends[0]
    rows = cache.made(_known, result)
    happened = event_marks.happened(result.metric.name, rows)
    figure.figure(result, rows, (_spread_picture, result, years, happened), title=title, happened=happened)
    if result is not results[0]:
        _too_short(results[0], years)


def _spread_picture(result: Answer, years: int, happened: tuple[Annotation, ...], colours: Palette) -> Picture:
    rows = tables.credit_sources(cache.warehouse(), _known(result))
    return draw_spread(horizons.at(result.metric, years), rows, colours, happened)


def _known(result: Answer) -> pd.DataFrame:
    return select_drawn(result).dropna(subset="value")


def _too_short(result: Answer, years: int) -> None:
    """The few figures of a series with their dates, and what would make a chart of them; or that it has none."""
    rows = cache.made(_known, result)
    if rows.empty:
        unfilled(result)
    else:
        figure.few(result, rows, horizons.at(result.metric, years).title)


def assumptions(name: str, title: str) -> None:
    """What the estimate rests on, each of its caveats a line."""
    st.subheader(title, anchor=False)
    answers = (cache.answer(each, filters.selection(horizons.HORIZON)) for each in (PEOPLE, name))
    told = find(name).adapt_to(kind for each in answers for kind in cache.made(horizons.ahead, each)["evidence"])
    st.markdown("\n".join(f"- {caveat.value}" for caveat in told.caveats))
