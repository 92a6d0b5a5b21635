"""One agency beside the government and its peers: where it stands on an indicator, and the peers' median over time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.analysis.headline import Headline, list_points
from metrics.analysis.peers import Peers, is_rankable
from metrics.analysis.ranking import NOT_RANKED
from metrics.definitions.metric import TOO_FEW, Metric
from metrics.query.answer import Answer, select_drawn
from metrics.query.sql.gaps import drop_incomplete


@dataclass(frozen=True)
class AgencyStanding:
    """An agency's value at a period, and beside it the government's and the peers' median of the same period.

    `rank` is None where the agency is not ranked: it is too small, the indicator is a count, or nobody is compared.
    `back` is the rank counted from the other end.
    """

    period: date
    value: float
    evidence: str
    flag: str
    government: float | None
    median: float | None
    rank: int | None
    of: int | None
    back: int | None = None


def has_rank(metric: Metric) -> bool:
    """Whether agencies can be ranked on it: a share or rate by agency, of one value that speaks for it."""
    is_one = not metric.always_by or bool(metric.headlines)
    return is_rankable(metric) and is_one


def find_standing(
    own: Headline | None, ranking: Peers | None, whole: Answer, agency_code: str
) -> AgencyStanding | None:
    """Where the agency stands in the ranking; outside it, or without one, its latest value. None without a value."""
    here = ranking.of(agency_code) if ranking else None
    if ranking and ranking.period and here:
        government = _find_value_at(whole, ranking.period, here.evidence)
        at_period = (ranking.period, here.value, here.evidence, here.flag)
        back = here.rank and 1 + sum((each.rank or 0) > here.rank for each in ranking.places)
        return AgencyStanding(*at_period, government, here.group_median, here.rank, here.of, back)
    if own is None:
        return None
    last = own.latest
    government = _find_value_at(whole, last.period, last.evidence)
    return AgencyStanding(last.period, last.value, last.evidence, last.flag, government, None, None, None)


def _find_value_at(whole: Answer, period: date, evidence: str) -> float | None:
    """The government's value at a period, of the same kind of evidence."""
    same = (one.value for one in list_points(whole.table) if one.period == period and one.evidence == evidence)
    return next(same, None)


def compute_median(by_agency: Answer, executives: Answer, group: Collection[str]) -> pd.DataFrame:
    """The median of a group of agencies at every period, over those large enough to rank.

    Args:
        by_agency: The indicator by agency.
        executives: Executives on board by agency, which say who is large enough.
        group: The codes of the agencies.

    Returns:
        A row for each period, oldest first, of one kind of evidence each: period (month end), value (in the indicator's
        unit), evidence, source, flag (empty).
    """
    df = drop_incomplete(select_drawn(by_agency)).dropna(subset="value")
    df = df[df["agency_code"].isin(list(group)) & ~df["flag"].str.contains(NOT_RANKED)]
    counts = executives.table
    few = counts[counts["value"] < TOO_FEW]
    small = set(zip(few["agency_code"], few["period"], few["evidence"], strict=True))
    keys = zip(df["agency_code"], df["period"], df["evidence"], strict=True)
    df = df[np.array([key not in small for key in keys], dtype=bool)]
    medians = df.groupby(["period", "evidence"], as_index=False).agg(
        value=("value", "median"), source=("source", lambda names: "; ".join(sorted(set("; ".join(names).split("; ")))))
    )
    medians = medians.sort_values("evidence", key=lambda kinds: kinds != "records", kind="stable")
    return medians.drop_duplicates("period").sort_values("period", ignore_index=True).assign(flag="")
