"""The slides of a deck that are no single figure: cover, summary, limits, the headline of a theme, method, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pandas as pd
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from metrics import formatting
from metrics.charts import scale as native_scale
from metrics.charts.scale import Scale
from metrics.charts.theme import LIGHT
from metrics.exhibits.exhibit import Exhibit
from metrics.export import text_metrics
from metrics.export.briefing.model import Briefing, Chapter
from metrics.export.pptx import charts, deck_text, figure, text
from metrics.export.pptx import table as slide_table
from metrics.export.pptx.runs import Run
from metrics.export.pptx.table import Fit
from metrics.export.pptx.template import CAPTION, CARD, CARDS, CHART, CONTENT, LIMITS, NOTES, SUBTITLE, TITLE
from metrics.export.pptx.text import paragraphs, place_of, placeholder, take_placeholder
from metrics.text import exports
from metrics.text.briefing import MOVES, UP_TO
from metrics.text.exports import SAMPLE

COVER_SIZES: Final = (40, 36, 32, 28)
SOURCE_COLUMNS: Final = {"title": "Source", "publisher": "Publisher", "year": "Year", "version": "Version"}
TALLEST_ROW: Final = 62.0
LIMIT_SIZES: Final = (15, 14, 13, 12, 11)


def add_cover(deck: Deck, briefing: Briefing) -> Slide:
    """What it is, whose, as of when, measured from when, and how far it is real."""
    slide = text.add_slide(deck, "Cover")
    text.put(slide, TITLE, briefing.title, COVER_SIZES, is_bold=True)
    text.put(slide, SUBTITLE, briefing.whose, (22, 20, 18, 16))
    lines = [[Run(text.plain(each), 16, False, LIGHT.ink)] for each in briefing.lead]
    comparison = formatting.capitalize_first(briefing.compared)
    lines.append([Run(f"{comparison}. {' '.join(briefing.method[:1])}", 12)])
    if briefing.is_sample:
        lines.append([Run(f"{SAMPLE}, where a figure says so.", 12, True, LIGHT.limit)])
    paragraphs(placeholder(slide, NOTES).text_frame, lines, after=5)
    citation = exports.write_citation(
        briefing.title, f"{briefing.whose}.", briefing.build_id, briefing.built_at, briefing.link
    )
    notes = [*briefing.lead, *briefing.method, f"Cite as: {citation}"]
    return _finish(slide, briefing, notes, f"{UP_TO} {briefing.as_of}")


def add_summary(deck: Deck, briefing: Briefing) -> Slide:
    """Every theme with its numbers, a row each."""
    slide = text.add_slide(deck, "Sheet")
    figures = [each for chapter in briefing.chapters for each in chapter.figures]
    since = _since(briefing)
    subtitle = " · ".join(filter(None, [briefing.whose, briefing.compared, deck_text.explain_mixed(figures)]))
    mark = f"In red: {SAMPLE[:1].lower()}{SAMPLE[1:]}" if any(map(deck_text.is_sample, figures)) else ""
    text.write_head(slide, " ".join(briefing.lead) or briefing.title, subtitle, mark=mark)
    shape: Any = take_placeholder(slide, CONTENT)
    most = max((len(chapter.figures) for chapter in briefing.chapters), default=1) or 1
    first = 0.15 * shape.width.pt
    across = (shape.width.pt - first) / most
    high = min(shape.height.pt / len(briefing.chapters), TALLEST_ROW)
    frame = shape.insert_table(len(briefing.chapters), most + 1)
    slide_table.remove_style(frame.table, [first, *[across] * most], [high] * len(briefing.chapters))
    texts = [f"{each.title} {each.value}" for each in figures]
    text.describe(frame, "Summary", f"Table of numbers by theme. {'; '.join(texts)}.")
    for row, chapter in enumerate(briefing.chapters):
        slide_table.fill_cell(frame.table.cell(row, 0), [[Run(chapter.theme, 13, True, LIGHT.career)]])
        for column in range(most):
            numbers = chapter.figures[column : column + 1]
            lines = [
                line for each in numbers for line in deck_text.format_cell(each, across - slide_table.BESIDE, since)
            ]
            slide_table.fill_cell(frame.table.cell(row, column + 1), lines or [[Run("", 9)]])
        if not chapter.figures:
            frame.table.cell(row, 1).merge(frame.table.cell(row, most))
            slide_table.fill_cell(frame.table.cell(row, 1), [[Run(chapter.said, 11, False, LIGHT.muted)]])
    notes = dict.fromkeys(f"{each.title}: {each.definition}" for each in figures)
    return _finish(slide, briefing, [*briefing.said, *notes], deck_text.format_date(figures))


def add_limits(deck: Deck, briefing: Briefing) -> Slide:
    """Each limit in law with what stands against it, all on one scale."""
    slide = text.add_slide(deck, "Limits")
    exhibits = [each for each in briefing.limits if each.picture and each.picture.native][:LIMITS]
    subtitle = f"The limits in law · {briefing.whose}"
    text.write_head(slide, exhibits[0].said, subtitle, mark=SAMPLE * any(each.is_sample for each in exhibits))
    natives = [each.picture.native for each in exhibits if each.picture and each.picture.native]
    top = max((native_scale.find_ends(native)[1] for native in natives), default=1)
    for at, (exhibit, native) in enumerate(zip(exhibits, natives, strict=True)):
        scale = Scale(0, top * 1.02, top, native_scale.choose_format(native.unit))
        name, _, rest = exhibit.said.partition(": ")
        size = text.fitting(slide, CARD + at, exhibit.said, LIMIT_SIZES, is_bold=True)
        lines = [[Run(name, size, True)], [Run(formatting.capitalize_first(rest), size - 2, False, LIGHT.muted)]]
        paragraphs(placeholder(slide, CARD + at).text_frame, lines, after=3)
        alt = exhibit.picture.alt if exhibit.picture else exhibit.said
        charts.draw(slide, native, alt, exhibit.built_at, index=CHART + at, scale=scale)
    _remove_placeholders(
        slide, [*range(CARD + len(exhibits), CARD + LIMITS), *range(CHART + len(exhibits), CHART + LIMITS)]
    )
    own = [*_name_notes(exhibits)]
    of_all = [line for each in exhibits for line in figure.list_notes(each) if _is_shared(line, exhibits)]
    mind = [*own, *of_all, *(caveat for each in exhibits for caveat in each.caveats)]
    text.write_small_print(slide, [deck_text.format_credit(exhibits), *mind])
    notes = [line for each in exhibits for line in figure.about(each)]
    return _finish(slide, briefing, [*own, *notes], deck_text.format_date([], exhibits))


def _name_notes(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    """What is known of one bar alone, under its name: on a slide of three nobody would know which one "it" is."""
    for each in exhibits:
        own = [line for line in figure.list_notes(each) if not _is_shared(line, exhibits)]
        if own:
            yield f"{each.title}. {' '.join(own)}"


def _is_shared(line: str, exhibits: Sequence[Exhibit]) -> bool:
    return len(exhibits) == 1 or sum(line in figure.list_notes(each) for each in exhibits) > 1


def add_headline(deck: Deck, briefing: Briefing, chapter: Chapter, exhibit: Exhibit | None) -> Slide:
    """A theme at a glance: its sentence, its numbers with their changes, and one chart."""
    slide = text.add_slide(deck, "Headline")
    figures, since = chapter.figures[:CARDS], _since(briefing)
    comparison = briefing.compared if any(each.change.startswith(MOVES) for each in figures) else ""
    subtitle = " · ".join(filter(None, [chapter.theme, briefing.whose, comparison, deck_text.explain_mixed(figures)]))
    text.write_head(slide, chapter.said, subtitle, mark=SAMPLE * bool(exhibit and exhibit.is_sample))
    for at, each in enumerate(figures):
        wide = place_of(slide, CARD + at).ends[2].pt
        paragraphs(placeholder(slide, CARD + at).text_frame, deck_text.format_card(each, wide, since))
    _remove_placeholders(slide, range(CARD + len(figures), CARD + CARDS))
    notes = [deck_text.speak(each) for each in figures]
    if exhibit is None or exhibit.picture is None or exhibit.picture.native is None:
        _remove_placeholders(slide, [CAPTION, CONTENT, NOTES])
        notes_in_full = [chapter.said, *notes, chapter.history]
        return _finish(slide, briefing, [*filter(None, notes_in_full)], deck_text.format_date(figures))
    wide = place_of(slide, CAPTION).ends[2].pt
    question = text_metrics.shorten(exhibit.title, wide * 0.95, 12)
    # Whose it is stands over the slide already, and the time must not be cut.
    subtitle = exhibit.subtitle.replace(f" · {briefing.whose}, ", " · ").replace(f" · {briefing.whose} · ", " · ")
    subtitle = text_metrics.shorten(subtitle, wide, 10)
    paragraphs(
        placeholder(slide, CAPTION).text_frame, [[Run(question, 12, True)], [Run(subtitle, 10, False, LIGHT.muted)]]
    )
    charts.draw(slide, exhibit.picture.native, exhibit.picture.alt, exhibit.built_at)
    if exhibit.is_sample:
        text.draw_watermark(slide, place_of(slide, CONTENT).box)
    _write_small_print(slide, [exhibit], chapter.history)
    notes_in_full = [chapter.said, *notes, chapter.history, *figure.about(exhibit)]
    return _finish(slide, briefing, [*filter(None, notes_in_full)], f"Chart as of {exhibit.as_of}")


def add_method(deck: Deck, briefing: Briefing) -> Slide:
    """How the numbers were made, a paragraph each."""
    slide = text.add_slide(deck, "Words")
    text.write_head(slide, "How these figures were made", briefing.whose)
    sentences = [text.plain(each) for each in briefing.method]
    size = text.fitting(slide, CONTENT, "\n".join(f"{each}\n" for each in sentences), (16, 15, 14, 13, 12))
    paragraphs(placeholder(slide, CONTENT).text_frame, [[Run(each, size)] for each in sentences], after=size * 0.6)
    return _finish(slide, briefing, sentences)


def add_table(deck: Deck, briefing: Briefing, title: str, words: pd.DataFrame, fit: Fit) -> Slide:
    """A table on a slide of its own, or a part of one."""
    slide = text.add_slide(deck, "Sheet")
    text.write_head(slide, title, briefing.whose)
    alt = f"{title}: a table of {len(words)} rows: {', '.join(map(str, words.columns))}."
    slide_table.draw_table(slide, words, title, alt, fit)
    return _finish(slide, briefing, [alt], deck_text.format_date_of_rows(words))


def format_sources(df: pd.DataFrame) -> pd.DataFrame:
    """Sources as a reader sees them."""
    titles = df.assign(title=df["title"].where(df["title"].fillna("") != "", df["source"]))
    words = titles[[*SOURCE_COLUMNS]].rename(columns=SOURCE_COLUMNS)
    words["Year"] = ["" if pd.isna(each) else f"{int(each)}" for each in words["Year"]]
    words["Evidence"] = df["evidence"].map(formatting.EVIDENCE)
    words = slide_table.format_words(words.astype(object).where(words.notna(), None))
    return words[[column for column in words.columns if words[column].ne("").any()]]


def _since(briefing: Briefing) -> str:
    """The end of a change that is told once for all of them."""
    return f" since {formatting.format_month(briefing.baseline)}"


def _write_small_print(slide: Slide, exhibits: Iterable[Exhibit], history: str = "") -> None:
    all_exhibits = [*exhibits]
    mind = [line for each in all_exhibits for line in (*figure.list_notes(each), *each.caveats)]
    text.write_small_print(slide, [deck_text.format_credit(all_exhibits), *([history] if history else []), *mind])


def _remove_placeholders(slide: Slide, indexes: Iterable[int]) -> None:
    """Take placeholders from the slide that nothing fills: they would ask the next editor for text."""
    for index in indexes:
        shape = placeholder(slide, index)
        shape.element.getparent().remove(shape.element)


def _finish(slide: Slide, briefing: Briefing, notes: Sequence[str], time: str = "") -> Slide:
    """The foot with the time of what the slide shows; words without figures are as old as the build."""
    foot = " · ".join(filter(None, [briefing.title, f"build {briefing.build_id}", briefing.link]))
    text.write_foot(slide, time or f"Built on {briefing.built_at:%-d %B %Y}", foot)
    text.write_notes(slide, notes)
    return slide
