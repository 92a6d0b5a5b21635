"""Published flows over part of a year: told in words beside the same months a year before, never shown as a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.model import Measure, Metric
from metrics.warehouse import Warehouse


@dataclass(frozen=True)
class PartYear:
    """The newest published flow that spans fewer than twelve months; `before` is the same months one year earlier.

    `last` is the month end at which it stops and `months` how many it spans; `source` is the publisher's document.
    """

    last: date
    months: int
    value: float
    before: float | None
    source: str
    is_medium: bool


def part_year(warehouse: Warehouse, metric: Metric, appointment: str, end: date | None = None) -> PartYear | None:
    """The part of a year published last for an appointment type, at or before `end`; None where there is none."""
    figure = metric.formula.published if isinstance(metric.formula, Measure) else None
    if figure is None:
        return None
    rows = warehouse.rows(
        "select period, months, value, source, confidence from marts.published\n"
        "where indicator = ? and appointment = ? and scope = 'government' and months < 12 and period <= ?\n"
        "  and breakdown = '' order by period desc, months desc, precedence",
        [figure.indicator, appointment, end or date.max],
    )
    if rows.empty:
        return None
    found = rows.iloc[0]
    last = found["period"].date()
    then = rows[
        (rows["source"] == found["source"])
        & (rows["months"] == found["months"])
        & (rows["period"].dt.year == last.year - 1)
        & (rows["period"].dt.month == last.month)
    ]
    before = float(then["value"].iloc[0]) if len(then) else None
    is_medium = found["confidence"] != "high"
    return PartYear(last, int(found["months"]), float(found["value"]), before, found["source"], is_medium)
