"""The explorer's controls: an indicator, what it is split by, which agencies are compared, and in what form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from metrics import formatting
from metrics.analysis import horizons
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.exhibits.forms import AGENCY, Wanted
from metrics.query import published_only
from metrics.query.answer import COLUMN_MEANINGS
from metrics.query.known_values import list_known_values
from metrics.query.selection import Selection
from pages.state import cache, filters, url_state

APPOINTMENT = "appointment"
MOST_COMPARED = 5
WHOLE, EACH, EVERYONE = "Nothing", "Each of them", "All types"
FORMS = tuple(form.value for form in Wanted)


@dataclass(frozen=True)
class ExplorerRequest:
    """What the reader asks of an indicator, and in which form."""

    metric: Metric
    selection: Selection
    form: Wanted


def question() -> ExplorerRequest:
    """Draw the controls, and read the question from them and from the filters of the page."""
    what, split, form_place, kind = st.columns([5, 3, 2, 3], vertical_alignment="bottom")
    with what:
        metric = cache.metric(url_state.one("indicator", "Indicator", *_indicators()))
    with split:
        by = url_state.one("by", "Split by", *_breakdowns(metric))
    with form_place:
        form = url_state.one(
            "form", "Shown as", {form: form for form in FORMS}, {form.casefold(): form for form in FORMS}
        )
    agencies = _compared(metric)
    with kind:
        where = _narrowed(metric, by, len(agencies) > 1)
    url_state.say_what_was_passed_over()
    if agencies:
        where[AGENCY] = agencies
    columns = [AGENCY] if len(agencies) > 1 else []
    columns += [by] if by and by not in columns else []
    own = [column for column in metric.always_by if column not in (*columns, *where)]
    is_ranking = columns == [AGENCY] and not agencies
    selection = Selection.of(
        [*columns, *own],
        where,
        end=filters.view().period,
        departments="whole" if is_ranking else None,
    )
    return ExplorerRequest(metric, selection, Wanted(form))


@cache.remembered
def _indicators() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Every indicator by its title, those only published last, and by its name as another spelling."""
    beyond = published_only.list_published_only(cache.warehouse())
    titles = {metric.name: metric.title for metric in catalog.METRICS}
    titles |= {name: f"{metric.title} (published only)" for name, metric in beyond.items()}
    spelled = {spelling: title for name, title in titles.items() for spelling in (name, title.casefold())}
    return {title: name for name, title in titles.items()}, spelled


@cache.remembered
def _breakdowns(metric: Metric) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What an indicator can be split by, in words, and by its column as another spelling."""
    named = {column: formatting.capitalize_first(COLUMN_MEANINGS[column]) for column in metric.breakdowns}
    return {WHOLE: ""} | {name: column for column, name in named.items()}, {
        spelling: name for column, name in named.items() for spelling in (column, name.casefold())
    }


def _compared(metric: Metric) -> tuple[str, ...]:
    """The reader's agency, if they have one, and those they compare with it; five at most, none where none is known."""
    known = filters.agencies_by_name()
    chosen = url_state.several(
        "agencies",
        "Compare agencies",
        known,
        filters.other_spellings(known),
        most=MOST_COMPARED,
        none=f"Up to {MOST_COMPARED} agencies, one beside the other",
    )
    if AGENCY not in metric.breakdowns:
        return ()
    return tuple(dict.fromkeys(filter(None, (filters.view().agency_code, *chosen))))[:MOST_COMPARED]


def _narrowed(metric: Metric, by: str, is_compared: bool) -> dict[str, str | tuple[str, ...]]:
    """A filter to one value: of the indicator's own column where that is not drawn, else of the appointment."""
    own = next((column for column in metric.always_by if column not in (AGENCY, by)), "")
    if own:
        values = _values(metric, own)
        named = {_said(own, value): value for value in values}
        options = named if by or is_compared else {EACH: ""} | named
        value = url_state.one("of", formatting.capitalize_first(COLUMN_MEANINGS[own]), options, _spelled(named))
        return {own: value} if value else {}
    if APPOINTMENT not in metric.breakdowns or by == APPOINTMENT:
        return {}
    named = {label: code for code, label in cache.names_of(APPOINTMENT).items()}
    code = url_state.one("appointment", "Appointment", {EVERYONE: ""} | named, _spelled(named))
    return {APPOINTMENT: code} if code else {}


def _spelled(named: Mapping[str, str]) -> dict[str, str]:
    return {spelling.casefold(): name for name, code in named.items() for spelling in (name, code)}


@cache.remembered
def _values(metric: Metric, column: str) -> tuple[str, ...]:
    """The values of an indicator's own column, those worth a headline first."""
    known = [value for value in cache.made(list_known_values, cache.warehouse(), metric, column) if value]
    return tuple(dict.fromkeys((*metric.headlines, *sorted(known, key=lambda value: (len(value), value)))))


def _said(column: str, value: str) -> str:
    if column == horizons.HORIZON:
        return formatting.capitalize_first(horizons.describe_horizon(int(value)))
    return formatting.capitalize_first(cache.names_of(column).get(value, value).replace("_", " "))
