"""How long values have stood above the line that binds them: counts in a row, and since when.

Between two counts may lie months of which too little is known to say anything, so a streak is told with its first count
and never as a length of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from metrics.definitions.formula import AgenciesOver, LeastWhole, OfKnown, StandingCount
from metrics.definitions.metric import Limit, Metric
from metrics.query.answer import Answer, answer, select_drawn
from metrics.query.limits import find_binding_limits
from metrics.query.selection import Selection
from metrics.query.sql.gaps import drop_incomplete
from metrics.warehouse import Warehouse

LONGEST_GAP = 12
"""Months between two figures beyond which nobody knows what lay between them, so that a streak ends."""


@dataclass(frozen=True)
class Streak:
    """How many counts in a row, from the one `since` on, stood above the line.

    `before` is the last count before them, if any; `was_below` whether that one was at the line or below it, and no
    more than a year earlier.
    """

    counts: int
    since: date
    before: date | None
    was_below: bool


def answer_with_streaks(warehouse: Warehouse, metric: Metric, selection: Selection, most: int | None = None) -> Answer:
    """The answer with the columns of `count_streaks` where a line binds it; one may have begun before the span."""
    result = answer(warehouse, metric, selection, most)
    if _find_line(metric, selection) is None:
        return result
    every = answer(warehouse, metric, replace(selection, start=None)) if selection.start else result
    table, place = every.table.copy(), list(every.table.columns).index("source")
    for nth, (name, column) in enumerate(count_streaks(every).items()):
        table.insert(place + nth, str(name), column)
    table = table[table["period"] >= pd.Timestamp(selection.start)] if selection.start else table
    return replace(result, table=table.reset_index(drop=True))


def count_streaks(result: Answer) -> pd.DataFrame:
    """How many counts in a row, itself the last, the group of each row stood above the line that binds it.

    A month of which a part is unknown, so that it has no row, is no count: it neither makes a streak longer nor ends
    it, unless more than a year lies between two counts. Records and published figures make one series; at one period
    records come first.

    Args:
        result: An answer, of the government or by agency.

    Returns:
        A row for each row of the answer: `streak`, the number of counts, zero at or below the line, and `streak_since`,
        the period of the first of them. Both are missing where no line binds (a component of Defense, an agency of
        fewer than four), the value is unknown or synthetic, or people are missing from the month.
    """
    rows, line = result.table, _find_line(result.metric, result.selection)
    df = pd.DataFrame(
        {
            "streak": pd.Series(pd.NA, index=rows.index, dtype="Int64"),
            "streak_since": pd.Series(pd.NaT, index=rows.index, dtype=rows["period"].dtype),
        }
    )
    if line is None:
        return df
    counts = rows["numerator"] > line.value / 100 * rows["denominator"]
    is_above = counts.where(rows["denominator"].notna(), rows["value"] > line.value)
    is_bound = rows["value"].notna() & ~rows["flag"].str.contains("exempt|under_four") & (rows["evidence"] != "sample")
    if "agency_code" in rows:
        binding_codes = {code for code in rows["agency_code"].unique() if result.metric.limits_for("agency", code)}
        is_bound &= rows["agency_code"].isin(binding_codes)
    above = is_above.where(is_bound, None)
    by = [column for column in rows.columns if column in (*result.selection.by, *result.metric.always_by)]
    is_real = rows["evidence"] != "sample"
    order = rows[is_real].assign(rank=rows["evidence"] != "records").sort_values(["period", "rank"], kind="stable")
    for _, group in drop_incomplete(order).groupby(by or (lambda _row: 0), sort=False):
        periods = group["period"].to_list()
        in_a_row = _count_in_a_row(periods, above[group.index].to_list())
        df.loc[group.index, "streak"] = pd.array([count for count, _ in in_a_row], dtype="Int64")
        df.loc[group.index, "streak_since"] = pd.Series(
            [since for _, since in in_a_row], index=group.index, dtype=rows["period"].dtype
        )
    return df


def list_streaks(result: Answer, newest: pd.DataFrame) -> dict[str, Streak]:
    """The streaks of the agencies that stand above their line in some rows of an answer by agency."""
    with_streaks = result.table.join(count_streaks(result))
    real = drop_incomplete(select_drawn(replace(result, table=with_streaks))).dropna(subset="value")
    # At one period records come before what is published, as they do in a streak.
    real = real.assign(rank=real["evidence"] == "records").sort_values(["period", "rank"])
    now = with_streaks.loc[newest.index].dropna(subset="streak_since")
    by_code = {}
    for code, count, since in zip(now["agency_code"], now["streak"], now["streak_since"], strict=True):
        own = real[(real["agency_code"] == code) & (real["period"] < since)].tail(1)
        near = own[own["period"] >= since - pd.DateOffset(months=LONGEST_GAP)]
        before = None if own.empty else own["period"].iloc[0].date()
        by_code[str(code)] = Streak(int(count), since.date(), before, was_below=bool(near["streak"].eq(0).any()))
    return by_code


def _count_in_a_row(
    periods: list[pd.Timestamp], above: Sequence[bool | None]
) -> list[tuple[int | None, pd.Timestamp | None]]:
    """Streaks of one series in order of time, with their first periods; of values at one time the first carries on."""
    counts: list[tuple[int | None, pd.Timestamp | None]] = []
    reach = dict(zip(periods, pd.DatetimeIndex(periods) + pd.DateOffset(months=LONGEST_GAP), strict=True))
    none: tuple[int, pd.Timestamp | None] = (0, None)
    at, carry, before = pd.Timestamp.min, none, none
    for period, is_above in zip(periods, above, strict=True):
        is_first = period != at
        if is_first:
            before = carry if at in reach and period <= reach[at] else none
        streak = (before[0] + 1, before[1] or period) if is_above else none
        counts.append((None, None) if is_above is None else streak)
        if is_first:
            at, carry = period, none if is_above is None else streak
    return counts


def _find_line(metric: Metric, selection: Selection) -> Limit | None:
    """The limit that binds what is asked for: the government, or agencies one by one; none for any other group."""
    if selection.all_sources or isinstance(metric.formula, AgenciesOver | LeastWhole | OfKnown | StandingCount):
        return None
    return next(iter(find_binding_limits(metric, selection)), None)
