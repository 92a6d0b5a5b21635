"""What is said about a figure where there is room: its indicator, what to mind, its evidence, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from metrics import formatting
from metrics.definitions.metric import Metric
from metrics.exhibits.exhibit import Exhibit
from metrics.text import facts, open_data
from metrics.text.facts import Fact


def plain(words: str) -> str:
    """Words without the marks by which a page sets them in bold or as code."""
    return words.replace("**", "").replace("`", "")


def build(build_id: str, built_at: datetime) -> str:
    """Which build numbers are of: 20261122T044529Z-db26 of 22 November 2026."""
    return f"{build_id} of {built_at:%-d %B %Y}"


def meaning(metric: Metric) -> list[Fact]:
    """What an indicator means, below its title."""
    return _plain(facts.define(metric))


def of_metric(metric: Metric) -> list[Fact]:
    """Which indicator it is, and what it means."""
    return [*_plain([facts.identify(metric)]), *meaning(metric)]


def of_exhibit(exhibit: Exhibit) -> list[Fact]:
    """The same, then what the figure rests on, which build it is of, and how to cite it."""
    rows = exhibit.rows
    flags = sorted({flag for said in rows["flag"].unique() for flag in said.split(";") if flag})
    return [
        *of_metric(exhibit.metric),
        *(
            ("Evidence", formatting.capitalize_first(formatting.EVIDENCE[kind]))
            for kind in sorted(rows["evidence"].unique())
        ),
        *(("Flag", f"{flag}: {formatting.format_flags(flag)}") for flag in flags),
        ("Build", build(exhibit.build_id, exhibit.built_at)),
        *([("Link", exhibit.link)] if exhibit.link else []),
        ("Cite as", exhibit.citation),
        ("Licence", open_data.LICENCE),
    ]


def _plain(told: Iterable[Fact]) -> list[Fact]:
    return [(name, plain(words)) for name, words in told]
