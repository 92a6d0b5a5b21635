"""Agencies that crossed the line which binds them: above it in the newest period and not in the one before, or back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from metrics.analysis.streaks import LONGEST_GAP, count_streaks
from metrics.definitions import catalog
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.query.sql.gaps import drop_incomplete
from metrics.query.sql.listings import is_in_full
from metrics.warehouse import Warehouse

INDICATOR = "noncareer_share"


@dataclass(frozen=True)
class Crossing:
    """One agency over the line or back: its value now, with the people behind it, and at the period before."""

    agency_code: str
    agency: str
    period: date
    is_above: bool
    value: float
    numerator: int
    denominator: int
    flag: str
    evidence: str
    period_before: date
    value_before: float


def find_crossings(warehouse: Warehouse) -> list[Crossing]:
    """Every agency that crossed the 25 percent line in the newest period of all, from the period before of its own.

    Args:
        warehouse: The build that is asked.

    Returns:
        Crossings by agency code, of real figures only: one in the sample is no news, nor is one in a month from which
        people are missing. No more than a year lies between the two periods.
    """
    result = answer(warehouse, catalog.find(INDICATOR), Selection.of(by=["agency_code"]))
    df = result.table[is_in_full(result.table, result.in_part) & (result.table["evidence"] != "sample")]
    real = drop_incomplete(df.dropna(subset="value"))
    # A streak is wanted as far as it is none or one: of a long series its last years tell as much as all of it.
    real = real[real["period"] > real["period"].max() - pd.DateOffset(months=2 * LONGEST_GAP)]
    df = real.assign(streak=count_streaks(replace(result, table=real))["streak"]).dropna(subset="streak")
    if df.empty:
        return []
    newest, agencies = df["period"].max(), warehouse.agencies
    names = dict(zip(agencies["agency_code"], agencies["name"], strict=True))
    # At one period records come before what is published, as they do in a streak.
    order = df.assign(rank=df["evidence"] != "records").sort_values(["period", "rank"], kind="stable")
    crossings = []
    for code, series in order.drop_duplicates(["agency_code", "period"]).groupby("agency_code"):
        if len(series) < 2 or series["period"].iloc[-1] != newest:
            continue
        before, now = series.iloc[-2], series.iloc[-1]
        is_near = now["period"] <= before["period"] + pd.DateOffset(months=LONGEST_GAP)
        if is_near and (now["streak"] > 0) != (before["streak"] > 0):
            crossings.append(
                Crossing(
                    agency_code=str(code),
                    agency=names.get(str(code), str(code)),
                    period=now["period"].date(),
                    is_above=bool(now["streak"] > 0),
                    value=float(now["value"]),
                    numerator=int(now["numerator"]),
                    denominator=int(now["denominator"]),
                    flag=now["flag"],
                    evidence=now["evidence"],
                    period_before=before["period"].date(),
                    value_before=float(before["value"]),
                )
            )
    return crossings
