"""What a formula divides or compares: measures over time, their averages, changes and what they let one estimate."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.measure import Measure, Part, Published


@dataclass(frozen=True)
class Average(Part):
    """Mean of a stock over the period ends inside a flow's period, its start included."""

    stock: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock,)

    @property
    def is_flow(self) -> bool:
        return True

    @property
    def words(self) -> str:
        return f"average over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class Change(Part):
    """Difference of a stock between the two ends of a flow's period."""

    stock: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock,)

    @property
    def is_flow(self) -> bool:
        return True

    @property
    def words(self) -> str:
        return f"change over the period of [{self.stock.words}]"


@dataclass(frozen=True)
class AtStart(Part):
    """A stock as it was when a flow's period began."""

    stock: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock,)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return tuple(column for column in super().breakdowns if column not in self.blurred)

    @property
    def blurred(self) -> tuple[str, ...]:
        return ("age_band", "service_band")

    @property
    def is_flow(self) -> bool:
        return True

    @property
    def words(self) -> str:
        return f"at the start of the period [{self.stock.words}]"


@dataclass(frozen=True)
class Entries(Part):
    """Estimated entries: change of the stock plus all separations; unknown where negative."""

    stock: Measure
    separations: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.stock, self.separations)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        return tuple(column for column in super().breakdowns if column not in self.blurred)

    @property
    def blurred(self) -> tuple[str, ...]:
        return ("age_band", "service_band")

    @property
    def is_flow(self) -> bool:
        return True

    @property
    def words(self) -> str:
        return f"{Change(self.stock).words} + [{self.separations.words}]"


Term = Measure | Published | Average | Change | AtStart | Entries
