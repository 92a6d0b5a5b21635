"""The latest value of an indicator beside the same indicator at a baseline, and what the difference means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.errors import UnsoundQuery
from metrics.query.answer import Answer, answer, names_agencies, select_drawn
from metrics.query.selection import Selection
from metrics.query.sql.gaps import PARTIAL
from metrics.query.works import list_works as works_of
from metrics.warehouse import Warehouse

DEFAULT_BASELINE = date(2016, 9, 30)
CHANGES_OF_ADMINISTRATION = (
    date(2001, 1, 20),
    date(2009, 1, 20),
    date(2017, 1, 20),
    date(2021, 1, 20),
    date(2025, 1, 20),
)
REACH = 12
"""Months before the date asked for within which a figure is its baseline."""
Value = TypeVar("Value")
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

    Months from which agencies are missing are neither.

    `baseline` is the nearest period at or before the date asked for and within twelve months of it; else None.
    `mixed` says in what the two differ, if they do: the kind of evidence, the base of a limit, or the work that they
    are of (the record files of two years, or two editions of a report, are of one work in this sense). `works` are then
    the works of the latest value and of the baseline, and there is no verdict: what differs may be the counting alone.
    `kept_apart` says why a value near the baseline is not compared, where there is one: its source is another and the
    indicator's sources are no series, the indicator was broken between the two, a change of administration lies between
    them that moves a value of others than career executives, an agency's figure is made up, or nothing is known after
    the baseline, so that what moved had moved before.
    """

    latest: Point
    baseline: Point | None
    asked_baseline: date
    change: float | None
    verdict: Literal["better", "worse", "neither"] | None
    mixed: Literal["", "evidence", "basis", "source"]
    kept_apart: Literal["", "source", "break", "transition", "sample", "early"] = ""
    works: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def find_headline(warehouse: Warehouse, metric: Metric, selection: Selection, baseline: date) -> Headline | None:
    """The headline of an indicator without breakdown.

    Args:
        warehouse: The build that is asked.
        metric: The indicator; one of several values, such as horizons, has a headline for each.
        selection: What is asked of it. Where it names none of several values, the first that the indicator declares is
            meant.
        baseline: The day to compare with; a figure within the year before it counts.

    Returns:
        The latest value and the baseline's; None where the selection holds no value.

    Raises:
        UnsoundQuery: The indicator has several values, and neither selection nor declaration names one.
    """
    if metric.headlines and not set(metric.always_by) & set(selection.columns):
        (column,) = metric.always_by
        selection = replace(selection, where=(*selection.where, (column, metric.headlines[:1])))
    return build_headline(answer(warehouse, metric, selection), baseline)


def build_headline(result: Answer, baseline: date) -> Headline | None:
    """The headline of an answer of one group.

    Args:
        result: The answer.
        baseline: The day to compare with; a figure within the year before it counts.

    Returns:
        The latest value and the baseline's; None where the answer holds no value.

    Raises:
        UnsoundQuery: The answer has several groups, which `build_headlines` tells.
    """
    groups = _list_group_columns(result)
    df = select_drawn(result)
    if groups and len(df[groups].drop_duplicates()) > 1:
        raise UnsoundQuery(
            f"{result.metric.name} has a value for each {' and '.join(groups)}: ask for one of them, as one headline "
            "cannot speak for all"
        )
    return _compare_points(result, list_points(df), baseline)


def build_headlines(result: Answer, baseline: date) -> dict[tuple[str, ...], Headline]:
    """The headlines of an answer's groups, by their values in the order of its columns; without value none."""
    groups, df = _list_group_columns(result), select_drawn(result)
    if not groups:
        whole = _compare_points(result, list_points(df), baseline)
        return {(): whole} if whole else {}
    parts = df.groupby(groups, sort=False)
    headlines = {key: _compare_points(replace(result, table=part), list_points(part), baseline) for key, part in parts}
    return {tuple(str(each) for each in key): line for key, line in headlines.items() if line}


def _list_group_columns(result: Answer) -> list[str]:
    return list(dict.fromkeys((*result.selection.by, *result.metric.always_by)))


def list_points(df: pd.DataFrame) -> list[Point]:
    """The rows of an answer that have a value, a point each, in their order."""
    days = df["period"].to_numpy().astype("datetime64[D]").tolist()
    columns = [df[column].to_numpy().tolist() for column in ("value", "evidence", "source", "flag")]
    optional = [
        df[column].to_numpy().tolist() if column in df else [None] * len(df)
        for column in ("numerator", "denominator", "basis")
    ]
    return [
        Point(day, value, evidence, source, flag, _replace_nan(top), _replace_nan(bottom), _replace_nan(basis) or "")
        for day, value, evidence, source, flag, top, bottom, basis in zip(days, *columns, *optional, strict=True)
        if _replace_nan(value) is not None
    ]


def _replace_nan(value: Value) -> Value | None:
    """A value, or None in place of NaN, which alone differs from itself."""
    return value if value == value else None


def _compare_points(result: Answer, points: list[Point], baseline: date) -> Headline | None:
    metric = result.metric
    # Records speak first: a month whose records are incomplete makes no headline, whoever counted more of it.
    lacking = {point.period for point in points if PARTIAL in point.flag and point.evidence == "records"}
    points = [
        point
        for point in points
        if PARTIAL not in point.flag and not (point.evidence == "published" and point.period in lacking)
    ]
    if not points:
        return None
    latest = sorted(points, key=lambda point: (point.period, -_PREFERENCE[point.evidence]))[-1]
    if latest.evidence == "sample" and names_agencies(result):
        return Headline(latest, None, baseline, None, None, "", "sample")
    near = _find_near(points, latest, baseline)
    if near and latest.period <= baseline:
        return Headline(latest, None, baseline, None, None, "", "early")
    last_break = max((day for day in metric.breaks if day <= latest.period), default=date.min)
    unbroken = [point for point in near if point.period >= last_break]
    within = [point for point in unbroken if point.period >= _find_last_transition(result, latest)]
    comparable = [point for point in within if point.source == latest.source] if metric.one_source else within
    then = _choose_baseline(comparable, latest)
    if then is None:
        return Headline(latest, None, baseline, None, None, "", _explain_apart(near, unbroken, within))
    change, differs_in = latest.value - then.value, _find_difference(result, latest, then)
    if not differs_in:
        return Headline(latest, then, baseline, change, _judge_change(metric, change), "")
    works = works_of(latest.source, result.works), works_of(then.source, result.works)
    return Headline(latest, then, baseline, change, None, differs_in, works=works)


def _find_last_transition(result: Answer, latest: Point) -> date:
    """The last change of administration before a value that one moves, which is any but of career executives alone."""
    if not result.metric.turns or _list_appointment_types(result) == {"career"}:
        return date.min
    return max((day for day in CHANGES_OF_ADMINISTRATION if day <= latest.period), default=date.min)


def _list_appointment_types(result: Answer) -> set[str]:
    """The types of appointment that the rows of one group are of; none where nothing tells."""
    if "appointment" in result.table:
        return set(result.table["appointment"])
    return set(result.selection.values("appointment"))


def _explain_apart(
    near: list[Point], unbroken: list[Point], within: list[Point]
) -> Literal["", "source", "break", "transition"]:
    if within:
        return "source"
    if unbroken:
        return "transition"
    return "break" if near else ""


def _find_difference(result: Answer, latest: Point, then: Point) -> Literal["", "evidence", "basis", "source"]:
    if latest.evidence != then.evidence:
        return "evidence"
    if _list_basis_kinds(latest.basis) != _list_basis_kinds(then.basis):
        return "basis"
    is_one = works_of(latest.source, result.works) == works_of(then.source, result.works)
    return "" if is_one else "source"


def _list_basis_kinds(basis: str) -> set[str]:
    """On what a limit was held, without the dates of allocations."""
    return {each.split(" ")[0] for each in basis.split("; ")}


def _find_near(points: list[Point], latest: Point, day: date) -> list[Point]:
    """What was known before the latest value, within twelve months up to the day asked for."""
    first = (pd.Timestamp(day) - pd.DateOffset(months=REACH)).date()
    return [point for point in points if first <= point.period <= day and point.period < latest.period]


def _choose_baseline(near: list[Point], latest: Point) -> Point | None:
    last = max((point.period for point in near), default=None)
    candidates = [point for point in near if point.period == last]
    return min(
        candidates, key=lambda point: (point.evidence != latest.evidence, _PREFERENCE[point.evidence]), default=None
    )


def _judge_change(metric: Metric, change: float) -> Literal["better", "worse", "neither"]:
    rounded_change = round(change, metric.unit.decimals)
    if metric.better == "neither" or rounded_change == 0:
        return "neither"
    return "better" if (rounded_change > 0) == (metric.better == "higher") else "worse"
