"""Native tables on slides: quiet rules, columns as wide as their words, as many rows as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu, Pt

from metrics.charts.theme import LIGHT
from metrics.export import text_metrics
from metrics.export.briefing.document import is_number
from metrics.export.pptx import runs
from metrics.export.pptx.markup import Element, element, stamp
from metrics.export.pptx.runs import Lines, Run
from metrics.export.pptx.template import CONTENT, paint
from metrics.export.pptx.text import describe, take_placeholder

NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style without fills and grid: what a table looks like is set here."""
SIZES: Final = (12, 11, 10, 9)
LEAST_ROWS: Final = 5
BESIDE: Final = 12
ABOVE: Final = 4
NARROWEST: Final = 34
STEP: Final = 4
SLACK: Final = 3
"""Programs measure a little differently: a cell as narrow as its words would wrap them."""


@dataclass(frozen=True)
class Fit:
    """How a table fits: size of its letters, widths of its columns and heights of its rows in points."""

    size: float
    columns: tuple[float, ...]
    rows: tuple[float, ...]


def format_words(table: pd.DataFrame) -> pd.DataFrame:
    """The table as text; what is unknown stays empty."""
    return table.map(_format_value)


def _format_value(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else f"{value}"


def fit_table(table: pd.DataFrame, wide: float, high: float) -> Fit:
    """The largest letters at which all rows fit, else the smallest with as many rows as there is room for."""
    for size in SIZES:
        fit = fit_at_size(table, wide, size)
        if sum(fit.rows) <= high:
            return fit
    return replace(fit, rows=fit.rows[: 1 + _split_pages(fit, high)[0][1]])


def fit_at_size(table: pd.DataFrame, wide: float, size: float) -> Fit:
    """Columns and rows at that size."""
    heads = [str(each) for each in table.columns]
    texts = [table[column].astype(str).tolist() for column in table.columns]
    widths = [
        max(text_metrics.width(head, size, True), *(text_metrics.width(each, size) for each in column), NARROWEST)
        + BESIDE
        + SLACK
        for head, column in zip(heads, texts, strict=True)
    ]
    columns = tuple(_share_width(widths, wide))
    lines = zip(*([head, *column] for head, column in zip(heads, texts, strict=True)), strict=True)
    rows = [_high(line, columns, size, is_head=at == 0) for at, line in enumerate(lines)]
    return Fit(size, columns, tuple(rows))


def split_into_pages(fit: Fit, high: float) -> list[tuple[int, int]]:
    """The first and the last of the rows that stand together under a head of their own, about as many on each page."""
    as_full = _split_pages(fit, high)
    even = sum(fit.rows[1:]) / len(as_full) + fit.rows[0]
    attempts = (_split_pages(fit, even + more) for more in range(0, math.ceil(max(high - even, 0)), STEP))
    return next((each for each in attempts if len(each) == len(as_full)), as_full)


def _split_pages(fit: Fit, high: float) -> list[tuple[int, int]]:
    result, first, used = [], 0, fit.rows[0]
    for at, each in enumerate(fit.rows[1:]):
        if used + each > high and at > first:
            result.append((first, at))
            first, used = at, fit.rows[0]
        used += each
    return [*result, (first, len(fit.rows) - 1)]


def draw_table(slide: Slide, table: pd.DataFrame, name: str, alt: str, fit: Fit | None = None) -> int:
    """The table in the slide's placeholder, which becomes as high as its rows; how many rows had room."""
    shape: Any = take_placeholder(slide, CONTENT)
    fit = fit or fit_table(table, shape.width.pt, shape.height.pt)
    count = len(fit.rows) - 1
    frame = shape.insert_table(len(fit.rows), len(table.columns))
    frame.height = Emu(sum(Pt(each) for each in fit.rows))
    describe(frame, name, alt)
    grid = frame.table
    remove_style(grid, fit.columns, fit.rows)
    numbers = [is_number(table[column].astype(str)) for column in table.columns]
    lines = [[str(each) for each in table.columns], *table.head(count).astype(str).to_numpy().tolist()]
    for at, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
        for cell, text, is_right in zip(row.cells, line, numbers, strict=True):
            run = Run(text, fit.size, at == 0, LIGHT.muted if at == 0 else LIGHT.ink)
            fill_cell(cell, [[run]], is_head=at == 0, is_right=is_right)
    return count


def remove_style(table: Any, columns: Sequence[float], rows: Sequence[float]) -> None:
    """A table without the look of a style, of columns and rows of so many points."""
    table._tbl.tblPr.find("{*}tableStyleId").text = NO_STYLE
    table.horz_banding = False
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = Pt(wide)
    for row, high in zip(table.rows, rows, strict=True):
        row.height = Pt(high)


def fill_cell(cell: _Cell, lines: Lines, *, is_head: bool = False, is_right: bool = False) -> None:
    """Words into a cell, with the rule under it."""
    body, look = _empty_cell(is_head)
    body.extend(runs.paragraphs(lines, is_right=is_right))
    cell._tc[:] = [body, look]


@stamp
def _empty_cell(is_head: bool) -> list[Element]:
    """The text of a cell, still without its paragraphs, and its look."""
    colour, width = (LIGHT.muted, 12700) if is_head else (LIGHT.border, 6350)
    text = element("a:txBody", element("a:bodyPr", wrap="square"), element("a:lstStyle"))
    under = element("a:lnB", paint(colour), w=width)
    return [text, element("a:tcPr", under, marL=0, marR=Pt(BESIDE), marT=Pt(ABOVE), marB=Pt(ABOVE))]


def _high(line: Sequence[str], columns: Sequence[float], size: float, *, is_head: bool) -> float:
    """How high a row stands: as its highest cell."""
    cells = zip(line, columns, strict=True)
    return max(text_metrics.height(text, column - BESIDE - 1, size, is_head) for text, column in cells) + 2 * ABOVE


def _share_width(widths: Sequence[float], wide: float) -> list[float]:
    """Widths that fill the room: narrow columns as they want, wide ones share what is left."""
    if sum(widths) <= wide:
        spare = (wide - sum(widths)) / len(widths)
        return [each + spare for each in widths]
    limit = max(widths)
    while sum(min(each, limit) for each in widths) > wide:
        limit *= 0.97
    result = [min(each, limit) for each in widths]
    widest = [at for at, each in enumerate(result) if each == limit]
    spare = (wide - sum(result)) / len(widest)
    return [each + spare if at in widest else each for at, each in enumerate(result)]
