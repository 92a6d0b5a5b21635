"""Slides read back with a library, for what a test asks of every slide: its numbers, its words, whether they fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from metrics.export import text_metrics


@dataclass(frozen=True)
class Text:
    """A frame of text: where it stands, its paragraphs with their sizes, and its room in points."""

    name: str
    paragraphs: list[list[tuple[str, float, bool]]]
    wide: float
    high: float


def open_deck(file: bytes) -> Deck:
    return Presentation(BytesIO(file))


def frames(slide: Any) -> list[Any]:
    """Every chart and table of a slide."""
    return [each for each in slide.shapes if each.has_chart or each.has_table]


def numbers(slide: Any) -> list[float]:
    """Every number of the slide's charts, rules of limits left out."""
    charts = [each.chart for each in slide.shapes if each.has_chart]
    series = [one for chart in charts for plot in chart.plots for one in plot.series]
    return [
        value for one in series if not one.name.startswith("Limit in law") for value in one.values if value is not None
    ]


def by_category(slide: Any) -> dict[str, float]:
    """The number of every bar of the slide's charts."""
    found: dict[str, float] = {}
    for frame in (each for each in slide.shapes if each.has_chart):
        for one in frame.chart.plots[0].series:
            pairs = zip(frame.chart.plots[0].categories, one.values, strict=True)
            found |= {str(name): value for name, value in pairs if value is not None}
    return found


def sheet(slide: Any) -> list[tuple[Any, ...]]:
    """The rows of the workbook inside the slide's first chart."""
    chart = next(each.chart for each in slide.shapes if each.has_chart)
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [*book.active.iter_rows(values_only=True)]


def words(slide: Any) -> str:
    """Everything that is written on a slide, tables included."""
    said = [each.text_frame.text for each in slide.shapes if each.has_text_frame]
    cells = [cell.text for each in slide.shapes if each.has_table for row in each.table.rows for cell in row.cells]
    return "\n".join([*said, *cells])


def texts(slide: Any) -> Iterator[Text]:
    """Every frame of text with its room: shapes and the cells of tables."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            yield Text(shape.name, _paragraphs(shape.text_frame), shape.width.pt, shape.height.pt)
        if shape.has_table:
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    if cell.is_spanned or cell.is_merge_origin or not cell.text:
                        continue
                    wide = (column.width - cell.margin_left - cell.margin_right) / Pt(1)
                    high = (row.height - cell.margin_top - cell.margin_bottom) / Pt(1)
                    yield Text(cell.text, _paragraphs(cell.text_frame), wide, high)


def overflows(text: Text) -> float:
    """By how many points the text is higher than its frame."""
    used = 0.0
    for runs in text.paragraphs:
        size = max((size for _, size, _ in runs), default=0)
        is_bold = any(bold for _, _, bold in runs)
        said = "".join(words for words, _, _ in runs)
        is_one_line = sum(text_metrics.width(*run) for run in runs) <= text.wide
        used += (
            (1 if is_one_line else len(text_metrics.wrap(said, text.wide, size, is_bold))) * size * text_metrics.LINE
        )
    return used - text.high


def members(file: bytes) -> list[str]:
    """The names of the parts inside, as often as they stand there."""
    with ZipFile(BytesIO(file)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def parts(file: bytes) -> dict[str, bytes]:
    """What is inside, without the dates of the archive."""
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _paragraphs(frame: Any) -> list[list[tuple[str, float, bool]]]:
    return [
        [(run.text, run.font.size.pt, bool(run.font.bold)) for run in each.runs if run.font.size]
        for each in frame.paragraphs
    ]
