"""What happened while a trend ran: administrations, events and breaks that bear on an indicator, from the register."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.warehouse import Warehouse

AnnotationKind = Literal["administration", "event", "break"]


@dataclass(frozen=True)
class Annotation:
    """One of them: `end` is the last day, None for a moment and for an administration still in office.

    `title` is short enough for a chart, `words` is one sentence, `citation` where it is laid down. `bearing` says how
    closely it bears on the indicator that was asked for: the more, the sooner a chart names it, and below zero never.
    """

    kind: AnnotationKind
    start: date
    end: date | None
    title: str
    words: str
    citation: str
    bearing: int = field(default=0, compare=False)


MOST_NAMED = 3
"""Events named on a chart: with more a chart is a list of events with a line behind it."""

NAMED_FIRST: Mapping[str, tuple[str, ...]] = {
    "Strength": ("freeze_2017", "deferred_resignation", "allocation_review"),
    "Political appointees": ("schedule_f", "career_reserved_review", "policy_career_order"),
    "Retirement": ("pandemic", "deferred_resignation", "workforce_order"),
    "Turnover": ("pandemic", "deferred_resignation", "reassignment_memo"),
    "Onboarding": ("order_13714", "freeze_2025", "new_qualifications"),
    "Pipeline": ("order_13714", "new_qualifications", "policy_career_order"),
    "Performance": ("order_13714", "accountability_memo"),
}
"""The events of each theme by their ids in the register that a chart names before its others."""

LISTED_ONLY = frozenset({"appraisal_system", "harms_tracker", "executive_training", "layoff_rule", "file_api"})
"""Events listed beside a chart and never named on it, where they would take the place of one that moves its series."""


def find_annotations(warehouse: Warehouse, metric: Metric, start: date, end: date) -> tuple[Annotation, ...]:
    """Those that bear on the indicator and touch the days from `start` to `end`, both included; oldest first."""
    marts = {f"marts.{measure.mart.name}": 1 for measure in metric.measures}
    about = {"all": 0, **marts, metric.theme: 2, metric.name: 4}
    first = NAMED_FIRST.get(metric.theme, ())
    records = warehouse.events.to_dict("records")
    near_rows = [(row, [about[word] for word in row["scope"].split("|") if word in about]) for row in records]
    bearing = [_build_annotation(row, _weigh(row["id"], near, first)) for row, near in near_rows if near]
    return tuple(one for one in bearing if one.start <= end and _find_last_day(one) >= start)


def choose_events(events: Iterable[Annotation]) -> list[Annotation]:
    """The events that a chart names, oldest first: the few that bear on it most closely, of those the newest."""
    events = [one for one in events if one.kind == "event" and one.bearing >= 0]
    closest = sorted(events, key=lambda one: (one.bearing, one.start), reverse=True)[:MOST_NAMED]
    return [one for one in events if one in closest]


def number_events(events: Iterable[Annotation]) -> list[tuple[int, Annotation]]:
    """The same with the numbers that stand for them on a slide and under it, where there is no room for names."""
    return list(enumerate(choose_events(events), start=1))


def select_breaks(events: Iterable[Annotation]) -> list[Annotation]:
    """Where a series is broken: marked without a name."""
    return [one for one in events if one.kind == "break"]


def select_administrations(events: Iterable[Annotation]) -> list[Annotation]:
    """Those of them that are administrations."""
    return [one for one in events if one.kind == "administration"]


def _weigh(event: str, near: list[int], first: tuple[str, ...]) -> int:
    return -1 if event in LISTED_ONLY else max(*near, 3 * (event in first))


def _build_annotation(row: dict[Hashable, Any], bearing: int) -> Annotation:
    end = None if pd.isna(row["end"]) else row["end"].date()
    return Annotation(row["kind"], row["start"].date(), end, row["title"], row["words"], row["citation"], bearing)


def _find_last_day(annotation: Annotation) -> date:
    if annotation.end is None and annotation.kind == "administration":
        return date.max
    return annotation.end or annotation.start
