"""What a formula divides or compares: measures over time, their averages, changes and what they let one estimate."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.definitions.measure import FormulaPart, Measure, PublishedQuantity


class OverPeriod(FormulaPart):
    """A term that reads a stock over a flow's period."""

    @property
    def is_flow(self) -> bool:
        """True: it speaks for the flow's period."""
        return True


class CrossesBands(OverPeriod):
    """One in which people who pass into the next band while they stay would count as going and coming."""

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Columns of the marts, without the bands that people cross while they stay."""
        return tuple(column for column in super().breakdowns if column not in self.bands_crossed)

    @property
    def bands_crossed(self) -> tuple[str, ...]:
        """Bands of age and of service."""
        return ("age_band", "service_band")


@dataclass(frozen=True)
class OneStock(OverPeriod):
    """A term that reads one stock and nothing else."""

    stock: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The one stock."""
        return (self.stock,)


@dataclass(frozen=True)
class Average(OneStock):
    """Mean of a stock over the period ends inside a flow's period, its start included."""

    @property
    def words(self) -> str:
        """The average in words."""
        return f"average over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class Change(OneStock):
    """Difference of a stock between the two ends of a flow's period."""

    @property
    def words(self) -> str:
        """The difference in words."""
        return f"change over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class AtStart(OneStock, CrossesBands):
    """A stock as it was when a flow's period began."""

    @property
    def words(self) -> str:
        """The stock at the start in words."""
        return f"at the start of the period [{self.stock.words}]"


@dataclass(frozen=True)
class EstimatedEntries(CrossesBands):
    """Estimated entries: change of the stock plus all separations; unknown where negative."""

    stock: Measure
    separations: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The stock and the separations."""
        return (self.stock, self.separations)

    @property
    def words(self) -> str:
        """The estimate in words."""
        return f"{Change(self.stock).words} + [{self.separations.words}]"


Term = Measure | PublishedQuantity | Average | Change | AtStart | EstimatedEntries
