"""Every indicator of one agency in a table: its value, the government's, the peers' median, its rank, in words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.by_agency import Ask, RankAgencies, build_whole_question, filter_own, is_bound, list_indicators
from metrics.analysis.headline import Headline, build_headline
from metrics.analysis.peers import Peers
from metrics.analysis.standing import find_standing, has_rank
from metrics.definitions.metric import Change, Metric
from metrics.query.answer import Answer
from metrics.text import peers, tables
from metrics.warehouse import Warehouse

SINCE, NO_BASELINE = "Since the baseline", "no baseline"


def list_headlines(
    warehouse: Warehouse, ask: Ask, rank: RankAgencies, code: str, period: date | None, baseline: date
) -> pd.DataFrame:
    """Every indicator that is known by agency, in words: the agency's, the government's, the peers' median, its rank.

    Args:
        warehouse: The build that is asked.
        ask: Answers an indicator by its name and a selection.
        rank: Ranks all agencies on an indicator's part up to a period.
        code: The agency.
        period: The last period considered; None for the newest.
        baseline: The day to compare with.

    Returns:
        A row for each indicator with a value of the agency, all columns in words with their units: Indicator, Here,
        Government, Peers' median, Rank, Since the baseline, When, Evidence, Theme.
    """
    records = []
    for metric, part in list_indicators():
        mine = build_headline(filter_own(ask, metric.name, part, code, period), baseline)
        ranking = rank(metric.name, part, period) if has_rank(metric) else None
        row = _describe(
            warehouse, metric, part, mine, ranking, ask(metric.name, build_whole_question(metric, part, period)), code
        )
        records += [row] if row else []
    return pd.DataFrame(records)


def _describe(
    warehouse: Warehouse,
    metric: Metric,
    part: str,
    mine: Headline | None,
    ranking: Peers | None,
    government: Answer,
    code: str,
) -> dict[str, str] | None:
    """An indicator's row of the table in words; None where nothing is known of the agency."""
    place = find_standing(mine, ranking, government, code)
    if place is None:
        return None

    def format_value(value: float | None) -> str:
        return "–" if value is None else formatting.format_number(value, metric.unit)

    return {
        "Indicator": _format_title(warehouse, metric, part),
        "Here": format_value(place.value),
        "Government": "–" if is_bound(metric) else format_value(place.government),
        "Peers' median": format_value(place.median),
        "Rank": peers.describe_rank(metric, place),
        SINCE: _describe_change(metric, mine),
        "When": formatting.capitalize_first(formatting.format_time(place.period, metric.is_flow)),
        "Evidence": formatting.EVIDENCE[place.evidence],
        "Theme": metric.theme,
    }


def _describe_change(metric: Metric, mine: Headline | None) -> str:
    """How far a value moved, and that the earlier one is of another source where it is."""
    if mine is None or mine.change is None or mine.baseline is None:
        return NO_BASELINE
    is_itself_change = isinstance(metric.formula, Change)
    movement = (
        f"{formatting.format_gain(mine.baseline.value)} then"
        if is_itself_change
        else formatting.format_movement(mine.change, metric.unit)
    )
    return f"{movement}{', another source then' if mine.mixed else ''}"


def _format_title(warehouse: Warehouse, metric: Metric, part: str) -> str:
    if not part:
        return metric.title
    if metric.always_by == (horizons.HORIZON,):
        return horizons.narrow_to(metric, int(part)).title
    return f"{metric.title}: {tables.map_names(warehouse, metric.always_by[0]).get(part, part).replace('_', ' ')}"
