"""A picture as numbers, for programs that draw charts of their own: the slides and workbooks that a reader edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.model import Limit, Unit

Kind = Literal["lines", "columns", "stacked", "bars"]


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars: `values` stand beside the categories, None where nothing is known.

    `colour` is CSS hex of the light scheme; `evidence` is records, published or sample, and decides how it is drawn.
    A line that must not bridge a gap comes as several series of one name.
    """

    name: str
    colour: str
    evidence: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Native:
    """A chart to be drawn natively.

    `kind` is lines over dates, columns side by side, columns stacked up and down from zero, or bars of which the first
    stands on top. `categories` are dates for lines, else names. `limit` is drawn as a line of its own.
    """

    kind: Kind
    categories: tuple[date, ...] | tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    limit: Limit | None = None
