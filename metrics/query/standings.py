"""Where agencies stand to a limit of positions: within it, above it, or nothing known tells."""

from __future__ import annotations

from metrics.definitions.formula import STANDINGS, Standing
from metrics.definitions.metric import EXEMPT_BELOW
from metrics.query.gaps import lacking
from metrics.query.statement import Statement, both


def stand(statement: Statement, formula: Standing, people: str, positions: str, bound: str) -> str:
    """The standing of every agency that has executives, at periods at which every agency is known.

    An allocation decides; without one a count within a quarter of the positions known to exist is within the limit,
    whatever else there is, and one above a quarter of them proves nothing. Nobody at all is always within it.
    """
    most = f"floor({formula.percent:g} / 100 * {{}}.denominator)"
    allocated = f"people.numerator <= {most.format('given')}"
    same = "{0}.period = people.period and {0}.agency_code = people.agency_code"
    named = "agency_code" in statement.by
    lacks, bound_in_it = lacking(statement.gaps, statement.selection, "people", at_government=True)
    each = statement.step(
        "    select distinct on (people.period, people.agency_code) people.period, people.agency_code,\n"
        f"      {both('people.source', 'coalesce(given.source, least.source)')} as source,\n"
        "      if(given.source is null and least.source is null, people.evidence, 'published') as evidence,\n"
        "      people.medium or coalesce(given.medium, least.medium, false) as medium,\n"
        "      case\n"
        "        when people.numerator = 0 then 'within'\n"
        f"        when given.denominator is not null then if({allocated}, 'within', 'above')\n"
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
    if named:
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
