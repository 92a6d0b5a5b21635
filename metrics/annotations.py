"""What happened while a trend ran: administrations, events and breaks that bear on an indicator, from the register."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from metrics.model import Metric
from metrics.warehouse import Warehouse

Kind = Literal["administration", "event", "break"]


@dataclass(frozen=True)
class Annotation:
    """One of them: `end` is the last day, None for a moment and for an administration still in office.

    `title` is short enough for a chart, `words` is one sentence, `citation` where it is laid down.
    """

    kind: Kind
    start: date
    end: date | None
    title: str
    words: str
    citation: str


def annotations(warehouse: Warehouse, metric: Metric, start: date, end: date) -> tuple[Annotation, ...]:
    """Those that bear on the indicator and touch the days from `start` to `end`, both included; oldest first."""
    about = {"all", metric.theme, metric.name} | {f"marts.{measure.mart.name}" for measure in metric.measures}
    rows = warehouse.events.to_dict("records")
    bearing = [_annotation(row) for row in rows if not about.isdisjoint(row["scope"].split("|"))]
    return tuple(one for one in bearing if one.start <= end and _last_day(one) >= start)


def numbered(happened: Iterable[Annotation]) -> list[tuple[int, Annotation]]:
    """Events and breaks with the numbers that stand for them on a chart and under it."""
    return list(enumerate((one for one in happened if one.kind != "administration"), start=1))


def administrations(happened: Iterable[Annotation]) -> list[Annotation]:
    """Those of them that are administrations."""
    return [one for one in happened if one.kind == "administration"]


def _annotation(row: dict[Hashable, Any]) -> Annotation:
    end = None if pd.isna(row["end"]) else row["end"].date()
    return Annotation(row["kind"], row["start"].date(), end, row["title"], row["words"], row["citation"])


def _last_day(annotation: Annotation) -> date:
    if annotation.end is None and annotation.kind == "administration":
        return date.max
    return annotation.end or annotation.start
