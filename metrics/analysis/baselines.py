"""Which dates are offered to compare with: those at which enough of the numbers that pages show have a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.analysis.headline import DEFAULT_BASELINE, REACH
from metrics.query.answer import Answer, select_drawn
from metrics.query.sql.gaps import drop_incomplete

ASKED_FOR = frozenset({date(2025, 1, 31)})
"""Days that readers ask for though no figure is of them: the last change of administration."""
ENOUGH = 3
"""One in so many of the numbers that have figures must have one to compare with."""


@dataclass(frozen=True)
class Baseline:
    """A date to compare with: `known` of the numbers have a figure within the year before it, and one after it.

    `of` counts the numbers that have any real figure; `has_own` says whether one of them is of that very day.
    """

    day: date
    known: int
    of: int
    has_own: bool = True

    @property
    def is_enough(self) -> bool:
        """Whether so many can be compared that the date is worth offering."""
        return self.known * ENOUGH >= self.of > 0


def find_baselines(results: Iterable[Answer], days: Sequence[date]) -> list[Baseline]:
    """Each of the days with what can be compared with it, in the order given; real figures of whole months alone."""
    series = [_list_periods(result) for result in results]
    series = [periods for periods in series if len(periods)]
    return [_count_comparable(series, day) for day in days]


def choose_baselines(candidates: Iterable[Baseline]) -> list[date]:
    """The days worth offering: the default first, whatever is known of it, then the newest first.

    Args:
        candidates: Days with what can be compared with each.

    Returns:
        Days with a figure of their own, or of `ASKED_FOR`, that enough numbers can be compared with; a figure counts
        for a day if it lies within the year before it.
    """
    days = {each.day for each in candidates if each.is_enough and (each.has_own or each.day in ASKED_FOR)}
    days -= {DEFAULT_BASELINE}
    return [DEFAULT_BASELINE, *sorted(days, reverse=True)]


def _list_periods(result: Answer) -> np.ndarray:
    df = select_drawn(result)
    df = drop_incomplete(df[df["evidence"] != "sample"].dropna(subset="value"))
    return np.sort(df["period"].unique())


def _count_comparable(series: Sequence[np.ndarray], day: date) -> Baseline:
    end = np.datetime64(day)
    start = np.datetime64(pd.Timestamp(day) - pd.DateOffset(months=REACH))
    later = [periods for periods in series if periods[-1] > end]
    comparable = sum(bool(((periods >= start) & (periods <= end)).any()) for periods in later)
    has_own = any(bool((periods == end).any()) for periods in series)
    return Baseline(day, comparable, len(series), has_own)
