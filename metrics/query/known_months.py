"""Months of movements: which are known, which will still grow and by how much, and what is known of a year in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.warehouse import Warehouse, remember_per_build

MONTHS_AVERAGED: Final = 12
"""The last settled months whose growth is averaged."""


@dataclass(frozen=True)
class KnownMonths:
    """What a build knows of one kind of movement, from records; months are their last days, oldest first.

    `growing` are known and not settled; `growth` is how much later files added to the last `settled_count` settled
    months, in percent of what their own files held, of SES members and where those are none of all employees; None
    where no month that later files can add to is settled. `part` are the known months of a fiscal year that is not
    whole, the newest one; `late` months of which only late reports are loaded, with their SES members.
    """

    mart: str
    growing: tuple[date, ...]
    growth: float | None
    settled_count: int
    part: tuple[date, ...]
    late: tuple[date, ...]
    executives_late: int


def list_known_months(warehouse: Warehouse, metric: Metric) -> tuple[KnownMonths, ...]:
    """What is known of each kind of movement that an indicator counts."""
    marts = dict.fromkeys(measure.mart.name for measure in metric.measures if measure.mart.kind == "flow")
    return tuple(months_known for mart in marts if (months_known := read_known_months(warehouse, mart)))


@remember_per_build(8)
def read_known_months(warehouse: Warehouse, mart: str) -> KnownMonths | None:
    """What the build knows of a kind of movement; None without records."""
    rows = warehouse.rows(
        "select * from marts.known_months where mart = ? and evidence = 'records' order by month", [mart]
    )
    known_rows = rows[rows["state"] != "part"]
    if known_rows.empty:
        return None
    own = known_rows[(known_rows["state"] == "settled") & ~known_rows["is_of_many_months"]].tail(MONTHS_AVERAGED)
    late = rows[rows["state"] == "part"]
    return KnownMonths(
        mart,
        _days(known_rows.loc[known_rows["state"] == "known", "month"]),
        _measure_growth(own),
        len(own),
        _part_of_a_year(known_rows["month"]),
        _days(late["month"]),
        int(late["executives_late"].sum()),
    )


def _measure_growth(rows: pd.DataFrame) -> float | None:
    """Divided after adding up: months in which few left would otherwise weigh as much as those in which many did."""
    for kind in ("executives", "people"):
        own, late = rows[f"{kind}_own"].sum(), rows[f"{kind}_late"].sum()
        if own:
            return float(100 * late / own)
    return None


def _part_of_a_year(months: pd.Series) -> tuple[date, ...]:
    years = months.dt.year + (months.dt.month > 9)
    last = months[years == years.max()]
    return () if len(last) == 12 else _days(last)


def _days(months: pd.Series) -> tuple[date, ...]:
    return tuple(pd.Timestamp(month).date() for month in months)


def split_into_runs(months: Sequence[date]) -> list[tuple[date, date]]:
    """The first and the last of each stretch of months that follow each other."""
    stretches: list[tuple[date, date]] = []
    for month in months:
        if stretches and (pd.Timestamp(stretches[-1][1]) + pd.offsets.MonthEnd(1)).date() == month:
            stretches[-1] = (stretches[-1][0], month)
        else:
            stretches.append((month, month))
    return stretches
