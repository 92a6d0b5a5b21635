"""Words about series that have ended: which, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from metrics.definitions.metric import Metric
from metrics.formatting import describe_last_known, format_time, join_names


def find_ends(metric: Metric, parts: Sequence[tuple[str, pd.DataFrame]], until: date) -> dict[date, list[str]]:
    """The groups whose last figure is more than a year older than the newest held, by the date of that figure."""
    by_day: dict[date, list[str]] = {}
    for key, part in parts:
        last = part["period"].max().date()
        if describe_last_known(last, until, metric.is_flow):
            by_day.setdefault(last, []).append(key)
    return dict(sorted(by_day.items()))


def describe_ends(metric: Metric, parts: Sequence[tuple[str, pd.DataFrame]], until: date, subject: str = "") -> str:
    """When series held here ended, in a sentence.

    Whether and when a publisher stopped is another matter, of which nothing is known here.

    Args:
        metric: The indicator.
        parts: The rows of each group by its key.
        until: The newest period of all.
        subject: What the figures are of, with a space before it.

    Returns:
        A sentence; empty where no series has ended.
    """
    clauses = [
        f"in {format_time(day, metric.is_flow)}{_name_groups(keys)}"
        for day, keys in reversed(find_ends(metric, parts, until).items())
    ]
    return f"Figures{subject} held here end {join_names(clauses)}." if clauses else ""


def _name_groups(keys: list[str]) -> str:
    names = join_names(key.replace("_", " ") for key in keys if key)
    return f" for {names}" if names else ""
