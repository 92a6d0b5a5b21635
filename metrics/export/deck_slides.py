"""The slides of a deck that are no single figure: cover, summary, limits, the headline of a theme, method, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from metrics.export.slide_table import Fit
from metrics.export.slide_text import Run, paragraphs, placeholder
from metrics.sentences_exports import SAMPLE
from metrics.theme import LIGHT

COVER_SIZES: Final = (40, 36, 32, 28)
SOURCE_COLUMNS: Final = {"title": "Source", "publisher": "Publisher", "year": "Year", "version": "Version"}
CELL: Final = 15
TALLEST_ROW: Final = 62.0
CARD_SIZE: Final = 22
SMALLEST: Final = 9
SHORT: Final = " · sample"
MOVES: Final = ("up ", "down ", "unchanged")
MIXED: Final = " †"
MIXED_WORDS: Final = "† the baseline is of another source or kind of evidence"


def cover(deck: Deck, briefing: Briefing) -> Slide:
    """What it is, whose, as of when, measured from when, and how far it is real."""
    made = slide_text.new(deck, "Cover")
    slide_text.put(made, TITLE, briefing.title, COVER_SIZES, is_bold=True)
    slide_text.put(made, SUBTITLE, f"{briefing.whose} · as of {briefing.as_of}", (22, 20, 18, 16))
    lines = [[Run(slide_text.plain(each), 16, False, LIGHT.ink)] for each in briefing.lead]
    lines.append([Run(f"Changes since {sentences.month(briefing.baseline)}. {' '.join(briefing.method[:1])}", 12)])
    if briefing.is_sample:
        lines.append([Run(f"{SAMPLE}, where a figure says so.", 12, True, LIGHT.limit)])
    paragraphs(placeholder(made, NOTES).text_frame, lines, after=5)
    cited = sentences_exports.citation(
        briefing.title, f"{briefing.whose}.", briefing.build_id, briefing.built_at, briefing.link
    )
    return _finished(made, briefing, [*briefing.lead, *briefing.method, f"Cite as: {cited}"])


def summary(deck: Deck, briefing: Briefing) -> Slide:
    """Every theme with its numbers, a row each."""
    made = slide_text.new(deck, "Sheet")
    figures = [each for chapter in briefing.chapters for each in chapter.figures]
    since = f" since {sentences.month(briefing.baseline)}"
    facts = [briefing.whose, f"as of {briefing.as_of}", f"changes{since}", _mixed(figures)]
    told = " · ".join(filter(None, facts))
    mark = f"In red: {SAMPLE[:1].lower()}{SAMPLE[1:]}" if any(map(_is_sample, figures)) else ""
    slide_text.head(made, " ".join(briefing.lead) or briefing.title, told, mark=mark)
    shape: Any = placeholder(made, CONTENT)
    most = max((len(chapter.figures) for chapter in briefing.chapters), default=1) or 1
    first = 0.15 * shape.width.pt
    across = (shape.width.pt - first) / most
    high = min(shape.height.pt / len(briefing.chapters), TALLEST_ROW)
    frame = shape.insert_table(len(briefing.chapters), most + 1)
    slide_table.unstyled(frame.table, [first, *[across] * most], [high] * len(briefing.chapters))
    said = [f"{each.title} {each.value}" for each in figures]
    slide_text.describe(frame, "Summary", f"Table of numbers by theme. {'; '.join(said)}.")
    for row, chapter in enumerate(briefing.chapters):
        slide_table.fill(frame.table.cell(row, 0), [[Run(chapter.theme, 13, True, LIGHT.career)]])
        for column in range(most):
            found = chapter.figures[column : column + 1]
            lines = [line for each in found for line in _cell(each, across - slide_table.BESIDE, since)]
            slide_table.fill(frame.table.cell(row, column + 1), lines or [[Run("", SMALLEST)]])
        if not chapter.figures:
            frame.table.cell(row, 1).merge(frame.table.cell(row, most))
            slide_table.fill(frame.table.cell(row, 1), [[Run(chapter.said, 11, False, LIGHT.muted)]])
    notes = [f"{each.title}: {each.definition}" for chapter in briefing.chapters for each in chapter.figures]
    return _finished(made, briefing, [*(chapter.said for chapter in briefing.chapters), *dict.fromkeys(notes)])


def limits(deck: Deck, briefing: Briefing) -> Slide:
    """Each limit in law with what stands against it, all on one scale."""
    made = slide_text.new(deck, "Limits")
    shown = [each for each in briefing.limits if each.picture and each.picture.native][:LIMITS]
    told = f"The limits in law · {briefing.whose} · as of {briefing.as_of}"
    slide_text.head(made, shown[0].said, told, mark=SAMPLE * any(each.is_sample for each in shown))
    natives = [each.picture.native for each in shown if each.picture and each.picture.native]
    top = max((native_scale.ends(native)[1] for native in natives), default=1)
    for at, (exhibit, native) in enumerate(zip(shown, natives, strict=True)):
        scale = Scale(0, top * 1.02, top, native_scale.form(native.unit))
        name, _, rest = exhibit.said.partition(": ")
        lines = [[Run(name, 15, True)], [Run(sentences.sentence_case(rest), 13, False, LIGHT.muted)]]
        paragraphs(placeholder(made, CARD + at).text_frame, lines, after=3)
        alt = exhibit.picture.alt if exhibit.picture else exhibit.said
        slide_charts.draw(made, native, alt, exhibit.built_at, index=CHART + at, scale=scale)
    _without(made, [*range(CARD + len(shown), CARD + LIMITS), *range(CHART + len(shown), CHART + LIMITS)])
    _small_print(made, shown)
    return _finished(made, briefing, [line for each in shown for line in slides.about(each)])


def headline(deck: Deck, briefing: Briefing, chapter: Chapter, exhibit: Exhibit | None) -> Slide:
    """A theme at a glance: its sentence, its numbers with their changes, and one chart."""
    made = slide_text.new(deck, "Headline")
    figures = chapter.figures[:CARDS]
    changes = {each.change for each in figures}
    alike = changes.pop() if len(changes) == 1 and len(figures) > 1 else ""
    told = " · ".join(filter(None, [chapter.theme, briefing.whose, alike, "" if alike else _mixed(figures)]))
    slide_text.head(made, chapter.said, told, mark=SAMPLE * bool(exhibit and exhibit.is_sample))
    for at, each in enumerate(figures):
        shape = placeholder(made, CARD + at)
        paragraphs(shape.text_frame, _card(each, shape.width.pt, is_told=not alike))
    _without(made, range(CARD + len(figures), CARD + CARDS))
    notes = [f"{each.title}: {each.definition}" for each in figures]
    if exhibit is None or exhibit.picture is None or exhibit.picture.native is None:
        _without(made, [CAPTION, CONTENT, NOTES])
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
    _small_print(made, [exhibit])
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


def table(deck: Deck, briefing: Briefing, title: str, words: pd.DataFrame, fit: Fit) -> Slide:
    """A table on a slide of its own, or a part of one."""
    made = slide_text.new(deck, "Sheet")
    slide_text.head(made, title, f"{briefing.whose} · as of {briefing.as_of}")
    alt = f"{title}: a table of {len(words)} rows: {', '.join(map(str, words.columns))}."
    slide_table.draw(made, words, title, alt, fit)
    return _finished(made, briefing, [alt])


def sources(found: pd.DataFrame) -> pd.DataFrame:
    """Sources as a reader sees them."""
    named = found.assign(title=found["title"].where(found["title"].fillna("") != "", found["source"]))
    shown = named[[*SOURCE_COLUMNS]].rename(columns=SOURCE_COLUMNS)
    shown["Year"] = ["" if pd.isna(each) else f"{int(each)}" for each in shown["Year"]]
    shown["Evidence"] = found["evidence"].map(sentences.EVIDENCE)
    shown = slide_table.words(shown.astype(object).where(shown.notna(), None))
    return shown[[column for column in shown.columns if shown[column].ne("").any()]]


def _card(figure: Figure, wide: float, *, is_told: bool) -> list[list[Run]]:
    """A number with its name above, and under it its change, its time and what it rests on."""
    change = _short(figure.change) if is_told else ""
    is_beside = widths.width(f"{figure.value}  ", CARD_SIZE, True) + widths.width(change, 11) <= wide
    value = [Run(figure.value, CARD_SIZE, True), *([Run(f"  {change}", 11)] if change and is_beside else [])]
    under = [widths.shortened(change, wide, SMALLEST)] if change and not is_beside else []
    return [
        [Run(widths.shortened(figure.title, wide, 11), 11, False, LIGHT.muted)],
        value,
        *([Run(each, SMALLEST)] for each in under),
        [Run(widths.shortened(f"{figure.dated} · {figure.evidence}", wide, SMALLEST), SMALLEST, False, _ink(figure))],
    ]


def _cell(figure: Figure, wide: float, since: str) -> list[list[Run]]:
    """The same for a cell: value and change, then the name and the time; `since` is told once for all."""
    change = _short(figure.change).replace(since, "") if figure.change.startswith(MOVES) else ""
    is_beside = widths.width(f"{figure.value}  ", CELL, True) + widths.width(change, SMALLEST) <= wide
    moved = [Run(f"  {change}", SMALLEST, False, LIGHT.muted)] if change and is_beside else []
    name = widths.shortened(figure.title, wide, SMALLEST)
    dated = f"{figure.dated}{SHORT * _is_sample(figure)}"
    return [[Run(figure.value, CELL, True), *moved], [Run(name, SMALLEST)], [Run(dated, 8, False, _ink(figure))]]


def _short(change: str) -> str:
    """A change with a sign in the place of what its baseline differs in."""
    told, bracket, _ = change.partition(" (")
    return f"{told}{MIXED * bool(bracket)}"


def _mixed(figures: Iterable[Figure]) -> str:
    """What the sign means, where a change has it."""
    return MIXED_WORDS if any(_short(each.change).endswith(MIXED) for each in figures) else ""


def _ink(figure: Figure) -> str:
    """The colour of what a number rests on: red where it is the sample."""
    return LIGHT.limit if _is_sample(figure) else LIGHT.muted


def _is_sample(figure: Figure) -> bool:
    return figure.evidence.startswith(sentences.EVIDENCE["sample"])


def _small_print(made: Slide, exhibits: Iterable[Exhibit]) -> None:
    shown = [*exhibits]
    mind = [line for each in shown for line in (*slides.noted(each), *each.caveats)]
    slide_text.small_print(made, [*(each.credit for each in shown), *mind])


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
