"""A briefing as it is read on paper and on a page of its own: every word and drawing in order, nothing computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from metrics import formatting
from metrics.exhibits import facts
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber
from metrics.export.briefing.model import Briefing, Told
from metrics.export.svg.chart import draw_chart
from metrics.text.briefing import UP_TO
from metrics.text.exports import SAMPLE

LIMITS = "The limits in law"
METHOD = "How this was made"
DEFINITIONS = "Indicators and their definitions"
SOURCES = "Sources"
PAGES = "Pages"
BRIEFING = "Briefing"
CONTENTS = "Contents"
NONE = "–"
NUMBER = re.compile(r"[−-]?\$?[\d,.]+(%| years| days)?")


def standing_title(whose: str) -> str:
    """The heading over an agency's figures."""
    return f"{whose} beside the government and its peers"


def dates(briefing: Briefing) -> str:
    """Up to when the figures go, and since when changes are told."""
    return f"{UP_TO} {briefing.as_of}, {briefing.compared}"


@dataclass(frozen=True)
class WordTable:
    """A table of words; `numbers` says of each column whether it holds numbers, which stand to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]


@dataclass(frozen=True)
class Shown:
    """A figure: its drawing as SVG text, or where it has none its table; `notes` begin with the source line."""

    title: str
    said: str
    subtitle: str
    is_sample: bool
    drawing: str
    alt: str
    table: WordTable | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ThemeSection:
    """A theme: its sentence, numbers at a glance, what is history by now, figures."""

    theme: str
    said: str
    figures: tuple[KeyNumber, ...]
    history: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class SourceEntry:
    """A source: its title, who published it and when, its address, and a file's version and sha256."""

    title: str
    said: str
    address: str
    file: str


@dataclass(frozen=True)
class Document:
    """The whole, in reading order; `standing` pairs a theme with its table, `indicators` a title with its facts."""

    title: str
    whose: str
    dates: str
    foot: str
    link: str
    sample: str
    lead: tuple[str, ...]
    limits: tuple[Shown, ...]
    standing_title: str
    standing: tuple[tuple[str, WordTable], ...]
    sections: tuple[ThemeSection, ...]
    method: tuple[str, ...]
    indicators: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sources: tuple[SourceEntry, ...]


def document(briefing: Briefing, told: Told | None = None) -> Document:
    """The briefing in order; `told` hears of each figure before it is drawn, and last of the pages to be set."""
    count = len(briefing.exhibits) + 1
    shown = []
    for at, exhibit in enumerate(briefing.exhibits):
        if told:
            told(exhibit.title, at, count)
        shown.append(_shown(exhibit))
    if told:
        told(PAGES, count - 1, count)
    left = iter(shown)
    return Document(
        title=briefing.title,
        whose=briefing.whose,
        dates=dates(briefing),
        foot=facts.build(briefing.build_id, briefing.built_at),
        link=briefing.link,
        sample=SAMPLE if briefing.is_sample else "",
        lead=tuple(map(facts.plain, briefing.lead)),
        limits=tuple(next(left) for _ in briefing.limits),
        standing_title=standing_title(briefing.whose),
        standing=tuple(standing(briefing)),
        sections=tuple(
            ThemeSection(
                one.theme,
                facts.plain(one.said),
                one.figures,
                facts.plain(one.history),
                tuple(next(left) for _ in one.exhibits),
            )
            for one in briefing.chapters
        ),
        method=briefing.method,
        indicators=tuple(indicators(briefing)),
        sources=tuple(_source(record) for record in briefing.sources.to_dict("records")),
    )


def standing(briefing: Briefing) -> Iterator[tuple[str, WordTable]]:
    """The agency against its peers, theme by theme; nothing for the whole government."""
    if briefing.standing is not None:
        for theme, part in briefing.standing.groupby("Theme", sort=False):
            yield str(theme), _table(part.drop(columns="Theme"))


def indicators(briefing: Briefing) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every indicator that is named, with all that is known of those that are drawn."""
    drawn = {exhibit.metric.title: exhibit.metric for exhibit in briefing.exhibits}
    for title, meaning in briefing.terms:
        known = facts.meaning(drawn[title]) if title in drawn else [("Definition", meaning)]
        yield title, tuple(known)


def _shown(exhibit: Exhibit) -> Shown:
    picture = exhibit.picture
    native = picture.native if picture else None
    caveats = [caveat for caveat in exhibit.caveats if caveat not in exhibit.notes]
    return Shown(
        title=exhibit.title,
        said=facts.plain(exhibit.said),
        subtitle=f"{exhibit.subtitle} · As of {exhibit.as_of}",
        is_sample=exhibit.is_sample,
        drawing=draw_chart(native, picture.alt) if picture and native else "",
        alt=picture.alt if picture else "",
        table=None if native else _table(exhibit.words),
        notes=(exhibit.credit, *map(facts.plain, exhibit.notes), *filter(None, [" ".join(caveats)])),
    )


def _table(words: pd.DataFrame) -> WordTable:
    rows = tuple(tuple(map(_cell, record)) for record in words.itertuples(index=False))
    columns = zip(*rows, strict=True) if rows else [()] * len(words.columns)
    return WordTable(tuple(map(str, words.columns)), rows, tuple(map(is_number, columns)))


def is_number(told: Iterable[str]) -> bool:
    """Whether a column of words holds numbers alone, and a dash where there is none."""
    known = {each for each in told if each}
    return bool(known - {NONE}) and all(each == NONE or NUMBER.fullmatch(each) for each in known)


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, date):
        return formatting.format_month(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.1f}"
    return str(value)


def _source(record: dict[Any, Any]) -> SourceEntry:
    known = {key: "" if pd.isna(value) else str(value) for key, value in record.items()}
    said = [
        known["publisher"],
        known["year"].removesuffix(".0"),
        formatting.EVIDENCE[known["evidence"]],
        known["source"],
    ]
    file = [f"{name} {known[name]}" for name in ("version", "sha256") if known[name]]
    return SourceEntry(
        known["title"] or known["source"], ", ".join(filter(None, said)), known["address"], ", ".join(file)
    )
