"""What a formula divides or compares: measures over time, their averages, changes and what they let one estimate."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.definitions.measure import Measure, Part, Published


class OverPeriod(Part):
    """A term that reads a stock over a flow's period."""

    @property
    def is_flow(self) -> bool:
        return True


class CrossesBands(OverPeriod):
    """One in which people who pass into the next band while they stay would count as going and coming."""

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return tuple(column for column in super().breakdowns if column not in self.blurred)

    @property
    def blurred(self) -> tuple[str, ...]:
        return ("age_band", "service_band")


@dataclass(frozen=True)
class OneStock(OverPeriod):
    """A term that reads one stock and nothing else."""

    stock: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock,)


@dataclass(frozen=True)
class Average(OneStock):
    """Mean of a stock over the period ends inside a flow's period, its start included."""

    @property
    def words(self) -> str:
        return f"average over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class Change(OneStock):
    """Difference of a stock between the two ends of a flow's period."""

    @property
    def words(self) -> str:
        return f"change over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class AtStart(OneStock, CrossesBands):
    """A stock as it was when a flow's period began."""

    @property
    def words(self) -> str:
        return f"at the start of the period [{self.stock.words}]"


@dataclass(frozen=True)
class Entries(CrossesBands):
    """Estimated entries: change of the stock plus all separations; unknown where negative."""

    stock: Measure
    separations: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock, self.separations)

    @property
    def words(self) -> str:
        return f"{Change(self.stock).words} + [{self.separations.words}]"


Term = Measure | Published | Average | Change | AtStart | Entries
