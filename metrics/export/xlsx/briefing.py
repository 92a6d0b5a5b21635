"""A briefing as a workbook: a sheet for every theme with its charts, and every number with its source in one table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.exhibits import facts
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber
from metrics.export.briefing import document
from metrics.export.briefing.model import Briefing, Chapter, Told
from metrics.export.xlsx import figure
from metrics.export.xlsx.charts import SheetChart
from metrics.export.xlsx.workbook import COLUMNS, Book
from metrics.formatting import EVIDENCE, capitalize_first, format_time
from metrics.text.exports import SAMPLE

CONTENTS, LIMITS, AGENCY, NUMBERS = "Contents", "Limits", "Agency and peers", "Numbers"
DRAWN, DEFINITIONS, SOURCES = "Numbers drawn", "Definitions", "Sources"
WHAT: Final = {
    LIMITS: "The limits in law, and where the service stands to them",
    AGENCY: "The agency beside the government and its peers",
    NUMBERS: "Every number of every figure, with numerator, denominator, source, file version and checksum",
    DRAWN: "What the charts of this workbook draw: change a number, and its chart changes",
    DEFINITIONS: "Every indicator: definition, formula, limits, caveats",
    SOURCES: "How it was made, and every source",
}
FIRST: Final = ("figure", "indicator", "title", "selection", "period", "when")
THEN: Final = ("evidence", "unit", "value", "numerator", "denominator", "low", "high", "left_out", "basis", "flag")
LAST: Final = ("source", "source_title", "version", "sha256")
PAGE: Final = 920
"""How much stands on an upright page as wide as a chart, in points before it is made to fit."""
LONGEST_NAME: Final = 31


def make_workbook(briefing: Briefing, tell: Told | None = None) -> bytes:
    """The workbook of a briefing; `tell` hears of each sheet before it is filled."""
    book = Book(briefing.title, briefing.built_at, figure.write_foot(briefing))
    chapters = {_name(chapter.theme): chapter for chapter in briefing.chapters}
    is_there = {LIMITS: bool(briefing.limits), AGENCY: briefing.standing is not None}
    names = [name for name, is_held in is_there.items() if is_held]
    names += [*chapters, NUMBERS, DRAWN, DEFINITIONS, SOURCES]
    sheets = {name: book.sheet(name, *([()] if name == NUMBERS else [])) for name in (CONTENTS, *names)}
    _contents(book, sheets[CONTENTS], briefing, names)
    cells = _Cells(book, sheets[DRAWN])
    for at, name in enumerate(names):
        if tell:
            tell(name, at, len(names))
        sheet = sheets[name]
        if name in chapters:
            _chapter(book, sheet, chapters[name], cells)
        elif name == LIMITS:
            _figures(book, sheet, book.across(sheet, 0, WHAT[LIMITS], size=16, bold=True), briefing.limits, cells)
        elif name == AGENCY and briefing.standing is not None:
            _standing(book, sheet, briefing.whose, briefing.standing)
        elif name == NUMBERS:
            book.rows(sheet, numbers(briefing), None, name="Numbers")
        elif name == DEFINITIONS:
            _definitions(book, sheet, briefing)
        elif name == SOURCES:
            row = book.across(sheet, 0, document.METHOD, size=16, bold=True)
            for sentence in briefing.method:
                row = book.across(sheet, row, sentence)
            figure.write_sources(book, sheet, row + 1, briefing.sources)
    return book.bytes()


def numbers(briefing: Briefing) -> pd.DataFrame:
    """Every row of the exhibits, then every number at a glance, as one tidy table: what, when, values and sources."""
    files = briefing.sources.set_index("source")
    tables = [*map(_rows, briefing.exhibits), *map(_glance, briefing.chapters)]
    whole = pd.concat([each for each in tables if len(each)], ignore_index=True)
    for column, of in (("source_title", "title"), ("version", "version"), ("sha256", "sha256")):
        values = files[of].dropna()
        whole[column] = ["; ".join(filter(None, map(values.get, source.split("; ")))) for source in whole["source"]]
    breakdowns = [column for column in whole.columns if column not in {*FIRST, *THEN, *LAST}]
    return whole.reindex(columns=[*FIRST, *breakdowns, *THEN, *LAST])


def _rows(exhibit: Exhibit) -> pd.DataFrame:
    """The rows behind a figure, with its names before them."""
    metric = exhibit.metric
    return exhibit.rows.assign(
        figure=exhibit.title,
        indicator=metric.name,
        title=metric.title,
        selection="; ".join(f"{column}={','.join(values)}" for column, values in exhibit.selection.where),
        when=[capitalize_first(format_time(period, metric.is_flow)) for period in exhibit.rows["period"]],
        unit=figure.find_unit(exhibit).word,
    )


def _glance(chapter: Chapter) -> pd.DataFrame:
    """The numbers of a theme that stand alone."""
    kinds = {words: kind for kind, words in EVIDENCE.items()}
    return pd.DataFrame(
        {
            "figure": chapter.theme,
            "indicator": one.name,
            "title": one.title,
            "period": pd.Timestamp(one.period),
            "when": one.dated,
            "evidence": kinds[one.evidence.split("; ")[0]],
            "unit": find(one.name).unit.word,
            "value": one.number,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "flag": "; ".join(one.evidence.split("; ")[1:]),
            "source": one.source,
        }
        for one in (*chapter.figures, *chapter.past)
    )


class _Cells:
    """The sheet of what charts draw, one block of numbers under another."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        self.row = book.across(sheet, 0, WHAT[DRAWN], size=16, bold=True) + 1

    def draw(self, exhibit: Exhibit) -> SheetChart | None:
        """The chart of a figure, its numbers added at the end."""
        if exhibit.picture is None or exhibit.picture.native is None:
            return None
        self.row = self.book.across(self.sheet, self.row, exhibit.title, bold=True)
        self.row = self.book.across(self.sheet, self.row, exhibit.subtitle, font_color=LIGHT.muted)
        chart = figure.build_chart(self.book, exhibit, self.sheet, self.row, 0)
        self.row = (chart.end if chart else self.row) + 1
        return chart


def _contents(book: Book, sheet: Worksheet, briefing: Briefing, names: Iterable[str]) -> None:
    """The cover: whose, when, the first sentences, and a link to every sheet with what it says."""
    row = book.across(sheet, 0, briefing.title, size=20, bold=True)
    row = book.across(sheet, row, briefing.whose, size=13)
    row = book.across(sheet, row, document.dates(briefing), font_color=LIGHT.muted)
    if briefing.is_sample:
        row = book.across(sheet, row, SAMPLE, bold=True, font_color=LIGHT.limit)
    for sentence in briefing.lead:
        row = book.across(sheet, row, facts.plain(sentence), size=11)
    themes = zip(briefing.chapters, briefing.said, strict=True)
    descriptions = WHAT | {_name(chapter.theme): facts.plain(words) for chapter, words in themes}
    row += 1
    for name in names:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.style(font_color=LIGHT.career, underline=1), name)
        row = book.write_beside(sheet, row, descriptions[name])
    build_facts = [("Build", facts.build(briefing.build_id, briefing.built_at))]
    book.pairs(sheet, row + 1, [*build_facts, *([("Link", briefing.link)] if briefing.link else [])])


def _chapter(book: Book, sheet: Worksheet, chapter: Chapter, cells: _Cells) -> None:
    row = book.across(sheet, 0, chapter.theme, size=16, bold=True)
    row = book.across(sheet, row, facts.plain(chapter.said), size=12)
    if chapter.figures:
        row = figure.write_table(book, sheet, row + 1, _at_a_glance(chapter.figures))
    if chapter.history:
        row = book.across(sheet, row + 1, facts.plain(chapter.history))
    _figures(book, sheet, row + 1, chapter.exhibits, cells)


def _standing(book: Book, sheet: Worksheet, whose: str, standing: pd.DataFrame) -> None:
    row = book.across(sheet, 0, document.standing_title(whose), size=16, bold=True) + 1
    for theme, part in standing.groupby("Theme", sort=False):
        row = book.across(sheet, row, str(theme), size=12, bold=True)
        row = figure.write_table(book, sheet, row, part.drop(columns="Theme")) + 1


def _at_a_glance(figures: Iterable[KeyNumber]) -> pd.DataFrame:
    rows = [(one.title, one.value, one.dated, one.evidence, one.change) for one in figures]
    df = pd.DataFrame(rows, columns=["Indicator", "Value", "When", "Evidence", "Change"])
    return df if df["Change"].any() else df.drop(columns="Change")


def _figures(book: Book, sheet: Worksheet, row: int, exhibits: Iterable[Exhibit], cells: _Cells) -> None:
    """Figures under each other; when printed, one that would be cut begins on a new page."""
    breaks = [0]
    for exhibit in exhibits:
        top = row
        row = book.across(sheet, row, exhibit.title, size=13, bold=True)
        if exhibit.is_sample:
            row = book.across(sheet, row, SAMPLE, bold=True, font_color=LIGHT.limit)
        row = book.across(sheet, row, facts.plain(exhibit.said))
        row = figure.write_figure(book, sheet, row, exhibit, cells.draw(exhibit)) + 1
        if book.tall(sheet, breaks[-1], row) > PAGE and top > breaks[-1]:
            breaks.append(top)
    sheet.set_portrait()
    sheet.set_h_pagebreaks(breaks[1:])
    sheet.print_area(0, 0, max(1, row), COLUMNS - 1)


def _definitions(book: Book, sheet: Worksheet, briefing: Briefing) -> None:
    row = book.across(sheet, 0, document.DEFINITIONS, size=16, bold=True)
    for title, facts_of_indicator in document.indicators(briefing):
        row = book.across(sheet, row, title, size=11, bold=True)
        row = book.pairs(sheet, row, facts_of_indicator) + 1


def _name(theme: str) -> str:
    """A theme as the name of a sheet, which takes neither every sign nor any length."""
    return re.sub(r"[\[\]:*?/\\']", " ", theme)[:LONGEST_NAME].strip()
