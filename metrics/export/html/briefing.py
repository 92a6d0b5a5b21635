"""A briefing as a page of one file: to read, to link into, to print; no script, and no request leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from metrics.export.briefing import document as words
from metrics.export.briefing.document import Document, document
from metrics.export.briefing.model import Briefing
from metrics.export.html.templates import fill


@dataclass(frozen=True)
class PagePart:
    """A part of the page under its anchor and title; `kind` is the macro of the template that sets its content."""

    anchor: str
    title: str
    kind: str
    content: Any


def page_of(briefing: Briefing) -> str:
    """The briefing as HTML: the drawings as vectors, every table as a table, every part with an anchor."""
    return lay_out(document(briefing))


def lay_out(whole: Document) -> str:
    """The same of what is already worded and drawn."""
    return fill("briefing.html.j2", whole=whole, parts=[*_parts(whole)], words=words)


def _parts(whole: Document) -> Iterator[PagePart]:
    if whole.limits:
        yield PagePart("limits", words.LIMITS, "figures", whole.limits)
    if whole.standing:
        yield PagePart("standing", whole.standing_title, "standing", whole.standing)
    for one in whole.sections:
        yield PagePart(_anchor(one.theme), one.theme, "theme", one)
    yield PagePart("method", words.METHOD, "method", whole.method)
    yield PagePart("indicators", words.DEFINITIONS, "indicators", whole.indicators)
    yield PagePart("sources", words.SOURCES, "sources", whole.sources)


def _anchor(theme: str) -> str:
    return "-".join(theme.lower().split())
