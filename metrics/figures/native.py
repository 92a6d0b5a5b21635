"""A picture as numbers, for programs that draw charts of their own: the slides and workbooks that a reader edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.model import Limit, Unit

Kind = Literal["lines", "columns", "stacked", "bars"]
Panels = Literal["together", "one scale", "own scales"]


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars: `values` stand beside the categories, None where nothing is known.

    `colour` is CSS hex of the light scheme; `evidence` is records, published or sample, and decides how it is drawn.
    A line passes over a None: one that must not bridge a gap comes as several series of one name, a point that nothing
    joins as a series of one value. `is_bound` says that it is the low or high end of an estimate, drawn thin.
    """

    name: str
    colour: str
    evidence: str
    values: tuple[float | None, ...]
    is_bound: bool = False


@dataclass(frozen=True)
class Native:
    """A chart to be drawn natively.

    `kind` is lines over time, columns side by side, columns stacked up and down from zero, or bars. The first category
    of bars stands on top; their series lie over each other in one row, later ones in front, and where each category
    has a value in one of them only, each is a kind of evidence or what stands above the limit.
    `categories` are names; those of lines are dates on a true scale, or evenly spaced names. `limit` is drawn as a line
    of its own. `points` are marks without a line over stacked columns: the net of what went up and down.
    `panels` says whether every name of a series has a small chart of its own, on one scale or each on its own; drawn
    on one chart instead, the same numbers are only harder to read.
    """

    kind: Kind
    categories: tuple[date, ...] | tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    limit: Limit | None = None
    points: tuple[Series, ...] = ()
    panels: Panels = "together"
