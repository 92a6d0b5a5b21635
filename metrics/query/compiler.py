"""Indicator and selection to one SQL statement: candidates gathered, one picked by precedence, flags added."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions import named
from metrics.definitions.formula import (
    AgenciesOver,
    Eligible,
    Formula,
    Headroom,
    Line,
    LowerBound,
    Mix,
    Needed,
    OfKnown,
    Parity,
    Ratio,
    Standing,
    Statistic,
)
from metrics.definitions.measure import Measure, Published
from metrics.definitions.metric import EXEMPT_BELOW, TOO_FEW, Metric
from metrics.definitions.terms import Change, Entries
from metrics.query import gaps
from metrics.query.candidates import candidates, picked
from metrics.query.mart_rows import covered_in
from metrics.query.published_rows import published_in
from metrics.query.selection import Selection
from metrics.query.statement import Statement
from metrics.query.undeclared import completed
from metrics.warehouse import Warehouse


def compile_for(warehouse: Warehouse, metric: Metric, selection: Selection) -> tuple[str, list[object]]:
    """The statement that answers a metric for a selection on a build, and its bound values in order."""
    known = Statement(
        selection,
        gaps=gaps.known_gaps(warehouse),
        published=published_in(warehouse),
        covered=covered_in(warehouse),
    )
    return compile_metric(completed(warehouse, metric), selection, known)


def compile_metric(metric: Metric, selection: Selection, known: Statement | None = None) -> tuple[str, list[object]]:
    """The same with what `known` knows of a build; without it nothing is incomplete and any figure may be published."""
    formula = metric.formula
    usual = ((column, (value,)) for column, value in metric.by_default if column not in selection.columns)
    asked = selection = replace(selection, where=(*selection.where, *usual))
    groups = tuple(dict.fromkeys((*asked.by, *metric.always_by)))
    if isinstance(formula, Line):
        by = tuple(dict.fromkeys((*groups, "agency_code")))
        selection = replace(selection, by=by, departments=selection.departments or "whole")
    elif isinstance(formula, Needed | OfKnown | Standing):
        selection = replace(selection, by=groups, departments=selection.departments or "whole")
    else:
        departments = selection.departments or ("components" if _adds_up(formula) else "both")
        selection = replace(selection, by=groups, departments=departments)
    if isinstance(formula, Mix):
        # Its filter chooses among the answer's rows: applied sooner it would narrow the whole as well.
        selection = selection.without(formula.column)
    statement = (known or Statement(selection)).about(selection)
    rows = picked(statement, candidates(statement, formula, metric.published_as))
    last = _finished(statement, metric, rows, asked, groups)
    return statement.text(last, order=("period", *groups, "evidence", "source")), statement.values


def _adds_up(formula: Formula) -> bool:
    """Whether the values of all groups together are the value of the whole."""
    if isinstance(formula, Eligible):
        return not formula.is_share
    return isinstance(formula, Measure | Change | Entries | LowerBound)


def _finished(statement: Statement, metric: Metric, rows: str, asked: Selection, groups: tuple[str, ...]) -> str:
    """The answer's columns and flags, within the span of periods and the rows asked for."""
    wanted, values = _wanted(metric, asked)
    value, few = "value", f"people < {TOO_FEW}"
    bound = metric.limits_for("agency") and "agency_code" in statement.selection.columns
    # Law exempts by positions: of people on board a small number shows nothing but that it is small.
    small = f"denominator < {EXEMPT_BELOW}"
    exempt = under_four = "false"
    if bound and _knows_positions(metric.formula):
        exempt = f"{small} and starts_with(basis, 'positions')"
    elif bound and not isinstance(metric.formula, OfKnown | Needed | Standing):
        under_four = small
    if isinstance(metric.formula, Headroom):
        few = "false"
        most = f"floor({metric.limit_for('agency').value} / 100 * denominator)"
        # A lower bound that the count goes beyond proves nothing.
        proven = f"(starts_with(basis, 'positions') or numerator <= {most})"
        value = f"case when not ({exempt}) and {proven} then {most} - numerator end"
    elif isinstance(metric.formula, AgenciesOver):
        wanted.append(f"not ({small})")
        value = f"case when value > {metric.limit_for('agency').value} then 1 else 0 end"
    lacks, bound_in_it = gaps.partial(statement.gaps, metric, statement.selection)
    flags = {"exempt": exempt, "under_four": under_four}
    flags |= {"too_few": few, "two_ends": "two_ends", "medium_confidence": "medium"}
    flags |= {"rounded": _is_rounded(metric, asked)}
    flags |= {gaps.PARTIAL: lacks, gaps.UNSETTLED: gaps.unsettled(metric, asked)}
    raised = ", ".join(
        f"case when {condition} then '{flag}' end" for flag, condition in flags.items() if condition != "false"
    )
    within = f" where {' and '.join(wanted)}" if wanted else ""
    flagged = statement.step(
        f"    select period, {statement.groups()}evidence, {value} as value, numerator, denominator, basis,\n"
        "      numerator_source, denominator_source, low, high, left_out, source,\n"
        f"      concat_ws(';', {raised}) as flag\n"
        f"    from {rows} as answered{within}",
        *bound_in_it,
        *values,
    )
    if isinstance(metric.formula, AgenciesOver) and not groups:
        return _agencies_over(statement, flagged)
    if isinstance(metric.formula, AgenciesOver):
        flagged = statement.step(f"    select * from {flagged} where value = 1")
    columns = f"{_known(metric)}, {_parts(metric)}source, flag"
    return statement.step(f"    select period, {statement.groups()}evidence, {columns} from {flagged}")


def _is_rounded(metric: Metric, asked: Selection) -> str:
    """Whether a row is a count in round numbers, which only a question for every publisher's figure brings up."""
    figures = named.figures(metric) if asked.all_sources else ()
    if not figures:
        return "false"
    names = ", ".join(f"'{name}'" for name in dict.fromkeys(figure.indicator for figure in figures))
    held = f"select period, source from marts.published where confidence = 'rounded' and indicator in ({names})"
    return f"evidence = 'published' and (period, source) in ({held})"


def _knows_positions(formula: Formula) -> bool:
    """Whether a value may be held against positions allocated, which alone settle whom the agency limit exempts."""
    return isinstance(formula, Headroom) or (isinstance(formula, Ratio) and isinstance(formula.bottom, Published))


def _known(metric: Metric) -> str:
    """The value, unknown where it counts nobody, or compares two dates, and people are missing from the files."""
    if not gaps.reads_employment(metric) or not (metric.is_flow or isinstance(metric.formula, Measure)):
        return "value"
    lost = f"contains(flag, '{gaps.PARTIAL}')" + ("" if metric.is_flow else " and value = 0")
    return f"case when not ({lost}) then value end as value"


def _wanted(metric: Metric, asked: Selection) -> tuple[list[str], list[object]]:
    """Conditions on the answer's rows: the span of periods, and values of columns that the formula itself brings."""
    wanted: list[str] = []
    values: list[object] = []
    for bound, sign in ((asked.start, ">="), (asked.end, "<=")):
        if bound:
            wanted.append(f"period {sign} ?")
            values.append(bound)
    if isinstance(metric.formula, Mix | Parity | Standing):
        for column in metric.formula.own:
            if allowed := asked.values(column):
                wanted.append(f"{column} in ({', '.join('?' * len(allowed))})")
                values.extend(allowed)
    return wanted, values


def _parts(metric: Metric) -> str:
    """The columns between value and source: what was divided, and by which base where there is a choice."""
    match metric.formula:
        case Line() | OfKnown():
            return "numerator, denominator, basis, "
        case Ratio(_, Published(stands_months=months)) if months:
            return "numerator, denominator, basis, "
        case Ratio(is_of_one_file=True):
            return "numerator, denominator, numerator_source, denominator_source, "
        case Eligible(is_share=is_share):
            return f"low, high, {'numerator, denominator, ' if is_share else ''}left_out, "
        case Ratio() | Mix() | Parity() | Published():
            return "numerator, denominator, "
        case Statistic():
            return "denominator, "
    return ""


def _agencies_over(statement: Statement, rows: str) -> str:
    """In how many agencies the share is above the limit's percentage, those with too few executives among them."""
    each, source = "period, agency_code, evidence", "string_agg(distinct source, '; ' order by source)"
    if statement.selection.all_sources:
        each, source = f"{each}, source", "source"
    lacks, bound_in_it = gaps.lacking(statement.gaps, statement.selection, at_government=True)
    once = statement.step(f"    select distinct on ({each}) * from {rows} order by {each}")
    return statement.step(
        "    select period, evidence, sum(value) as value, 'on_board' as basis,\n"
        f"      {source} as source,\n"
        "      concat_ws(';', case when bool_or(flag like '%medium%') then 'medium_confidence' end,\n"
        f"        case when bool_or({lacks}) then '{gaps.PARTIAL}' end) as flag\n"
        f"    from {once} group by all",
        *bound_in_it,
    )
