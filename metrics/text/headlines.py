"""Words from the data: the sentences that page, slide and feed all say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from metrics.definitions.metric import Change, Metric, Unit
from metrics.formatting import (
    EVIDENCE,
    FLAGS,
    MARKS,
    REASONS_APART,
    begin_at,
    capitalize_first,
    describe_last_known,
    format_change,
    format_flags,
    format_gain,
    format_month,
    format_movement,
    format_number,
    format_time,
    format_two_works,
    format_years,
    join_names,
)

if TYPE_CHECKING:
    from metrics.analysis.headline import Headline, Point
    from metrics.analysis.part_year import PartYear

MOST_CREDITED = 4
BETWEEN: Mapping[Unit, str] = {Unit.PERCENT: "of", Unit.RATIO: "to"}
"""The word between the two numbers of a share or ratio; those of a mean count different things."""
# What an indicator counts, whose number follows its count: one agency was, five agencies were.
COUNT_IN_TEXT = re.compile(r"(\{value\} (?:\w+ )?)(executives|agencies)( were|\b)")
ONE: Mapping[str, str] = {"executives": "executive", "agencies": "agency"}
EXECUTIVES = re.compile(r"\b(senior )?executives\b", re.IGNORECASE)


def write_headline(metric: Metric, headline: Headline, agency: str = "", appointment: str = "") -> str:
    """The sentence of a headline: whose, value, time, and the change since the baseline where one is known."""
    latest, then = headline.latest, headline.baseline
    metric = metric.adapt_to([latest.evidence])
    text = f"{word_value(metric, latest.value, appointment)}{describe_basis(latest.basis)}"
    text = f"{text} in {format_time(latest.period, metric.is_flow)}"
    if agency:
        text = f"{begin_at(agency)}{text[:1].lower()}{text[1:]}"
    if latest.evidence == "sample":
        text = f"{text} ({EVIDENCE['sample']})"
    if headline.change is None or then is None:
        return f"{text}."
    verdict = f", a change for the {headline.verdict}" if headline.verdict in ("better", "worse") else ""
    return f"{text}, {describe_change(metric, headline.change, then)}{verdict}{describe_sources(headline)}."


def describe_change(metric: Metric, change: float, then: Point) -> str:
    """How far a value moved and since when; a value that is a change itself stands beside the other in words.

    Of a net change of −259 "down 449" says nothing that a reader can picture; a gain of 190 before it does.

    Args:
        metric: The indicator.
        change: The difference, in the unit's own terms (points for percents).
        then: The value at the baseline.

    Returns:
        A phrase: up 1.5 points since September 2016.
    """
    if isinstance(metric.formula, Change):
        return f"compared with {format_gain(then.value)} in {format_time(then.period, metric.is_flow)}"
    return f"{format_movement(change, metric.unit)} since {format_time(then.period, metric.is_flow)}"


def describe_sources(headline: Headline) -> str:
    """That a change is one between two ways of counting, each named; nothing where both values are of one."""
    if headline.baseline is None or not headline.mixed:
        return ""
    if headline.mixed == "basis":
        return ", on another basis then"
    if headline.works[0] == headline.works[1]:
        return format_two_works([EVIDENCE[headline.latest.evidence]], [EVIDENCE[headline.baseline.evidence]])
    return format_two_works(*headline.works)


def describe_basis(basis: str) -> str:
    """What an agency limit was held against, in brackets after a value; nothing where there is no such choice."""
    kinds = {kind.split(" ")[0] for kind in basis.split("; ")}
    return {"positions": " (on positions)", "at_least": " (at least, on positions known to exist)"}.get(kinds.pop(), "")


def describe_part_year(metric: Metric, part: PartYear, appointment: str) -> str:
    """What is known of a year that is not published whole, beside the same months a year before."""
    text = f"{word_value(metric, part.value, appointment)} in {format_months(part)}"
    sure = f" ({FLAGS['medium_confidence']})" if part.is_medium else ""
    if part.before is None:
        return f"{text}{sure}."
    size = format_change(part.value - part.before, metric.unit)
    preposition = "since" if size == "unchanged" else "than in"
    return f"{text}, {size} {preposition} the same months of {part.last.year - 1}{sure}."


def describe_part_year_basis(metric: Metric, part: PartYear, appointment: str) -> str:
    """Whom a part of a year counts, and what its change is measured against."""
    text = f"Population: {_describe_population(metric, appointment)}"
    comparison = "" if part.before is None else f"compared with the same months of {part.last.year - 1}"
    return " · ".join(filter(None, [text, comparison]))


def format_months(part: PartYear) -> str:
    """The months that a part of a year spans: January–November 2025."""
    if part.months == 1:
        return format_month(part.last)
    first = pd.Timestamp(part.last) - pd.DateOffset(months=part.months - 1)
    return f"{first:%B}–{part.last:%B %Y}"


def word_value(metric: Metric, value: float, appointment: str = "") -> str:
    """What an indicator says of a value: of an appointment type where one is given, and of one as of one.

    Args:
        metric: The indicator, whose words are used.
        value: The value, in its unit.
        appointment: The type of appointment counted. Where none is named, it is the one that the indicator counts by
            default: career executives are not all of them.

    Returns:
        The beginning of a sentence, without its time.
    """
    appointment = appointment or dict(metric.by_default).get("appointment", "")
    words, number_text = metric.says, format_number(value, metric.unit)
    if appointment:
        words, substitutions = EXECUTIVES.subn(f"{appointment} executives", words, count=1)
        words = words if substitutions else f"{words} ({appointment} only)"
    if number_text == "1":
        words = COUNT_IN_TEXT.sub(lambda match: f"{match[1]}{ONE[match[2]]}{match[3].replace('were', 'was')}", words)
    return capitalize_first(words.format(value=number_text))


def describe_date(metric: Metric, headline: Headline, newest: date) -> str:
    """When a headline is of and what it rests on: December 2025 · published figure."""
    latest = headline.latest
    no_newer = "no newer figure" if describe_last_known(latest.period, newest, metric.is_flow) else ""
    parts = (
        capitalize_first(format_time(latest.period, metric.is_flow)),
        EVIDENCE[latest.evidence],
        format_flags(latest.flag),
        no_newer,
    )
    return " · ".join(filter(None, parts))


def describe_comparison(metric: Metric, headline: Headline, appointment: str = "", agency: str = "") -> str:
    """Whom a headline counts, with the numbers behind a share, and what it is compared with."""
    latest, then = headline.latest, headline.baseline
    parts = [describe_population(metric, latest, appointment, agency)]
    if then is None:
        parts.append(REASONS_APART[headline.kept_apart].format(format_month(headline.asked_baseline)))
    else:
        comparison = "compared with" if headline.verdict not in ("better", "worse") else f"{headline.verdict} than"
        other = f"{format_gain(then.value)} in " if isinstance(metric.formula, Change) else ""
        parts.append(f"{comparison} {other}{format_time(then.period, metric.is_flow)}{describe_sources(headline)}")
    return " · ".join(filter(None, parts))


def describe_population(metric: Metric, latest: Point, appointment: str = "", agency: str = "") -> str:
    """Whom a value counts, and of a share how many of how many: Population: SES members on board, 841 of 6,647."""
    text = f"Population: {_describe_population(metric, appointment)}"
    text = f"{text}, {begin_at(agency).removesuffix(', ').replace('At', 'at', 1)}" if agency else text
    if latest.numerator is None or latest.denominator is None or metric.unit not in BETWEEN:
        return text
    return f"{text}, {latest.numerator:,.0f} {BETWEEN[metric.unit]} {latest.denominator:,.0f}"


def _describe_population(metric: Metric, appointment: str) -> str:
    """Whom an indicator counts, of one appointment type where it counts more than that."""
    is_wider = appointment and appointment not in re.findall(r"\w+", metric.subject)
    return f"{metric.subject}, {appointment} only" if is_wider else metric.subject


def describe_known_positions(share: float) -> str:
    """The highest that a share of positions can be, beside the same of people: at most 20.8% of positions."""
    return f"at most {format_number(share, Unit.PERCENT)} of positions"


def describe_freshness(newest: date, kinds: Iterable[str], built_at: date, age: str = "") -> str:
    """How new the figures are, what they rest on, how that stands against today, and when this build was made."""
    evidence = set(kinds)
    real = join_names(
        words
        for kind, words in (("records", "OPM's record files"), ("published", "published figures"))
        if kind in evidence
    )
    text = f"Figures up to {format_month(newest)}, from {real or 'no real file yet'}"
    if "sample" in evidence:
        text += "; where an indicator has no real figure, a synthetic sample is shown and marked"
    return f"{text}. {age}{' ' * bool(age)}Built on {built_at:%-d %B %Y}."


def list_history(sentences: Iterable[str]) -> str:
    """Figures that are history, in their sentences; nothing where there are none."""
    text = " ".join(sentences)
    return f"Older than two years: {text}" if text else ""


def write_credit(df: pd.DataFrame, titles: Mapping[str, str]) -> str:
    """The line under a figure: how its evidence is drawn, then every source with its years."""
    evidence = set(df["evidence"])
    marks = [mark for kind, mark in MARKS.items() if kind in evidence]
    # In plain loops: a page says this of every figure on every run, and grouping a few rows takes far longer.
    spans: dict[str, tuple[date, date]] = {}
    for source, period in zip(df["source"], df["period"], strict=True):
        first, last = spans.get(source, (period, period))
        spans[source] = min(first, period), max(last, period)
    # Each source once, however many figures it shares with others.
    each: dict[str, tuple[date, date]] = {}
    for sources, (first, last) in spans.items():
        for source in sources.split("; "):
            one, other = each.get(source, (first, last))
            each[source] = min(one, first), max(other, last)
    by_age = sorted(each.items(), key=lambda entry: entry[1])
    names = [_cite(titles.get(source, source), format_years(*span)) for source, span in by_age]
    if len(names) > MOST_CREDITED:
        return (
            f"{join_names(marks)}. {len(names)} sources, from {names[0]} to {names[-1]}, each named with the figures."
        )
    return f"{join_names(marks)}. {'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}."


def _cite(title: str, years: str) -> str:
    """A title with the years of its figures, unless it names them; brackets of its own take them in."""
    if re.search(rf"(?<!\d){years}(?!\d)", title):
        return title
    return f"{title.removesuffix(')')}; {years})" if title.endswith(")") else f"{title} ({years})"
