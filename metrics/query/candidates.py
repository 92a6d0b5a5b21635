"""Every way to an answer, from marts and from published figures, and the pick of one by precedence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.definitions.formula import (
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
    Trait,
)
from metrics.definitions.measure import Figure, Measure, Published
from metrics.definitions.terms import Change, Entries
from metrics.query.bounds import held_to, lower_bound
from metrics.query.listings import full_listings
from metrics.query.mart_rows import aggregate, cover, dense, series
from metrics.query.published_rows import figures_of
from metrics.query.ratios import entries_candidates, ratio_candidates
from metrics.query.selection import Selection
from metrics.query.standings import stand
from metrics.query.statement import Statement, both
from metrics.query.windows import SAME_SOURCE, change


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


def candidates(statement: Statement, formula: Formula, finished: Figure | None = None) -> list[Candidate]:
    """Every way to an answer, best first among those of equal precedence; `finished` are figures that need no more."""
    found: list[Candidate | None]
    match formula:
        case Measure(mart, _, published):
            is_dense = not statement.by and not mart.has_source and not formula.can_be_unknown
            values = {"value": formula.sql_for(statement.selection.columns)}
            rows = aggregate(statement, mart, values, is_named=not is_dense)
            if is_dense:
                rows = dense(statement, rows, cover(statement, mart))
            found = [Candidate(rows), _counted(figures_of(statement, published) if published else None)]
        case Published(figure):
            found = [_finished(statement, figure)]
        case Change(stock):
            figures = figures_of(statement, stock.published) if stock.published else None
            found = [
                Candidate(change(statement, series(statement, stock))),
                _counted(change(statement, figures, SAME_SOURCE) if figures else None),
            ]
        case Entries():
            found = [_counted(step) for step in entries_candidates(statement, formula)]
        case Statistic(value, people):
            rows = aggregate(statement, value.mart, {"value": value.sql, "denominator": people.sql})
            known = statement.step(f"    select * from {rows} where value is not null")
            found = [Candidate(known, denominator="denominator", people="denominator")]
        case Ratio():
            *counted, two = [_fraction(formula, step) for step in ratio_candidates(statement, formula)]
            named = replace(two, top="numerator_source", bottom="denominator_source") if two else None
            found = [*counted, named]
        case Mix():
            found = [_divided(_mix(statement, formula), 100)]
        case Parity(traits):
            wanted = statement.selection.values("trait")
            found = [_parity(statement, trait) for trait in traits if not wanted or trait.name in wanted]
        case Eligible():
            found = [_eligible(statement, formula)]
        case LowerBound():
            found = [Candidate(lower_bound(statement, formula))]
        case OfKnown(count, people, bound, months):
            counts = picked(statement, candidates(statement, Ratio(count, people)))
            held = held_to(statement, counts, bound, months)
            divided = _divided(held, 100, people="null", basis="basis")
            # More people than positions known is no share: the listing then lacks some.
            found = [
                replace(
                    divided, value=f"case when numerator <= denominator then {divided.value} end", is_uncontested=True
                )
            ]
        case Needed():
            found = [_needed(statement, each, formula) for each in candidates(statement, formula.count)]
        case Standing():
            found = [_standing(statement, formula)]
        case Line():
            found = [_against_the_line(statement, formula)]
    own, *others = found
    if own and not isinstance(formula, Published | Parity | Line | OfKnown | Standing):
        # Files in use never overlap, so only marts whose rows name their source say one thing twice.
        own = replace(own, is_uncontested=not any(measure.mart.has_source for measure in formula.measures))
    ways = [candidate for candidate in (own, *others, _finished(statement, finished)) if candidate]
    if not ways and statement.published is not None:
        # No way leads to a row, and the statement still has to say so.
        return candidates(replace(statement, published=None), formula, finished)
    return ways


def picked(statement: Statement, found: list[Candidate]) -> str:
    """All candidates together, and of those for a period and group the one that takes precedence."""
    parts = [_row(statement, each) for each in found if each.is_uncontested]
    contested = [_row(statement, each, nth) for nth, each in enumerate(found) if not each.is_uncontested]
    if contested:
        united = statement.step("\n    union all\n".join(contested))
        key = f"period, {statement.groups()}evidence{', source' if statement.selection.all_sources else ''}"
        best = statement.step(
            f"    select distinct on ({key}) * from {united}\n    order by {key}, precedence, nth, source"
        )
        parts.append(f"    select * exclude (nth) from {best}")
    return statement.step("\n    union all\n".join(parts))


def _row(statement: Statement, candidate: Candidate, nth: int | None = None) -> str:
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


def _counted(step: str | None) -> Candidate | None:
    return Candidate(step) if step else None


def _divided(step: str, per: int, people: str = "denominator", basis: str = "null") -> Candidate:
    value = f"{per} * numerator / nullif(denominator, 0)"
    return Candidate(step, value, "numerator", "denominator", people, basis)


def _fraction(ratio: Ratio, step: str | None) -> Candidate | None:
    if step is None:
        return None
    stands = isinstance(ratio.bottom, Published) and ratio.bottom.stands_months
    divided = _divided(step, ratio.per, basis="basis" if stands else "null")
    if not ratio.is_part:
        return divided
    return replace(divided, value=f"case when numerator <= denominator then {divided.value} end")


def _finished(statement: Statement, figure: Figure | None) -> Candidate | None:
    step = figures_of(statement, figure, finished=True) if figure else None
    return Candidate(step, "value", "numerator", "denominator", "denominator") if step else None


def _mix(statement: Statement, mix: Mix) -> str:
    """Every value of the column beside all its values together, zero where a group has nobody of a value."""
    rows = aggregate(statement, mix.people.mart, {"value": mix.people.sql})
    anywhere = statement.about(Selection(by=(mix.column,)))
    held = aggregate(anywhere, mix.people.mart, {"value": mix.people.sql})
    others = [column for column in statement.by if column != mix.column]
    groups = "".join(f"{column}, " for column in others)
    known = ", ".join(("period", "evidence", *statement.by))
    return statement.step(
        f"    select whole.*, value.{mix.column}, coalesce(part.value, 0) as numerator\n"
        f"    from (\n      select period, {groups}evidence, any_value(source) as source, 0 as precedence,\n"
        f"        false as medium, false as two_ends, sum(value) as denominator\n      from {rows} group by all\n"
        f"    ) as whole join (select distinct evidence, {mix.column} from {held}) as value using (evidence)\n"
        f"    left join (select {known}, value from {rows}) as part using ({known})"
    )


def _parity(statement: Statement, trait: Trait) -> Candidate:
    """A trait's share here beside its share there, both as the same kind of evidence gives them."""
    by = tuple(column for column in statement.by if column != "trait")
    asked = replace(statement.selection.without("trait"), by=by, all_sources=False)
    inner = statement.about(asked)
    here = picked(inner, candidates(inner, trait.here, trait.finished))
    there = picked(inner, candidates(inner, trait.there))
    step = statement.step(
        f"    select here.period, {inner.groups('here')}'{trait.name}' as trait, here.evidence,\n"
        f"      {both('here.source', 'there.source')} as source, 0 as precedence,\n"
        "      here.medium or there.medium as medium, false as two_ends,\n"
        "      here.value as numerator, there.value as denominator, least(here.people, there.people) as people\n"
        f"    from {here} as here join {there} as there\n"
        f"      on there.period = here.period and {inner.same_group('there', 'here')}"
    )
    return _divided(step, 1, people="people")


def _eligible(statement: Statement, formula: Eligible) -> Candidate:
    """Low, central and high at each horizon; unknown where nobody's age and service are known."""
    sums = {name: f"sum({name}) / 60.0" for name in ("low", "central", "high")}
    rows = aggregate(statement, formula.mart, sums | {"known": "sum(known)", "left_out": "sum(left_out)"})
    per = "100 * {} / nullif(known, 0)" if formula.is_share else "case when known > 0 then {} end"
    low, central, high = (per.format(name) for name in sums)
    people = "known" if formula.is_share else "null"
    return Candidate(rows, central, "central", "known", people, low=low, high=high, left_out="left_out")


def _against_the_line(statement: Statement, line: Line) -> Candidate:
    """What an agency limit is held against: of a count of agencies people on board, of room positions alone."""
    people = picked(statement, candidates(statement, Ratio(line.count, line.people)))
    if not isinstance(line, Headroom):
        known = _of_every_agency(statement, line, people)
        on_board = statement.step(f"    select * replace ('on_board' as basis) from {known}")
        return replace(_divided(on_board, 100, basis="basis"), is_uncontested=True)
    positions = picked(statement, candidates(statement, Ratio(line.count, line.positions)))
    bound = held_to(statement, people, line.bound, line.positions.stands_months)
    either = statement.step(
        f"    select * from {positions}\n    union all by name\n"
        f"    select * from {bound} as bound\n"
        f"    where not exists (\n      select 1 from {positions} as positions\n"
        "      where positions.period = bound.period and positions.agency_code = bound.agency_code\n"
        "        and positions.evidence <> 'sample'\n    )"
    )
    return replace(_divided(either, 100, people="null", basis="basis"), is_uncontested=True)


def _standing(statement: Statement, formula: Standing) -> Candidate:
    """Every agency's standing, whichever way the answer is split: agencies are counted one by one."""
    asked = replace(statement.selection.without("standing"), by=("agency_code",), departments="whole")
    inner, room = statement.about(replace(asked, all_sources=False)), formula.room
    people = picked(inner, candidates(inner, Ratio(room.count, room.people)))
    positions = picked(inner, candidates(inner, Ratio(room.count, room.positions)))
    bound = held_to(inner, people, room.bound, room.positions.stands_months)
    known = people if asked.values("agency_code") else _of_every_agency(inner, room, people)
    return Candidate(stand(statement, formula, known, positions, bound), is_uncontested=True)


def _needed(statement: Statement, count: Candidate, needed: Needed) -> Candidate:
    """A count times what the limit makes of it: ten times governmentwide, four times in one agency."""
    times = needed.times_in_an_agency if "agency_code" in statement.selection.columns else needed.times
    return replace(count, value=f"{times} * ({count.value})", numerator=count.value)


def _of_every_agency(statement: Statement, line: Line, people: str) -> str:
    """Agencies at periods at which every one is known: by record files, or by a listing that names them all."""
    told = [figure for figure in (line.count.published, line.people.published) if figure]
    listed = full_listings(statement, told)
    return statement.step(
        f"    select * from {people} where evidence <> 'published' or (period, source) in (from {listed})"
    )
