"""What is asked of all agencies at once, and what one agency's page takes of it: its own rows, its rank, its peers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from metrics import peers
from metrics.catalog import find
from metrics.model import Metric
from metrics.peers import Peers
from metrics.query import DEFENSE_COMPONENTS, Answer
from metrics.selection import Selection
from pages.ui import warehouse

AGENCY = "agency_code"


def is_bound(metric: Metric) -> bool:
    """Whether it has no meaning but for one agency, which in law Defense is as a whole."""
    return metric.always_by == (AGENCY,)


def question(metric: Metric, part: str, end: date | None) -> Selection:
    """The one question that answers for every agency: Defense as one and, where they are known apart, its parts.

    `part` is the one value that is meant, of an indicator that has several.
    """
    departments = "whole" if is_bound(metric) else "both"
    return Selection.of([AGENCY], _of(metric, part), end=end, departments=departments)


def whole(metric: Metric, part: str, end: date | None) -> Selection:
    """The same question of the whole government."""
    return Selection.of(where=_of(metric, part), end=end)


def _of(metric: Metric, part: str) -> dict[str, str]:
    return {metric.always_by[0]: part} if part else {}


@warehouse.remembered
def own(name: str, part: str, code: str, end: date | None) -> Answer:
    """One agency's answer: its rows of the answer for all, so that nothing more is asked for a second agency."""
    metric = find(name)
    everyone = warehouse.answer(name, question(metric, part, end))
    rows = everyone.table
    asked = Selection.of(where={AGENCY: code} | _of(metric, part), end=end)
    return replace(everyone, selection=asked, table=rows[rows[AGENCY] == code])


@warehouse.remembered
def compared(name: str, part: str, end: date | None) -> Answer:
    """The answer for the agencies that are compared, Defense as one."""
    everyone = warehouse.answer(name, question(find(name), part, end))
    rows = everyone.table
    return replace(everyone, table=rows[~rows[AGENCY].isin(DEFENSE_COMPONENTS)])


@warehouse.remembered
def ranked(name: str, part: str, end: date | None) -> Peers:
    """All agencies ranked on an indicator up to a period."""
    return peers.ranking(warehouse.warehouse(), compared(name, part, end))
