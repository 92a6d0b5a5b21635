"""The vocabulary in which indicators are declared: metric, measure, ratio, mart, limit, unit, caveat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from metrics.caveats import Caveat, Need
from metrics.errors import UnsoundQuery

Better = Literal["higher", "lower", "neither"]
Scope = Literal["government", "agency"]
Window = Literal["fy", "12m"]


class Unit(Enum):
    """What a value counts; `decimals` is how many a reader is shown."""

    PEOPLE = ("people", 0)
    AGENCIES = ("agencies", 0)
    PERCENT = ("percent", 1)
    RATIO = ("ratio", 2)
    YEARS = ("years", 1)
    DOLLARS = ("dollars", 0)

    def __init__(self, word: str, decimals: int) -> None:
        self.word = word
        self.decimals = decimals


@dataclass(frozen=True)
class Summary:
    """A smaller table of the same people, for questions that need its `keys` and at most one of its `dimensions`."""

    name: str
    keys: tuple[str, ...]
    dimensions: tuple[str, ...]


@dataclass(frozen=True)
class Mart:
    """A table of the warehouse that indicators may read.

    `kind` says whether its rows are a state at a period end or events of a month; a stock is never summed over time.
    `has_source` marks marts whose rows name their own publisher; the others take it from the files that cover a period.
    `has_totals` marks marts that hold totals beside parts: rows without agency, and rows of appointment 'all'.
    `details` are columns that only the mart itself has, where a `summary` of it answers plainer questions faster.
    """

    name: str
    kind: Literal["stock", "flow"]
    grain: str
    breakdowns: tuple[str, ...]
    has_source: bool = False
    has_totals: bool = False
    summary: Summary | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """The published figures that say the same as a measure, summed over those they are about.

    `who` names populations ('ses', 'sl', 'workforce') or appointment types ('career', 'noncareer'); `needed` are those
    without which the sum means nothing (the rest may be withheld at source); empty: all of them.
    """

    indicator: str
    who: tuple[str, ...] = ("ses",)
    needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One aggregate over one mart, and how published figures say it, if they do."""

    mart: Mart
    sql: str
    published: Figure | None = None


@dataclass(frozen=True)
class Published:
    """A quantity that only published figures hold, and that may come from another publisher than what it divides."""

    figure: Figure


@dataclass(frozen=True)
class Average:
    """Mean of a stock over the period ends inside a flow's period, its start included."""

    stock: Measure


@dataclass(frozen=True)
class Change:
    """Difference of a stock between the two ends of a flow's period."""

    stock: Measure


@dataclass(frozen=True)
class Entries:
    """Estimated entries: change of the stock plus all separations; unknown where negative."""

    stock: Measure
    separations: Measure


Term = Measure | Published | Average | Change | Entries


@dataclass(frozen=True)
class Ratio:
    """`per` times top divided by bottom, divided after aggregating."""

    top: Term
    bottom: Term
    per: int = 100


@dataclass(frozen=True)
class Statistic:
    """A mean or percentile of people, with the number of people behind it."""

    value: Measure
    people: Measure


@dataclass(frozen=True)
class Headroom:
    """Whole appointments left under an agency limit: floor(limit x base) - count, per agency."""

    count: Measure
    base: Measure


@dataclass(frozen=True)
class AgenciesOver:
    """How many agencies stand above an agency limit, of those large enough to be bound by it."""

    count: Measure
    base: Measure


Formula = Measure | Change | Ratio | Statistic | Headroom | AgenciesOver

EXEMPT_BELOW = 4
"""Agencies with fewer executives than this are outside the 25 percent limit (5 U.S.C. 3134(d))."""

TOO_FEW = 10
"""Rates, shares and means on fewer people than this are noise and may identify someone."""


@dataclass(frozen=True)
class Limit:
    """A line drawn by law: `value` in the metric's unit, the scope it binds, what it divides by, and its citation."""

    value: float
    scope: Scope
    basis: str
    citation: str

    @property
    def words(self) -> str:
        """The line's label, for chart and table."""
        return f"at most {self.value:g}% of {self.basis}, {self.citation}"


@dataclass(frozen=True)
class Metric:
    """One indicator, declared once: everything that shows it reads this.

    `says` is the plain sentence of a headline, `{value}` where the number goes; `subject` names whom a figure counts.
    `fixed` are columns that the definition itself settles (noncareer share is about one appointment type);
    `one_source` says that values of different sources are no series: a change is told within one source only.
    `published_as` names published figures that give the finished value, used where counts are not published.
    """

    name: str
    title: str
    question: str
    theme: str
    definition: str
    says: str
    subject: str
    unit: Unit
    formula: Formula
    need: Need
    better: Better = "neither"
    limits: tuple[Limit, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    fixed: tuple[str, ...] = ()
    published_as: Figure | None = None
    one_source: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the formula reads."""
        return tuple(_measures(self.formula))

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Columns by which every mart involved can be split, in the order of the first mart."""
        if isinstance(self.formula, Headroom | AgenciesOver):
            return ("agency_code",)
        first, *rest = [measure.mart.breakdowns for measure in self.measures]
        if isinstance(self.formula, Ratio) and isinstance(self.formula.bottom, Published):
            rest.append(("agency_code",))
        return tuple(c for c in first if c not in self.fixed and all(c in other for other in rest))

    @property
    def always_by(self) -> tuple[str, ...]:
        """Columns without which the indicator has no meaning."""
        return ("agency_code",) if isinstance(self.formula, Headroom) else ()

    @property
    def is_flow(self) -> bool:
        """Whether a value speaks for a span of time rather than for a date."""
        over_time = isinstance(self.formula, Change) or (
            isinstance(self.formula, Ratio)
            and any(isinstance(term, Average | Change | Entries) for term in (self.formula.top, self.formula.bottom))
        )
        return over_time or any(measure.mart.kind == "flow" for measure in self.measures)

    def limits_for(self, scope: Scope) -> tuple[Limit, ...]:
        """The limits that bind the whole government, or one agency."""
        return tuple(limit for limit in self.limits if limit.scope == scope)

    def limit_for(self, scope: Scope) -> Limit:
        """The limit of that scope; refuses to hold an agency to a governmentwide line, or the reverse."""
        found = self.limits_for(scope)
        if not found:
            lines = ", ".join(f"{limit.value:g}% ({limit.scope})" for limit in self.limits) or "none"
            raise UnsoundQuery(f"{self.name} has no limit that binds {scope}; its limits are: {lines}.")
        return found[0]

    @property
    def formula_words(self) -> str:
        """The formula as one line of text, for the dictionary and the About tab."""
        return describe(self.formula)


def describe(part: Formula | Term) -> str:
    """A formula in words and SQL aggregates, as short as it can be said."""
    match part:
        case Measure(mart, sql, _):
            return f"{sql} of {mart.name}"
        case Published(figure):
            return f"published {figure.indicator} of {' + '.join(figure.who)}"
        case Average(stock):
            return f"average over the period of [{describe(stock)}]"
        case Change(stock):
            return f"change over the period of [{describe(stock)}]"
        case Entries(stock, separations):
            return f"{describe(Change(stock))} + [{describe(separations)}]"
        case Ratio(top, bottom, per):
            return f"{per} × [{describe(top)}] ÷ [{describe(bottom)}]"
        case Statistic(value, people):
            return f"{describe(value)}, over [{describe(people)}]"
        case Headroom(count, base):
            return f"floor(limit × [{describe(base)}]) − [{describe(count)}]"
        case AgenciesOver(count, base):
            return f"agencies where [{describe(count)}] ÷ [{describe(base)}] is above the limit"


def _measures(part: Formula | Term) -> Iterator[Measure]:
    match part:
        case Measure():
            yield part
        case Average(stock) | Change(stock):
            yield stock
        case Entries(stock, separations):
            yield from (stock, separations)
        case Ratio(top, bottom, _):
            yield from _measures(top)
            yield from _measures(bottom)
        case Statistic(value, people):
            yield from (value, people)
        case Headroom(count, base) | AgenciesOver(count, base):
            yield from (count, base)
