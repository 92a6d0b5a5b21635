"""Indicator and selection to one SQL statement: candidates gathered, one picked by precedence, flags added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from metrics.model import (
    EXEMPT_BELOW,
    TOO_FEW,
    AgenciesOver,
    Change,
    Headroom,
    Measure,
    Metric,
    Ratio,
    Statistic,
)
from metrics.over_time import SAME_SOURCE, change
from metrics.ratio import ratio_candidates
from metrics.rows import aggregate, cover, dense, figures_of, series
from metrics.selection import Selection
from metrics.statement import Statement


def compile_metric(metric: Metric, selection: Selection) -> tuple[str, list[object]]:
    """The statement that answers a metric for a selection, and its bound values in order."""
    asked = selection
    if isinstance(metric.formula, Headroom | AgenciesOver):
        by = tuple(dict.fromkeys((*selection.by, "agency_code")))
        selection = replace(selection, by=by, departments=selection.departments or "whole")
    elif selection.departments is None:
        counts = isinstance(metric.formula, Measure | Change)
        selection = replace(selection, departments="components" if counts else "both")
    statement = Statement(selection)
    picked = _picked(statement, metric, _candidates(statement, metric))
    last = _finished(statement, metric, picked, asked)
    groups = statement.by if metric.always_by else asked.by
    return statement.text(last, order=("period", *groups, "evidence", "source")), statement.values


@dataclass(frozen=True)
class Candidate:
    """A step that may answer: its rows are a finished value, a fraction, or a statistic with the people behind it."""

    step: str
    kind: Literal["value", "fraction", "people"]


def _candidates(statement: Statement, metric: Metric) -> list[Candidate]:
    """Every way to an answer, best first among candidates of equal precedence."""
    formula = metric.formula
    kind: Literal["value", "fraction", "people"] = "value"
    found: list[str | None]
    match formula:
        case Measure(mart, sql, published):
            rows = aggregate(statement, mart, {"value": sql})
            if not statement.by and not mart.has_source:
                rows = dense(statement, rows, cover(statement, mart))
            found = [rows, figures_of(statement, published) if published else None]
        case Change(stock):
            figures = figures_of(statement, stock.published) if stock.published else None
            found = [
                change(statement, series(statement, stock)),
                change(statement, figures, SAME_SOURCE) if figures else None,
            ]
        case Statistic(value, people):
            rows = aggregate(statement, value.mart, {"value": value.sql, "denominator": people.sql})
            kind, found = "people", [statement.step(f"    select * from {rows} where value is not null")]
        case Ratio():
            kind, found = "fraction", ratio_candidates(statement, formula)
        case Headroom(count, base) | AgenciesOver(count, base):
            kind, found = "fraction", ratio_candidates(statement, Ratio(count, base))
    candidates = [Candidate(step, kind) for step in found if step]
    finished = figures_of(statement, metric.published_as) if metric.published_as else None
    return [*candidates, Candidate(finished, "value")] if finished else candidates


def _picked(statement: Statement, metric: Metric, candidates: list[Candidate]) -> str:
    """All candidates together, and of the published ones for a period and group the one that takes precedence."""
    per = metric.formula.per if isinstance(metric.formula, Ratio) else 100
    parts = []
    for nth, candidate in enumerate(candidates):
        value = f"{per} * numerator / nullif(denominator, 0)" if candidate.kind == "fraction" else "value"
        top = "numerator" if candidate.kind == "fraction" else "null"
        bottom = "null" if candidate.kind == "value" else "denominator"
        parts.append(
            f"    select period, {statement.groups()}evidence, precedence, medium, two_ends, {nth} as nth,\n"
            "      array_to_string(list_sort(list_distinct(string_split(source, '; '))), '; ') as source,\n"
            f"      cast({value} as double) as value, cast({top} as double) as numerator,\n"
            f"      cast({bottom} as double) as denominator\n"
            f"    from {candidate.step}"
        )
    united = statement.step("\n    union all\n".join(parts))
    if statement.selection.all_sources:
        return united
    return statement.step(
        f"    select distinct on (period, {statement.groups()}evidence) * from {united}\n"
        f"    order by period, {statement.groups()}evidence, precedence, source, nth"
    )


def _finished(statement: Statement, metric: Metric, picked: str, asked: Selection) -> str:
    """The answer's columns and flags, within the span of periods asked for."""
    span: list[str] = []
    values: list[object] = []
    for bound, sign in ((asked.start, ">="), (asked.end, "<=")):
        if bound:
            span.append(f"period {sign} ?")
            values.append(bound)
    value, exempt, few = "value", "false", f"denominator < {TOO_FEW}"
    if isinstance(metric.formula, Headroom):
        few, exempt = "false", f"denominator < {EXEMPT_BELOW}"
        limit = metric.limit_for("agency").value
        value = f"case when {exempt} then null else floor({limit} / 100 * denominator) - numerator end"
    elif isinstance(metric.formula, AgenciesOver):
        span.append(f"denominator >= {EXEMPT_BELOW}")
        value = f"case when value > {metric.limit_for('agency').value} then 1 else 0 end"
    flags = {exempt: "exempt", few: "too_few", "two_ends": "two_ends", "medium": "medium_confidence"}
    raised = ", ".join(f"case when {condition} then '{flag}' end" for condition, flag in flags.items())
    within = f" where {' and '.join(span)}" if span else ""
    rows = statement.step(
        f"    select period, {statement.groups()}evidence, {value} as value, numerator, denominator, source,\n"
        f"      concat_ws(';', {raised}) as flag\n"
        f"    from {picked}{within}",
        *values,
    )
    if isinstance(metric.formula, AgenciesOver):
        return _agencies_over(statement, rows, named="agency_code" in asked.by)
    counted = {Ratio: "numerator, denominator, ", Headroom: "numerator, denominator, ", Statistic: "denominator, "}
    columns = f"value, {counted.get(type(metric.formula), '')}source, flag"
    return statement.step(f"    select period, {statement.groups()}evidence, {columns} from {rows}")


def _agencies_over(statement: Statement, rows: str, *, named: bool) -> str:
    """The agencies above the line by name, or how many they are (those on too few executives among them)."""
    if named:
        return statement.step(f"    select * from {rows} where value = 1")
    return statement.step(
        "    select period, evidence, sum(value) as value,\n"
        "      string_agg(distinct source, '; ' order by source) as source,\n"
        "      case when bool_or(flag like '%medium%') then 'medium_confidence' else '' end as flag\n"
        f"    from {rows} group by period, evidence"
    )
