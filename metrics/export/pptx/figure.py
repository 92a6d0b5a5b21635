"""One figure as a slide that stands alone: a native chart or table, its sentence, source, date, caveats and notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Final

import pandas as pd
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from metrics import formatting
from metrics.charts.spec import Native
from metrics.exhibits import facts
from metrics.exhibits.exhibit import Exhibit
from metrics.export.pptx import charts, text
from metrics.export.pptx import table as slide_table
from metrics.export.pptx.template import WHOLE, empty
from metrics.text import events
from metrics.text.exports import PROJECT, SAMPLE

REST: Final = "the rest is in the workbook"


def slide(exhibit: Exhibit) -> bytes:
    """A deck of this one slide, as a file."""
    deck = empty()
    add(deck, exhibit)
    return saved(deck, exhibit.title, exhibit.subtitle, exhibit.built_at)


def add(deck: Deck, exhibit: Exhibit) -> Slide:
    """The figure on a slide of its own at the end of the deck."""
    native = exhibit.picture.native if exhibit.picture else None
    if native is None:
        made, rest = _as_table(deck, exhibit)
    else:
        made, rest = _as_chart(deck, exhibit, native)
    head(made, exhibit)
    text.small_print(made, [exhibit.credit, *noted(exhibit), rest, *exhibit.caveats])
    finish(made, exhibit)
    return made


def head(made: Slide, exhibit: Exhibit) -> None:
    """What the figure says as title, or else its question; under it the question, unit, population and time."""
    asked = exhibit.title if exhibit.said else ""
    text.head(made, exhibit.said or exhibit.title, exhibit.subtitle, asked=asked, mark=SAMPLE * exhibit.is_sample)


def noted(exhibit: Exhibit) -> list[str]:
    """The notes of a figure, first what is incomplete, then the key to what is numbered on it.

    Small charts of several leave the key out.

    Args:
        exhibit: The figure.

    Returns:
        The notes in order.
    """
    native = exhibit.picture.native if exhibit.picture else None
    key = events.write_key(native.events) if native else ""
    has_numbers = native is not None and len(charts.parts(native)) == 1
    rest = [each for each in exhibit.notes if each not in (key, *exhibit.remarks)]
    return [*exhibit.remarks, *([key] if has_numbers and key in exhibit.notes else []), *rest]


def finish(made: Slide, exhibit: Exhibit) -> None:
    """Date, build and address at the foot, and everything that must be known in the speaker notes."""
    foot = f"{PROJECT} · build {exhibit.build_id}{f' · {exhibit.link}' if exhibit.link else ''}"
    text.foot(made, f"As of {exhibit.as_of}", foot)
    text.notes(made, [*about(exhibit)])


def about(exhibit: Exhibit) -> Iterator[str]:
    """What it shows and says, the facts of its indicator, notes, citation and sources, a paragraph each."""
    yield f"{exhibit.title} {exhibit.subtitle}."
    yield exhibit.said
    yield from (f"{name}: {words}" for name, words in facts.of_metric(exhibit.metric))
    yield from (f"Note: {each}" for each in exhibit.notes)
    yield exhibit.credit
    yield f"Cite as: {exhibit.citation}"
    yield "Sources:"
    yield from (_source(row) for _, row in exhibit.sources.iterrows())


def saved(deck: Deck, title: str, subject: str, made: datetime) -> bytes:
    """The deck as a file with its properties; the time is that of the build."""
    known = deck.core_properties
    known.title, known.subject, known.author = title, subject, PROJECT
    known.last_modified_by, known.keywords, known.comments = PROJECT, "", ""
    known.created = known.modified = made.replace(tzinfo=None)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _as_chart(deck: Deck, exhibit: Exhibit, native: Native) -> tuple[Slide, str]:
    made = text.new(deck, "Figure")
    charts.draw(made, native, exhibit.picture.alt if exhibit.picture else "", exhibit.built_at)
    if exhibit.is_sample:
        text.watermark(made, WHOLE)
    missing = charts.left_out(native)
    return made, f"{missing:,} more have no room here; {REST}." if missing else ""


def _as_table(deck: Deck, exhibit: Exhibit) -> tuple[Slide, str]:
    made = text.new(deck, "Table")
    table = readable(exhibit)
    alt = exhibit.picture.alt if exhibit.picture else f"{exhibit.title} The figures as a table."
    shown = slide_table.draw(made, table, "Table", alt)
    if exhibit.is_sample:
        text.watermark(made, WHOLE, is_behind=True)
    return made, f"The first {shown:,} of {len(table):,} rows; {REST}." if shown < len(table) else ""


def readable(exhibit: Exhibit) -> pd.DataFrame:
    """The table of a figure as text, without the columns that the source line tells."""
    words = exhibit.words.copy()
    if "Period" in words and not words["Period"].empty:
        words["Period"] = [formatting.format_month(each) for each in words["Period"]]
    for column in (exhibit.metric.title, "Low", "High"):
        if column in words:
            words[column] = [
                "" if pd.isna(each) else formatting.format_number(each, exhibit.metric.unit) for each in words[column]
            ]
    words = slide_table.words(words.drop(columns=["Source"], errors="ignore"))
    told = [column for column in ("Evidence", "Period") if column in words and words[column].nunique() == 1]
    words = words.drop(columns=told) if len(words) > 1 else words
    return words[[column for column in words.columns if words[column].ne("").any()]]


def _source(row: pd.Series) -> str:
    parts = [row[column] for column in ("title", "publisher", "year", "address", "version", "sha256")]
    told = dict.fromkeys(f"{part:.0f}" if isinstance(part, float) else f"{part}" for part in parts if pd.notna(part))
    return f"• {row['source']}: {'; '.join(each for each in told if each and each != row['source'])}"
