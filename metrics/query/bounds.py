"""What a count is held against where only a lower bound of positions is known: the newest listing of them."""

from __future__ import annotations

from metrics.definitions.formula import LowerBound
from metrics.query.gaps import lacking
from metrics.query.mart_rows import aggregate
from metrics.query.statement import Statement, both

AT_LEAST = "at_least"
"""The word before a listing's date in the basis of what is held against a lower bound."""


def lower_bound(statement: Statement, bound: LowerBound) -> str:
    """Positions known to exist, by period, group and source of the listing; at least so many as there are."""
    listed, beside = (
        aggregate(statement, measure.mart, {"value": measure.sql_for(statement.selection.columns)})
        for measure in (bound.listed, bound.beside)
    )
    groups = "".join(f" and beside.{column} = listed.{column}" for column in statement.by)
    return statement.step(
        f"    select listed.* replace (listed.value + coalesce(beside.value, 0) as value,\n"
        f"      {both('listed.source', 'beside.source')} as source)\n"
        f"    from {listed} as listed left join {beside} as beside\n"
        f"      on beside.period = listed.period and beside.evidence = 'records'{groups}"
    )


def held_to(statement: Statement, counts: str, bound: LowerBound, months: int) -> str:
    """Counts over the newest lower bound up to so many months old: numerator and denominator, with its date as basis.

    `counts` are real ones with numerator, of whole months: who is missing from a file would be missing on top.
    """
    known = lower_bound(statement, bound)
    groups = "".join(f" and known.{column} = counted.{column}" for column in statement.by)
    real = statement.step(
        f"    select distinct on (period{''.join(f', {column}' for column in statement.by)}) * from {counts}\n"
        "    where evidence <> 'sample'\n"
        f"    order by period, {statement.groups()}evidence <> 'records', precedence, source"
    )
    lacks, bound_in_it = lacking(statement.gaps, statement.selection, "counted", at_government=True)
    return statement.step(
        f"    select distinct on (counted.period{''.join(f', counted.{column}' for column in statement.by)})\n"
        f"      counted.period, {statement.groups('counted')}'published' as evidence,\n"
        f"      {both('counted.source', 'known.source')} as source, counted.precedence,\n"
        "      counted.medium or known.medium as medium, false as two_ends,\n"
        f"      counted.numerator, known.value as denominator, '{AT_LEAST} ' || known.period as basis\n"
        f"    from {real} as counted join {known} as known on known.period <= counted.period\n"
        f"      and known.period >= last_day(counted.period - interval {months} month){groups}\n"
        f"    where not {lacks}\n"
        f"    order by counted.period, {statement.groups('counted')}known.period desc, known.precedence, known.source",
        *bound_in_it,
    )
