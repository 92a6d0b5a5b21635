"""Months of movements: which are known, which will still grow and by how much, and what is known of a year in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.warehouse import Warehouse, of_a_build

AVERAGED: Final = 12
"""The last settled months whose growth is averaged."""


@dataclass(frozen=True)
class Known:
    """What a build knows of one kind of movement, from records; months are their last days, oldest first.

    `growing` are known and not settled; `growth` is how much later files added to the last `settled` months, in percent
    of what their own files held, of SES members and where those are none of all employees; None where no month that
    later files can add to is settled. `part` are the known months of a fiscal year that is not whole, the newest one;
    `late` months of which only late reports are loaded, with their SES members.
    """

    mart: str
    growing: tuple[date, ...]
    growth: float | None
    settled: int
    part: tuple[date, ...]
    late: tuple[date, ...]
    executives_late: int


def of_metric(warehouse: Warehouse, metric: Metric) -> tuple[Known, ...]:
    """What is known of each kind of movement that an indicator counts."""
    marts = dict.fromkeys(measure.mart.name for measure in metric.measures if measure.mart.kind == "flow")
    return tuple(found for mart in marts if (found := known(warehouse, mart)))


@of_a_build(8)
def known(warehouse: Warehouse, mart: str) -> Known | None:
    """What the build knows of a kind of movement; None without records."""
    rows = warehouse.rows(
        "select * from marts.known_months where mart = ? and evidence = 'records' order by month", [mart]
    )
    held = rows[rows["state"] != "part"]
    if held.empty:
        return None
    own = held[(held["state"] == "settled") & ~held["is_of_many_months"]].tail(AVERAGED)
    late = rows[rows["state"] == "part"]
    return Known(
        mart,
        _days(held.loc[held["state"] == "known", "month"]),
        _growth(own),
        len(own),
        _part_of_a_year(held["month"]),
        _days(late["month"]),
        int(late["executives_late"].sum()),
    )


def _growth(rows: pd.DataFrame) -> float | None:
    """Divided after adding up: months in which few left would otherwise weigh as much as those in which many did."""
    for kind in ("executives", "people"):
        own, added = rows[f"{kind}_own"].sum(), rows[f"{kind}_late"].sum()
        if own:
            return float(100 * added / own)
    return None


def _part_of_a_year(months: pd.Series) -> tuple[date, ...]:
    years = months.dt.year + (months.dt.month > 9)
    last = months[years == years.max()]
    return () if len(last) == 12 else _days(last)


def _days(months: pd.Series) -> tuple[date, ...]:
    return tuple(pd.Timestamp(month).date() for month in months)


def runs(months: Sequence[date]) -> list[tuple[date, date]]:
    """The first and the last of each stretch of months that follow each other."""
    found: list[tuple[date, date]] = []
    for month in months:
        if found and (pd.Timestamp(found[-1][1]) + pd.offsets.MonthEnd(1)).date() == month:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found
