"""What is said about a figure where there is room: its indicator, what to mind, its evidence, and how to cite it."""

from __future__ import annotations

from datetime import datetime

from metrics import sentences, sentences_open
from metrics.export.exhibit import Exhibit
from metrics.model import Metric

BETTER = {"higher": "Higher is better.", "lower": "Lower is better.", "neither": "Neither way is better."}


def plain(words: str) -> str:
    """Words without the marks by which a page sets them in bold."""
    return words.replace("**", "")


def build(build_id: str, built_at: datetime) -> str:
    """Which build numbers are of: 20261122T044529Z-db26 of 22 November 2026."""
    return f"{build_id} of {built_at:%-d %B %Y}"


def of_metric(metric: Metric) -> list[tuple[str, str]]:
    """Definition, formula, unit, limits with their law, and caveats of an indicator."""
    limits = [f"{sentences.sentence_case(limit.words)} ({limit.scope})" for limit in metric.limits]
    return [
        ("Definition", metric.definition),
        ("Formula", metric.formula_words),
        ("Unit", f"{sentences.sentence_case(metric.unit.word)}. {BETTER[metric.better]}"),
        *(("Limit in law", words) for words in limits),
        *(("Mind", caveat.value) for caveat in metric.caveats),
    ]


def of_exhibit(exhibit: Exhibit) -> list[tuple[str, str]]:
    """The same, then what the figure rests on, which build it is of, and how to cite it."""
    rows = exhibit.rows
    flags = sorted({flag for said in rows["flag"].unique() for flag in said.split(";") if flag})
    return [
        ("Indicator", f"{exhibit.metric.title} ({exhibit.metric.name})"),
        *of_metric(exhibit.metric),
        *(
            ("Evidence", sentences.sentence_case(sentences.EVIDENCE[kind]))
            for kind in sorted(rows["evidence"].unique())
        ),
        *(("Flag", f"{flag}: {sentences.flags(flag)}") for flag in flags),
        ("Build", build(exhibit.build_id, exhibit.built_at)),
        *([("Link", exhibit.link)] if exhibit.link else []),
        ("Cite as", exhibit.citation),
        ("Licence", sentences_open.LICENCE),
    ]
