"""Three ways to a ratio, two to estimated entries: from the marts, from one source's figures, across kinds of evidence.

Across means a flow counted from records over a published stock, labelled published with both sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions.formula import Ratio
from metrics.definitions.measure import Measure, Published
from metrics.definitions.terms import AtStart, Average, Change, Entries, Term
from metrics.query.frames import count_flow, count_flow_within
from metrics.query.mart_rows import aggregate, cover, series
from metrics.query.published_rows import chosen, figures_of, standing
from metrics.query.statement import Covered, Statement, both, year_before
from metrics.query.windows import SAME_SOURCE, at_start, average, average_on_board, change, entries, unchanged_too


def _mart_term(statement: Statement, term: Term) -> tuple[str, tuple[str, ...]] | None:
    """A term from the marts alone, and the covers within which a missing group means zero."""
    match term:
        case Measure(mart):
            rows = aggregate(statement, mart, {"value": term.sql_for(statement.selection.columns)})
            return rows, (cover(statement, mart),)
        case Average(stock):
            mean = average_on_board(statement, stock)
            return mean, (mean,)
        case Change(stock):
            changed = change(statement, series(statement, stock))
            return changed, (changed,)
        case AtStart(stock):
            begun = at_start(statement, series(statement, stock))
            return begun, (begun,)
        case Entries(stock, separations):
            changed = change(statement, series(statement, stock))
            gone = aggregate(statement, separations.mart, {"value": separations.sql})
            everyone = unchanged_too(statement, changed, gone)
            return entries(statement, everyone, gone), (changed, cover(statement, separations.mart))
        case Published():
            return None


def _mart_ratio(statement: Statement, ratio: Ratio) -> str | None:
    top, bottom = ratio.top, ratio.bottom
    if isinstance(top, Measure) and isinstance(bottom, Measure) and top.mart is bottom.mart:
        above, below = (term.sql_for(statement.selection.columns) for term in (top, bottom))
        rows = aggregate(statement, top.mart, {"numerator": above, "denominator": below})
        known = " where denominator is not null" if top.mart.has_source else ""
        return statement.step(
            f"    select period, {statement.groups()}evidence, source, precedence, medium, two_ends,\n"
            f"      coalesce(numerator, 0) as numerator, denominator from {rows}{known}"
        )
    upper, lower = _mart_term(statement, top), _mart_term(statement, bottom)
    if upper is None or lower is None:
        return None
    covered = "".join(
        "\n      and (coalesce(b.evidence, t.evidence), coalesce(b.period, t.period))"
        f" in (select evidence, period from {known})"
        for known in (*upper[1], *lower[1])
    )
    groups = "".join(f"coalesce(b.{column}, t.{column}) as {column}, " for column in statement.by)
    return statement.step(
        f"    select coalesce(b.period, t.period) as period, {groups}coalesce(b.evidence, t.evidence) as evidence,\n"
        f"      {both('coalesce(b.source, t.source)', 't.source')} as source, 0 as precedence, false as medium,\n"
        "      coalesce(b.two_ends, t.two_ends) as two_ends,\n"
        "      case when t.period is null then 0 else t.value end as numerator, b.value as denominator\n"
        f"    from {lower[0]} as b full join {upper[0]} as t\n"
        f"      on b.period = t.period and {statement.same_group('b', 't')}\n"
        f"    where true{covered}"
    )


def _figure_ratio(statement: Statement, ratio: Ratio) -> str | None:
    """Counts of one source over counts of the same source and date; allocations may come from another publisher.

    Where the ratio says so, two sources that counted the same file of the date give it as well, if none gives both.
    """
    if not isinstance(ratio.top, Measure) or not isinstance(ratio.bottom, Measure | Published):
        return None
    bottom = ratio.bottom.published if isinstance(ratio.bottom, Measure) else ratio.bottom.figure
    if ratio.top.published is None or bottom is None:
        return None
    above, below = figures_of(statement, ratio.top.published), figures_of(statement, bottom)
    if above is None or below is None:
        return None
    same_source, source, own = " and t.source = b.source", "b.source", ""
    if ratio.is_of_one_file:
        same_source, source = " and t.counted_from = b.counted_from", both("t.source", "nullif(b.source, t.source)")
        own = (
            "\n    qualify t.source = b.source or not bool_or(t.source = b.source) over (\n"
            f"      partition by b.period, {statement.groups('b')}b.evidence, b.counted_from)"
        )
    if isinstance(ratio.bottom, Published):
        above, same_source, source = chosen(statement, above), "", both("t.source", "b.source")
        below = _at_its_periods(statement, ratio.bottom, chosen(statement, below), above)
    return statement.step(
        f"    select b.period, {statement.groups('b')}b.evidence, {source} as source,\n"
        "      greatest(b.precedence, t.precedence) as precedence, b.medium or t.medium as medium, false as two_ends,\n"
        f"      t.value as numerator, b.value as denominator{_dated(ratio)},\n"
        "      t.source as numerator_source, b.source as denominator_source\n"
        f"    from {below} as b join {above} as t\n"
        f"      on t.period = b.period and {statement.same_group('t', 'b')}{same_source}{own}"
    )


def _cross_term(statement: Statement, term: Term, beside: Average | Change | None = None) -> str | None:
    """A term across kinds of evidence: published stocks, and what records count, both labelled published.

    `beside` is the stock that a movement stands beside: it is counted of the same people.
    """
    match term:
        case Measure():
            stocks = _cross_term(statement, beside) if beside else None
            if stocks and beside and beside.stock.published:
                return count_flow_within(statement, term, beside.stock.published, stocks)
            return count_flow(statement, term)
        case Published(figure):
            figures = figures_of(statement, figure)
            return chosen(statement, figures) if figures else None
        case Average(stock) | Change(stock):
            figures = figures_of(statement, stock.published) if stock.published else None
            if figures is None:
                return None
            over = average if isinstance(term, Average) else change
            return chosen(statement, over(statement, figures, SAME_SOURCE))
        case AtStart():
            return None
        case Entries():
            change_of = Change(term.stock)
            changed, gone = _cross_term(statement, change_of), _cross_term(statement, term.separations, change_of)
            return entries(statement, changed, gone) if changed and gone else None


def _cross_ratio(statement: Statement, ratio: Ratio, own: str | None) -> str | None:
    """A flow from records over a published stock, for periods where no records hold the stock.

    A group that nobody left counts zero; estimated entries of a group whose stock is not published are unknown.
    """
    if not any(isinstance(term, Published | Average | Change | Entries) for term in (ratio.top, ratio.bottom)):
        return None
    stock = next((_stock(term) for term in (ratio.bottom, ratio.top) if _stock(term)), None)
    if own and _stock(ratio.bottom) and _adds_no_period(statement, (ratio.top, ratio.bottom)):
        return None
    above, below = (_cross_term(statement, term, stock) for term in (ratio.top, ratio.bottom))
    if above is None or below is None:
        return None
    if isinstance(ratio.bottom, Published):
        below = _at_its_periods(statement, ratio.bottom, below, above)
    covered = "".join(
        f"\n      and b.period in (select period from {cover(statement, measure.mart)} where evidence = 'records')"
        for term in (ratio.top, ratio.bottom)
        for measure in _counted(term)
    )
    nobody = "null" if isinstance(ratio.top, Entries) else "0"
    # Whose gaps a row shares is asked of its first source.
    stock_first = ("t.source", "b.source") if isinstance(ratio.bottom, Measure) else ("b.source", "t.source")
    unless = f"\n      and b.period not in (select period from {own} where evidence = 'records')" if own else ""
    return statement.step(
        f"    select b.period, {statement.groups('b')}b.evidence, {both(*stock_first)} as source,\n"
        "      0 as precedence, b.medium or coalesce(t.medium, false) as medium,\n"
        "      b.two_ends or coalesce(t.two_ends, false) as two_ends,\n"
        f"      case when t.period is null then {nobody} else t.value end as numerator,\n"
        f"      b.value as denominator{_dated(ratio)}\n"
        f"    from {below} as b left join {above} as t on t.period = b.period and {statement.same_group('t', 'b')}\n"
        f"    where true{covered}{unless}"
    )


def _adds_no_period(statement: Statement, terms: Sequence[Term]) -> bool:
    """Whether records hold the stock at both ends of every year of movements for which it is published.

    They then say all there is to say: the steps across would find no row, and take half of the time of the answer.
    """
    held, covered, selection = statement.published, statement.covered, statement.selection
    stocks = [over.stock for over in map(_stock, terms) if over]
    counted = [measure.mart for term in terms for measure in _counted(term)]
    if held is None or covered is None or not stocks or not counted:
        return False
    if set(selection.columns) - {*selection.by, "appointment"}:
        return False  # of a few people a publisher may count some where records know none
    nothing = Covered(set(), set())
    ends = set.intersection(*(set(covered.get(stock.mart.name, nothing).months) for stock in stocks))
    spans = [covered.get(mart.name, nothing) for mart in counted]
    years = set.intersection(
        *(set(span.years if mart.kind == "flow" else span.months) for mart, span in zip(counted, spans, strict=True))
    )
    names = {stock.published.indicator for stock in stocks if stock.published}
    told = {day for figure, days in held.items() if figure.indicator in names for day in days}
    return not any(
        {day, year_before(day)} <= told and not {day, year_before(day)} <= ends
        for day in years
        if selection.window == "12m" or day.month == 9
    )


def _stock(term: Term) -> Average | Change | None:
    """The stock over time that a term reads, as it is read across kinds of evidence."""
    if isinstance(term, Entries):
        return Change(term.stock)
    return term if isinstance(term, Average | Change) else None


def _at_its_periods(statement: Statement, bottom: Published, figures: str, moments: str) -> str:
    return standing(statement, figures, bottom.stands_months, moments) if bottom.stands_months else figures


def _dated(ratio: Ratio) -> str:
    """The base's own date beside it, where a base stands longer than a day."""
    return ", b.basis" if isinstance(ratio.bottom, Published) and ratio.bottom.stands_months else ""


def _counted(term: Term) -> list[Measure]:
    """The measure of a term that, across kinds of evidence, is counted from records, if it has one."""
    if isinstance(term, Entries):
        return [term.separations]
    return [term] if isinstance(term, Measure) else []


def ratio_candidates(statement: Statement, ratio: Ratio) -> list[str | None]:
    """The three ways to a ratio, None where one leads nowhere; steps with numerator and denominator."""
    own = _mart_ratio(statement, ratio)
    return [own, _cross_ratio(statement, ratio, own), _figure_ratio(statement, ratio)]


def entries_candidates(statement: Statement, formula: Entries) -> list[str | None]:
    """Estimated entries from the marts, and from published stocks with separations from records."""
    found = _mart_term(statement, formula)
    own = _covered(statement, *found) if found else None
    across = None if own and _adds_no_period(statement, (formula,)) else _cross_term(statement, formula)
    gone = cover(statement, formula.separations.mart)
    unless = f" and period not in (select period from {own} where evidence = 'records')" if own else ""
    if across is None:
        return [own]
    known = f"period in (select period from {gone} where evidence = 'records')"
    return [own, statement.step(f"    select * from {across} where {known}{unless}")]


def _covered(statement: Statement, rows: str, covers: tuple[str, ...]) -> str:
    """The rows at periods for which every kind of file speaks."""
    known = " and ".join(f"(evidence, period) in (select evidence, period from {each})" for each in covers)
    return statement.step(f"    select * from {rows} where {known}")
