"""Where agencies stand to a limit of positions: within it, above it, or nothing known tells."""

from __future__ import annotations

from metrics.definitions.formula import STANDINGS, StandingCount
from metrics.definitions.metric import EXEMPT_BELOW
from metrics.query.sql.gaps import build_lacking
from metrics.query.sql.statement import Statement, join_sources


def build_standings(statement: Statement, formula: StandingCount, people: str, positions: str, bound: str) -> str:
    """The standing of every agency that has executives, at periods at which every agency is known.

    An allocation decides; without one a count within a quarter of the positions known to exist is within the limit,
    whatever else there is, and one above a quarter of them proves nothing. Nobody at all is always within it.

    Args:
        statement: The statement to add the steps to.
        formula: The limit, and what is known of positions.
        people: The step of counts over people on board, by agency.
        positions: The step of counts over positions allocated, by agency.
        bound: The step of counts over positions known to exist, by agency.

    Returns:
        The step, with standing and value (agencies).
    """
    most = f"floor({formula.percent:g} / 100 * {{}}.denominator)"
    is_within = f"people.numerator <= {most.format('given')}"
    same = "{0}.period = people.period and {0}.agency_code = people.agency_code"
    is_by_agency = "agency_code" in statement.by
    lacks, bound_in_it = build_lacking(statement.gaps, statement.selection, "people", at_government=True)
    each = statement.step(
        "    select distinct on (people.period, people.agency_code) people.period, people.agency_code,\n"
        f"      {join_sources('people.source', 'coalesce(given.source, least.source)')} as source,\n"
        "      if(given.source is null and least.source is null, people.evidence, 'published') as evidence,\n"
        "      people.medium or coalesce(given.medium, least.medium, false) as medium,\n"
        "      case\n"
        "        when people.numerator = 0 then 'within'\n"
        f"        when given.denominator is not null then if({is_within}, 'within', 'above')\n"
        f"        when people.numerator <= {most.format('least')} then 'within'\n"
        "        else 'unknown'\n"
        "      end as standing\n"
        f"    from {people} as people\n"
        f"    left join {positions} as given on {same.format('given')}\n"
        "      and given.evidence <> 'sample'\n"
        f"    left join {bound} as least on {same.format('least')}\n"
        f"    where people.evidence <> 'sample' and people.agency_code <> '' and people.denominator > 0\n"
        f"      and coalesce(given.denominator, {EXEMPT_BELOW}) >= {EXEMPT_BELOW}\n"
        f"      and not {lacks}\n"
        "    order by people.period, people.agency_code, people.evidence <> 'records', people.precedence,\n"
        "      people.source",
        *bound_in_it,
    )
    shape = "0 as precedence, medium, false as two_ends"
    if is_by_agency:
        return statement.step(
            f"    select period, {statement.groups()}evidence, source, {shape}, 1 as value from {each}"
        )
    answers = ", ".join(f"('{standing}')" for standing in STANDINGS)
    return statement.step(
        "    select each.period, answer.standing,\n"
        "      if(bool_and(each.evidence = 'records'), 'records', 'published') as evidence,\n"
        "      string_agg(distinct each.source, '; ' order by each.source) as source, 0 as precedence,\n"
        "      bool_or(each.medium) as medium, false as two_ends,\n"
        "      count(*) filter (where each.standing = answer.standing) as value\n"
        f"    from {each} as each cross join (values {answers}) as answer(standing)\n"
        "    group by each.period, answer.standing"
    )
