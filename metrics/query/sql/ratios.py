"""Three ways to a ratio, two to estimated entries: from the marts, from one source's figures, across kinds of evidence.

Across means a flow counted from records over a published stock, labelled published with both sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions.formula import Ratio
from metrics.definitions.measure import Measure, PublishedQuantity
from metrics.definitions.terms import AtStart, Average, Change, EstimatedEntries, Term
from metrics.query.sql.frames import count_flow, count_flow_within
from metrics.query.sql.mart_rows import aggregate, build_cover, build_series
from metrics.query.sql.published_rows import build_figures, build_standing_figures, pick_publisher
from metrics.query.sql.statement import CoveredMonths, Statement, find_year_before, join_sources
from metrics.query.sql.windows import (
    SAME_SOURCE,
    add_unchanged,
    build_average,
    build_average_on_board,
    build_change,
    build_entries,
    build_start,
)


def _build_mart_term(statement: Statement, term: Term) -> tuple[str, tuple[str, ...]] | None:
    """A term from the marts alone, and the covers within which a missing group means zero."""
    match term:
        case Measure(mart):
            rows = aggregate(statement, mart, {"value": term.sql_for(statement.selection.columns)})
            return rows, (build_cover(statement, mart),)
        case Average(stock):
            mean = build_average_on_board(statement, stock)
            return mean, (mean,)
        case Change(stock):
            change_step = build_change(statement, build_series(statement, stock))
            return change_step, (change_step,)
        case AtStart(stock):
            start_step = build_start(statement, build_series(statement, stock))
            return start_step, (start_step,)
        case EstimatedEntries(stock, separations):
            change_step = build_change(statement, build_series(statement, stock))
            separations_step = aggregate(statement, separations.mart, {"value": separations.sql})
            everyone = add_unchanged(statement, change_step, separations_step)
            return build_entries(statement, everyone, separations_step), (
                change_step,
                build_cover(statement, separations.mart),
            )
        case PublishedQuantity():
            return None


def _build_mart_ratio(statement: Statement, ratio: Ratio) -> str | None:
    top, bottom = ratio.top, ratio.bottom
    if isinstance(top, Measure) and isinstance(bottom, Measure) and top.mart is bottom.mart:
        above, below = (term.sql_for(statement.selection.columns) for term in (top, bottom))
        rows = aggregate(statement, top.mart, {"numerator": above, "denominator": below})
        condition = " where denominator is not null" if top.mart.has_source else ""
        return statement.step(
            f"    select period, {statement.groups()}evidence, source, precedence, medium, two_ends,\n"
            f"      coalesce(numerator, 0) as numerator, denominator from {rows}{condition}"
        )
    upper, lower = _build_mart_term(statement, top), _build_mart_term(statement, bottom)
    if upper is None or lower is None:
        return None
    cover_conditions = "".join(
        "\n      and (coalesce(b.evidence, t.evidence), coalesce(b.period, t.period))"
        f" in (select evidence, period from {cover_step})"
        for cover_step in (*upper[1], *lower[1])
    )
    groups = "".join(f"coalesce(b.{column}, t.{column}) as {column}, " for column in statement.by)
    return statement.step(
        f"    select coalesce(b.period, t.period) as period, {groups}coalesce(b.evidence, t.evidence) as evidence,\n"
        f"      {join_sources('coalesce(b.source, t.source)', 't.source')} as source, 0 as precedence, "
        "false as medium,\n"
        "      coalesce(b.two_ends, t.two_ends) as two_ends,\n"
        "      case when t.period is null then 0 else t.value end as numerator, b.value as denominator\n"
        f"    from {lower[0]} as b full join {upper[0]} as t\n"
        f"      on b.period = t.period and {statement.same_group('b', 't')}\n"
        f"    where true{cover_conditions}"
    )


def _build_figure_ratio(statement: Statement, ratio: Ratio) -> str | None:
    """Counts of one source over counts of the same source and date; allocations may come from another publisher.

    Where the ratio says so, two sources that counted the same file of the date give it as well, if none gives both.
    """
    if not isinstance(ratio.top, Measure) or not isinstance(ratio.bottom, Measure | PublishedQuantity):
        return None
    bottom = ratio.bottom.figure
    if ratio.top.figure is None or bottom is None:
        return None
    above, below = build_figures(statement, ratio.top.figure), build_figures(statement, bottom)
    if above is None or below is None:
        return None
    same_source, source, own = " and t.source = b.source", "b.source", ""
    if ratio.is_of_one_file:
        same_source, source = (
            " and t.counted_from = b.counted_from",
            join_sources("t.source", "nullif(b.source, t.source)"),
        )
        own = (
            "\n    qualify t.source = b.source or not bool_or(t.source = b.source) over (\n"
            f"      partition by b.period, {statement.groups('b')}b.evidence, b.counted_from)"
        )
    if isinstance(ratio.bottom, PublishedQuantity):
        above, same_source, source = pick_publisher(statement, above), "", join_sources("t.source", "b.source")
        below = _spread_over_periods(statement, ratio.bottom, pick_publisher(statement, below), above)
    return statement.step(
        f"    select b.period, {statement.groups('b')}b.evidence, {source} as source,\n"
        "      greatest(b.precedence, t.precedence) as precedence, b.medium or t.medium as medium, false as two_ends,\n"
        f"      t.value as numerator, b.value as denominator{_add_basis(ratio)},\n"
        "      t.source as numerator_source, b.source as denominator_source\n"
        f"    from {below} as b join {above} as t\n"
        f"      on t.period = b.period and {statement.same_group('t', 'b')}{same_source}{own}"
    )


def _build_cross_term(statement: Statement, term: Term, stock_beside: Average | Change | None = None) -> str | None:
    """A term across kinds of evidence: published stocks, and what records count, both labelled published.

    `stock_beside` is the stock that a movement stands beside: it is counted of the same people.
    """
    match term:
        case Measure():
            stocks = _build_cross_term(statement, stock_beside) if stock_beside else None
            if stocks and stock_beside and stock_beside.stock.figure:
                return count_flow_within(statement, term, stock_beside.stock.figure, stocks)
            return count_flow(statement, term)
        case PublishedQuantity(figure):
            figures = build_figures(statement, figure)
            return pick_publisher(statement, figures) if figures else None
        case Average(stock) | Change(stock):
            figures = build_figures(statement, stock.figure) if stock.figure else None
            if figures is None:
                return None
            over = build_average if isinstance(term, Average) else build_change
            return pick_publisher(statement, over(statement, figures, SAME_SOURCE))
        case AtStart():
            return None
        case EstimatedEntries():
            change_of = Change(term.stock)
            change_step, separations_step = (
                _build_cross_term(statement, change_of),
                _build_cross_term(statement, term.separations, change_of),
            )
            return build_entries(statement, change_step, separations_step) if change_step and separations_step else None


def _build_cross_ratio(statement: Statement, ratio: Ratio, own: str | None) -> str | None:
    """A flow from records over a published stock, for periods where no records hold the stock.

    A group that nobody left counts zero; estimated entries of a group whose stock is not published are unknown.
    """
    if not any(
        isinstance(term, PublishedQuantity | Average | Change | EstimatedEntries) for term in (ratio.top, ratio.bottom)
    ):
        return None
    stock = next((_find_stock(term) for term in (ratio.bottom, ratio.top) if _find_stock(term)), None)
    if own and _find_stock(ratio.bottom) and _adds_no_period(statement, (ratio.top, ratio.bottom)):
        return None
    above, below = (_build_cross_term(statement, term, stock) for term in (ratio.top, ratio.bottom))
    if above is None or below is None:
        return None
    if isinstance(ratio.bottom, PublishedQuantity):
        below = _spread_over_periods(statement, ratio.bottom, below, above)
    cover_conditions = "".join(
        f"\n      and b.period in (select period from {build_cover(statement, measure.mart)} "
        "where evidence = 'records')"
        for term in (ratio.top, ratio.bottom)
        for measure in _list_measures(term)
    )
    nobody = "null" if isinstance(ratio.top, EstimatedEntries) else "0"
    # Whose gaps a row shares is asked of its first source.
    stock_first = ("t.source", "b.source") if isinstance(ratio.bottom, Measure) else ("b.source", "t.source")
    unless = f"\n      and b.period not in (select period from {own} where evidence = 'records')" if own else ""
    return statement.step(
        f"    select b.period, {statement.groups('b')}b.evidence, {join_sources(*stock_first)} as source,\n"
        "      0 as precedence, b.medium or coalesce(t.medium, false) as medium,\n"
        "      b.two_ends or coalesce(t.two_ends, false) as two_ends,\n"
        f"      case when t.period is null then {nobody} else t.value end as numerator,\n"
        f"      b.value as denominator{_add_basis(ratio)}\n"
        f"    from {below} as b left join {above} as t on t.period = b.period and {statement.same_group('t', 'b')}\n"
        f"    where true{cover_conditions}{unless}"
    )


def _adds_no_period(statement: Statement, terms: Sequence[Term]) -> bool:
    """Whether records hold the stock at both ends of every year of movements for which it is published.

    They then say all there is to say: the steps across would find no row, and take half of the time of the answer.
    """
    periods_there, months_there, selection = statement.published_periods, statement.covered_months, statement.selection
    stocks = [over.stock for over in map(_find_stock, terms) if over]
    marts = [measure.mart for term in terms for measure in _list_measures(term)]
    if periods_there is None or months_there is None or not stocks or not marts:
        return False
    if set(selection.columns) - {*selection.by, "appointment"}:
        return False  # of a few people a publisher may count some where records know none
    nothing = CoveredMonths(set(), set())
    ends = set.intersection(*(set(months_there.get(stock.mart.name, nothing).months) for stock in stocks))
    spans = [months_there.get(mart.name, nothing) for mart in marts]
    years = set.intersection(
        *(set(span.years if mart.kind == "flow" else span.months) for mart, span in zip(marts, spans, strict=True))
    )
    names = {stock.figure.indicator for stock in stocks if stock.figure}
    days_there = {day for figure, days in periods_there.items() if figure.indicator in names for day in days}
    return not any(
        {day, find_year_before(day)} <= days_there and not {day, find_year_before(day)} <= ends
        for day in years
        if selection.window == "12m" or day.month == 9
    )


def _find_stock(term: Term) -> Average | Change | None:
    """The stock over time that a term reads, as it is read across kinds of evidence."""
    if isinstance(term, EstimatedEntries):
        return Change(term.stock)
    return term if isinstance(term, Average | Change) else None


def _spread_over_periods(statement: Statement, bottom: PublishedQuantity, figures: str, moments: str) -> str:
    return (
        build_standing_figures(statement, figures, bottom.stands_months, moments) if bottom.stands_months else figures
    )


def _add_basis(ratio: Ratio) -> str:
    """The base's own date beside it, where a base stands longer than a day."""
    return ", b.basis" if isinstance(ratio.bottom, PublishedQuantity) and ratio.bottom.stands_months else ""


def _list_measures(term: Term) -> list[Measure]:
    """The measure of a term that, across kinds of evidence, is counted from records, if it has one."""
    if isinstance(term, EstimatedEntries):
        return [term.separations]
    return [term] if isinstance(term, Measure) else []


def list_ratio_candidates(statement: Statement, ratio: Ratio) -> list[str | None]:
    """The three ways to a ratio, None where one leads nowhere; steps with numerator and denominator."""
    own = _build_mart_ratio(statement, ratio)
    return [own, _build_cross_ratio(statement, ratio, own), _build_figure_ratio(statement, ratio)]


def list_entries_candidates(statement: Statement, formula: EstimatedEntries) -> list[str | None]:
    """Estimated entries from the marts, and from published stocks with separations from records."""
    term = _build_mart_term(statement, formula)
    own = _keep_covered(statement, *term) if term else None
    across = None if own and _adds_no_period(statement, (formula,)) else _build_cross_term(statement, formula)
    cover_step = build_cover(statement, formula.separations.mart)
    unless = f" and period not in (select period from {own} where evidence = 'records')" if own else ""
    if across is None:
        return [own]
    condition = f"period in (select period from {cover_step} where evidence = 'records')"
    return [own, statement.step(f"    select * from {across} where {condition}{unless}")]


def _keep_covered(statement: Statement, rows: str, covers: tuple[str, ...]) -> str:
    """The rows at periods for which every kind of file speaks."""
    conditions = " and ".join(f"(evidence, period) in (select evidence, period from {each})" for each in covers)
    return statement.step(f"    select * from {rows} where {conditions}")
