"""A briefing as data: what a deck, a workbook and a printed page all show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from metrics import formatting
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber
from metrics.text import briefing

Told = Callable[[str, int, int], None]
"""Is told of each part before it is made: what it is, how many parts are done, and how many there are."""


@dataclass(frozen=True, eq=False)
class Chapter:
    """One theme: `said` is its headline, a sentence from the data; `figures` its numbers; `exhibits` its charts.

    `past` are numbers that are history by now, and `history` tells them in dated sentences: they stand on no card.
    """

    theme: str
    said: str
    figures: tuple[KeyNumber, ...]
    exhibits: tuple[Exhibit, ...]
    past: tuple[KeyNumber, ...] = ()
    history: str = ""


@dataclass(frozen=True, eq=False)
class Briefing:
    """Everything a briefing holds, in reading order.

    `whose` is Governmentwide or the agency's name. `lead` are the first sentences, `limits` the exhibits of the limits
    in law, `standing` the agency against its peers (Indicator, Here, Government, Peers' median, Rank, change, When,
    Evidence; those of which anything is known), None for the whole government. `method` are sentences on how it was
    made; `terms` pairs of a word and its meaning. `sources` has the columns of an exhibit's sources.
    """

    title: str
    whose: str
    as_of: str
    baseline: date
    lead: tuple[str, ...]
    limits: tuple[Exhibit, ...]
    chapters: tuple[Chapter, ...]
    standing: pd.DataFrame | None
    method: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    sources: pd.DataFrame
    build_id: str
    built_at: datetime
    link: str = ""
    with_sample: bool = False

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every exhibit, in reading order."""
        return (*self.limits, *(each for chapter in self.chapters for each in chapter.exhibits))

    @property
    def compared(self) -> str:
        """Since when changes are told, or that there is nothing to compare with."""
        changes = (each.change for chapter in self.chapters for each in chapter.figures)
        return briefing.describe_comparison(self.baseline, changes)

    @property
    def said(self) -> tuple[str, ...]:
        """The sentence of every chapter as it follows the first ones, which have named the agency."""
        told = [*self.lead, *(chapter.said for chapter in self.chapters)]
        return tuple(briefing.drop_repetitions(told, self.whose))[len(self.lead) :]

    @property
    def is_sample(self) -> bool:
        """Whether any number comes, or may come, from the synthetic sample."""
        if self.with_sample:
            return True
        told = [each.evidence for chapter in self.chapters for each in chapter.figures]
        told += [] if self.standing is None else [*self.standing.get("Evidence", [])]
        mark = formatting.EVIDENCE["sample"]
        return any(each.is_sample for each in self.exhibits) or any(each.startswith(mark) for each in told)
