"""Why a figure is not drawn, and what would fill it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from metrics.analysis import horizons, peers
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.view import View
from metrics.query.answer import Answer, is_sampled, splits_agencies
from metrics.query.selection import Selection
from metrics.text import empty_states, headlines, tables
from metrics.text.gaps import list_remarks


@dataclass(frozen=True)
class Gap:
    """Why a figure is not drawn: `words` in full, `basis` what they rest on.

    `is_fillable` where files that are not loaded would fill it, so that the demonstration can show how it will look.
    """

    words: str
    basis: str = ""
    is_fillable: bool = False


def explain_empty(view: View, result: Answer) -> Gap:
    """Why an answer is without figures: the view's agency, its period, or that nothing is loaded to fill it."""
    words = _explain_empty(view, result)
    return Gap(words, is_fillable=result.metric.need.value in words and not is_sampled(result))


def _explain_empty(view: View, result: Answer) -> str:
    metric, selection = result.metric, result.selection
    if is_sampled(result) and splits_agencies(result):
        return f"{metric.title}: {peers.WHY_NO_RANKS} {metric.need.value}"
    if metric.need.value in result.note or (result.note and len(result.table)):
        return result.note
    if view.agency and selection.values(AGENCY) and _has_figures(view, metric.name, selection.without(AGENCY)):
        return empty_states.explain_unknown_agency(metric, view.agency)
    if view.period and _has_figures(view, metric.name, replace(selection, end=None)):
        return empty_states.explain_too_early(metric, view.period)
    if not view.agency and not view.period:
        return empty_states.explain_no_data(metric)
    return result.note or empty_states.explain_no_match(metric)


def _has_figures(view: View, name: str, selection: Selection) -> bool:
    return bool(view.answer(name, selection).table["value"].notna().any())


def explain_few(view: View, result: Answer, rows: pd.DataFrame, title: str = "") -> Gap:
    """The few figures of a series with dates and sources, in words: a line between two dots passes for a trend."""
    metric, by = result.metric, result.selection.by
    rows = rows.sort_values("period", kind="stable")
    names = view.names(by[0]) if by else {}
    series = (
        [(names.get(str(key), str(key)), part) for key, part in rows.groupby(by[0], sort=False)] if by else [("", rows)]
    )
    words = empty_states.explain_no_trend(title or metric.title, metric, series)
    credit = headlines.write_credit(rows, tables.map_titles(view.warehouse))
    return Gap(
        words, " ".join([credit, *list_remarks(view.warehouse, result, rows, view.explained_months)]), is_fillable=True
    )


def explain_no_estimate(view: View, result: Answer) -> Gap:
    """What a figure of estimates says without one: what would bring estimates, or that this selection has none."""
    if horizons.select_estimates(view.answer("retirement_eligible", Selection())).empty:
        return Gap(f"{result.metric.title}: no estimate yet. {result.metric.need.value}", is_fillable=True)
    return Gap(f"{result.metric.title}: nobody in this selection whose age and service are known.")
