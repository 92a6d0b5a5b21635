"""Over time: change, average and estimated entries of a stock within a flow's period of twelve months."""

from __future__ import annotations

from metrics.definitions.measure import Measure
from metrics.query.sql.gaps import build_lacking
from metrics.query.sql.mart_rows import aggregate, build_cover, build_everyone, build_series
from metrics.query.sql.statement import YEAR_BEFORE, Statement, join_sources

SAME_SOURCE = " and {}.source = now.source"
"""Published figures are compared over time within one publisher's document only."""


def _keep_septembers(statement: Statement) -> str:
    return "" if statement.selection.window == "12m" else "    where month(now.period) = 9\n"


def build_change(statement: Statement, series: str, same: str = "") -> str:
    """Value now less value twelve months before; `same` narrows what may be compared."""
    return statement.step(
        f"    select now.period, {statement.groups('now')}now.evidence, "
        f"{join_sources('now.source', 'was.source')} as source,\n"
        "      greatest(now.precedence, was.precedence) as precedence, now.medium or was.medium as medium,\n"
        "      false as two_ends, now.value - was.value as value\n"
        f"    from {series} as now join {series} as was on {statement.same_group('now', 'was')}{same.format('was')}\n"
        f"      and was.period = {YEAR_BEFORE.format('now')}\n{_keep_septembers(statement)}"
    )


QUARTERS = "(values (0), (3), (6), (9), (12)) as quarter(months)"
"""How many months before the end of a year each of its five quarter ends lies."""


def build_average(statement: Statement, series: str, same: str = "") -> str:
    """Mean over five quarter ends where all are known, else over the two ends; `same` narrows what may be averaged."""
    periods = f"(select distinct period from {series})"
    years = statement.step(_build_years(statement, f"{periods} as quarter_end", "quarter_end.period as quarter_end"))
    point = f"{series} as point join {years} as year on year.quarter_end = point.period"
    return _build_mean(statement, point, "point.period", ", point.source" if same else "")


def build_average_on_board(statement: Statement, stock: Measure) -> str:
    """The same of a stock that is counted from records: zero for a group of whom nobody is at a covered quarter end."""
    if stock.mart.has_source:
        return build_average(statement, build_series(statement, stock))
    rows = aggregate(statement, stock.mart, {"value": stock.sql}, is_named=False)
    columns = "known.period as quarter_end, known.evidence, known.source"
    years = statement.step(_build_years(statement, f"{build_cover(statement, stock.mart)} as known", columns, "known"))
    point = (
        f"(\n      select year.*, {statement.groups('everyone')}0 as precedence, false as medium,\n"
        "        coalesce(counted.value, 0) as value\n"
        f"      from {years} as year join {build_everyone(statement, rows)} as everyone\n"
        "        on everyone.evidence = year.evidence\n"
        f"      left join {rows} as counted on counted.period = year.quarter_end\n"
        f"        and {statement.same_group('counted', 'everyone')}\n    ) as point"
    )
    return _build_mean(statement, point, "point.quarter_end", year="point")


def _build_years(statement: Statement, periods: str, columns: str, alias: str = "quarter_end") -> str:
    """Each period sent on to the years it is a quarter end of: joining pairs of them would grow with their square."""
    end = f"last_day({alias}.period + to_months(quarter.months))"
    septembers = "" if statement.selection.window == "12m" else f"\n    where month({end}) = 9"
    return (
        f"    select {columns}, {end} as period, quarter.months in (0, 12) as is_end\n"
        f"    from {periods} cross join {QUARTERS}{septembers}"
    )


def _build_mean(statement: Statement, points: str, quarter_end: str, apart: str = "", year: str = "year") -> str:
    # A quarter end from which people are missing is left out, and the two ends of the year are averaged instead.
    lacks, bound_in_it = build_lacking(statement.gaps, statement.selection, "point", quarter_end)
    names, at_ends = "string_agg(point.source, '; ')", f"filter (where {year}.is_end)"
    return statement.step(
        f"    select {year}.period, {statement.groups('point')}point.evidence,\n"
        f"      case when count(*) = 5 then {names} else {names} {at_ends} end as source,\n"
        "      max(point.precedence) as precedence, bool_or(point.medium) as medium, count(*) < 5 as two_ends,\n"
        f"      case when count(*) = 5 then avg(point.value) else sum(point.value) {at_ends} / 2 end as value\n"
        f"    from {points}\n    where {year}.is_end or not {lacks}\n"
        f"    group by {year}.period, {statement.groups('point')}point.evidence{apart}\n"
        f"    having count(*) {at_ends} = 2",
        *bound_in_it,
    )


def build_start(statement: Statement, series: str) -> str:
    """The value twelve months before, dated to the end of the twelve months that follow it."""
    return statement.step(
        f"    select now.* replace (last_day(now.period + interval 12 month) as period) from {series} as now\n"
        f"{_keep_septembers(statement)}"
    )


def build_entries(statement: Statement, change_step: str, separations: str) -> str:
    """Change plus separations for every group whose change is known; unknown where negative."""
    return statement.step(
        f"    select change.period, {statement.groups('change')}change.evidence,\n"
        f"      {join_sources('change.source', 'gone.source')} as source, change.precedence, change.medium, "
        "change.two_ends,\n"
        "      case when change.value + coalesce(gone.value, 0) >= 0\n"
        "        then change.value + coalesce(gone.value, 0) end as value\n"
        f"    from {change_step} as change left join {separations} as gone\n"
        f"      on gone.period = change.period and {statement.same_group('gone', 'change')}"
    )


def add_unchanged(statement: Statement, change_step: str, separations: str) -> str:
    """The changes, with zero for a group that nobody was in at either end of a covered period, though some left it."""
    return statement.step(
        f"    select * from {change_step}\n    union all by name\n"
        f"    select * replace (0 as value) from {separations} as gone\n"
        f"    where (evidence, period) in (select evidence, period from {change_step}) and not exists (\n"
        f"      select 1 from {change_step} as change\n"
        f"      where change.period = gone.period and {statement.same_group('gone', 'change')}\n    )"
    )
