"""How expected answers are counted, in pandas over the raw rows: no SQL, no marts, no catalog."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.metrics.raw import Raw

By = tuple[str, ...]
DEFENSE = ("DD", "AR", "NV", "AF")


@dataclass(frozen=True)
class Expectation:
    """How an indicator is counted: from raw rows and breakdowns to a frame indexed by period and breakdowns.

    The frame has the column value (not a number: unknown), and numerator and denominator where it is a share.
    """

    count: Callable[[Raw, By], pd.DataFrame]


def tally(rows: pd.DataFrame, by: By, weight: str = "people") -> pd.Series:
    """Sum of a column by period and group."""
    return rows.groupby(["period", *by], dropna=False)[weight].sum().astype(float)


def with_defense(rows: pd.DataFrame) -> pd.DataFrame:
    """Defense once more as one department, as ratios show it."""
    return pd.concat([rows, rows[rows["agency_code"].isin(DEFENSE)].assign(agency_code="DD*")])


def divided(top: pd.Series, bottom: pd.Series, per: float = 100) -> pd.DataFrame:
    """A missing numerator is zero, a missing or zero denominator unknown."""
    keys = bottom.index.union(top.index)
    top, bottom = top.reindex(keys).fillna(0), bottom.reindex(keys)
    return pd.DataFrame({"value": per * top / bottom.replace(0, np.nan), "numerator": top, "denominator": bottom})


def ses(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["corps"] == "ses"]


Part = Callable[[pd.DataFrame], pd.DataFrame]


def count(table: str, part: Part) -> Expectation:
    return Expectation(lambda raw, by: tally(part(getattr(raw, table)), by).to_frame("value"))


def share(part: Part, whole: Part, per: float = 100, table: str = "employees") -> Expectation:
    def counted(raw: Raw, by: By) -> pd.DataFrame:
        rows = getattr(raw, table)
        rows = with_defense(rows) if "agency_code" in by else rows
        return divided(tally(part(rows), by), tally(whole(rows), by), per)

    return Expectation(counted)


def everyone(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def where(column: str, *values: object) -> Part:
    return lambda rows: rows[rows[column].isin(values)]


def both(*parts: Part) -> Part:
    def narrowed(rows: pd.DataFrame) -> pd.DataFrame:
        for part in parts:
            rows = part(rows)
        return rows

    return narrowed


def group(attribute: str, *without: str) -> Part:
    return lambda rows: rows[(rows["attribute"] == attribute) & ~rows["group"].isin(without)]


def under(years: float) -> Part:
    return lambda rows: rows[rows["service_years"] < years]


noncareer = where("appointment", "noncareer")
career = where("appointment", "career")
limited = where("appointment", "limited_term", "limited_emergency")
