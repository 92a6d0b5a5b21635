"""The order of agencies in a ranking: who is large enough for a rank, each one's rank and its size group's median."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from metrics.definitions.metric import TOO_FEW, Metric
from metrics.warehouse import Warehouse

NOT_RANKED = "too_few|exempt|under_four"


@dataclass(frozen=True)
class RankedAgency:
    """One agency compared.

    `rank` among the `of` ranked, both None where it has fewer than ten executives, or fewer than ten people behind the
    value (flag too_few, under_four or exempt); `group_median` is over the ranked agencies of its size group, None where
    there is none.
    """

    agency_code: str
    agency: str
    size_group: str
    value: float
    flag: str
    rank: int | None
    of: int | None
    group_median: float | None
    evidence: str
    source: str


class AgencyValue(NamedTuple):
    """What an answer knows of an agency at a period."""

    agency_code: str
    value: float
    flag: str
    evidence: str
    source: str


def rank_places(
    warehouse: Warehouse, metric: Metric, values_of_agencies: list[AgencyValue], executives: Mapping[str, float]
) -> tuple[RankedAgency, ...]:
    """The agencies in their order: those ranked, then those that are too small, by name."""
    names, groups = warehouse.agency_names, warehouse.size_groups
    with_flags = [
        (one, _add_too_few(one.flag, is_small=executives.get(one.agency_code, TOO_FEW) < TOO_FEW))
        for one in values_of_agencies
    ]
    large = [one for one, flag in with_flags if not re.search(NOT_RANKED, flag)]
    values = sorted(one.value for one in large)
    by_group: dict[str, list[float]] = {}
    for one in large:
        by_group.setdefault(groups.get(one.agency_code, ""), []).append(one.value)
    medians = {group: median(of_group) for group, of_group in by_group.items()}

    def place(one: AgencyValue, flag: str) -> RankedAgency:
        better = bisect_left(values, one.value) if metric.better == "lower" else _count_above(values, one.value)
        code, group, is_ranked = one.agency_code, groups.get(one.agency_code, ""), not re.search(NOT_RANKED, flag)
        rank, of = (better + 1, len(values)) if is_ranked else (None, None)
        facts = (code, names.get(code, code), group, float(one.value), flag)
        return RankedAgency(*facts, rank, of, medians.get(group), one.evidence, one.source)

    places = [place(one, flag) for one, flag in with_flags]
    return tuple(sorted(places, key=lambda each: (each.rank is None, each.rank, each.agency)))


def _count_above(values: list[float], value: float) -> int:
    """How many of the values in their order are higher."""
    return len(values) - bisect_right(values, value)


def _add_too_few(flag: str, *, is_small: bool) -> str:
    return f"{flag};too_few".strip(";") if is_small and "too_few" not in flag else flag
