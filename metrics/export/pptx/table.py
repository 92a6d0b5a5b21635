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
from metrics.export.pptx.text import describe, placed

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


def words(table: pd.DataFrame) -> pd.DataFrame:
    """The table as text; what is unknown stays empty."""
    return table.map(_said)


def _said(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else f"{value}"


def fitted(table: pd.DataFrame, wide: float, high: float) -> Fit:
    """The largest letters at which all rows fit, else the smallest with as many rows as there is room for."""
    for size in SIZES:
        fit = sized(table, wide, size)
        if sum(fit.rows) <= high:
            return fit
    return replace(fit, rows=fit.rows[: 1 + _pages(fit, high)[0][1]])


def sized(table: pd.DataFrame, wide: float, size: float) -> Fit:
    """Columns and rows at that size."""
    heads = [str(each) for each in table.columns]
    texts = [table[column].astype(str).tolist() for column in table.columns]
    wanted = [
        max(text_metrics.width(head, size, True), *(text_metrics.width(each, size) for each in column), NARROWEST)
        + BESIDE
        + SLACK
        for head, column in zip(heads, texts, strict=True)
    ]
    columns = tuple(_shared(wanted, wide))
    lines = zip(*([head, *column] for head, column in zip(heads, texts, strict=True)), strict=True)
    rows = [_high(line, columns, size, is_head=at == 0) for at, line in enumerate(lines)]
    return Fit(size, columns, tuple(rows))


def pages(fit: Fit, high: float) -> list[tuple[int, int]]:
    """The first and the last of the rows that stand together under a head of their own, about as many on each page."""
    found = _pages(fit, high)
    even = sum(fit.rows[1:]) / len(found) + fit.rows[0]
    tried = (_pages(fit, even + more) for more in range(0, math.ceil(max(high - even, 0)), STEP))
    return next((each for each in tried if len(each) == len(found)), found)


def _pages(fit: Fit, high: float) -> list[tuple[int, int]]:
    found, first, used = [], 0, fit.rows[0]
    for at, each in enumerate(fit.rows[1:]):
        if used + each > high and at > first:
            found.append((first, at))
            first, used = at, fit.rows[0]
        used += each
    return [*found, (first, len(fit.rows) - 1)]


def draw(slide: Slide, table: pd.DataFrame, name: str, alt: str, fit: Fit | None = None) -> int:
    """The table in the slide's placeholder, which becomes as high as its rows; how many rows had room."""
    shape: Any = placed(slide, CONTENT)
    fit = fit or fitted(table, shape.width.pt, shape.height.pt)
    count = len(fit.rows) - 1
    frame = shape.insert_table(len(fit.rows), len(table.columns))
    frame.height = Emu(sum(Pt(each) for each in fit.rows))
    describe(frame, name, alt)
    made = frame.table
    unstyled(made, fit.columns, fit.rows)
    numbers = [is_number(table[column].astype(str)) for column in table.columns]
    lines = [[str(each) for each in table.columns], *table.head(count).astype(str).to_numpy().tolist()]
    for at, (row, line) in enumerate(zip(made.rows, lines, strict=True)):
        for cell, text, is_right in zip(row.cells, line, numbers, strict=True):
            run = Run(text, fit.size, at == 0, LIGHT.muted if at == 0 else LIGHT.ink)
            fill(cell, [[run]], is_head=at == 0, is_right=is_right)
    return count


def unstyled(table: Any, columns: Sequence[float], rows: Sequence[float]) -> None:
    """A table without the look of a style, of columns and rows of so many points."""
    table._tbl.tblPr.find("{*}tableStyleId").text = NO_STYLE
    table.horz_banding = False
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = Pt(wide)
    for row, high in zip(table.rows, rows, strict=True):
        row.height = Pt(high)


def fill(cell: _Cell, lines: Lines, *, is_head: bool = False, is_right: bool = False) -> None:
    """Words into a cell, with the rule under it."""
    told, look = _empty_cell(is_head)
    told.extend(runs.paragraphs(lines, is_right=is_right))
    cell._tc[:] = [told, look]


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


def _shared(wanted: Sequence[float], wide: float) -> list[float]:
    """Widths that fill the room: narrow columns as they want, wide ones share what is left."""
    if sum(wanted) <= wide:
        spare = (wide - sum(wanted)) / len(wanted)
        return [each + spare for each in wanted]
    limit = max(wanted)
    while sum(min(each, limit) for each in wanted) > wide:
        limit *= 0.97
    found = [min(each, limit) for each in wanted]
    capped = [at for at, each in enumerate(found) if each == limit]
    spare = (wide - sum(found)) / len(capped)
    return [each + spare if at in capped else each for at, each in enumerate(found)]
