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
from metrics.export.pptx.text import paragraphs, place_of, placed, placeholder
from metrics.text import exports
from metrics.text.briefing import MOVES, UP_TO
from metrics.text.exports import SAMPLE

COVER_SIZES: Final = (40, 36, 32, 28)
SOURCE_COLUMNS: Final = {"title": "Source", "publisher": "Publisher", "year": "Year", "version": "Version"}
TALLEST_ROW: Final = 62.0
LIMIT_SIZES: Final = (15, 14, 13, 12, 11)


def cover(deck: Deck, briefing: Briefing) -> Slide:
    """What it is, whose, as of when, measured from when, and how far it is real."""
    made = text.new(deck, "Cover")
    text.put(made, TITLE, briefing.title, COVER_SIZES, is_bold=True)
    text.put(made, SUBTITLE, briefing.whose, (22, 20, 18, 16))
    lines = [[Run(text.plain(each), 16, False, LIGHT.ink)] for each in briefing.lead]
    compared = formatting.capitalize_first(briefing.compared)
    lines.append([Run(f"{compared}. {' '.join(briefing.method[:1])}", 12)])
    if briefing.is_sample:
        lines.append([Run(f"{SAMPLE}, where a figure says so.", 12, True, LIGHT.limit)])
    paragraphs(placeholder(made, NOTES).text_frame, lines, after=5)
    cited = exports.write_citation(
        briefing.title, f"{briefing.whose}.", briefing.build_id, briefing.built_at, briefing.link
    )
    notes = [*briefing.lead, *briefing.method, f"Cite as: {cited}"]
    return _finished(made, briefing, notes, f"{UP_TO} {briefing.as_of}")


def summary(deck: Deck, briefing: Briefing) -> Slide:
    """Every theme with its numbers, a row each."""
    made = text.new(deck, "Sheet")
    figures = [each for chapter in briefing.chapters for each in chapter.figures]
    since = _since(briefing)
    told = " · ".join(filter(None, [briefing.whose, briefing.compared, deck_text.mixed(figures)]))
    mark = f"In red: {SAMPLE[:1].lower()}{SAMPLE[1:]}" if any(map(deck_text.is_sample, figures)) else ""
    text.head(made, " ".join(briefing.lead) or briefing.title, told, mark=mark)
    shape: Any = placed(made, CONTENT)
    most = max((len(chapter.figures) for chapter in briefing.chapters), default=1) or 1
    first = 0.15 * shape.width.pt
    across = (shape.width.pt - first) / most
    high = min(shape.height.pt / len(briefing.chapters), TALLEST_ROW)
    frame = shape.insert_table(len(briefing.chapters), most + 1)
    slide_table.unstyled(frame.table, [first, *[across] * most], [high] * len(briefing.chapters))
    said = [f"{each.title} {each.value}" for each in figures]
    text.describe(frame, "Summary", f"Table of numbers by theme. {'; '.join(said)}.")
    for row, chapter in enumerate(briefing.chapters):
        slide_table.fill(frame.table.cell(row, 0), [[Run(chapter.theme, 13, True, LIGHT.career)]])
        for column in range(most):
            found = chapter.figures[column : column + 1]
            lines = [line for each in found for line in deck_text.cell(each, across - slide_table.BESIDE, since)]
            slide_table.fill(frame.table.cell(row, column + 1), lines or [[Run("", 9)]])
        if not chapter.figures:
            frame.table.cell(row, 1).merge(frame.table.cell(row, most))
            slide_table.fill(frame.table.cell(row, 1), [[Run(chapter.said, 11, False, LIGHT.muted)]])
    notes = dict.fromkeys(f"{each.title}: {each.definition}" for each in figures)
    return _finished(made, briefing, [*briefing.said, *notes], deck_text.dated(figures))


def limits(deck: Deck, briefing: Briefing) -> Slide:
    """Each limit in law with what stands against it, all on one scale."""
    made = text.new(deck, "Limits")
    shown = [each for each in briefing.limits if each.picture and each.picture.native][:LIMITS]
    told = f"The limits in law · {briefing.whose}"
    text.head(made, shown[0].said, told, mark=SAMPLE * any(each.is_sample for each in shown))
    natives = [each.picture.native for each in shown if each.picture and each.picture.native]
    top = max((native_scale.find_ends(native)[1] for native in natives), default=1)
    for at, (exhibit, native) in enumerate(zip(shown, natives, strict=True)):
        scale = Scale(0, top * 1.02, top, native_scale.choose_format(native.unit))
        name, _, rest = exhibit.said.partition(": ")
        size = text.fitting(made, CARD + at, exhibit.said, LIMIT_SIZES, is_bold=True)
        lines = [[Run(name, size, True)], [Run(formatting.capitalize_first(rest), size - 2, False, LIGHT.muted)]]
        paragraphs(placeholder(made, CARD + at).text_frame, lines, after=3)
        alt = exhibit.picture.alt if exhibit.picture else exhibit.said
        charts.draw(made, native, alt, exhibit.built_at, index=CHART + at, scale=scale)
    _without(made, [*range(CARD + len(shown), CARD + LIMITS), *range(CHART + len(shown), CHART + LIMITS)])
    own = [*_named(shown)]
    of_all = [line for each in shown for line in figure.noted(each) if _is_shared(line, shown)]
    mind = [*own, *of_all, *(caveat for each in shown for caveat in each.caveats)]
    text.small_print(made, [deck_text.credit(shown), *mind])
    notes = [line for each in shown for line in figure.about(each)]
    return _finished(made, briefing, [*own, *notes], deck_text.dated([], shown))


def _named(shown: Sequence[Exhibit]) -> Iterator[str]:
    """What is known of one bar alone, under its name: on a slide of three nobody would know which one "it" is."""
    for each in shown:
        own = [line for line in figure.noted(each) if not _is_shared(line, shown)]
        if own:
            yield f"{each.title}. {' '.join(own)}"


def _is_shared(line: str, shown: Sequence[Exhibit]) -> bool:
    return len(shown) == 1 or sum(line in figure.noted(each) for each in shown) > 1


def headline(deck: Deck, briefing: Briefing, chapter: Chapter, exhibit: Exhibit | None) -> Slide:
    """A theme at a glance: its sentence, its numbers with their changes, and one chart."""
    made = text.new(deck, "Headline")
    figures, since = chapter.figures[:CARDS], _since(briefing)
    compared = briefing.compared if any(each.change.startswith(MOVES) for each in figures) else ""
    told = " · ".join(filter(None, [chapter.theme, briefing.whose, compared, deck_text.mixed(figures)]))
    text.head(made, chapter.said, told, mark=SAMPLE * bool(exhibit and exhibit.is_sample))
    for at, each in enumerate(figures):
        wide = place_of(made, CARD + at).ends[2].pt
        paragraphs(placeholder(made, CARD + at).text_frame, deck_text.card(each, wide, since))
    _without(made, range(CARD + len(figures), CARD + CARDS))
    notes = [deck_text.spoken(each) for each in figures]
    if exhibit is None or exhibit.picture is None or exhibit.picture.native is None:
        _without(made, [CAPTION, CONTENT, NOTES])
        spoken = [chapter.said, *notes, chapter.history]
        return _finished(made, briefing, [*filter(None, spoken)], deck_text.dated(figures))
    wide = place_of(made, CAPTION).ends[2].pt
    asked = text_metrics.shortened(exhibit.title, wide * 0.95, 12)
    # Whose it is stands over the slide already, and the time must not be cut.
    told = exhibit.subtitle.replace(f" · {briefing.whose}, ", " · ").replace(f" · {briefing.whose} · ", " · ")
    told = text_metrics.shortened(told, wide, 10)
    paragraphs(placeholder(made, CAPTION).text_frame, [[Run(asked, 12, True)], [Run(told, 10, False, LIGHT.muted)]])
    charts.draw(made, exhibit.picture.native, exhibit.picture.alt, exhibit.built_at)
    if exhibit.is_sample:
        text.watermark(made, place_of(made, CONTENT).box)
    _small_print(made, [exhibit], chapter.history)
    spoken = [chapter.said, *notes, chapter.history, *figure.about(exhibit)]
    return _finished(made, briefing, [*filter(None, spoken)], f"Chart as of {exhibit.as_of}")


def method(deck: Deck, briefing: Briefing) -> Slide:
    """How the numbers were made, a paragraph each."""
    made = text.new(deck, "Words")
    text.head(made, "How these figures were made", briefing.whose)
    told = [text.plain(each) for each in briefing.method]
    size = text.fitting(made, CONTENT, "\n".join(f"{each}\n" for each in told), (16, 15, 14, 13, 12))
    paragraphs(placeholder(made, CONTENT).text_frame, [[Run(each, size)] for each in told], after=size * 0.6)
    return _finished(made, briefing, told)


def table(deck: Deck, briefing: Briefing, title: str, words: pd.DataFrame, fit: Fit) -> Slide:
    """A table on a slide of its own, or a part of one."""
    made = text.new(deck, "Sheet")
    text.head(made, title, briefing.whose)
    alt = f"{title}: a table of {len(words)} rows: {', '.join(map(str, words.columns))}."
    slide_table.draw(made, words, title, alt, fit)
    return _finished(made, briefing, [alt], deck_text.dated_rows(words))


def sources(found: pd.DataFrame) -> pd.DataFrame:
    """Sources as a reader sees them."""
    named = found.assign(title=found["title"].where(found["title"].fillna("") != "", found["source"]))
    shown = named[[*SOURCE_COLUMNS]].rename(columns=SOURCE_COLUMNS)
    shown["Year"] = ["" if pd.isna(each) else f"{int(each)}" for each in shown["Year"]]
    shown["Evidence"] = found["evidence"].map(formatting.EVIDENCE)
    shown = slide_table.words(shown.astype(object).where(shown.notna(), None))
    return shown[[column for column in shown.columns if shown[column].ne("").any()]]


def _since(briefing: Briefing) -> str:
    """The end of a change that is told once for all of them."""
    return f" since {formatting.format_month(briefing.baseline)}"


def _small_print(made: Slide, exhibits: Iterable[Exhibit], history: str = "") -> None:
    shown = [*exhibits]
    mind = [line for each in shown for line in (*figure.noted(each), *each.caveats)]
    text.small_print(made, [deck_text.credit(shown), *([history] if history else []), *mind])


def _without(made: Slide, indexes: Iterable[int]) -> None:
    """Take placeholders from the slide that nothing fills: they would ask the next editor for text."""
    for index in indexes:
        shape = placeholder(made, index)
        shape.element.getparent().remove(shape.element)


def _finished(made: Slide, briefing: Briefing, notes: Sequence[str], dated: str = "") -> Slide:
    """The foot with the time of what the slide shows; words without figures are as old as the build."""
    foot = " · ".join(filter(None, [briefing.title, f"build {briefing.build_id}", briefing.link]))
    text.foot(made, dated or f"Built on {briefing.built_at:%-d %B %Y}", foot)
    text.notes(made, notes)
    return made
