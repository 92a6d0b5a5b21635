"""Words about places: who is not on a map, how long an agency has been above a line, what is not known of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from metrics.analysis.streaks import Streak
from metrics.definitions.measure import PublishedQuantity
from metrics.definitions.metric import Metric, Need
from metrics.formatting import format_month, format_number, format_time, join_names


def describe_off_map(places: Iterable[tuple[str, float]]) -> str:
    """Who a map of the states leaves out: named places with their numbers, and those abroad or of unknown place."""
    parts = [
        f"{place} {value:,.0f}" if place else f"{value:,.0f} abroad or unknown" for place, value in places if value
    ]
    return f"Not on the map: {join_names(parts)}." if parts else ""


def explain_no_stations() -> str:
    """That nothing says where people are stationed, and what would."""
    return f"No duty station is known: only record files name them. {Need.EMPLOYMENT.value}"


def describe_streak(run: Streak) -> str:
    """In how many counts on end a group has stood above its line, and since when; of months between nothing is said."""
    if run.counts > 1:
        return f"in each of the {run.counts} counts known since {format_month(run.since)}"
    if run.before is None:
        return "the only count known"
    if run.was_below:
        return f"not in the count before, of {format_month(run.before)}"
    return f"in {format_month(run.since)}; not known before"


def explain_no_line(periods: Iterable[date]) -> str:
    """Why groups cannot be followed over time, and what would change that."""
    months = join_names(format_month(day) for day in sorted(periods))
    return (
        f"Figures for each agency are known for {months} only, too few for a chart over time. Employment files of "
        "other periods bring more: python -m etl refresh"
    )


def explain_no_trend(title: str, metric: Metric, series: Iterable[tuple[str, pd.DataFrame]]) -> str:
    """The few figures of a series, or of its groups, each with its date, and what would make a chart of them."""
    steps = [(name, _format_steps(metric, df)) for name, df in series]
    figures = "; ".join(f"{name} {values}" if name else values for name, values in steps)
    return f"{title}: {figures}. That is too few for a chart over time. {_describe_need(metric)}".strip()


def _format_steps(metric: Metric, df: pd.DataFrame) -> str:
    """3.80 (September 2024) → 3.60 (March 2025)."""
    steps = [
        f"{format_number(value, metric.unit)} ({format_time(day, metric.is_flow)})"
        for value, day in zip(df["value"], df["period"], strict=True)
    ]
    return " → ".join(steps)


def explain_unknown_agency(metric: Metric, agency: str) -> str:
    """That a series does not know an agency, though it knows others."""
    return f"{metric.title}: no figures of the {agency} match this selection; there are some of all agencies together."


def explain_too_early(metric: Metric, period: date) -> str:
    """That nothing is known up to a period, though there is later."""
    return (
        f"{metric.title}: no figures up to {format_month(period)} match this selection; there are some of "
        "later periods."
    )


def explain_no_data(metric: Metric) -> str:
    """That a part of a page is empty though its reader chose nothing, and what would fill it."""
    return f"{metric.title}: no data on this yet. {_describe_need(metric)}".strip()


def _describe_need(metric: Metric) -> str:
    """What brings more of an indicator than ships; nothing where it is known from publications alone."""
    if metric.need is not Need.PUBLISHED:
        return f"{metric.need.value}"
    return "" if isinstance(metric.formula, PublishedQuantity) else f"{Need.EMPLOYMENT.value}"


def explain_no_match(metric: Metric) -> str:
    """That nothing matches, where no reason is known, and what would bring figures."""
    return f"{metric.title}: no figures match this selection. {metric.need.value}"
