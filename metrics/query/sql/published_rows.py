"""Published figures as rows: summed over whom they are about, finished as printed, chosen between publishers."""

from __future__ import annotations

from datetime import date

from metrics.definitions.measure import FIGURE_COLUMNS, PublishedFigure
from metrics.query.sql.mart_rows import APPOINTMENTS, build_filters
from metrics.query.sql.statement import FigureKey, Statement
from metrics.warehouse import Warehouse, remember_per_build

SUBJECT = "coalesce(nullif(appointment, 'all'), population)"
"""Whom a published figure is about, in one word: a kind of appointment, or a population."""


@remember_per_build()
def read_published_periods(warehouse: Warehouse) -> dict[FigureKey, set[date]]:
    """Which figures a build has, and at which periods."""
    rows = warehouse.rows(
        f"select distinct indicator, scope::varchar, {SUBJECT}, split_part(breakdown, '=', 1), period\n"
        "from marts.published"
    )
    periods: dict[FigureKey, set[date]] = {}
    for *what, period in rows.itertuples(index=False, name=None):
        periods.setdefault(FigureKey(*what), set()).add(period.date())
    return periods


def build_figures(statement: Statement, figure: PublishedFigure, *, is_finished: bool = False) -> str | None:
    """The published figures of every publisher for the selection.

    Args:
        statement: The statement to add the step to.
        figure: The published figures.
        is_finished: They are finished, such as a share: taken only where one alone answers, as two never add up.

    Returns:
        The step, with value (of a finished figure numerator and denominator too); None where the figures cannot be
        split that way, or the build has none.
    """
    selection = statement.selection
    horizon = ("horizon_years",) if figure.by_horizon else ()
    if not set(selection.columns) <= {*FIGURE_COLUMNS, figure.key, *horizon}:
        return None
    who, essential = figure.who, figure.essential or figure.who
    if "appointment" in selection.columns:
        if who != ("ses",):
            return None
        who = selection.values("appointment") or APPOINTMENTS
        essential = () if "appointment" in selection.by else who
    scope = "agency" if "agency_code" in selection.columns else "government"
    key = figure.key if figure.key in selection.columns else ""
    periods_there = statement.published_periods
    if periods_there is not None and periods_there.keys().isdisjoint(
        FigureKey(figure.indicator, scope, each, key) for each in who
    ):
        return None  # a step without a row takes as long to plan as one with many
    conditions, values = build_filters(selection.without("appointment").without(figure.key), "agency_code")
    if not selection.all_sources:
        conditions.append("confidence is distinct from 'rounded'")
    select_texts = {
        "appointment": f"{SUBJECT} as appointment",
        figure.key: f"split_part(breakdown, '=', 2) as {figure.key}",
    }
    groups = "".join(f"{select_texts.get(column, column)}, " for column in statement.by)
    if key:
        conditions.append("split_part(breakdown, '=', 1) = ?")
        values.append(key)
        if options := selection.values(figure.key):
            conditions.append(f"split_part(breakdown, '=', 2) in ({', '.join('?' * len(options))})")
            values.extend(options)
    else:
        conditions.append("breakdown = ''")
    amounts = "sum(value) as value"
    having = []
    together = selection.values("agency_code") if "agency_code" not in statement.by else ()
    bound: list[object] = []
    if essential:
        present = f"{SUBJECT} in ({', '.join('?' * len(essential))})"
        having.append(f"count(distinct {SUBJECT}) filter (where {present}) = {len(essential)}")
        bound.extend(essential)
    if len(together) > 1 and not is_finished:
        # An agency without a row is a part unknown, unless the listing names every agency that has any.
        each = f"count(distinct (agency_code, {SUBJECT})) filter (where {present})" if essential else "count(*)"
        having.append(f"(bool_and(names_every_agency) or {each} = {len(together) * max(len(essential), 1)})")
        bound.extend(essential)
    if is_finished:
        having.append("count(*) = 1")
        amounts = ", ".join(f"any_value({name}) as {name}" for name in ("value", "numerator", "denominator"))
    return statement.step(
        f"    select period, {groups}'published' as evidence, source, min(precedence) as precedence,\n"
        f"      bool_or(confidence <> 'high') as medium, false as two_ends, any_value(counted_from) as counted_from,\n"
        f"      {amounts}\n"
        f"    from marts.published where indicator = ? and {SUBJECT} in ({', '.join('?' * len(who))})\n"
        f"      and scope = ? and {_build_span_condition(statement)} and {' and '.join(conditions)}\n"
        "    group by all" + (f"\n    having {' and '.join(having)}" if having else ""),
        figure.indicator,
        *who,
        scope,
        *values,
        *bound,
    )


def _build_span_condition(statement: Statement) -> str:
    """Which figures speak for the span asked for: a flow for a fiscal year, any twelve months in a row, or a month."""
    if statement.selection.window == "month":
        return "months = 1"
    year = "months = 12" if statement.selection.window == "12m" else "months = 12 and fiscal_year is not null"
    return f"(months is null or ({year}))"


def pick_publisher(statement: Statement, rows: str) -> str:
    """One publisher's figure for each period and group: the one that takes precedence."""
    return statement.step(
        f"    select distinct on (period, {statement.groups()}evidence) * from {rows}\n"
        f"    order by period, {statement.groups()}evidence, precedence, source"
    )


def build_standing_figures(statement: Statement, figures: str, months: int, moments: str) -> str:
    """The figures as they stand at every period of another step: the newest one up to so many months old."""
    return statement.step(
        f"    select distinct on (moment.period, {statement.groups('figure')}figure.evidence)\n"
        "      figure.* replace (moment.period as period), 'positions ' || figure.period as basis\n"
        f"    from (select distinct period from {moments}) as moment join {figures} as figure\n"
        "      on figure.period <= moment.period\n"
        f"      and figure.period >= last_day(moment.period - interval {months} month)\n"
        f"    order by moment.period, {statement.groups('figure')}figure.evidence, figure.period desc"
    )
