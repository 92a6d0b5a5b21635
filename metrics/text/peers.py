"""Words for agencies beside each other: a rank, a size group, why one is not ranked, all of them in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from metrics.analysis.standing import AgencyStanding, has_rank
from metrics.definitions.metric import Metric
from metrics.formatting import add_article, format_flags, format_month

GROUPS: Mapping[str, str] = {
    "cabinet": "cabinet departments",
    "large": "large agencies outside the cabinet (1,000 employees or more)",
    "medium": "agencies of 100 to 999 employees",
    "small": "agencies of fewer than 100 employees",
}
SMALL = ("too_few", "exempt", "under_four")
CHOOSE = "Choose an agency above, or in the first column of this table, to see it beside the government and its peers."
IN_PARTS = (
    "The parts of the Department of Defense are not ranked, since agencies are compared with Defense as one: choose "
    "Department of Defense (all components)."
)


def describe_rank(metric: Metric, standing: AgencyStanding) -> str:
    """A rank in words from the nearer end, shared or not; or why there is none: 2nd highest of 38."""
    if standing.rank is None or standing.of is None:
        few = ";".join(flag for flag in standing.flag.split(";") if flag in SMALL)
        return format_flags(few) or ("not ranked" if has_rank(metric) else "a count: not ranked")
    first, last = ("lowest", "highest") if metric.better == "lower" else ("highest", "lowest")
    # Of those who lose most, one would read the 37th lowest of 38 as among those who lose least.
    is_far = standing.back is not None and standing.back < standing.rank
    number, end = (standing.back, last) if is_far and standing.back else (standing.rank, first)
    # Counted from both ends, one that stands alone is passed over once; of those at zero none is the lowest.
    tie = "tied for " if standing.back is not None and standing.rank + standing.back <= standing.of else ""
    return f"{tie}{'' if number == 1 else f'{format_ordinal(number)} '}{end} of {standing.of}"


def format_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def describe_everyone(agencies: int, period: date, largest: str, most: float, small: int) -> str:
    """All agencies in two sentences: how many have executives, who has most, how many are too small to rank."""
    return (
        f"**{agencies} agencies had senior executives in {format_month(period)}; {add_article(largest)} had most, "
        f"{most:,.0f}.** "
        f"{small} of them had fewer than ten, too few to be ranked."
    )


def describe_peers(group: str) -> str:
    """What a chart beside the government shows."""
    return f"Peers: the median of the {GROUPS.get(group, group)} with at least ten executives."


def explain_unknown_agency(metric: Metric, agency: str) -> str:
    """That a series over time does not know an agency."""
    return f"{metric.title}: no figures of {add_article(agency)} are known."
