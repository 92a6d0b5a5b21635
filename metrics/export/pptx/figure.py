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


def make_slide(exhibit: Exhibit) -> bytes:
    """A deck of this one slide, as a file."""
    deck = empty()
    add(deck, exhibit)
    return save(deck, exhibit.title, exhibit.subtitle, exhibit.built_at)


def add(deck: Deck, exhibit: Exhibit) -> Slide:
    """The figure on a slide of its own at the end of the deck."""
    native = exhibit.picture.native if exhibit.picture else None
    if native is None:
        slide, rest = _add_table(deck, exhibit)
    else:
        slide, rest = _add_chart(deck, exhibit, native)
    write_head(slide, exhibit)
    text.write_small_print(slide, [exhibit.credit, *list_notes(exhibit), rest, *exhibit.caveats])
    finish(slide, exhibit)
    return slide


def write_head(slide: Slide, exhibit: Exhibit) -> None:
    """What the figure says as title, or else its question; under it the question, unit, population and time."""
    question = exhibit.title if exhibit.said else ""
    text.write_head(
        slide, exhibit.said or exhibit.title, exhibit.subtitle, question=question, mark=SAMPLE * exhibit.is_sample
    )


def list_notes(exhibit: Exhibit) -> list[str]:
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


def finish(slide: Slide, exhibit: Exhibit) -> None:
    """Date, build and address at the foot, and everything that must be known in the speaker notes."""
    foot = f"{PROJECT} · build {exhibit.build_id}{f' · {exhibit.link}' if exhibit.link else ''}"
    text.write_foot(slide, f"As of {exhibit.as_of}", foot)
    text.write_notes(slide, [*about(exhibit)])


def about(exhibit: Exhibit) -> Iterator[str]:
    """What it shows and says, the facts of its indicator, notes, citation and sources, a paragraph each."""
    yield f"{exhibit.title} {exhibit.subtitle}."
    yield exhibit.said
    yield from (f"{name}: {words}" for name, words in facts.of_metric(exhibit.metric))
    yield from (f"Note: {each}" for each in exhibit.notes)
    yield exhibit.credit
    yield f"Cite as: {exhibit.citation}"
    yield "Sources:"
    yield from (_format_source(row) for _, row in exhibit.sources.iterrows())


def save(deck: Deck, title: str, subject: str, built_at: datetime) -> bytes:
    """The deck as a file with its properties; the time is that of the build."""
    properties = deck.core_properties
    properties.title, properties.subject, properties.author = title, subject, PROJECT
    properties.last_modified_by, properties.keywords, properties.comments = PROJECT, "", ""
    properties.created = properties.modified = built_at.replace(tzinfo=None)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _add_chart(deck: Deck, exhibit: Exhibit, native: Native) -> tuple[Slide, str]:
    slide = text.add_slide(deck, "Figure")
    charts.draw(slide, native, exhibit.picture.alt if exhibit.picture else "", exhibit.built_at)
    if exhibit.is_sample:
        text.draw_watermark(slide, WHOLE)
    missing = charts.count_left_out(native)
    return slide, f"{missing:,} more have no room here; {REST}." if missing else ""


def _add_table(deck: Deck, exhibit: Exhibit) -> tuple[Slide, str]:
    slide = text.add_slide(deck, "Table")
    table = make_readable(exhibit)
    alt = exhibit.picture.alt if exhibit.picture else f"{exhibit.title} The figures as a table."
    count = slide_table.draw_table(slide, table, "Table", alt)
    if exhibit.is_sample:
        text.draw_watermark(slide, WHOLE, is_behind=True)
    return slide, f"The first {count:,} of {len(table):,} rows; {REST}." if count < len(table) else ""


def make_readable(exhibit: Exhibit) -> pd.DataFrame:
    """The table of a figure as text, without the columns that the source line tells."""
    words = exhibit.words.copy()
    if "Period" in words and not words["Period"].empty:
        words["Period"] = [formatting.format_month(each) for each in words["Period"]]
    for column in (exhibit.metric.title, "Low", "High"):
        if column in words:
            words[column] = [
                "" if pd.isna(each) else formatting.format_number(each, exhibit.metric.unit) for each in words[column]
            ]
    words = slide_table.format_words(words.drop(columns=["Source"], errors="ignore"))
    constant_columns = [column for column in ("Evidence", "Period") if column in words and words[column].nunique() == 1]
    words = words.drop(columns=constant_columns) if len(words) > 1 else words
    return words[[column for column in words.columns if words[column].ne("").any()]]


def _format_source(row: pd.Series) -> str:
    parts = [row[column] for column in ("title", "publisher", "year", "address", "version", "sha256")]
    parts_in_words = dict.fromkeys(
        f"{part:.0f}" if isinstance(part, float) else f"{part}" for part in parts if pd.notna(part)
    )
    return f"• {row['source']}: {'; '.join(each for each in parts_in_words if each and each != row['source'])}"
