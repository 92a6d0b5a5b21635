"""Whom a published stock counts: a movement from records set beside it is of the same types of appointment."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions.measure import Measure, PublishedFigure
from metrics.query.sql.mart_rows import aggregate
from metrics.query.sql.statement import YEAR_BEFORE, Statement

TYPE = "appointment"
OF_THE_SES = "indicator = ? and population = 'ses' and breakdown = '' and scope = ? and value is not null"


def count_flow(statement: Statement, flow: Measure) -> str:
    """A movement counted from records, labelled published, as what is put together from both kinds of evidence is."""
    rows = aggregate(statement, flow.mart, {"value": flow.sql_for(statement.selection.columns)})
    return statement.step(f"    select * replace ('published' as evidence) from {rows} where evidence = 'records'")


def count_flow_within(statement: Statement, flow: Measure, stock: PublishedFigure, stocks: str) -> str:
    """The same of the types that a stock is the sum of at both ends of its year; of all where it is a count of its own.

    Tables by type withhold types of few people: whoever left from one of those was never in the stock, and would be
    counted as coming in.

    Args:
        statement: The statement to add the steps to.
        flow: The movement.
        stock: The published figures of the stock.
        stocks: The step of the stock's rows, one for each period and group.

    Returns:
        The step, with value (people), labelled published.
    """
    if TYPE in statement.selection.columns or stock.who != ("ses",):
        return count_flow(statement, flow)
    by_type = statement.about(replace(statement.selection, by=(*statement.by, TYPE)))
    rows = aggregate(by_type, flow.mart, {"value": flow.sql})
    scope = "agency" if "agency_code" in statement.selection.columns else "government"
    types = statement.step(
        "    select distinct source, period, unnest(if(appointment = 'limited',\n"
        "      ['limited_term', 'limited_emergency'], [appointment])) as appointment\n"
        f"    from marts.published where {OF_THE_SES} and appointment <> 'all'",
        stock.indicator,
        scope,
    )
    totals = statement.step(
        f"    select distinct source, period from marts.published where {OF_THE_SES}\n"
        "      and appointment = 'all' and not is_derived",
        stock.indicator,
        scope,
    )
    whose = "split_part(stock.source, '; ', 1)"
    before = YEAR_BEFORE.format("flow")
    at_both_ends = " and ".join(f"({whose}, {end}, flow.{TYPE}) in (from {types})" for end in ("flow.period", before))
    of_all = (
        f"({whose}, flow.period) in (from {totals})\n"
        f"      or ({whose}, flow.period) not in (select source, period from {types})"
    )
    groups = "".join(f" and stock.{column} = flow.{column}" for column in statement.by)
    return statement.step(
        f"    select flow.period, {statement.groups('flow')}'published' as evidence, flow.source,\n"
        "      min(flow.precedence) as precedence, bool_or(flow.medium) as medium, false as two_ends,\n"
        "      sum(flow.value) as value\n"
        f"    from {rows} as flow join {stocks} as stock on stock.period = flow.period{groups}\n"
        f"    where flow.evidence = 'records' and ({of_all}\n      or ({at_both_ends}))\n"
        "    group by all"
    )
