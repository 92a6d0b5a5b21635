"""Words about places and lines: who is not on a map, how long an agency has stood above a line."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.sentences import listed


def off_the_map(places: Iterable[tuple[str, float]]) -> str:
    """Who a map of the states leaves out: named places with their numbers, and those abroad or of unknown place."""
    said = [f"{place} {value:,.0f}" if place else f"{value:,.0f} abroad or unknown" for place, value in places if value]
    return f"Not on the map: {listed(said)}." if said else ""


def streak(periods: int, known: int) -> str:
    """How long a group has stood above its line, in periods that have a figure and follow each other."""
    if known == 1:
        return "the only figure known"
    return "first time in a row" if periods == 1 else f"{periods} figures in a row"
