"""Every way to an answer, from marts and from published figures, and the pick of one by precedence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.definitions.formula import (
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
    Trait,
)
from metrics.definitions.measure import Measure, PublishedFigure, PublishedQuantity
from metrics.definitions.terms import Change, EstimatedEntries
from metrics.query.selection import Selection
from metrics.query.sql.bounds import build_against_bound, build_lower_bound
from metrics.query.sql.listings import build_full_listings
from metrics.query.sql.mart_rows import aggregate, build_cover, build_series, fill_zeros
from metrics.query.sql.published_rows import build_figures
from metrics.query.sql.ratios import list_entries_candidates, list_ratio_candidates
from metrics.query.sql.standings import build_standings
from metrics.query.sql.statement import Statement, join_sources
from metrics.query.sql.windows import SAME_SOURCE, build_change


@dataclass(frozen=True)
class Candidate:
    """A step that may answer, and how it says the value, what was divided, by what, and the people behind it.

    `top` and `bottom` are the sources of what was divided and by what, where they may be two.
    It `is_uncontested` where nothing else can speak for its periods, groups and evidence: nothing is left to pick.
    """

    step: str
    value: str = "value"
    numerator: str = "null"
    denominator: str = "null"
    people: str = "null"
    basis: str = "null"
    low: str = "null"
    high: str = "null"
    left_out: str = "null"
    top: str = "source"
    bottom: str = "source"
    is_uncontested: bool = False


def list_candidates(
    statement: Statement, formula: Formula, finished_figure: PublishedFigure | None = None
) -> list[Candidate]:
    """Every way to an answer, best first among those of equal precedence; `finished_figure` needs no more."""
    options: list[Candidate | None]
    match formula:
        case Measure(mart, _, published):
            is_dense = not statement.by and not mart.has_source and not formula.can_be_unknown
            values = {"value": formula.sql_for(statement.selection.columns)}
            rows = aggregate(statement, mart, values, is_named=not is_dense)
            if is_dense:
                rows = fill_zeros(statement, rows, build_cover(statement, mart))
            options = [Candidate(rows), _wrap(build_figures(statement, published) if published else None)]
        case PublishedQuantity(figure):
            options = [_find_finished(statement, figure)]
        case Change(stock):
            figures = build_figures(statement, stock.figure) if stock.figure else None
            options = [
                Candidate(build_change(statement, build_series(statement, stock))),
                _wrap(build_change(statement, figures, SAME_SOURCE) if figures else None),
            ]
        case EstimatedEntries():
            options = [_wrap(step) for step in list_entries_candidates(statement, formula)]
        case Statistic(value, people):
            rows = aggregate(statement, value.mart, {"value": value.sql, "denominator": people.sql})
            with_value = statement.step(f"    select * from {rows} where value is not null")
            options = [Candidate(with_value, denominator="denominator", people="denominator")]
        case Ratio():
            *fractions, two = [_build_fraction(formula, step) for step in list_ratio_candidates(statement, formula)]
            of_two = replace(two, top="numerator_source", bottom="denominator_source") if two else None
            options = [*fractions, of_two]
        case Mix():
            options = [_divide(_build_mix(statement, formula), 100)]
        case Parity(traits):
            names = statement.selection.values("trait")
            options = [_build_parity(statement, trait) for trait in traits if not names or trait.name in names]
        case Eligible():
            options = [_build_eligible(statement, formula)]
        case LowerBound():
            options = [Candidate(build_lower_bound(statement, formula))]
        case OfKnown(count, people, bound, months):
            counts = pick(statement, list_candidates(statement, Ratio(count, people)))
            step = build_against_bound(statement, counts, bound, months)
            fraction = _divide(step, 100, people="null", basis="basis")
            # More people than positions known is no share: the listing then lacks some.
            options = [
                replace(
                    fraction, value=f"case when numerator <= denominator then {fraction.value} end", is_uncontested=True
                )
            ]
        case LeastWhole():
            options = [
                _build_least_whole(statement, each, formula) for each in list_candidates(statement, formula.count)
            ]
        case StandingCount():
            options = [_build_standing(statement, formula)]
        case LimitLine():
            options = [_build_limit_line(statement, formula)]
    own, *others = options
    if own and not isinstance(formula, PublishedQuantity | Parity | LimitLine | OfKnown | StandingCount):
        # Files in use never overlap, so only marts whose rows name their source say one thing twice.
        own = replace(own, is_uncontested=not any(measure.mart.has_source for measure in formula.measures))
    ways = [candidate for candidate in (own, *others, _find_finished(statement, finished_figure)) if candidate]
    if not ways and statement.published_periods is not None:
        # No way leads to a row, and the statement still has to say so.
        return list_candidates(replace(statement, published_periods=None), formula, finished_figure)
    return ways


def pick(statement: Statement, options: list[Candidate]) -> str:
    """All candidates together, and of those for a period and group the one that takes precedence."""
    parts = [_build_row(statement, each) for each in options if each.is_uncontested]
    rivals = [_build_row(statement, each, nth) for nth, each in enumerate(options) if not each.is_uncontested]
    if rivals:
        union = statement.step("\n    union all\n".join(rivals))
        key = f"period, {statement.groups()}evidence{', source' if statement.selection.all_sources else ''}"
        best = statement.step(
            f"    select distinct on ({key}) * from {union}\n    order by {key}, precedence, nth, source"
        )
        parts.append(f"    select * exclude (nth) from {best}")
    return statement.step("\n    union all\n".join(parts))


def _build_row(statement: Statement, candidate: Candidate, nth: int | None = None) -> str:
    """The rows of a candidate in the shape of an answer; with what settles its rank where it is one of several."""
    numbers = ", ".join(
        f"cast({getattr(candidate, name)} as double) as {name}"
        for name in ("value", "numerator", "denominator", "low", "high")
    )
    rank = "" if nth is None else f"{nth} as nth, "
    return (
        f"    select {rank}period, {statement.groups()}evidence, precedence, medium, two_ends, source,\n"
        f"      {numbers},\n"
        f"      {candidate.people} as people, {candidate.basis} as basis, {candidate.left_out} as left_out,\n"
        f"      {candidate.top} as numerator_source, {candidate.bottom} as denominator_source\n"
        f"    from {candidate.step}"
    )


def _wrap(step: str | None) -> Candidate | None:
    return Candidate(step) if step else None


def _divide(step: str, per: int, people: str = "denominator", basis: str = "null") -> Candidate:
    value = f"{per} * numerator / nullif(denominator, 0)"
    return Candidate(step, value, "numerator", "denominator", people, basis)


def _build_fraction(ratio: Ratio, step: str | None) -> Candidate | None:
    if step is None:
        return None
    stands = isinstance(ratio.bottom, PublishedQuantity) and ratio.bottom.stands_months
    result = _divide(step, ratio.per, basis="basis" if stands else "null")
    if not ratio.is_part:
        return result
    return replace(result, value=f"case when numerator <= denominator then {result.value} end")


def _find_finished(statement: Statement, figure: PublishedFigure | None) -> Candidate | None:
    step = build_figures(statement, figure, is_finished=True) if figure else None
    return Candidate(step, "value", "numerator", "denominator", "denominator") if step else None


def _build_mix(statement: Statement, mix: Mix) -> str:
    """Every value of the column beside all its values together, zero where a group has nobody of a value."""
    rows = aggregate(statement, mix.people.mart, {"value": mix.people.sql})
    anywhere = statement.about(Selection(by=(mix.column,)))
    values_there = aggregate(anywhere, mix.people.mart, {"value": mix.people.sql})
    others = [column for column in statement.by if column != mix.column]
    groups = "".join(f"{column}, " for column in others)
    keys = ", ".join(("period", "evidence", *statement.by))
    return statement.step(
        f"    select whole.*, value.{mix.column}, coalesce(part.value, 0) as numerator\n"
        f"    from (\n      select period, {groups}evidence, any_value(source) as source, 0 as precedence,\n"
        f"        false as medium, false as two_ends, sum(value) as denominator\n      from {rows} group by all\n"
        f"    ) as whole join (select distinct evidence, {mix.column} from {values_there}) as value using (evidence)\n"
        f"    left join (select {keys}, value from {rows}) as part using ({keys})"
    )


def _build_parity(statement: Statement, trait: Trait) -> Candidate:
    """A trait's share here beside its share there, both as the same kind of evidence gives them."""
    by = tuple(column for column in statement.by if column != "trait")
    inner_selection = replace(statement.selection.without("trait"), by=by, all_sources=False)
    inner = statement.about(inner_selection)
    here = pick(inner, list_candidates(inner, trait.here, trait.finished_figure))
    there = pick(inner, list_candidates(inner, trait.there))
    step = statement.step(
        f"    select here.period, {inner.groups('here')}'{trait.name}' as trait, here.evidence,\n"
        f"      {join_sources('here.source', 'there.source')} as source, 0 as precedence,\n"
        "      here.medium or there.medium as medium, false as two_ends,\n"
        "      here.value as numerator, there.value as denominator, least(here.people, there.people) as people\n"
        f"    from {here} as here join {there} as there\n"
        f"      on there.period = here.period and {inner.same_group('there', 'here')}"
    )
    return _divide(step, 1, people="people")


def _build_eligible(statement: Statement, formula: Eligible) -> Candidate:
    """Low, central and high at each horizon; unknown where nobody's age and service are known."""
    sums = {name: f"sum({name}) / 60.0" for name in ("low", "central", "high")}
    rows = aggregate(statement, formula.mart, sums | {"known": "sum(known)", "left_out": "sum(left_out)"})
    per = "100 * {} / nullif(known, 0)" if formula.is_share else "case when known > 0 then {} end"
    low, central, high = (per.format(name) for name in sums)
    people = "known" if formula.is_share else "null"
    return Candidate(rows, central, "central", "known", people, low=low, high=high, left_out="left_out")


def _build_limit_line(statement: Statement, line: LimitLine) -> Candidate:
    """What an agency limit is held against: of a count of agencies people on board, of room positions alone."""
    people = pick(statement, list_candidates(statement, Ratio(line.count, line.people)))
    if not isinstance(line, Headroom):
        complete = _keep_full_listings(statement, line, people)
        on_board = statement.step(f"    select * replace ('on_board' as basis) from {complete}")
        return replace(_divide(on_board, 100, basis="basis"), is_uncontested=True)
    positions = pick(statement, list_candidates(statement, Ratio(line.count, line.positions)))
    bound = build_against_bound(statement, people, line.bound, line.positions.stands_months)
    either = statement.step(
        f"    select * from {positions}\n    union all by name\n"
        f"    select * from {bound} as bound\n"
        f"    where not exists (\n      select 1 from {positions} as positions\n"
        "      where positions.period = bound.period and positions.agency_code = bound.agency_code\n"
        "        and positions.evidence <> 'sample'\n    )"
    )
    return replace(_divide(either, 100, people="null", basis="basis"), is_uncontested=True)


def _build_standing(statement: Statement, formula: StandingCount) -> Candidate:
    """Every agency's standing, whichever way the answer is split: agencies are counted one by one."""
    inner_selection = replace(statement.selection.without("standing"), by=("agency_code",), departments="whole")
    inner, room = statement.about(replace(inner_selection, all_sources=False)), formula.room
    people = pick(inner, list_candidates(inner, Ratio(room.count, room.people)))
    positions = pick(inner, list_candidates(inner, Ratio(room.count, room.positions)))
    bound = build_against_bound(inner, people, room.bound, room.positions.stands_months)
    complete = people if inner_selection.values("agency_code") else _keep_full_listings(inner, room, people)
    return Candidate(build_standings(statement, formula, complete, positions, bound), is_uncontested=True)


def _build_least_whole(statement: Statement, count: Candidate, formula: LeastWhole) -> Candidate:
    """A count times what the limit makes of it: ten times governmentwide, four times in one agency."""
    times = formula.times_in_an_agency if "agency_code" in statement.selection.columns else formula.times
    return replace(count, value=f"{times} * ({count.value})", numerator=count.value)


def _keep_full_listings(statement: Statement, line: LimitLine, people: str) -> str:
    """Agencies at periods at which every one is known: by record files, or by a listing that names them all."""
    figures = [figure for figure in (line.count.figure, line.people.figure) if figure]
    listings = build_full_listings(statement, figures)
    return statement.step(
        f"    select * from {people} where evidence <> 'published' or (period, source) in (from {listings})"
    )
