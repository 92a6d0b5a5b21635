"""Who can retire, in words: an interval with its middle, its date, and the evidence that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from metrics.analysis import horizons
from metrics.analysis.horizons import NOW, SOON, Horizon
from metrics.definitions.caveats import Caveat
from metrics.definitions.metric import TOO_FEW, Metric, Unit
from metrics.formatting import EVIDENCE, FLAGS, begin_at, format_month, format_number, format_range, join_names
from metrics.query.answer import Answer

BY_DEFAULT: Final = "career"
CAVEATS_OF_FIGURES: Final = (
    *(Caveat.SERVICE_BANDS_BOUND, Caveat.AGE_BANDS_BOUND, Caveat.SPECIAL_RULES_LEFT_OUT),
    *(Caveat.RULE_NOT_PRINTED, Caveat.SPECIAL_RULES_UNKNOWN),
)
"""What is told beside every figure of eligibility, as far as it is of what the figure rests on."""
SPECIAL: Final = (Caveat.SPECIAL_RULES_LEFT_OUT, Caveat.SPECIAL_RULES_UNKNOWN)


def list_bounds(metric: Metric, df: pd.DataFrame) -> tuple[str, ...]:
    """What must be known of rows of eligibility, a sentence each: of estimates and of published figures their own."""
    narrowed_metric = metric.adapt_to(df["evidence"])
    return tuple(caveat.value for caveat in CAVEATS_OF_FIGURES if caveat in narrowed_metric.caveats)


def describe_special_rules(metric: Metric) -> str:
    """That law enforcement retires by rules of its own; nothing beside what is not of eligibility."""
    return next((caveat.value for caveat in SPECIAL if caveat in metric.caveats), "")


def format_interval(horizon: Horizon, unit: Unit) -> str:
    """An estimate with its middle: 3,152–4,052 (central estimate 3,692); a published figure alone."""
    text = _format_bounds(horizon, unit)
    return f"{text} (central estimate {format_number(horizon.value, unit)})" if "–" in text else text


def describe_able(people: Answer, shares: Answer, agency: str = "") -> list[str]:
    """How many can retire at once and within five years: real figures before the sample, newer before older."""
    who = join_names(value.replace("_", " ") for value in people.selection.values("appointment")) or BY_DEFAULT
    counts = {horizon.years: horizon for horizon in horizons.list_horizons(horizons.select_estimates(people))}
    published_horizons = [
        horizon for horizon in horizons.list_horizons(horizons.select_published(shares)) if horizon.years == SOON
    ]
    by_horizon = [(horizon, _describe_published(horizon, who)) for horizon in published_horizons[-1:]]
    if {NOW, SOON} <= counts.keys():
        by_horizon.append((counts[SOON], _describe_estimate(counts, _find_shares(counts[SOON], shares), who, agency)))
    by_horizon.sort(key=lambda each: (each[0].evidence == "sample", -each[0].period.toordinal()))
    return [sentence for _, sentence in by_horizon]


def _describe_published(horizon: Horizon, who: str) -> str:
    text = (
        f"{format_number(horizon.value, Unit.PERCENT)} of {who} executives on board in "
        f"{format_month(horizon.period)} could retire"
    )
    return f"{text} {horizons.describe_horizon(SOON)} ({EVIDENCE['published']})."


def _describe_estimate(counts: Mapping[int, Horizon], shares: Mapping[int, Horizon], who: str, agency: str) -> str:
    soon, now = counts[SOON], counts[NOW]
    people = shares[SOON].known if SOON in shares else None
    whole = "" if people is None else f" of {people:,.0f}"
    first, then = (_format_bounds(each, Unit.PEOPLE) for each in (soon, now))
    text = (
        f"{first}{whole} {who} executives on board in "
        f"{format_month(soon.period)}{_format_aside(soon, shares)} could retire "
        f"on full benefits {horizons.describe_horizon(SOON)}, {then} of them {horizons.describe_horizon(NOW)}"
        f"{_format_aside(now, shares)}"
    )
    text = f"{begin_at(agency)}{text}" if agency else text
    few = f"; {FLAGS['too_few']}" if people is not None and people < TOO_FEW else ""
    more = f"; {soon.left_out:,.0f} more are left out, of unknown age or service" if soon.left_out else ""
    return f"{text}: {EVIDENCE[soon.evidence]}{few}{more}."


def _find_shares(soon: Horizon, shares: Answer) -> Mapping[int, Horizon]:
    """The shares by horizon that rest on the same files as the counts: published ones speak of other dates."""
    estimates = horizons.list_horizons(horizons.select_estimates(shares))
    return {each.years: each for each in estimates if (each.period, each.evidence) == (soon.period, soon.evidence)}


def _format_bounds(horizon: Horizon, unit: Unit) -> str:
    if horizon.low is None or horizon.high is None:
        return format_number(horizon.value, unit)
    return format_range(horizon.low, horizon.high, unit)


def _format_aside(horizon: Horizon, shares: Mapping[int, Horizon]) -> str:
    """The share and the middle of an interval, in brackets; of too few people no share is told."""
    share = shares.get(horizon.years)
    is_told = share is not None and (share.known or 0) >= TOO_FEW
    parts = [_format_bounds(share, Unit.PERCENT)] if share and is_told else []
    if "–" in _format_bounds(horizon, Unit.PEOPLE):
        parts.append(f"central estimate {format_number(horizon.value, Unit.PEOPLE)}")
    return f" ({', '.join(parts)})" if parts else ""


def describe_fan(result: Answer) -> str:
    """A fan of horizons in words: every horizon with its interval, then what is published."""
    unit, estimates = result.metric.unit, horizons.list_horizons(horizons.select_estimates(result))
    intervals = "; ".join(
        f"{horizons.describe_horizon(each.years)} {format_interval(each, unit)}" for each in estimates
    )
    text = (
        f"{result.metric.title}, {format_month(estimates[0].period)}: {intervals}."
        if estimates
        else f"{result.metric.title}."
    )
    figures = "; ".join(
        f"{format_number(each.value, unit)} {horizons.describe_horizon(each.years)} of {format_month(each.period)}"
        for each in horizons.list_horizons(horizons.select_published(result))
    )
    return f"{text} Published: {figures}." if figures else text
