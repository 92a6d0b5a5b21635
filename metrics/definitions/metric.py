"""The vocabulary in which indicators are declared: metric, measure, ratio, mart, limit, unit, caveat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Literal

from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.formula import (
    AgenciesOver,
    Formula,
    Headroom,
    LeastWhole,
    LowerBound,
    OfKnown,
    Ratio,
    StandingCount,
    Statistic,
)
from metrics.definitions.measure import Mart, Measure, PublishedFigure, PublishedQuantity, Summary
from metrics.definitions.terms import Average, Change, EstimatedEntries, Term
from metrics.errors import UnsoundQuery

__all__ = [
    "AgenciesOver",
    "AsPrinted",
    "Average",
    "Better",
    "Caveat",
    "Change",
    "EstimatedEntries",
    "Formula",
    "Headroom",
    "LeastWhole",
    "Limit",
    "LowerBound",
    "Mart",
    "Measure",
    "Metric",
    "Need",
    "OfKnown",
    "PublishedFigure",
    "PublishedQuantity",
    "Ratio",
    "Scope",
    "StandingCount",
    "Statistic",
    "Summary",
    "Term",
    "Unit",
    "Window",
]

Better = Literal["higher", "lower", "neither"]
Scope = Literal["government", "agency"]
Window = Literal["fy", "12m", "month"]


class Unit(Enum):
    """What a value counts; `decimals` is how many a reader is shown."""

    PEOPLE = ("people", 0)
    AGENCIES = ("agencies", 0)
    PERCENT = ("percent", 1)
    RATIO = ("ratio", 2)
    YEARS = ("years", 1)
    DOLLARS = ("dollars", 0)
    DAYS = ("days", 0)
    POSITIONS = ("positions", 0)
    AS_STATED = ("as stated", 1)

    def __init__(self, word: str, decimals: int) -> None:
        self.word = word
        self.decimals = decimals


EXEMPT_BELOW = 4
"""Agencies with fewer SES positions than this are outside the 25 percent limit (5 U.S.C. 3134(d))."""

DEFENSE = "DD*"
DEFENSE_COMPONENTS = frozenset({"DD", "AR", "NV", "AF"})
"""The parts in which files tell of Defense, which law takes as one agency."""

TOO_FEW = 10
"""Rates, shares and means on fewer people than this are noise and may identify someone."""


def find_bound_agency(agency_code: str) -> str:
    """The code under which law takes an agency: Defense for its parts, any other for itself."""
    return DEFENSE if agency_code in DEFENSE_COMPONENTS else agency_code


def is_one_agency(agency_code: str) -> bool:
    """Whether a code is an agency beside others: it has a name, and is no part of one that law takes as a whole."""
    return bool(agency_code) and find_bound_agency(agency_code) == agency_code


@dataclass(frozen=True)
class Limit:
    """A line drawn by law: `value` in the metric's unit, the scope it binds, what it divides by, and its citation."""

    value: float
    scope: Scope
    basis: str
    citation: str

    @property
    def words(self) -> str:
        """What law says."""
        return f"at most {self.value:g}% of {self.basis}, {self.citation}"

    @property
    def no_verdict(self) -> str:
        """The same beside what does not count positions allocated: no value of it is above the limit or within it."""
        return (
            f"{self.label}; it counts positions that OPM has allocated, so a figure on another basis gives no verdict"
        )

    @property
    def label(self) -> str:
        """The line's label on a picture, whose scale may be one of people: limit in law: 10% of positions."""
        return f"limit in law: {self.value:g}% of {self.basis}, {self.citation}"


@dataclass(frozen=True)
class AsPrinted:
    """What an indicator says where nothing but its publishers' finished figures stand, which are no work of ours."""

    definition: str
    says: str
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class Metric:
    """One indicator, declared once: everything that shows it reads this.

    `says` is the plain sentence of a headline, `{value}` where the number goes; `subject` names whom a figure counts.
    `fixed_columns` are those that the definition itself settles (noncareer share is about one appointment type);
    `one_source` says that values of different sources are no series: a change is told within one source only.
    `breaks` are first days of what no change is told across; the events register tells the milder breaks.
    `turns` says that a change of administration moves it: a change across one is told of career executives alone.
    `finished_figure` names published figures that give the finished value, used where counts are not published.
    `by_default` narrows a question that neither splits nor filters by the column: one value of a column each.
    `headlines` are the values of its own column that are worth a headline, the first one first.
    `as_printed` is what it says of published figures alone, where an estimate of ours says more or something else.
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
    fixed_columns: tuple[str, ...] = ()
    finished_figure: PublishedFigure | None = None
    one_source: bool = False
    by_default: tuple[tuple[str, str], ...] = ()
    headlines: tuple[str, ...] = ()
    breaks: tuple[date, ...] = ()
    turns: bool = False
    as_printed: AsPrinted | None = None

    def adapt_to(self, kinds: Iterable[str]) -> Metric:
        """The indicator as it is worded for figures of those kinds of evidence: published ones in their own words."""
        own_words = self.as_printed
        if own_words is None or {*kinds} != {"published"}:
            return self
        return replace(self, definition=own_words.definition, says=own_words.says, caveats=own_words.caveats)

    @property
    def is_of_positions(self) -> bool:
        """Whether a value stands above a limit of positions or within it: it is a share of those allocated by law.

        A share of people on board only stands beside such a limit, and one of positions known to exist is the most
        that the share in law can be: neither is ever above it.
        """
        if isinstance(self.formula, Headroom | LeastWhole | StandingCount):
            return True
        return isinstance(self.formula, Ratio) and isinstance(self.formula.bottom, PublishedQuantity)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the formula reads."""
        return self.formula.measures

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Columns by which it can be split."""
        return tuple(column for column in self.formula.breakdowns if column not in self.fixed_columns)

    @property
    def always_by(self) -> tuple[str, ...]:
        """Columns without which the indicator has no meaning."""
        return self.formula.own

    @property
    def is_flow(self) -> bool:
        """Whether a value speaks for a span of time rather than for a date."""
        return self.formula.is_flow

    def limits_for(self, scope: Scope, agency_code: str = "") -> tuple[Limit, ...]:
        """The limits that bind the whole government, or one agency; a part of Defense has none of its own.

        Whoever draws a line, names one or counts against one asks here or `limit_for`, and nowhere else.

        Args:
            scope: Whether the government or an agency is meant.
            agency_code: The agency, where one is meant.

        Returns:
            The limits, in the order declared; none where none binds.
        """
        if scope == "agency" and agency_code in DEFENSE_COMPONENTS:
            return ()
        return tuple(limit for limit in self.limits if limit.scope == scope)

    def limit_for(self, scope: Scope, agency_code: str = "") -> Limit:
        """The limit of that scope; refuses to hold an agency to a governmentwide line, or the reverse."""
        limits = self.limits_for(scope, agency_code)
        if not limits and agency_code in DEFENSE_COMPONENTS:
            raise UnsoundQuery(
                f"For the 25 percent limit Defense is one agency: {self.name} has no line for {agency_code}; ask for "
                f"agency_code={DEFENSE}"
            )
        if not limits:
            lines = ", ".join(f"{limit.value:g}% ({limit.scope})" for limit in self.limits) or "none"
            raise UnsoundQuery(f"{self.name} has no limit that binds {scope}; its limits are: {lines}.")
        return limits[0]

    @property
    def formula_words(self) -> str:
        """The formula as one line of text, for the dictionary and the About tab."""
        return self.formula.words


class Monthly(Metric):
    """An indicator of movements told month by month: a value is dated by its month, as a count at a date is."""

    @classmethod
    def of(cls, metric: Metric) -> Monthly:
        """The same indicator, told month by month."""
        return cls(**{each.name: getattr(metric, each.name) for each in fields(metric)})

    @property
    def is_flow(self) -> bool:
        """False: its values are dated as counts at a date are."""
        return False
