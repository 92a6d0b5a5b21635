"""A statement as it grows: named steps over the marts, each a relation of the same shape, values always bound.

Every step has the columns `period`, the breakdowns, `evidence`, `source`, `precedence`, `medium` (some part has medium
confidence), `two_ends` (an average of two ends only) and `value`, or `numerator` and `denominator` for a fraction.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from metrics.query.selection import Selection

if TYPE_CHECKING:
    from metrics.query.sql.gaps import Gap

YEAR_BEFORE = "last_day({}.period - interval 12 month)"
"""The month end twelve months before a row's period."""


def find_year_before(end: date) -> date:
    """The same of a month end."""
    return date(end.year - 1, end.month, monthrange(end.year - 1, end.month)[1])


STEP = re.compile(r"\bstep_\d+\b")


class FigureKey(NamedTuple):
    """What a published figure is of: its indicator, scope, whom it is about, and the name of its breakdown, if any."""

    indicator: str
    scope: str
    who: str
    key: str


class CoveredMonths(NamedTuple):
    """For which month ends a mart's records speak, and for which of them they do for the twelve months up to it."""

    months: set[date]
    years: set[date]


@dataclass
class Statement:
    """The statement as it grows: named steps in order, with the values bound in each, and what is known of its build.

    `published_periods` says which figures the build has, and at which periods, and `covered_months` of each mart for
    which months records speak; none: not known, so that every way to an answer is tried.
    """

    selection: Selection
    steps: dict[tuple[str, tuple[object, ...]], str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    published_periods: Mapping[FigureKey, set[date]] | None = None
    covered_months: Mapping[str, CoveredMonths] | None = None

    def about(self, selection: Selection) -> Statement:
        """The same statement, its steps shared, for another selection."""
        return replace(self, selection=selection)

    def step(self, sql: str, *values: object) -> str:
        """Append a step and return its name; an identical step is reused."""
        return self.steps.setdefault((sql, values), f"step_{len(self.steps) + 1}")

    @property
    def values(self) -> list[object]:
        """Every bound value, in the order of the steps."""
        return [value for _, values in self.steps for value in values]

    @property
    def by(self) -> tuple[str, ...]:
        """The columns of the answer's groups."""
        return self.selection.by

    def groups(self, alias: str = "") -> str:
        """The group columns as a select list that ends in a comma, or nothing."""
        prefix = f"{alias}." if alias else ""
        return "".join(f"{prefix}{column}, " for column in self.by)

    def same_group(self, left: str, right: str) -> str:
        """The join condition on evidence and every group column."""
        return " and ".join(f"{left}.{column} = {right}.{column}" for column in ("evidence", *self.by))

    def text(self, last: str, order: tuple[str, ...]) -> str:
        """The whole statement: the rows of the step `last` in that order, and no step that it does not read."""
        self._keep_what(last)
        chain = ",\n".join(f"{name} as (\n{sql}\n)" for (sql, _), name in self.steps.items())
        return f"with {chain}\nselect * from {last} order by {', '.join(order)}"

    def _keep_what(self, last: str) -> None:
        """Leave out every step that `last` does not read: each takes time to plan."""
        read = {last}
        for (sql, _), name in reversed(self.steps.items()):
            if name in read:
                read |= set(STEP.findall(sql))
        self.steps = {key: name for key, name in self.steps.items() if name in read}


def join_sources(left: str, right: str) -> str:
    """Two texts of source names as one; the pick takes repeated names out."""
    return f"concat_ws('; ', {left}, {right})"
