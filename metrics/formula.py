"""What an indicator computes from its terms: ratios, mixes, shares set side by side, statistics, room to a limit."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.measure import Figure, Mart, Measure, Part, Published
from metrics.terms import Change, Entries, Term


@dataclass(frozen=True)
class Ratio(Part):
    """`per` times top divided by bottom, divided after aggregating.

    `is_part` says that those on top are among those below, however either was counted: a top above its bottom then
    shows that one of them is wrong, and the ratio is unknown.
    """

    top: Term
    bottom: Term
    per: int = 100
    is_part: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*self.top.measures, *self.bottom.measures)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return tuple(column for column in self.top.breakdowns if column in self.bottom.breakdowns)

    @property
    def blurred(self) -> tuple[str, ...]:
        return (*self.top.blurred, *self.bottom.blurred)

    @property
    def is_flow(self) -> bool:
        return self.top.is_flow or self.bottom.is_flow

    @property
    def words(self) -> str:
        return f"{self.per} × [{self.top.words}] ÷ [{self.bottom.words}]"


@dataclass(frozen=True)
class Mix(Part):
    """Each value of a column as a share of all its values together, in percent."""

    people: Measure
    column: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.people,)

    @property
    def own(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def words(self) -> str:
        return f"100 × [{self.people.words}] by {self.column} ÷ [the same, all together]"


@dataclass(frozen=True)
class Trait:
    """Something that people may have: the share who have it here, the share who have it there, both in percent.

    `finished` are published figures that give the share here finished, used where counts are not published.
    """

    name: str
    here: Ratio
    there: Ratio | Published
    finished: Figure | None = None


@dataclass(frozen=True)
class Parity(Part):
    """Share here divided by share there, a row for each trait: 1 is parity."""

    traits: tuple[Trait, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        parts = [part for trait in self.traits for part in (trait.here, trait.there)]
        return tuple(measure for part in parts for measure in part.measures)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return ("agency_code", *self.own)

    @property
    def own(self) -> tuple[str, ...]:
        return ("trait",)

    @property
    def words(self) -> str:
        return "; ".join(f"{trait.name}: [{trait.here.words}] ÷ [{trait.there.words}]" for trait in self.traits)


@dataclass(frozen=True)
class Eligible(Part):
    """People who can retire by each horizon, by the central estimate between the lowest and the highest one.

    `mart` has the columns low, central and high (people times months of the lookup), known and left_out (people).
    """

    mart: Mart
    is_share: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        central = Measure(self.mart, "sum(central) / 60.0")
        return (central, Measure(self.mart, "sum(known)")) if self.is_share else (central,)

    @property
    def own(self) -> tuple[str, ...]:
        return ("horizon_years",)

    @property
    def words(self) -> str:
        able = "people × the share of their age band's sixty months at which marts.eligibility lets them retire"
        known = f"people whose age and service are known, of {self.mart.name}"
        return f"100 × [{able}] ÷ [{known}]" if self.is_share else f"{able}, over {known}"


@dataclass(frozen=True)
class Statistic(Part):
    """A mean or percentile of people, with the number of people behind it."""

    value: Measure
    people: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.value, self.people)

    @property
    def words(self) -> str:
        return f"{self.value.words}, over [{self.people.words}]"


@dataclass(frozen=True)
class Line(Part):
    """What an agency limit is held against: a count, over `positions` where they are known, else over people."""

    count: Measure
    people: Measure
    positions: Published

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.count, self.people)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return ("agency_code",)

    @property
    def base_words(self) -> str:
        """The base in words."""
        return f"{self.positions.words}, else {self.people.words}"


@dataclass(frozen=True)
class Headroom(Line):
    """Whole appointments left under an agency limit: floor(limit x base) - count, per agency."""

    @property
    def own(self) -> tuple[str, ...]:
        return ("agency_code",)

    @property
    def words(self) -> str:
        return f"floor(limit × [{self.base_words}]) − [{self.count.words}]"


@dataclass(frozen=True)
class AgenciesOver(Line):
    """How many agencies stand above an agency limit, of those large enough to be bound by it."""

    @property
    def words(self) -> str:
        return f"agencies where [{self.count.words}] ÷ [{self.base_words}] is above the limit"


Formula = Measure | Published | Change | Entries | Ratio | Mix | Parity | Eligible | Statistic | Headroom | AgenciesOver
