"""Words about places and lines: who is not on a map, how long an agency has stood above a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from metrics.sentences import listed, month


def off_the_map(places: Iterable[tuple[str, float]]) -> str:
    """Who a map of the states leaves out: named places with their numbers, and those abroad or of unknown place."""
    said = [f"{place} {value:,.0f}" if place else f"{value:,.0f} abroad or unknown" for place, value in places if value]
    return f"Not on the map: {listed(said)}." if said else ""


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
