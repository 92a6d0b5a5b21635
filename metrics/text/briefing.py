"""Words of a briefing: its title, its numbers at a glance, where nothing is known, and how it was made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import pandas as pd

from metrics import formatting
from metrics.analysis.headline import Headline
from metrics.analysis.standing import AgencyStanding
from metrics.definitions.caveats import Caveat
from metrics.definitions.formula import Parity
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.text import headlines
from metrics.text.exports import PROJECT, SAMPLE
from metrics.text.peers import describe_rank

TITLE = PROJECT
UP_TO = "Figures up to"
MOVES = ("up ", "down ", "unchanged")
"""How a change begins that is told; others say why none is."""
NOTHING_KNOWN = "No figures on this theme are held here."
TOO_FEW = "Rates, shares and means that rest on fewer than ten people are marked, and left out of rankings."
EVIDENCE = (
    "Numbers are either computed from OPM's record files or published by OPM and other named publishers, of OPM's many "
    "as others tabulated its files, to whom the address of the source leads; each says which, and where a value and "
    "its baseline differ in that, the change says so."
)
SAMPLE_NOTE = f"{SAMPLE}: what is marked so shows what a chart will hold, and says nothing about anyone."
ON_BOARD = f"The limits are shown beside people on board. {Caveat.PEOPLE_NOT_POSITIONS.value}"


def describe_contents(agency: str, themes: int, newest: date, baseline: date) -> tuple[str, str]:
    """What a briefing will be about, and how it is built."""
    whose = formatting.add_article(agency) if agency else "the whole government"
    count = "one theme" if themes == 1 else f"{themes} themes"
    about = f"A briefing on {whose}: {count}, with figures up to {formatting.format_month(newest)} and changes since "
    peers = " the agency beside its peers," if agency else ""
    parts = f"It opens with the limits in law, has a headline and charts on each theme,{peers} and closes with method, "
    return f"{about}{formatting.format_month(baseline)}.", f"{parts}definitions and sources."


TWO_SOURCES = re.compile(r" by another source: .+? then(?=[.,]|$)")
"""How a sentence names the two sources of a change."""


def drop_repetitions(sentences: Iterable[str], agency: str) -> Iterator[str]:
    """Sentences that follow each other name the agency once, and once each pair of sources that is compared."""
    prefix = formatting.begin_at(agency) if agency else ""
    has_prefix, pairs = False, set[str]()
    for each in sentences:
        begins = bool(prefix) and each.startswith(prefix)
        text = f"There, {each.removeprefix(prefix)}" if begins and has_prefix else each
        has_prefix |= begins
        pair = TWO_SOURCES.search(text)
        if pair:
            text = text.replace(pair[0], " by the same two sources") if pair[0] in pairs else text
            pairs.add(pair[0])
        yield text


def describe_comparison(baseline: date, changes: Iterable[str]) -> str:
    """Since when numbers moved, or that none can be compared, said once of all of them."""
    then = formatting.format_month(baseline)
    return (
        f"changes since {then}"
        if any(each.startswith(MOVES) for each in changes)
        else f"{formatting.REASONS_APART[''].format(then)} to compare with"
    )


def describe_change(metric: Metric, headline: Headline) -> str:
    """How far a headline moved and since when, or why it is not compared: up 1.5 points since September 2016.

    Args:
        metric: The indicator.
        headline: Its headline.

    Returns:
        A phrase; empty where no figure is near the baseline, which `describe_comparison` and `describe_method` say once
        of all numbers.
    """
    if headline.baseline is None or headline.change is None:
        why = formatting.REASONS_APART[headline.kept_apart].format(formatting.format_month(headline.asked_baseline))
        return why if headline.kept_apart else ""
    movement = headlines.describe_change(metric, headline.change, headline.baseline)
    sources = headlines.describe_sources(headline).strip(" ,")
    return f"{movement} ({sources})" if sources else movement


def describe_highest(agencies: Iterable[str], count: int) -> str:
    """The agency highest of so many large enough to rank: highest of 34 agencies of at least ten (Education)."""
    return f"highest of {count} agencies of at least ten executives ({formatting.join_names(agencies)})"


def describe_limit(title: str, metric: Metric, row: pd.Series, limit: Limit) -> str:
    """A share of people beside a limit of positions, without a verdict: 7% of executives on board (7 of 100) in May."""
    some, whole = row.get("numerator"), row.get("denominator")
    count = "" if pd.isna(some) or pd.isna(whole) else f" ({some:,.0f} of {whole:,.0f})"
    value = f"{formatting.format_number(row['value'], metric.unit)} of executives on board{count}"
    value = f"{value} in {formatting.format_month(row['period'])}"
    return f"{title}: {value}; {limit.label}."


def describe_standing(metric: Metric, standing: AgencyStanding, agency: str) -> str:
    """Where an agency stands among those ranked: Quit rate, Department of Energy: 3.1% in fiscal year 2025, highest."""
    value = (
        f"{formatting.format_number(standing.value, metric.unit)} in "
        f"{formatting.format_time(standing.period, metric.is_flow)}"
    )
    median = (
        ""
        if standing.median is None
        else f"; the median of its peers is {formatting.format_number(standing.median, metric.unit)}"
    )
    return f"{metric.title}, {agency}: {value}, {describe_rank(metric, standing)}{median}."


def write_lone_number(figure: str, value: str, time: str) -> str:
    """A theme of which a number is known, and nothing that tells or draws it."""
    return f"{figure}: {value} ({time})."


def describe_parity(metric: Metric, df: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The share of executives who have each trait, against its share in the workforce; all of one month."""
    assert isinstance(metric.formula, Parity)
    group, last = metric.formula.group_of, ""
    parts: list[str] = []
    for trait, share, whole in zip(df["trait"], df["numerator"], df["denominator"], strict=True):
        of, whose = ("" if parts else " of executives"), ("" if group(trait) == last else f" of {group(trait)}")
        who, against = names.get(trait, trait).lower(), _format_percent(whole)
        parts.append(f"{who} were {_format_percent(share)}{of} against {against}{whose}")
        last = group(trait)
    return f"In {formatting.format_month(df['period'].iloc[0])}, {'; '.join(parts)}."


def explain_no_briefing(agency: str, period: date | None) -> str:
    """Why there is no briefing."""
    whose = f" of {formatting.add_article(agency)}" if agency else ""
    when = f" up to {formatting.format_month(period)}" if period else ""
    return f"No figures{whose} are known{when}, so there is nothing to brief: choose another agency, theme or period"


def describe_method(
    newest: date, kinds: Iterable[str], built_at: datetime, baseline: date, build_id: str, *, is_sample: bool
) -> list[str]:
    """How the numbers were made, a sentence or two each."""
    sentences = [
        f"{headlines.describe_freshness(newest, kinds, built_at)} The build is {build_id}.",
        EVIDENCE,
        f"Changes are measured from {formatting.format_month(baseline)}, or the nearest figure up to "
        "twelve months earlier; where there is none, no change is given.",
        TOO_FEW,
        ON_BOARD,
    ]
    return [*sentences, SAMPLE_NOTE] if is_sample else sentences


def _format_percent(value: float) -> str:
    return formatting.format_number(value, Unit.PERCENT)
