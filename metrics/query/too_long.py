"""Whether an answer is too long to be given: a part of it is counted before the whole is computed.

A long answer takes seconds and hundreds of megabytes to put together, and is then refused. A part that is itself too
long proves the same in a fraction of both; one that is not proves nothing, and the whole is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from metrics.definitions.metric import DEFENSE, DEFENSE_COMPONENTS, Metric
from metrics.errors import TooManyRows
from metrics.query.known_values import list_known_values
from metrics.query.selection import Selection
from metrics.query.sql.compiler import compile_for
from metrics.warehouse import Warehouse, remember_per_build

YEARS = (3, 10)
"""The parts of what is counted at dates: its last years, of which the engine reads no more than those."""
EVERY = (8, 2)
"""The parts of what is counted over a span, for whose last years all before are read: one in so many of its groups."""
WORTH_ANOTHER = 2
"""How many times too long the whole must look by one part for the next to be counted, which costs more."""


def refuse_too_long(warehouse: Warehouse, metric: Metric, selection: Selection, most: int) -> None:
    """Raise TooManyRows where a part of the answer has more than `most` rows."""
    if _estimate_rows(warehouse, metric, selection) <= most:
        return
    for part, times in list_parts(warehouse, metric, selection):
        sql, values = compile_for(warehouse, metric, part)
        count = warehouse.rows(f"select count(*) as found from (\n{sql}\n)", values)["found"].iloc[0]
        if count > most:
            raise build_too_many_rows(most)
        if count * times <= WORTH_ANOTHER * most:
            return


def build_too_many_rows(most: int) -> TooManyRows:
    """What is said of an answer that is too long."""
    return TooManyRows(
        f"the answer has more than {most:,} rows; narrow it with from and to, with where, or with fewer columns in by"
    )


def list_parts(warehouse: Warehouse, metric: Metric, selection: Selection) -> Iterator[tuple[Selection, float]]:
    """Questions whose rows are all among those of this one, each with how many times as many it may have itself."""
    return _list_some_groups(warehouse, metric, selection) if metric.is_flow else _list_last_years(warehouse, selection)


def _list_last_years(warehouse: Warehouse, selection: Selection) -> Iterator[tuple[Selection, float]]:
    months, last = _count_months(warehouse)
    end = min(filter(None, (selection.end, last)), default=None)
    if end is None:
        return
    for years in YEARS:
        start = date(end.year - years, end.month, 1)
        if selection.start and selection.start >= start:
            return
        yield replace(selection, start=start), months / (12 * years)


def _list_some_groups(warehouse: Warehouse, metric: Metric, selection: Selection) -> Iterator[tuple[Selection, float]]:
    groups = {column: _list_values(warehouse, metric, selection, column) for column in selection.by}
    widest = max(groups, key=lambda column: len(groups[column]), default="")
    # Defense is a whole and its parts at once, and which of them a question means changes when some are named.
    values = [value for value in groups.get(widest, ()) if value not in {DEFENSE, *DEFENSE_COMPONENTS}]
    for every in EVERY if values else ():
        where = (*selection.without(widest).where, (widest, tuple(values[::every])))
        yield replace(selection, where=where), every


def _estimate_rows(warehouse: Warehouse, metric: Metric, selection: Selection) -> int:
    """How many rows there can be: every group at every month."""
    columns = dict.fromkeys((*selection.by, *metric.always_by))
    groups = math.prod(max(1, len(_list_values(warehouse, metric, selection, column))) for column in columns)
    return groups * _count_months(warehouse)[0]


def _list_values(warehouse: Warehouse, metric: Metric, selection: Selection, column: str) -> tuple[str, ...]:
    return selection.values(column) or _list_known_values(warehouse, metric, column)


@remember_per_build(500)
def _list_known_values(warehouse: Warehouse, metric: Metric, column: str) -> tuple[str, ...]:
    return tuple(list_known_values(warehouse, metric, column))


@remember_per_build()
def _count_months(warehouse: Warehouse) -> tuple[int, date | None]:
    """How many months any figure is of, and the last of them."""
    months = "select month from marts.coverage union select period from marts.published"
    df = warehouse.rows(f"select count(distinct month) as months, max(month) as last from ({months})")
    last = df["last"].iloc[0]
    return int(df["months"].iloc[0]), None if last is None or last != last else last.date()
