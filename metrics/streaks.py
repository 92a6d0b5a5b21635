"""How long values have stood above the line that binds them: periods in a row, as far as figures follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from metrics.formula import AgenciesOver
from metrics.gaps import whole
from metrics.limits import binding
from metrics.model import Limit, Metric
from metrics.query import Answer, answer
from metrics.selection import Selection
from metrics.warehouse import Warehouse

LONGEST_GAP = 12
"""Months between two figures beyond which nobody knows what lay between them, so that a streak ends."""


def answer_with_streaks(warehouse: Warehouse, metric: Metric, selection: Selection, most: int | None = None) -> Answer:
    """The answer with the column `streak` where a line binds it; a streak may have begun before the span asked for."""
    result = answer(warehouse, metric, selection, most)
    if _line(metric, selection) is None:
        return result
    every = answer(warehouse, metric, replace(selection, start=None)) if selection.start else result
    table = every.table.copy()
    table.insert(list(table.columns).index("source"), "streak", streaks(every))
    shown = table[table["period"] >= pd.Timestamp(selection.start)] if selection.start else table
    return replace(result, table=shown.reset_index(drop=True))


def streaks(result: Answer) -> pd.Series:
    """For each row the number of periods in a row, itself the last, in which its group stood above the line.

    Zero at or below it; missing where no line binds (a component of Defense, an exempt agency), the value is unknown or
    synthetic, or people are missing from the month, which is passed over like one that is not loaded.
    Records and published figures make one series; at one period records come first.
    """
    rows, line = result.table, _line(result.metric, result.selection)
    found = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    if line is None:
        return found
    counted = rows["numerator"] > line.value / 100 * rows["denominator"]
    is_above = counted.where(rows["denominator"].notna(), rows["value"] > line.value)
    is_bound = rows["value"].notna() & ~rows["flag"].str.contains("exempt") & (rows["evidence"] != "sample")
    if "agency_code" in rows:
        bound = {code for code in rows["agency_code"].unique() if result.metric.limits_for("agency", code)}
        is_bound &= rows["agency_code"].isin(bound)
    above = is_above.where(is_bound, None)
    by = [column for column in rows.columns if column in (*result.selection.by, *result.metric.always_by)]
    is_real = rows["evidence"] != "sample"
    order = rows[is_real].assign(rank=rows["evidence"] != "records").sort_values(["period", "rank"], kind="stable")
    for _, group in whole(order).groupby(by or (lambda _row: 0), sort=False):
        found[group.index] = _in_a_row(group["period"].to_list(), above[group.index].to_list())
    return found


def _in_a_row(periods: list[pd.Timestamp], above: Sequence[bool | None]) -> list[int | None]:
    """Streaks of one series in order of time; of several values at one period the first carries the streak on."""
    found: list[int | None] = []
    reach = dict(zip(periods, pd.DatetimeIndex(periods) + pd.DateOffset(months=LONGEST_GAP), strict=True))
    at, carried, before = pd.Timestamp.min, 0, 0
    for period, is_above in zip(periods, above, strict=True):
        streak = None
        if period != at:
            before = carried if at in reach and period <= reach[at] else 0
        if is_above is not None:
            streak = before + 1 if is_above else 0
        if period != at:
            at, carried = period, streak or 0
        found.append(streak)
    return found


def _line(metric: Metric, selection: Selection) -> Limit | None:
    """The limit that binds what is asked for: the government, or agencies one by one; none for any other group."""
    if selection.all_sources or isinstance(metric.formula, AgenciesOver):
        return None
    return next(iter(binding(metric, selection)), None)
