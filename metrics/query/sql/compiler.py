"""Indicator and selection to one SQL statement: candidates gathered, one picked by precedence, flags added."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions.figures import list_figures
from metrics.definitions.formula import (
    AgenciesOver,
    Eligible,
    Formula,
    Headroom,
    LeastWhole,
    LimitLine,
    LowerBound,
    Mix,
    OfKnown,
    Parity,
    Ratio,
    StandingCount,
    Statistic,
)
from metrics.definitions.measure import Measure, PublishedQuantity
from metrics.definitions.metric import EXEMPT_BELOW, TOO_FEW, Metric
from metrics.definitions.terms import Change, EstimatedEntries
from metrics.query.published_only import add_supplied_figures
from metrics.query.selection import Selection
from metrics.query.sql import gaps
from metrics.query.sql.candidates import list_candidates, pick
from metrics.query.sql.mart_rows import read_covered_months
from metrics.query.sql.published_rows import read_published_periods
from metrics.query.sql.statement import Statement
from metrics.warehouse import Warehouse


def compile_for(warehouse: Warehouse, metric: Metric, selection: Selection) -> tuple[str, list[object]]:
    """The statement that answers a metric for a selection on a build, and its bound values in order."""
    base = Statement(
        selection,
        gaps=gaps.read_gaps(warehouse),
        published_periods=read_published_periods(warehouse),
        covered_months=read_covered_months(warehouse),
    )
    return compile_metric(add_supplied_figures(warehouse, metric), selection, base)


def compile_metric(metric: Metric, selection: Selection, base: Statement | None = None) -> tuple[str, list[object]]:
    """The same on a statement that knows a build; without one nothing is incomplete and any figure may be published."""
    formula = metric.formula
    usual = ((column, (value,)) for column, value in metric.by_default if column not in selection.columns)
    original = selection = replace(selection, where=(*selection.where, *usual))
    groups = tuple(dict.fromkeys((*original.by, *metric.always_by)))
    if isinstance(formula, LimitLine):
        by = tuple(dict.fromkeys((*groups, "agency_code")))
        selection = replace(selection, by=by, departments=selection.departments or "whole")
    elif isinstance(formula, LeastWhole | OfKnown | StandingCount):
        selection = replace(selection, by=groups, departments=selection.departments or "whole")
    else:
        departments = selection.departments or ("components" if _adds_up(formula) else "both")
        selection = replace(selection, by=groups, departments=departments)
    if isinstance(formula, Mix):
        # Its filter chooses among the answer's rows: applied sooner it would narrow the whole as well.
        selection = selection.without(formula.column)
    statement = (base or Statement(selection)).about(selection)
    rows = pick(statement, list_candidates(statement, formula, metric.finished_figure))
    last = _add_flags(statement, metric, rows, original, groups)
    return statement.text(last, order=("period", *groups, "evidence", "source")), statement.values


def _adds_up(formula: Formula) -> bool:
    """Whether the values of all groups together are the value of the whole."""
    if isinstance(formula, Eligible):
        return not formula.is_share
    return isinstance(formula, Measure | Change | EstimatedEntries | LowerBound)


def _add_flags(statement: Statement, metric: Metric, rows: str, original: Selection, groups: tuple[str, ...]) -> str:
    """The answer's columns and flags, within the span of periods and the rows asked for."""
    conditions, values = _list_conditions(metric, original)
    value, few = "value", f"people < {TOO_FEW}"
    bound = metric.limits_for("agency") and "agency_code" in statement.selection.columns
    # Law exempts by positions: of people on board a small number shows nothing but that it is small.
    small = f"denominator < {EXEMPT_BELOW}"
    exempt = under_four = "false"
    if bound and _knows_positions(metric.formula):
        exempt = f"{small} and starts_with(basis, 'positions')"
    elif bound and not isinstance(metric.formula, OfKnown | LeastWhole | StandingCount):
        under_four = small
    if isinstance(metric.formula, Headroom):
        few = "false"
        most = f"floor({metric.limit_for('agency').value} / 100 * denominator)"
        # A lower bound that the count goes beyond proves nothing.
        proven = f"(starts_with(basis, 'positions') or numerator <= {most})"
        value = f"case when not ({exempt}) and {proven} then {most} - numerator end"
    elif isinstance(metric.formula, AgenciesOver):
        conditions.append(f"not ({small})")
        value = f"case when value > {metric.limit_for('agency').value} then 1 else 0 end"
    lacks, bound_in_it = gaps.build_partial(statement.gaps, metric, statement.selection)
    flags = {"exempt": exempt, "under_four": under_four}
    flags |= {"too_few": few, "two_ends": "two_ends", "medium_confidence": "medium"}
    flags |= {"rounded": _is_rounded(metric, original)}
    flags |= {gaps.PARTIAL: lacks, gaps.UNSETTLED: gaps.build_unsettled(metric, original)}
    flag_texts = ", ".join(
        f"case when {condition} then '{flag}' end" for flag, condition in flags.items() if condition != "false"
    )
    within = f" where {' and '.join(conditions)}" if conditions else ""
    with_flags = statement.step(
        f"    select period, {statement.groups()}evidence, {value} as value, numerator, denominator, basis,\n"
        "      numerator_source, denominator_source, low, high, left_out, source,\n"
        f"      concat_ws(';', {flag_texts}) as flag\n"
        f"    from {rows} as answered{within}",
        *bound_in_it,
        *values,
    )
    if isinstance(metric.formula, AgenciesOver) and not groups:
        return _count_agencies_over(statement, with_flags)
    if isinstance(metric.formula, AgenciesOver):
        with_flags = statement.step(f"    select * from {with_flags} where value = 1")
    columns = f"{_format_value(metric)}, {_list_part_columns(metric)}source, flag"
    return statement.step(f"    select period, {statement.groups()}evidence, {columns} from {with_flags}")


def _is_rounded(metric: Metric, original: Selection) -> str:
    """Whether a row is a count in round numbers, which only a question for every publisher's figure brings up."""
    figures = list_figures(metric) if original.all_sources else ()
    if not figures:
        return "false"
    names = ", ".join(f"'{name}'" for name in dict.fromkeys(figure.indicator for figure in figures))
    rounded_rows = f"select period, source from marts.published where confidence = 'rounded' and indicator in ({names})"
    return f"evidence = 'published' and (period, source) in ({rounded_rows})"


def _knows_positions(formula: Formula) -> bool:
    """Whether a value may be held against positions allocated, which alone settle whom the agency limit exempts."""
    return isinstance(formula, Headroom) or (
        isinstance(formula, Ratio) and isinstance(formula.bottom, PublishedQuantity)
    )


def _format_value(metric: Metric) -> str:
    """The value, unknown where it counts nobody, or compares two dates, and people are missing from the files."""
    if not gaps.reads_employment(metric) or not (metric.is_flow or isinstance(metric.formula, Measure)):
        return "value"
    is_lost = f"contains(flag, '{gaps.PARTIAL}')" + ("" if metric.is_flow else " and value = 0")
    return f"case when not ({is_lost}) then value end as value"


def _list_conditions(metric: Metric, original: Selection) -> tuple[list[str], list[object]]:
    """Conditions on the answer's rows: the span of periods, and values of columns that the formula itself brings."""
    conditions: list[str] = []
    values: list[object] = []
    for bound, sign in ((original.start, ">="), (original.end, "<=")):
        if bound:
            conditions.append(f"period {sign} ?")
            values.append(bound)
    if isinstance(metric.formula, Mix | Parity | StandingCount):
        for column in metric.formula.own:
            if options := original.values(column):
                conditions.append(f"{column} in ({', '.join('?' * len(options))})")
                values.extend(options)
    return conditions, values


def _list_part_columns(metric: Metric) -> str:
    """The columns between value and source: what was divided, and by which base where there is a choice."""
    match metric.formula:
        case LimitLine() | OfKnown():
            return "numerator, denominator, basis, "
        case Ratio(_, PublishedQuantity(stands_months=months)) if months:
            return "numerator, denominator, basis, "
        case Ratio(is_of_one_file=True):
            return "numerator, denominator, numerator_source, denominator_source, "
        case Eligible(is_share=is_share):
            return f"low, high, {'numerator, denominator, ' if is_share else ''}left_out, "
        case Ratio() | Mix() | Parity() | PublishedQuantity():
            return "numerator, denominator, "
        case Statistic():
            return "denominator, "
    return ""


def _count_agencies_over(statement: Statement, rows: str) -> str:
    """In how many agencies the share is above the limit's percentage, those with too few executives among them."""
    each, source = "period, agency_code, evidence", "string_agg(distinct source, '; ' order by source)"
    if statement.selection.all_sources:
        each, source = f"{each}, source", "source"
    lacks, bound_in_it = gaps.build_lacking(statement.gaps, statement.selection, at_government=True)
    once = statement.step(f"    select distinct on ({each}) * from {rows} order by {each}")
    return statement.step(
        "    select period, evidence, sum(value) as value, 'on_board' as basis,\n"
        f"      {source} as source,\n"
        "      concat_ws(';', case when bool_or(flag like '%medium%') then 'medium_confidence' end,\n"
        f"        case when bool_or({lacks}) then '{gaps.PARTIAL}' end) as flag\n"
        f"    from {once} group by all",
        *bound_in_it,
    )
