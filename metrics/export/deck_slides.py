"""The slides of a deck that are no single figure: cover, summary, limits, the headline of a theme, method, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from metrics import sentences, sentences_exports
from metrics.export import native_scale, slide_charts, slide_table, slide_text, slides, widths
from metrics.export.briefing import Briefing, Chapter, Figure
from metrics.export.exhibit import Exhibit
from metrics.export.native_scale import Scale
from metrics.export.slide_master import CAPTION, CARD, CARDS, CHART, CONTENT, LIMITS, NOTES, SUBTITLE, TITLE
from metrics.export.slide_text import Run, paragraphs, placeholder
from metrics.sentences_exports import SAMPLE
from metrics.theme import LIGHT

COVER_SIZES: Final = (40, 36, 32, 28)
ROOM_BESIDE: Final = 1.16
SOURCE_COLUMNS: Final = {"title": "Source", "publisher": "Publisher", "year": "Year", "version": "Version"}
CELL: Final = 15


def cover(deck: Deck, briefing: Briefing) -> Slide:
    """What it is, whose, as of when, measured from when, and how far it is real."""
    made = slide_text.new(deck, "Cover")
    slide_text.put(made, TITLE, briefing.title, COVER_SIZES, is_bold=True)
    slide_text.put(made, SUBTITLE, f"{briefing.whose} · as of {briefing.as_of}", (22, 20, 18, 16))
    lines = [[Run(f"Changes since {sentences.month(briefing.baseline)}", 14)]]
    lines += [[Run(slide_text.plain(each), 14)] for each in briefing.lead]
    if briefing.is_sample:
        lines.append([Run(f"{SAMPLE}, where a figure says so", 14, True, LIGHT.limit)])
    paragraphs(placeholder(made, NOTES).text_frame, lines, after=4)
    cited = sentences_exports.citation(
        briefing.title, f"{briefing.whose}.", briefing.build_id, briefing.built_at, briefing.link
    )
    return _finished(made, briefing, [*briefing.lead, *briefing.method, f"Cite as: {cited}"])


def summary(deck: Deck, briefing: Briefing) -> Slide:
    """Every theme with its numbers, a row each."""
    made = slide_text.new(deck, "Sheet")
    changes = {each.change for chapter in briefing.chapters for each in chapter.figures}
    alike = changes.pop() if len(changes) == 1 else ""
    told = " · ".join(filter(None, [briefing.whose, f"as of {briefing.as_of}", alike]))
    title = " ".join(briefing.lead) or briefing.title
    slide_text.head(made, title, told, is_sample=briefing.is_sample)
    shape: Any = placeholder(made, CONTENT)
    most = max((len(chapter.figures) for chapter in briefing.chapters), default=1) or 1
    first = 0.15 * shape.width.pt
    across = (shape.width.pt - first) / most
    high = shape.height.pt / len(briefing.chapters)
    frame = shape.insert_table(len(briefing.chapters), most + 1)
    slide_table.unstyled(frame.table, [first, *[across] * most], [min(high, 62.0)] * len(briefing.chapters))
    said = [f"{each.title} {each.value}" for chapter in briefing.chapters for each in chapter.figures]
    slide_text.describe(frame, "Summary", f"Table of numbers by theme. {'; '.join(said)}.")
    for row, chapter in enumerate(briefing.chapters):
        slide_table.fill(frame.table.cell(row, 0), [[Run(chapter.theme, 13, True, LIGHT.career)]])
        for column in range(most):
            found = chapter.figures[column : column + 1]
            lines = [line for each in found for line in _cell(each, across - slide_table.BESIDE, is_told=not alike)]
            slide_table.fill(frame.table.cell(row, column + 1), lines or [[Run("")]])
    notes = [f"{each.title}: {each.definition}" for chapter in briefing.chapters for each in chapter.figures]
    return _finished(made, briefing, [*(chapter.said for chapter in briefing.chapters), *dict.fromkeys(notes)])


def limits(deck: Deck, briefing: Briefing) -> Slide:
    """Each limit in law with what stands against it, all on one scale."""
    made = slide_text.new(deck, "Limits")
    shown = [each for each in briefing.limits if each.picture and each.picture.native][:LIMITS]
    told = f"The limits in law · {briefing.whose} · as of {briefing.as_of}"
    slide_text.head(made, shown[0].said, told, is_sample=any(each.is_sample for each in shown))
    natives = [each.picture.native for each in shown if each.picture and each.picture.native]
    top = max((native_scale.ends(native)[1] for native in natives), default=1)
    for at, (exhibit, native) in enumerate(zip(shown, natives, strict=True)):
        scale = Scale(0, top * 1.02, top, native_scale.form(native.unit))
        name, _, rest = exhibit.said.partition(": ")
        lines = [[Run(name, 15, True)], [Run(sentences.sentence_case(rest), 13, False, LIGHT.muted)]]
        paragraphs(placeholder(made, CARD + at).text_frame, lines, after=3)
        named = replace(native, categories=(exhibit.metric.title,))
        alt = exhibit.picture.alt if exhibit.picture else exhibit.said
        slide_charts.draw(made, named, alt, exhibit.built_at, index=CHART + at, scale=scale)
    _without(made, [*range(CARD + len(shown), CARD + LIMITS), *range(CHART + len(shown), CHART + LIMITS)])
    _small_print(made, shown, [])
    return _finished(made, briefing, [line for each in shown for line in slides.about(each)])


def headline(deck: Deck, briefing: Briefing, chapter: Chapter, exhibit: Exhibit | None) -> Slide:
    """A theme at a glance: its sentence, its numbers with their changes, and one chart."""
    made = slide_text.new(deck, "Headline")
    is_sample = bool(exhibit and exhibit.is_sample)
    slide_text.head(made, chapter.said, f"{chapter.theme} · {briefing.whose}", is_sample=is_sample)
    figures = chapter.figures[:CARDS]
    changes = {each.change for each in figures}
    alike = changes.pop() if len(changes) == 1 and len(figures) > 1 else ""
    for at, each in enumerate(figures):
        shape = placeholder(made, CARD + at)
        paragraphs(shape.text_frame, _card(each, shape.width.pt, is_told=not alike))
    _without(made, range(CARD + len(figures), CARD + CARDS))
    notes = [f"{each.title}: {each.definition}" for each in figures]
    if exhibit is None or exhibit.picture is None or exhibit.picture.native is None:
        _without(made, [CAPTION, CONTENT])
        _small_print(made, [], [sentences.sentence_case(alike)])
        return _finished(made, briefing, [chapter.said, *notes])
    caption = placeholder(made, CAPTION)
    wide = caption.width.pt
    asked = widths.shortened(exhibit.title, wide * 0.95, 12)
    told = widths.shortened(exhibit.subtitle, wide, 10)
    paragraphs(caption.text_frame, [[Run(asked, 12, True)], [Run(told, 10, False, LIGHT.muted)]])
    shape = placeholder(made, CONTENT)
    box = (shape.left.inches, shape.top.inches, shape.width.inches, shape.height.inches)
    slide_charts.draw(made, exhibit.picture.native, exhibit.picture.alt, exhibit.built_at)
    if exhibit.is_sample:
        slide_text.watermark(made, box)
    _small_print(made, [exhibit], [f"{sentences.sentence_case(alike)}." if alike else ""])
    return _finished(made, briefing, [chapter.said, *notes, *slides.about(exhibit)])


def method(deck: Deck, briefing: Briefing) -> Slide:
    """How the numbers were made, a paragraph each."""
    made = slide_text.new(deck, "Words")
    slide_text.head(made, "How these figures were made", f"{briefing.whose} · as of {briefing.as_of}")
    shape = placeholder(made, CONTENT)
    told = [slide_text.plain(each) for each in briefing.method]
    size = slide_text.fitting(shape, "\n".join(f"{each}\n" for each in told), (16, 15, 14, 13, 12))
    paragraphs(shape.text_frame, [[Run(each, size)] for each in told], after=size * 0.6)
    return _finished(made, briefing, told)


def table(deck: Deck, briefing: Briefing, title: str, rows: pd.DataFrame) -> Slide:
    """A table on a slide of its own."""
    made = slide_text.new(deck, "Sheet")
    slide_text.head(made, title, f"{briefing.whose} · as of {briefing.as_of}")
    words = slide_table.words(rows)
    slide_table.draw(made, words, title, f"{title}: a table of {len(rows)} rows: {', '.join(map(str, rows.columns))}.")
    return _finished(made, briefing, [title])


def sources(found: pd.DataFrame) -> pd.DataFrame:
    """Sources as a reader sees them."""
    named = found.assign(title=found["title"].where(found["title"].fillna("") != "", found["source"]))
    shown = named[[*SOURCE_COLUMNS]].rename(columns=SOURCE_COLUMNS)
    shown["Year"] = [f"{each:.0f}" if isinstance(each, float) and pd.notna(each) else each for each in shown["Year"]]
    shown["Evidence"] = found["evidence"].map(sentences.EVIDENCE)
    return slide_table.words(shown.astype(object).where(shown.notna(), None))


def _card(figure: Figure, wide: float, *, is_told: bool) -> list[list[Run]]:
    """A number with its name above, and under it its change, its time and what it rests on."""
    change = figure.change if is_told else ""
    beside = bool(change) and widths.width(f"{figure.value}  ", 24, True) + widths.width(change, 11) <= wide
    value = [Run(figure.value, 24, True), *([Run(f"  {change}", 11)] if beside else [])]
    under = [change] if change and not beside else []
    return [
        [Run(widths.shortened(figure.title, wide, 11), 11, False, LIGHT.muted)],
        value,
        *([Run(widths.shortened(each, wide, 9), 9)] for each in under),
        [Run(widths.shortened(f"{figure.dated} · {figure.evidence}", wide, 9), 9, False, _ink(figure))],
    ]


def _cell(figure: Figure, wide: float, *, is_told: bool) -> list[list[Run]]:
    """The same for a cell: value and change, then the name and the time."""
    change = figure.change if is_told else ""
    beside = bool(change) and widths.width(f"{figure.value}  ", CELL, True) + widths.width(change, 9) <= wide
    value = [Run(figure.value, CELL, True), *([Run(f"  {change}", 9, False, LIGHT.muted)] if beside else [])]
    name = widths.shortened(figure.title, wide, 9)
    return [value, [Run(name, 9)], [Run(figure.dated, 8, False, _ink(figure))]]


def _ink(figure: Figure) -> str:
    """The colour of what a number rests on: red where it is the sample."""
    return LIGHT.limit if figure.evidence.startswith(sentences.EVIDENCE["sample"]) else LIGHT.muted


def _small_print(made: Slide, exhibits: Iterable[Exhibit], more: Sequence[str]) -> None:
    shown = [*exhibits]
    credits = dict.fromkeys(each.credit for each in shown)
    mind = dict.fromkeys(line for each in shown for line in (*each.notes, *each.caveats))
    said = [each for each in (*credits, *more, *mind) if each]
    if said:
        slide_text.small_print(made, said)
    else:
        _without(made, [NOTES])


def _without(made: Slide, indexes: Iterable[int]) -> None:
    """Take placeholders from the slide that nothing fills: they would ask the next editor for text."""
    for index in indexes:
        shape = placeholder(made, index)
        shape.element.getparent().remove(shape.element)


def _finished(made: Slide, briefing: Briefing, notes: Sequence[str]) -> Slide:
    foot = " · ".join(filter(None, [briefing.title, f"build {briefing.build_id}", briefing.link]))
    slide_text.foot(made, f"As of {briefing.as_of}", foot)
    slide_text.notes(made, notes)
    return made
