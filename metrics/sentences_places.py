"""Words about places: who is not on a map, how long an agency has been above a line, what is not known of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from metrics.model import Metric, Need
from metrics.sentences import listed, month


def off_the_map(places: Iterable[tuple[str, float]]) -> str:
    """Who a map of the states leaves out: named places with their numbers, and those abroad or of unknown place."""
    said = [f"{place} {value:,.0f}" if place else f"{value:,.0f} abroad or unknown" for place, value in places if value]
    return f"Not on the map: {listed(said)}." if said else ""


def no_stations() -> str:
    """That nothing says where people are stationed, and what would."""
    return f"No duty station is known: only record files name them. {Need.EMPLOYMENT.value}"


def streak(periods: int, known: Sequence[date]) -> str:
    """How long a group has stood above its line: counts in a row, of those `known` of it, oldest first."""
    if len(known) == 1:
        return "the only count known"
    if periods == 1:
        return f"new in {month(known[-1])}"
    return f"{periods} counts in a row, since {month(known[-periods])}"


def no_line_yet(period: date) -> str:
    """Why groups cannot be followed over time, and what would change that."""
    return (
        f"Agency by agency only {month(period)} is known, and a line needs two counts. Employment files of other "
        "periods bring more: python -m etl refresh"
    )


def unknown_agency(metric: Metric, agency: str) -> str:
    """That a series does not know an agency, though it knows others."""
    return f"{metric.title}: no figures of the {agency} match this selection; there are some of all agencies together."


def nothing_so_early(metric: Metric, period: date) -> str:
    """That nothing is known up to a period, though there is later."""
    return f"{metric.title}: no figures up to {month(period)} match this selection; there are some of later periods."


def unfilled(metric: Metric) -> str:
    """That nothing matches, where no reason is known, and what would bring figures."""
    return f"{metric.title}: no figures match this selection. {metric.need.value}"
