"""Words on the recommendations of the joint policy agenda: where their indicators stand, against what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from metrics import formatting
from metrics.analysis.headline import Headline
from metrics.definitions.metric import Metric
from metrics.text import headlines

Direction = Literal["higher", "lower", "neither"]
Way = Literal[
    "as asked",
    "against what is asked",
    "both ways",
    "where no direction is asked",
    "between two sources, which gives no verdict",
    "not at all",
]
WAYS: tuple[Way, ...] = get_args(Way)
WHY_NOT_COMPARABLE: Mapping[str, str] = {
    "now": "a real figure now and none to compare it with",
    "sample": "only the synthetic sample, which is no evidence",
    "nothing": "no figure",
}
FILTER_WORDS: Mapping[str, str] = {"appointment": "{}", "horizon_years": "within {} years", "rating": "at level {}"}


@dataclass(frozen=True)
class Sighting:
    """What one indicator says of a recommendation, and the way in which it is asked to go; `found` None: nothing."""

    metric: Metric
    found: Headline | None
    wanted: Direction

    @property
    def state(self) -> Literal["compared", "now", "sample", "nothing"]:
        """What can be said on real figures; the synthetic sample is no evidence, and no comparison with it is."""
        if self.found is None:
            return "nothing"
        if self.found.latest.evidence == "sample":
            return "sample"
        then = self.found.baseline
        return "compared" if then and then.evidence != "sample" else "now"

    @property
    def way(self) -> Way:
        """How it moved to what is asked; not at all where it moved less than is shown.

        Between two sources what moved may be the counting, so that nothing is said of what is asked.
        """
        rounded_change = round((self.found and self.found.change) or 0, self.metric.unit.decimals)
        if not rounded_change:
            return "not at all"
        if self.wanted == "neither":
            return "where no direction is asked"
        if self.found and self.found.mixed:
            return "between two sources, which gives no verdict"
        return "as asked" if (rounded_change > 0) == (self.wanted == "higher") else "against what is asked"


def write_lead(recommendations: Sequence[Sequence[Sighting]], baseline: date, agency: str = "") -> str:
    """The state of the agenda in one sentence: what compares with the baseline, and which way it moved; and where."""
    counts = Counter(_find_way(each) for each in recommendations if _find_best_state(each) == "compared")
    text = f"{counts.total()} of the {len(recommendations)} recommendations can be compared"
    text = f"{text} with {formatting.format_month(baseline)} on real figures"
    text = f"{formatting.begin_at(agency)}{text}" if agency else text
    movements = formatting.join_names(f"{counts[way]} moved {way}" for way in WAYS if counts[way])
    return f"{text}: {movements}." if movements else f"{text}."


def describe_rest(recommendations: Sequence[Sequence[Sighting]]) -> str:
    """What is known of the recommendations that cannot be compared; nothing where all can."""
    counts = Counter(_find_best_state(each) for each in recommendations)
    clauses = [
        f"{counts[state]} {'has' if counts[state] == 1 else 'have'} {words}"
        for state, words in WHY_NOT_COMPARABLE.items()
    ]
    clause_list = formatting.join_names(words for words in clauses if not words.startswith("0 "))
    return f"Of the others, {clause_list}." if clause_list else ""


def _find_best_state(sightings: Iterable[Sighting]) -> str:
    """The best of what its indicators can say of a recommendation."""
    states = {sighting.state for sighting in sightings}
    return next((state for state in ("compared", "now", "sample") if state in states), "nothing")


def _find_way(sightings: Iterable[Sighting]) -> Way:
    """The way of a recommendation: both ways where one indicator moved as asked and another against it."""
    ways = {sighting.way for sighting in sightings if sighting.state == "compared"}
    if {"as asked", "against what is asked"} <= ways:
        return "both ways"
    return next((way for way in WAYS if way in ways), "not at all")


def write_title(metric: Metric, where: Mapping[str, str]) -> str:
    """An indicator's title with what narrows it: Share of executives who can retire, within 5 years."""
    return ", ".join([metric.title, *(FILTER_WORDS[column].format(value) for column, value in where.items())])


def format_values(metric: Metric, headline: Headline) -> str:
    """The value at the baseline and now, each with its time, in Markdown; at first sight the latest."""
    points = [point for point in (headline.baseline, headline.latest) if point]
    *then, now = ((formatting.format_number(each.value, metric.unit), each.period) for each in points)
    parts = [f"{value} in {formatting.format_time(day, metric.is_flow)}" for value, day in then]
    return " → ".join([*parts, f"**{now[0]}** in {formatting.format_time(now[1], metric.is_flow)}"])


def describe_direction(sighting: Sighting) -> str:
    """How far an indicator moved, and whether that is what the recommendation asks; or why nobody can say."""
    headline = sighting.found
    if headline is None:
        return ""
    if headline.change is None:
        return formatting.REASONS_APART[headline.kept_apart].format(formatting.format_month(headline.asked_baseline))
    movement = formatting.format_movement(headline.change, sighting.metric.unit)
    if headline.mixed:
        return f"{movement}{headlines.describe_sources(headline)}"
    return movement if sighting.way == "not at all" else f"{movement}, {sighting.way}"


def describe_evidence(headline: Headline) -> str:
    """What the two values rest on, and what a reader must mind of the latest."""
    parts = [formatting.EVIDENCE[headline.latest.evidence], formatting.format_flags(headline.latest.flag)]
    return " · ".join(filter(None, parts))
