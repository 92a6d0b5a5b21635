"""A briefing as a page of one file: to read, to link into, to print; no script, and no request leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

import pandas as pd

from metrics.charts.theme import LIGHT
from metrics.exhibits.numbers import Figure
from metrics.export.briefing import document as words
from metrics.export.briefing.document import Document, Section, Shown, Source, Table, document
from metrics.export.briefing.model import Briefing
from metrics.export.html import parts as html_parts
from metrics.export.html.parts import paragraph, table
from metrics.text.exports import SAMPLE

GLANCE: Final = "Numbers at a glance"
STYLE: Final = f"""
.cover {{ border-left: 8px solid {LIGHT.career}; padding: 8px 0 8px 20px; margin-bottom: 2rem; }}
p, h3 {{ overflow-wrap: anywhere; }}
.whose {{ font-size: 1.3rem; color: {LIGHT.career}; }}
section {{ margin-top: 3rem; }}
section > h2 {{ font-size: 1.6rem; margin: 0 0 .4rem; }}
section > .said {{ color: {LIGHT.career}; }}
h3 {{ font-size: 1.1rem; margin: 2rem 0 .3rem; }}
h4 {{ margin: 1.4rem 0 .3rem; }}
.glance {{ list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: 10px;
  grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); }}
.glance li {{ background: {LIGHT.panel}; padding: 10px 12px; font-size: .875rem; }}
.glance p {{ margin: 0; }}
.glance .value {{ font-size: 1.6rem; font-weight: 700; line-height: 1.25; font-variant-numeric: tabular-nums; }}
nav ul {{ columns: 2 280px; column-gap: 3rem; padding-left: 1.1rem; }}
svg {{ width: 100%; min-width: 560px; }}
th {{ overflow-wrap: normal; }}
@page {{ size: portrait; margin: 14mm; }}
@media print {{
  html, body {{ font-size: 12px; }}
  nav {{ display: none; }}
  section {{ break-before: page; }}
  article, .glance li {{ break-inside: avoid; }}
  h2, h3, h4 {{ break-after: avoid; }}
}}
"""


def page_of(briefing: Briefing) -> str:
    """The briefing as HTML: the drawings as vectors, every table as a table, every part with an anchor."""
    whole = document(briefing)
    parts = [*_parts(whole)]
    places = "".join(f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title, _ in parts)
    nav = f'<nav aria-label="{words.CONTENTS}"><h2>{words.CONTENTS}</h2><ul>{places}</ul></nav>'
    sections = "\n".join(
        f'<section id="{anchor}" aria-labelledby="{anchor}-title"><h2 id="{anchor}-title">{escape(title)}</h2>\n'
        f"{''.join(body)}</section>"
        for anchor, title, body in parts
    )
    foot = f"<footer>{paragraph(f'{whole.title}. Build {whole.foot}.')}{_followed(whole.link)}</footer>"
    body = f"<main>\n{_cover(whole)}\n{nav}\n{sections}\n{foot}\n</main>"
    return html_parts.document(f"{whole.title}: {whole.whose}", body, STYLE)


def _cover(whole: Document) -> str:
    lead = "".join(paragraph(sentence, "said") for sentence in whole.lead)
    sample = paragraph(whole.sample, "sample") if whole.sample else ""
    dates = paragraph(f"{whole.dates}. Build {whole.foot}.", "small")
    head = f"{paragraph(words.BRIEFING, 'small')}<h1>{escape(whole.title)}</h1>{paragraph(whole.whose, 'whose')}"
    return f'<header class="cover">{head}{lead}{sample}{dates}</header>'


def _parts(whole: Document) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every part with its anchor, its title and what it holds."""
    if whole.limits:
        yield "limits", words.LIMITS, map(_figure, whole.limits)
    if whole.standing:
        held = (
            f"<h3>{escape(theme)}</h3>{_table(rows, f'{theme}: {whole.standing_title}')}"
            for theme, rows in whole.standing
        )
        yield "standing", whole.standing_title, held
    for one in whole.sections:
        yield _anchor(one.theme), one.theme, _section(one)
    yield "method", words.METHOD, map(paragraph, whole.method)
    yield "indicators", words.DEFINITIONS, (_indicator(title, known) for title, known in whole.indicators)
    yield "sources", words.SOURCES, map(_source, whole.sources)


def _section(one: Section) -> Iterator[str]:
    yield paragraph(one.said, "said")
    if one.figures:
        yield f'<ul class="glance" aria-label="{GLANCE}">{"".join(map(_card, one.figures))}</ul>'
    yield paragraph(one.history, "small") if one.history else ""
    yield from map(_figure, one.shown)


def _card(one: Figure) -> str:
    change = paragraph(one.change) if one.change else ""
    told = f"{paragraph(one.title)}{paragraph(one.value, 'value')}{change}"
    return f"<li>{told}{paragraph(f'{one.dated} · {one.evidence}', 'small')}</li>"


def _figure(one: Shown) -> str:
    said = paragraph(one.said) if one.said else ""
    sample = paragraph(SAMPLE, "sample") if one.is_sample else ""
    notes = "".join(map(paragraph, one.notes))
    name = escape(one.title)
    drawing = f'<div class="wide" role="region" tabindex="0" aria-label="{name}">{one.drawing}</div>'
    held = drawing if one.drawing else (_table(one.table, f"{one.title} {one.subtitle}") if one.table else "")
    head = f"<h3>{name}</h3>{said}{paragraph(one.subtitle, 'small')}{sample}"
    return f"<article>{head}<figure>{held}<figcaption>{notes}</figcaption></figure></article>"


def _table(held: Table, caption: str) -> str:
    numbers = [head for head, is_number in zip(held.heads, held.numbers, strict=True) if is_number]
    return table(pd.DataFrame(held.rows, columns=[*held.heads]), caption, numbers)


def _indicator(title: str, known: Iterable[tuple[str, str]]) -> str:
    return f"<h3>{escape(title)}</h3>{html_parts.facts(known)}"


def _source(one: Source) -> str:
    return f"<h3>{escape(one.title)}</h3>{paragraph(one.said)}{_followed(one.address)}{paragraph(one.file, 'small')}"


def _followed(address: str) -> str:
    return f"<p>{html_parts.cell(address)}</p>" if address else ""


def _anchor(theme: str) -> str:
    return "-".join(theme.lower().split())
