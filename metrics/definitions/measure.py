"""What can be counted: aggregates over the tables of the warehouse, and published figures that say the same."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal["stock", "flow"]

FIGURE_COLUMNS = ("agency_code", "appointment")
"""The columns by which most published figures can be split."""


@dataclass(frozen=True)
class Summary:
    """A smaller table of the same people, for questions that need its `keys` and at most one of its `dimensions`.

    With dimensions it holds everyone once for each of them, and once more without (dimension 'none'). `sums` are what
    it has added up, under the names that the mart's own rows have; `among` picks the mart's people where it holds more.
    `code` is the one column that has the values of every dimension, where they have none of their own.
    """

    name: str
    keys: tuple[str, ...]
    dimensions: tuple[str, ...]
    sums: tuple[str, ...] = ("people",)
    among: str = "true"
    code: str = ""


@dataclass(frozen=True)
class Mart:
    """A table of the warehouse that indicators may read.

    `kind` says whether its rows are a state at a period end or events of a month; a stock is never summed over time.
    `has_source` marks marts whose rows name their own publisher; the others take it from the files that cover a period.
    `has_totals` marks marts that hold totals beside parts: rows without agency, and rows of appointment 'all'.
    `details` are columns that only the mart itself has, where a `summary` of it answers plainer questions faster.
    `rows` is what to read instead of the table of that name, whose coverage it shares: its rows joined to a lookup.
    `numbers` are breakdowns that are whole numbers, never empty.
    """

    name: str
    kind: Kind
    grain: str
    breakdowns: tuple[str, ...]
    has_source: bool = False
    has_totals: bool = False
    summary: Summary | None = None
    details: tuple[str, ...] = ()
    rows: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedFigure:
    """The published figures that say the same as a measure, summed over those they are about.

    `who` names populations ('ses', 'sl', 'workforce') or appointment types ('career', 'noncareer'); `essential` are
    those without which the sum means nothing (the rest may be withheld at source); empty: all of them. `key` is a
    breakdown of these figures alone, as `rating` in rating=5; `by_horizon` says that each speaks for a number of years
    ahead.
    """

    indicator: str
    who: tuple[str, ...] = ("ses",)
    essential: tuple[str, ...] = ()
    key: str = ""
    by_horizon: bool = False


class FormulaPart(ABC):
    """What every formula, and every term of one, can say of itself."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that is read."""
        return ()

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Columns by which every mart involved can be split, in the order of the first."""
        first, *rest = [measure.mart.breakdowns for measure in self.measures]
        return tuple(column for column in first if all(column in other for other in rest))

    @property
    def own(self) -> tuple[str, ...]:
        """Columns without which the value has no meaning."""
        return ()

    @property
    def bands_crossed(self) -> tuple[str, ...]:
        """Columns whose values people pass through while they stay, where that would count as coming or going."""
        return ()

    @property
    def is_flow(self) -> bool:
        """Whether the value speaks for a span of time rather than for a date."""
        return any(measure.mart.kind == "flow" for measure in self.measures)

    @property
    @abstractmethod
    def words(self) -> str:
        """The formula in words and SQL aggregates, as short as it can be said."""


@dataclass(frozen=True)
class Measure(FormulaPart):
    """One aggregate over one mart, and how published figures say it, if they do.

    `can_be_unknown` says that it has no value where rows do not tell enough: nothing then means unknown, and not zero.
    `of_an_agency` is the aggregate where agencies are asked for, if law takes another part of the people there.
    """

    mart: Mart
    sql: str
    figure: PublishedFigure | None = None
    can_be_unknown: bool = False
    of_an_agency: str = ""

    def sql_for(self, columns: Collection[str]) -> str:
        """The aggregate for a question that splits or filters by those columns."""
        return self.of_an_agency if self.of_an_agency and "agency_code" in columns else self.sql

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Itself."""
        return (self,)

    @property
    def words(self) -> str:
        """The aggregate, and the mart it is of."""
        note = f", of an agency {self.of_an_agency}" if self.of_an_agency else ""
        return f"{self.sql}{note} of {self.mart.name}"


@dataclass(frozen=True)
class PublishedQuantity(FormulaPart):
    """A quantity that only published figures hold, and that may come from another publisher than what it divides.

    `stands_months` is for how long a figure holds after its date, where no newer one replaces it; without it a figure
    speaks for its own date only. `has_whole` is false where figures of all values of the figure's key together make
    no sense, so that the key is in every answer.
    """

    figure: PublishedFigure
    kind: Kind = "stock"
    stands_months: int = 0
    has_whole: bool = True

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """By agency, by appointment where all executives are meant, and by the figure's own key."""
        columns = FIGURE_COLUMNS if self.figure.who == ("ses",) else ("agency_code",)
        return (*columns, self.figure.key) if self.figure.key else columns

    @property
    def own(self) -> tuple[str, ...]:
        """The figure's own key, where all its values together make no sense."""
        return () if self.has_whole else (self.figure.key,)

    @property
    def is_flow(self) -> bool:
        """As it is declared."""
        return self.kind == "flow"

    @property
    def words(self) -> str:
        """The published figure, and whom it is of."""
        return f"published {self.figure.indicator} of {' + '.join(self.figure.who)}"
