"""What an indicator computes from its terms: ratios, mixes, shares set side by side, statistics, room to a limit."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.definitions.measure import FormulaPart, Mart, Measure, PublishedFigure, PublishedQuantity
from metrics.definitions.terms import Change, EstimatedEntries, Term


@dataclass(frozen=True)
class Ratio(FormulaPart):
    """`per` times top divided by bottom, divided after aggregating.

    `is_part` says that those on top are among those below, however either was counted: a top above its bottom then
    shows that one of them is wrong, and the ratio is unknown. `is_of_one_file` says that two sources of published
    figures may give it together, the one top and the other bottom, where both counted the same file of the same month.
    """

    top: Term
    bottom: Term
    per: int = 100
    is_part: bool = False
    is_of_one_file: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures above and below."""
        return (*self.top.measures, *self.bottom.measures)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Columns by which both top and bottom can be split."""
        return tuple(column for column in self.top.breakdowns if column in self.bottom.breakdowns)

    @property
    def bands_crossed(self) -> tuple[str, ...]:
        """Columns that either term blurs."""
        return (*self.top.bands_crossed, *self.bottom.bands_crossed)

    @property
    def is_flow(self) -> bool:
        """Whether either term speaks for a span of time."""
        return self.top.is_flow or self.bottom.is_flow

    @property
    def words(self) -> str:
        """The ratio in words."""
        return f"{self.per} × [{self.top.words}] ÷ [{self.bottom.words}]"


@dataclass(frozen=True)
class Mix(FormulaPart):
    """Each value of a column as a share of all its values together, in percent."""

    people: Measure
    column: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The one measure that is shared out."""
        return (self.people,)

    @property
    def own(self) -> tuple[str, ...]:
        """The column whose values share it."""
        return (self.column,)

    @property
    def words(self) -> str:
        """The mix in words."""
        return f"100 × [{self.people.words}] by {self.column} ÷ [the same, all together]"


@dataclass(frozen=True)
class Trait:
    """Something that people may have: the share who have it here, the share who have it there, both in percent.

    `finished_figure` are published figures that give the share here finished, used where counts are not published.
    """

    name: str
    here: Ratio
    there: Ratio | PublishedQuantity
    finished_figure: PublishedFigure | None = None

    @property
    def group(self) -> str:
        """Whose share it is compared with: of the pool no share is published, of the whole workforce no other."""
        return "all permanent employees" if isinstance(self.there, PublishedQuantity) else "the feeder pool"


@dataclass(frozen=True)
class Parity(FormulaPart):
    """Share here divided by share there, a row for each trait: 1 is parity."""

    traits: tuple[Trait, ...]

    def group_of(self, name: str) -> str:
        """Whose share executives are compared with in a trait; no executive need come from it."""
        return next(trait.group for trait in self.traits if trait.name == name)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure of every trait, here and there."""
        parts = [part for trait in self.traits for part in (trait.here, trait.there)]
        return tuple(measure for part in parts for measure in part.measures)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Agency and trait."""
        return ("agency_code", *self.own)

    @property
    def own(self) -> tuple[str, ...]:
        """The trait, without which a value has no meaning."""
        return ("trait",)

    @property
    def words(self) -> str:
        """Both shares of each trait in words."""
        return "; ".join(f"{trait.name}: [{trait.here.words}] ÷ [{trait.there.words}]" for trait in self.traits)


@dataclass(frozen=True)
class Eligible(FormulaPart):
    """People who can retire by each horizon, by the central estimate between the lowest and the highest one.

    `mart` has the columns low, central and high (people times months of the lookup), known and left_out (people).
    """

    mart: Mart
    is_share: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The people who can retire by the central estimate; for a share also those it is of."""
        central = Measure(self.mart, "sum(central) / 60.0")
        return (central, Measure(self.mart, "sum(known)")) if self.is_share else (central,)

    @property
    def own(self) -> tuple[str, ...]:
        """The horizon, without which a value has no meaning."""
        return ("horizon_years",)

    @property
    def words(self) -> str:
        """The estimate in words."""
        able = "people × the share of their age band's sixty months at which marts.eligibility lets them retire"
        known_people = f"people whose age and service are known, of {self.mart.name}"
        return f"100 × [{able}] ÷ [{known_people}]" if self.is_share else f"{able}, over {known_people}"


@dataclass(frozen=True)
class Statistic(FormulaPart):
    """A mean or percentile of people, with the number of people behind it."""

    value: Measure
    people: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The value, and the people it is over."""
        return (self.value, self.people)

    @property
    def words(self) -> str:
        """The statistic in words."""
        return f"{self.value.words}, over [{self.people.words}]"


@dataclass(frozen=True)
class LowerBound(FormulaPart):
    """Positions that are known to exist: those listed, and the people known in positions that no listing names."""

    listed_positions: Measure
    other_people: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The positions listed."""
        return (self.listed_positions,)

    @property
    def words(self) -> str:
        """Both kinds of known position in words."""
        return f"[{self.listed_positions.words}] + [{self.other_people.words}]"


@dataclass(frozen=True)
class OfKnown(FormulaPart):
    """A count in percent of a lower bound of positions that stands for `months`: its true share is no more."""

    count: Measure
    people: Measure
    bound: LowerBound
    months: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The count, and the people by whom it is too few to rate."""
        return (self.count, self.people)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """By agency only, for positions are known by agency."""
        return ("agency_code",)

    @property
    def words(self) -> str:
        """The share in words."""
        return f"100 × [{self.count.words}] ÷ [{self.bound.words}], the newest one up to {self.months} months old"


@dataclass(frozen=True)
class LeastWhole(FormulaPart):
    """The least whole of which a count is no more than the limit lets it be: of the government, and of an agency."""

    count: Measure
    times: int
    times_in_an_agency: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The count."""
        return (self.count,)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """By agency only, for the limit of an agency is another one."""
        return ("agency_code",)

    @property
    def words(self) -> str:
        """The multiple in words."""
        return f"{self.times} × [{self.count.words}], of one agency {self.times_in_an_agency} × it"


@dataclass(frozen=True)
class LimitLine(FormulaPart):
    """What an agency limit is held against: a count of people, and the people or positions that it is a part of."""

    count: Measure
    people: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The count, and the people it is of."""
        return (self.count, self.people)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """By agency only, as the limit is."""
        return ("agency_code",)


@dataclass(frozen=True)
class Headroom(LimitLine):
    """Whole appointments left under an agency limit: floor(limit x positions) - count, per agency.

    Where no allocation is known a lower bound of positions gives the least room there is, and nothing where that is
    none; never people on board.
    """

    positions: PublishedQuantity
    bound: LowerBound

    @property
    def own(self) -> tuple[str, ...]:
        """The agency, without which room has no meaning."""
        return ("agency_code",)

    @property
    def words(self) -> str:
        """The room in words."""
        base = f"[{self.positions.words}], else at least [{self.bound.words}]"
        return f"floor(limit × {base}) − [{self.count.words}]"


@dataclass(frozen=True)
class AgenciesOver(LimitLine):
    """In how many agencies a count is more of the people on board than the limit lets it be of positions."""

    @property
    def words(self) -> str:
        """The condition in words."""
        return f"agencies where [{self.count.words}] ÷ [{self.people.words}] is above the limit's percentage"


STANDINGS = ("within", "above", "unknown")
"""The three honest answers to whether an agency stays within a limit of positions."""


@dataclass(frozen=True)
class StandingCount(FormulaPart):
    """How many agencies stand within a limit of positions, above it, or where nothing known tells.

    `room` is what is known of positions; `percent` is the limit. Agencies of too few allocated positions are bound by
    none.
    """

    room: Headroom
    percent: float

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of the room left."""
        return self.room.measures

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Agency and standing."""
        return ("agency_code", *self.own)

    @property
    def own(self) -> tuple[str, ...]:
        """The standing, without which a count has no meaning."""
        return ("standing",)

    @property
    def words(self) -> str:
        """The condition in words."""
        share = f"[{self.room.count.words}] ≤ floor({self.percent:g}% × [{self.room.positions.words}])"
        return f"agencies by {share}, else by at least [{self.room.bound.words}]"


Formula = (
    Measure
    | PublishedQuantity
    | Change
    | EstimatedEntries
    | Ratio
    | Mix
    | Parity
    | Eligible
    | Statistic
    | Headroom
    | AgenciesOver
    | LowerBound
    | OfKnown
    | LeastWhole
    | StandingCount
)
