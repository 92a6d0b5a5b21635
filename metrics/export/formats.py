"""The formats in which figures and briefings leave: what each is called, and what writes it."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metrics.errors import MetricsError
from metrics.nearest import find_nearest

if TYPE_CHECKING:
    from metrics.exhibits.exhibit import Exhibit
    from metrics.export.briefing.model import Briefing, Told


class UnknownFormat(MetricsError):
    """Nothing is written in a format of that name."""


class NoPicture(MetricsError):
    """What is asked for as a picture has none: it is a table."""


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, what a reader knows it as, what it holds, its MIME type.

    `figure` and `briefing` name what writes one, module:function, empty where nothing does: it is imported only when
    asked for, since the libraries behind some are heavy. `is_text` says that they return text, made in one part.
    """

    ending: str
    label: str
    holds: str
    mime: str
    figure: str = ""
    briefing: str = ""
    is_text: bool = False
    needs_browser: bool = False


FORMATS = (
    Format(
        "pptx",
        "PowerPoint",
        "slides with charts that can be edited",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        figure="metrics.export.pptx.figure:make_slide",
        briefing="metrics.export.pptx.deck:make_deck",
    ),
    Format(
        "xlsx",
        "Excel",
        "charts that can be edited, and every number with its source",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        figure="metrics.export.xlsx.figure:make_workbook",
        briefing="metrics.export.xlsx.briefing:make_workbook",
    ),
    Format(
        "csv",
        "CSV",
        "the rows under comment lines that say what they are",
        "text/csv; charset=utf-8",
        figure="metrics.export.data.text:as_csv",
        is_text=True,
    ),
    Format(
        "json",
        "JSON",
        "the rows beside what must be known of them",
        "application/json",
        figure="metrics.export.data.text:as_json",
        is_text=True,
    ),
    Format(
        "html",
        "Web page",
        "one file that needs no network",
        "text/html; charset=utf-8",
        figure="metrics.export.html.figure:page",
        briefing="metrics.export.html.briefing:page_of",
        is_text=True,
    ),
    Format(
        "pdf",
        "PDF",
        "pages to print, tagged for screen readers",
        "application/pdf",
        briefing="metrics.export.pdf.briefing:pdf",
    ),
    Format(
        "png", "PNG picture", "the chart", "image/png", figure="metrics.export.image.browser:png", needs_browser=True
    ),
    Format(
        "svg",
        "SVG picture",
        "the chart, at any size",
        "image/svg+xml",
        figure="metrics.export.image.browser:svg",
        needs_browser=True,
    ),
)
"""Every format, in the order in which a reader is offered them."""

FIGURES = tuple(each for each in FORMATS if each.figure)
BRIEFINGS = tuple(each for each in FORMATS if each.briefing)


def find(ending: str, among: tuple[Format, ...] = FIGURES) -> Format:
    """The format of files with that ending, with or without its dot; raises UnknownFormat with the nearest and all."""
    by_ending = {each.ending: each for each in among}
    word = ending.removeprefix(".").casefold()
    if word not in by_ending:
        near = find_nearest(word, by_ending) or find_nearest(word, {each.label.casefold() for each in among}, 0.6)
        hint = f"; nearest: {near[0]}" if near else ""
        if not word:
            raise UnknownFormat(f"no format is named; end the file in one of: {', '.join(by_ending)}")
        raise UnknownFormat(f"unknown format '{word}'{hint}. All there are: {', '.join(by_ending)}")
    return by_ending[word]


def write(exhibit: Exhibit, ending: str) -> bytes:
    """A figure as the bytes of a file; raises UnknownFormat, and NoPicture for a picture of what is only a table."""
    kind = find(ending)
    if kind.needs_browser and exhibit.picture is None:
        others = ", ".join(each.ending for each in FIGURES if not each.needs_browser)
        raise NoPicture(f"{exhibit.title} This selection has no chart, only a table: write it as one of {others}")
    return _bytes(_writer(kind.figure)(exhibit))


def write_briefing(briefing: Briefing, ending: str, tell: Told | None = None) -> bytes:
    """A briefing as the bytes of a file; `tell` hears of each part where a format is made in parts."""
    kind = find(ending, BRIEFINGS)
    make = _writer(kind.briefing)
    return _bytes(make(briefing) if kind.is_text else make(briefing, tell))


def _writer(name: str) -> Callable[..., Any]:
    writer: Callable[..., Any] = pkgutil.resolve_name(name)
    return writer


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
