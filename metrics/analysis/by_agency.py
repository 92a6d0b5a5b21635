"""What is asked of all agencies at once, and what one agency takes of it: its own rows, its rank, its peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from metrics.analysis.peers import Peers
from metrics.analysis.standing import compute_median
from metrics.definitions import catalog
from metrics.definitions.formula import LeastWhole, OfKnown
from metrics.definitions.metric import Metric, Unit, find_bound_agency
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Departments, Selection
from metrics.warehouse import Warehouse

AGENCY = "agency_code"
PEERS, GOVERNMENT = "Peers", "All agencies"
Ask = Callable[[str, Selection], Answer]
"""Answers an indicator by name; whoever asks much remembers what was answered."""
RankAgencies = Callable[[str, str, date | None], Peers]
"""Ranks all agencies on an indicator's part up to a period; whoever asks much remembers it."""


def is_bound(metric: Metric) -> bool:
    """Whether it has no meaning but for one agency, which in law Defense is as a whole."""
    return metric.always_by == (AGENCY,)


def build_question(metric: Metric, part: str, end: date | None) -> Selection:
    """The one question that answers for every agency: Defense as one and, where they are known apart, its parts.

    Args:
        metric: The indicator.
        part: The one value that is meant, of an indicator that has several; else empty.
        end: The last period asked for; None for the newest.

    Returns:
        A selection split by agency.
    """
    is_one = is_bound(metric) or isinstance(metric.formula, LeastWhole | OfKnown)
    departments: Departments = "whole" if is_one else "both"
    return Selection.of([AGENCY], _build_where(metric, part), end=end, departments=departments)


def build_whole_question(metric: Metric, part: str, end: date | None) -> Selection:
    """The same question of the whole government; of what has no meaning but for one agency it is the same question."""
    if is_bound(metric):
        return build_question(metric, part, end)
    return Selection.of(where=_build_where(metric, part), end=end)


def _build_where(metric: Metric, part: str) -> dict[str, str]:
    return {metric.always_by[0]: part} if part else {}


def choose_part(metric: Metric) -> str:
    """Of an indicator's several values the one that is drawn."""
    return metric.headlines[0] if metric.headlines else ""


def filter_own(ask: Ask, name: str, part: str, code: str, end: date | None) -> Answer:
    """One agency's answer: its rows of the answer for all, so that nothing more is asked for a second agency."""
    metric = catalog.find(name)
    everyone = ask(name, build_question(metric, part, end))
    df = everyone.table
    selection = Selection.of(where={AGENCY: code} | _build_where(metric, part), end=end)
    return replace(everyone, selection=selection, table=df[df[AGENCY].to_numpy() == code])


def filter_comparable(ask: Ask, name: str, part: str, end: date | None) -> Answer:
    """The answer for the agencies that are compared, Defense as one."""
    return without_parts(ask(name, build_question(catalog.find(name), part, end)))


def without_parts(everyone: Answer) -> Answer:
    """An answer by agency without the parts of Defense, which are compared as one."""
    df = everyone.table
    stands_alone = df[AGENCY].map(lambda code: find_bound_agency(code) == code).astype(bool)
    return replace(everyone, table=df[stands_alone])


def find_size_group(warehouse: Warehouse, code: str) -> str:
    """The group of agencies that one is measured by; empty for one of none."""
    return warehouse.size_groups.get(code, "")


@cache
def list_indicators() -> tuple[tuple[Metric, str], ...]:
    """Every indicator that is known by agency, with each of its parts that is worth a headline."""
    return tuple(
        (metric, part)
        for metric in catalog.METRICS
        if AGENCY in metric.breakdowns and metric.unit is not Unit.AGENCIES
        for part in (metric.headlines or ("",))
        if part or not metric.always_by or is_bound(metric)
    )


def list_questions(end: date | None) -> list[tuple[str, Selection]]:
    """Everything that `every_headline` asks, for whoever can ask it side by side."""
    every = list_indicators()
    of_agencies = [(metric.name, build_question(metric, part, end)) for metric, part in every]
    return [*of_agencies, *((metric.name, build_whole_question(metric, part, end)) for metric, part in every)]


def build_lines(
    warehouse: Warehouse, ask: Ask, name: str, code: str, agency: str, period: date | None
) -> tuple[tuple[str, pd.DataFrame], ...]:
    """The agency, the government and the peers' median over time, all of the kind of evidence that the agency has.

    Args:
        warehouse: The build that is asked.
        ask: Answers an indicator by its name and a selection.
        name: The indicator.
        code: The agency.
        agency: Its name, which names its line.
        period: The last period shown; None for the newest.

    Returns:
        Each line by its name: rows of an answer with at least period, value, evidence, source and flag, in the unit of
        the indicator. Empty without a figure of the agency; no peers where all is of the sample.
    """
    metric = catalog.find(name)
    part = choose_part(metric)
    mine = select_drawn(filter_own(ask, name, part, code, period)).dropna(subset="value")
    if mine.empty:
        return ()
    government = ask(name, build_whole_question(metric, part, period)).table.dropna(subset="value")
    every, counts = filter_comparable(ask, name, part, period), filter_comparable(ask, "on_board", "", period)
    agencies = warehouse.agencies
    group = agencies.loc[agencies["size_group"] == find_size_group(warehouse, code), AGENCY]
    median = compute_median(every, counts, list(group))
    is_sample = mine["evidence"].eq("sample").all()
    lines = {agency: mine, GOVERNMENT: government, PEERS: median}
    if is_sample:
        del lines[PEERS]
    alike = {line: df[(df["evidence"] == "sample") == is_sample] for line, df in lines.items()}
    return tuple((line, df) for line, df in alike.items() if len(df))
