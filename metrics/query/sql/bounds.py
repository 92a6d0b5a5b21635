"""What a count is held against where only a lower bound of positions is known: the newest listing of them."""

from __future__ import annotations

from metrics.definitions.formula import LowerBound
from metrics.query.sql.gaps import build_lacking
from metrics.query.sql.mart_rows import aggregate
from metrics.query.sql.statement import Statement, join_sources

AT_LEAST = "at_least"
"""The word before a listing's date in the basis of what is held against a lower bound."""


def build_lower_bound(statement: Statement, bound: LowerBound) -> str:
    """Positions known to exist, by period, group and source of the listing; at least so many as there are."""
    listings, people = (
        aggregate(statement, measure.mart, {"value": measure.sql_for(statement.selection.columns)})
        for measure in (bound.listed_positions, bound.other_people)
    )
    groups = "".join(f" and beside.{column} = listed.{column}" for column in statement.by)
    return statement.step(
        f"    select listed.* replace (listed.value + coalesce(beside.value, 0) as value,\n"
        f"      {join_sources('listed.source', 'beside.source')} as source)\n"
        f"    from {listings} as listed left join {people} as beside\n"
        f"      on beside.period = listed.period and beside.evidence = 'records'{groups}"
    )


def build_against_bound(statement: Statement, counts: str, bound: LowerBound, months: int) -> str:
    """Counts over the newest lower bound up to so many months old, with the bound's date as basis.

    Args:
        statement: The statement to add the steps to.
        counts: The step of the counts: real ones with numerator, of whole months, since who is missing from a file
            would be missing on top.
        bound: The lower bound of positions.
        months: For how many months a listing stands.

    Returns:
        The step, with numerator (people), denominator (positions) and basis.
    """
    positions = build_lower_bound(statement, bound)
    groups = "".join(f" and known.{column} = counted.{column}" for column in statement.by)
    real = statement.step(
        f"    select distinct on (period{''.join(f', {column}' for column in statement.by)}) * from {counts}\n"
        "    where evidence <> 'sample'\n"
        f"    order by period, {statement.groups()}evidence <> 'records', precedence, source"
    )
    lacks, bound_in_it = build_lacking(statement.gaps, statement.selection, "counted", at_government=True)
    return statement.step(
        f"    select distinct on (counted.period{''.join(f', counted.{column}' for column in statement.by)})\n"
        f"      counted.period, {statement.groups('counted')}'published' as evidence,\n"
        f"      {join_sources('counted.source', 'known.source')} as source, counted.precedence,\n"
        "      counted.medium or known.medium as medium, false as two_ends,\n"
        f"      counted.numerator, known.value as denominator, '{AT_LEAST} ' || known.period as basis\n"
        f"    from {real} as counted join {positions} as known on known.period <= counted.period\n"
        f"      and known.period >= last_day(counted.period - interval {months} month){groups}\n"
        f"    where not {lacks}\n"
        f"    order by counted.period, {statement.groups('counted')}known.period desc, known.precedence, known.source",
        *bound_in_it,
    )
