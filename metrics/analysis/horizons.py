"""Who can retire by each horizon: the last estimate with its bounds, what is published beside it, one horizon alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.query.answer import Answer, select_whole_rows

NOW: Final = 0
SOON: Final = 5
ON_PAGES: Final = (NOW, 1, 3, SOON, 10)
HORIZON: Final = "horizon_years"


@dataclass(frozen=True)
class Horizon:
    """What is known of one horizon at one period (month end), in the unit of its indicator.

    `low` and `high` are the bounds of an estimate, None of a published figure; `known` are the people whose age and
    service are known, None where the answer counts them not, and `left_out` those whose are not.
    """

    years: int
    period: date
    value: float
    evidence: str
    source: str
    low: float | None = None
    high: float | None = None
    known: float | None = None
    left_out: float = 0


def describe_horizon(years: int) -> str:
    """A horizon as a sentence says it: already, within 1 year, within 5 years."""
    return "already" if years == NOW else f"within {years} year{'s' * (years != 1)}"


def narrow_to(metric: Metric, years: int) -> Metric:
    """An indicator of all horizons as one of a single horizon, to be told by itself."""
    then = f"{describe_horizon(years)}, of those on board"
    says, as_printed = metric.says.replace("by the horizon", then), metric.as_printed
    if as_printed:
        as_printed = replace(as_printed, says=as_printed.says.replace("by the horizon", then))
    return replace(metric, title=f"{metric.title} {describe_horizon(years)}", says=says, as_printed=as_printed)


def select_estimates(result: Answer) -> pd.DataFrame:
    """The rows of the last whole period that was estimated, with their bounds; records before the sample."""
    df = select_whole_rows(result)
    with_bounds = df.loc[df["low"].notna()]
    last: pd.DataFrame = with_bounds.loc[with_bounds["period"] == with_bounds["period"].max()]
    return last


def select_published(result: Answer) -> pd.DataFrame:
    """The published figures, which have no bounds, oldest first."""
    df = result.table
    return df.loc[(df["evidence"] == "published") & df["value"].notna()]


def select_ahead(result: Answer) -> pd.DataFrame:
    """What a fan of horizons draws: the last estimate and every published figure."""
    parts = [part for part in (select_published(result), select_estimates(result)) if len(part)]
    return pd.concat(parts) if parts else result.table.head(0)


def list_horizons(df: pd.DataFrame) -> list[Horizon]:
    """The rows of an answer one by one."""
    return [_build_horizon(row) for row in df.to_dict("records")]


def _build_horizon(row: Any) -> Horizon:
    low, high, people, left_out = (
        float(row[column]) if pd.notna(row.get(column)) else None
        for column in ("low", "high", "denominator", "left_out")
    )
    facts = (row[HORIZON], row["period"].date(), float(row["value"]), row["evidence"], row["source"])
    return Horizon(*facts, low, high, people, left_out or 0)
