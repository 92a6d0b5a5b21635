"""Words of a briefing: its title, its numbers at a glance, where nothing is known, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from metrics import sentences
from metrics.beside import Standing
from metrics.caveats import Caveat
from metrics.headline import Headline
from metrics.model import Limit, Metric
from metrics.sentences_exports import PROJECT, SAMPLE
from metrics.sentences_peers import rank

TITLE = PROJECT
TOO_FEW = "Rates, shares and means that rest on fewer than ten people are marked, and left out of rankings."
EVIDENCE = (
    "Numbers are either computed from OPM's record files or published by OPM and other named publishers; each says "
    "which, and where a value and its baseline differ in that, the change says so."
)
INVENTED = f"{SAMPLE}: what is marked so shows what a chart will hold, and says nothing about anyone."
ON_BOARD = f"The limits are held against people on board. {Caveat.PEOPLE_NOT_POSITIONS.value}"


def will_hold(agency: str, themes: int, newest: date, baseline: date) -> tuple[str, str]:
    """What a briefing will be about, and how it is built."""
    whose = f"the {agency}".replace("the the ", "the ") if agency else "the whole government"
    count = "one theme" if themes == 1 else f"{themes} themes"
    about = f"A briefing on {whose}: {count}, with figures up to {sentences.month(newest)} and changes since "
    peers = " the agency beside its peers," if agency else ""
    parts = f"It opens with the limits in law, has a headline and charts on each theme,{peers} and closes with method, "
    return f"{about}{sentences.month(baseline)}.", f"{parts}definitions and sources."


def since(metric: Metric, found: Headline) -> str:
    """How far a headline moved and since when, or why nobody can say: up 1.5 points since September 2016."""
    if found.baseline is None or found.change is None:
        return sentences.KEPT_APART[found.kept_apart].format(sentences.month(found.asked_baseline))
    mixed = sentences.MIXED[found.mixed].format(sentences.EVIDENCE[found.baseline.evidence])
    mixed = mixed.replace("there", "the baseline:", 1)
    moved = (
        f"{sentences.moved(found.change, metric.unit)} since {sentences.when(found.baseline.period, metric.is_flow)}"
    )
    return f"{moved} ({mixed})" if mixed else moved


def highest(agencies: Iterable[str]) -> str:
    """The agency that stands highest, where no other is asked for: highest agency (Education)."""
    return f"highest agency ({sentences.listed(agencies)})"


def stands(title: str, metric: Metric, value: float, period: date, limit: Limit) -> str:
    """Where a value stands to a line in law: Noncareer, governmentwide: 10.5% in December 2025, above the 10% line."""
    shown = f"{sentences.number(value, metric.unit)} in {sentences.month(period)}"
    return f"{title}: {shown}, {sentences.position(value, limit)}."


def ranked(metric: Metric, found: Standing, agency: str) -> str:
    """Where an agency stands among those ranked: Quit rate, Department of Energy: 3.1% in fiscal year 2025, highest."""
    shown = f"{sentences.number(found.value, metric.unit)} in {sentences.when(found.period, metric.is_flow)}"
    median = (
        "" if found.median is None else f"; the median of its peers is {sentences.number(found.median, metric.unit)}"
    )
    return f"{metric.title}, {agency}: {shown}, {rank(metric, found)}{median}."


def nothing_known(theme: str, agency: str) -> str:
    """That nothing is known on a theme."""
    whose = f" of the {agency}".replace("the the ", "the ") if agency else ""
    return f"{theme}: this build holds no figures{whose}."


def nothing_at_all(agency: str, period: date | None) -> str:
    """Why there is no briefing."""
    whose = f" of the {agency}".replace("the the ", "the ") if agency else ""
    when = f" up to {sentences.month(period)}" if period else ""
    return f"No figures{whose} are known{when}, so there is nothing to brief: choose another agency, theme or period"


def method(
    newest: date, kinds: Iterable[str], built_at: datetime, baseline: date, build_id: str, *, is_sample: bool
) -> list[str]:
    """How the numbers were made, a sentence or two each."""
    said = [
        f"{sentences.freshness(newest, kinds, built_at)} The build is {build_id}.",
        EVIDENCE,
        f"Changes are told since {sentences.month(baseline)}: from the nearest figure at or before it, no more than "
        "twelve months earlier; where there is none, no change is told.",
        TOO_FEW,
        ON_BOARD,
    ]
    return [*said, INVENTED] if is_sample else said
