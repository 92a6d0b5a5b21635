"""What there is to say of an indicator, fact by fact, worded once: for pages, dictionary and what leaves the page."""

from __future__ import annotations

from collections.abc import Iterator

from metrics import formatting
from metrics.definitions.figures import list_figures
from metrics.definitions.metric import Metric

BETTER = {"higher": "Higher is better.", "lower": "Lower is better.", "neither": "Neither way is better."}

Fact = tuple[str, str]
"""The name of a fact and its words, in Markdown."""


def identify(metric: Metric) -> Fact:
    """Its title, and the name by which the command line and addresses ask for it."""
    return "Indicator", f"{metric.title} (`{metric.name}`)"


def define(metric: Metric) -> Iterator[Fact]:
    """Its definition, then what defines it more closely and what to note."""
    yield "Definition", metric.definition
    yield from _define_closer(metric)


def list_more_facts(metric: Metric) -> Iterator[Fact]:
    """All the rest, for a list below the definition: also how it splits, what answers it and what would fill it."""
    yield "Question", metric.question
    yield "Population", metric.subject
    yield from _define_closer(metric)
    if metric.as_printed:
        yield "Of published figures alone", metric.as_printed.definition
        for caveat in metric.as_printed.caveats:
            if caveat not in metric.caveats:
                yield "Note", caveat.value
    for day in metric.breaks:
        yield "Break", f"no change is given across {day:%-d %B %Y}"
    if metric.by_default:
        defaults = formatting.join_names(f"`{column}={value}`" for column, value in metric.by_default)
        yield "By default", f"{defaults}, unless the question splits or filters by that"
    own = [f"`{column}`" for column in metric.always_by]
    if own:
        yield "Always by", formatting.join_names(own)
    others = [f"`{column}`" for column in metric.breakdowns if column not in metric.always_by]
    yield "Breakdowns", ", ".join(others) if others else "none"
    yield "Answered from", "; ".join(_list_sources(metric))
    yield "If it has no data", metric.need.value


def _define_closer(metric: Metric) -> Iterator[Fact]:
    yield "Formula", f"`{metric.formula_words}`"
    yield "Unit", f"{formatting.capitalize_first(metric.unit.word)}. {BETTER[metric.better]}"
    for limit in metric.limits:
        words = limit.words if metric.is_of_positions else limit.no_verdict.removeprefix("limit in law: ")
        yield "Limit in law", f"{formatting.capitalize_first(words)} ({limit.scope})."
    for caveat in metric.caveats:
        yield "Note", caveat.value


def _list_sources(metric: Metric) -> Iterator[str]:
    """The tables of records or positions it reads, then the published figures that say the same."""
    marts = dict.fromkeys(measure.mart for measure in metric.measures)
    for mart in marts:
        yield f"`marts.{mart.name}` ({mart.grain})"
    figures = dict.fromkeys(f"`{each.indicator}` of {' + '.join(each.who)}" for each in list_figures(metric))
    if figures:
        yield f"published figures: {', '.join(figures)}"
