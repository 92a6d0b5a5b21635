"""What is asked of an indicator: breakdowns, filters, span of periods, window of a flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from metrics.definitions.metric import Window

Departments = Literal["components", "whole", "both"]
"""How Defense is shown by agency: its four components, the whole department DD*, or all five rows."""


@dataclass(frozen=True)
class Selection:
    """A question's frame. `where` pairs a column with the values allowed; values of one column are alternatives.

    `window` is for flows only: fiscal years, trailing twelve months ending at each month covered, or single months.
    `all_sources` keeps every publisher's figure instead of the one that takes precedence.
    """

    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: date | None = None
    end: date | None = None
    window: Window | None = None
    departments: Departments | None = None
    all_sources: bool = False

    @classmethod
    def of(
        cls,
        by: Iterable[str] = (),
        where: Mapping[str, Iterable[str] | str] | None = None,
        start: date | None = None,
        end: date | None = None,
        window: Window | None = None,
        departments: Departments | None = None,
        all_sources: bool = False,
    ) -> Selection:
        """A selection from plain collections; a single string stands for one allowed value."""
        pairs = tuple(
            (column, (values,) if isinstance(values, str) else tuple(values))
            for column, values in (where or {}).items()
        )
        return cls(tuple(by), pairs, start, end, window, departments, all_sources)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the question splits or filters by."""
        return tuple(dict.fromkeys((*self.by, *(column for column, _ in self.where))))

    def values(self, column: str) -> tuple[str, ...]:
        """The values a filter allows for a column; empty when it does not filter by it."""
        return next((values for name, values in self.where if name == column), ())

    def without(self, column: str) -> Selection:
        """The same question with no filter on that column."""
        return replace(self, where=tuple(pair for pair in self.where if pair[0] != column))
