"""What is asked of all agencies at once, remembered: one agency's own rows, those compared, and how they rank."""

from __future__ import annotations

from datetime import date

from metrics.analysis import by_agency, peers
from metrics.analysis.peers import Peers
from metrics.query.answer import Answer
from pages.state import cache


@cache.remembered
def own(name: str, part: str, code: str, end: date | None) -> Answer:
    """One agency's answer."""
    return by_agency.own(cache.answer, name, part, code, end)


@cache.remembered
def compared(name: str, part: str, end: date | None) -> Answer:
    """The answer for the agencies that are compared, Defense as one."""
    return by_agency.compared(cache.answer, name, part, end)


@cache.remembered
def ranked(name: str, part: str, end: date | None) -> Peers:
    """All agencies ranked on an indicator up to a period."""
    return peers.ranking(cache.warehouse(), compared(name, part, end))
