"""Published flows over part of a year: told in words beside the same months a year before, never shown as a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.definitions.metric import Measure, Metric
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

    @property
    def change(self) -> float | None:
        """How far it lies from the same months one year earlier; None where those are not known."""
        return None if self.before is None else self.value - self.before


def find_part_year(warehouse: Warehouse, metric: Metric, appointment: str, end: date | None = None) -> PartYear | None:
    """The part of a year published last for an appointment type (none: all together), up to `end`; None without one."""
    figure = metric.formula.figure if isinstance(metric.formula, Measure) else None
    if figure is None:
        return None
    df = warehouse.rows(
        "select period, months, value, source, confidence from marts.published\n"
        "where indicator = ? and appointment = ? and scope = 'government' and months < 12 and period <= ?\n"
        "  and breakdown = '' order by period desc, months desc, precedence",
        [figure.indicator, appointment or "all", end or date.max],
    )
    if df.empty:
        return None
    newest = df.iloc[0]
    last = newest["period"].date()
    months, own = int(newest["months"]), df[df["source"] == newest["source"]]
    is_medium = newest["confidence"] != "high"
    return PartYear(
        last, months, float(newest["value"]), _find_year_before(own, last, months), newest["source"], is_medium
    )


def _find_year_before(df: pd.DataFrame, last: date, months: int) -> float | None:
    """The same months one year earlier: as one figure, else added up where each of them is known."""
    end = pd.Timestamp(last) - pd.offsets.MonthEnd(12)
    whole = df[(df["months"] == months) & (df["period"] == end)]
    if len(whole):
        return float(whole["value"].iloc[0])
    single = df[(df["months"] == 1) & (df["period"] <= end)]
    single = single[single["period"] > end - pd.offsets.MonthEnd(months)]
    return float(single["value"].sum()) if len(single) == months else None
