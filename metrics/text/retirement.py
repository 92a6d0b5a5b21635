"""Who can retire, in words: an interval with its middle, its date, and the evidence that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from metrics.analysis import horizons
from metrics.analysis.horizons import NOW, SOON, Horizon
from metrics.definitions.caveats import Caveat
from metrics.definitions.metric import TOO_FEW, Metric, Unit
from metrics.formatting import EVIDENCE, FLAGS, between, listed, month, number
from metrics.query.answer import Answer

BY_DEFAULT: Final = "career"
BESIDE: Final = (
    *(Caveat.SERVICE_BANDS_BOUND, Caveat.AGE_BANDS_BOUND, Caveat.SPECIAL_RULES_LEFT_OUT),
    *(Caveat.RULE_NOT_PRINTED, Caveat.SPECIAL_RULES_UNKNOWN),
)
"""What is told beside every figure of eligibility, as far as it is of what the figure rests on."""
SPECIAL: Final = (Caveat.SPECIAL_RULES_LEFT_OUT, Caveat.SPECIAL_RULES_UNKNOWN)


def bounds(metric: Metric, rows: pd.DataFrame) -> tuple[str, ...]:
    """What must be known of rows of eligibility, a sentence each: of estimates and of published figures their own."""
    told = metric.told_of(rows["evidence"])
    return tuple(caveat.value for caveat in BESIDE if caveat in told.caveats)


def special_rules(metric: Metric) -> str:
    """That law enforcement retires by rules of its own; nothing beside what is not of eligibility."""
    return next((caveat.value for caveat in SPECIAL if caveat in metric.caveats), "")


def interval(found: Horizon, unit: Unit) -> str:
    """An estimate with its middle: 3,152–4,052 (central estimate 3,692); a published figure alone."""
    said = _bounds(found, unit)
    return f"{said} (central estimate {number(found.value, unit)})" if "–" in said else said


def able(people: Answer, shares: Answer, agency: str = "") -> list[str]:
    """How many can retire at once and within five years: real figures before the sample, newer before older."""
    who = listed(value.replace("_", " ") for value in people.selection.values("appointment")) or BY_DEFAULT
    counts = {found.years: found for found in horizons.told(horizons.estimated(people))}
    figures = [found for found in horizons.told(horizons.published(shares)) if found.years == SOON]
    said = [(found, _published(found, who)) for found in figures[-1:]]
    if {NOW, SOON} <= counts.keys():
        said.append((counts[SOON], _estimated(counts, _beside(counts[SOON], shares), who, agency)))
    said.sort(key=lambda each: (each[0].evidence == "sample", -each[0].period.toordinal()))
    return [sentence for _, sentence in said]


def _published(found: Horizon, who: str) -> str:
    text = f"{number(found.value, Unit.PERCENT)} of {who} executives on board in {month(found.period)} could retire"
    return f"{text} {horizons.words(SOON)} ({EVIDENCE['published']})."


def _estimated(counts: Mapping[int, Horizon], shares: Mapping[int, Horizon], who: str, agency: str) -> str:
    soon, now = counts[SOON], counts[NOW]
    known = shares[SOON].known if SOON in shares else None
    whole = "" if known is None else f" of {known:,.0f}"
    first, then = (_bounds(each, Unit.PEOPLE) for each in (soon, now))
    text = (
        f"{first}{whole} {who} executives on board in {month(soon.period)}{_aside(soon, shares)} could retire on full "
        f"benefits {horizons.words(SOON)}, {then} of them {horizons.words(NOW)}{_aside(now, shares)}"
    )
    text = f"At the {agency}, {text}".replace("the the ", "the ") if agency else text
    few = f"; {FLAGS['too_few']}" if known is not None and known < TOO_FEW else ""
    more = f"; {soon.left_out:,.0f} more are left out, of unknown age or service" if soon.left_out else ""
    return f"{text}: {EVIDENCE[soon.evidence]}{few}{more}."


def _beside(soon: Horizon, shares: Answer) -> Mapping[int, Horizon]:
    """The shares by horizon that rest on the same files as the counts: published ones speak of other dates."""
    found = horizons.told(horizons.estimated(shares))
    return {each.years: each for each in found if (each.period, each.evidence) == (soon.period, soon.evidence)}


def _bounds(found: Horizon, unit: Unit) -> str:
    if found.low is None or found.high is None:
        return number(found.value, unit)
    return between(found.low, found.high, unit)


def _aside(found: Horizon, shares: Mapping[int, Horizon]) -> str:
    """The share and the middle of an interval, in brackets; of too few people no share is told."""
    share = shares.get(found.years)
    is_told = share is not None and (share.known or 0) >= TOO_FEW
    parts = [_bounds(share, Unit.PERCENT)] if share and is_told else []
    if "–" in _bounds(found, Unit.PEOPLE):
        parts.append(f"central estimate {number(found.value, Unit.PEOPLE)}")
    return f" ({', '.join(parts)})" if parts else ""


def fan(result: Answer) -> str:
    """A fan of horizons in words: every horizon with its interval, then what is published."""
    unit, found = result.metric.unit, horizons.told(horizons.estimated(result))
    said = "; ".join(f"{horizons.words(each.years)} {interval(each, unit)}" for each in found)
    text = f"{result.metric.title}, {month(found[0].period)}: {said}." if found else f"{result.metric.title}."
    figures = "; ".join(
        f"{number(each.value, unit)} {horizons.words(each.years)} of {month(each.period)}"
        for each in horizons.told(horizons.published(result))
    )
    return f"{text} Published: {figures}." if figures else text
