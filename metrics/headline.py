"""The latest value of an indicator beside the same indicator at a baseline, and what the difference means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from metrics.model import Metric
from metrics.query import Answer, answer, drawn
from metrics.selection import Selection
from metrics.warehouse import Warehouse

DEFAULT_BASELINE = date(2016, 9, 30)
_PREFERENCE = {"records": 0, "published": 1, "sample": 2}


@dataclass(frozen=True)
class Point:
    """One value of an indicator: its period (month end), kind of evidence, source and flag.

    `basis` is what an agency limit was held against: on_board, or positions with their date.
    """

    period: date
    value: float
    evidence: str
    source: str
    flag: str
    numerator: float | None = None
    denominator: float | None = None
    basis: str = ""


@dataclass(frozen=True)
class Headline:
    """The latest value and the baseline's, with the change in the unit's own terms (points for percents).

    `baseline` is the nearest period at or before the date asked for and within twelve months of it; else None.
    `mixed` says that the two come from different kinds of evidence or different sources of one kind.
    """

    latest: Point
    baseline: Point | None
    asked_baseline: date
    change: float | None
    verdict: Literal["better", "worse", "neither"] | None
    mixed: bool


def headline(warehouse: Warehouse, metric: Metric, selection: Selection, baseline: date) -> Headline | None:
    """The headline of an indicator without breakdown; None where the selection holds no value.

    An indicator of several horizons has one for each; its first one where the selection names none.
    """
    if metric.headlines and not set(metric.always_by) & set(selection.columns):
        (column,) = metric.always_by
        selection = replace(selection, where=(*selection.where, (column, metric.headlines[:1])))
    return of_answer(answer(warehouse, metric, selection), baseline)


def of_answer(result: Answer, baseline: date) -> Headline | None:
    """The headline of an answer already at hand (of one group: filter its table first)."""
    rows = drawn(result)
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return None
    rows = rows.assign(preference=rows["evidence"].map(_PREFERENCE))
    latest = _point(rows.sort_values(["period", "preference"], ascending=[True, False]).iloc[-1])
    comparable = rows[rows["source"] == latest.source] if result.metric.one_source else rows
    then = _baseline(comparable, latest, baseline)
    if then is None:
        return Headline(latest, None, baseline, None, None, False)
    change = latest.value - then.value
    mixed = then.evidence != latest.evidence
    return Headline(latest, then, baseline, change, _verdict(result.metric, change), mixed)


def _baseline(rows: pd.DataFrame, latest: Point, asked: date) -> Point | None:
    end = pd.Timestamp(asked)
    near = rows[(rows["period"] <= end) & (rows["period"] >= end - pd.DateOffset(months=12))]
    near = near[near["period"] < pd.Timestamp(latest.period)]
    if near.empty:
        return None
    last = near[near["period"] == near["period"].max()]
    same = last[last["evidence"] == latest.evidence]
    return _point((same if len(same) else last.sort_values("preference")).iloc[0])


def _verdict(metric: Metric, change: float) -> Literal["better", "worse", "neither"]:
    shown = round(change, metric.unit.decimals)
    if metric.better == "neither" or shown == 0:
        return "neither"
    return "better" if (shown > 0) == (metric.better == "higher") else "worse"


def _point(row: pd.Series) -> Point:
    top, bottom = (float(row[column]) if pd.notna(row.get(column)) else None for column in ("numerator", "denominator"))
    said = (row["evidence"], row["source"], row["flag"])
    return Point(row["period"].date(), float(row["value"]), *said, top, bottom, row.get("basis") or "")
