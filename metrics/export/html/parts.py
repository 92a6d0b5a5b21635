"""What the templates of pages that leave are given beside words: tables whose columns know how they are set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metrics.export.briefing.document import WordTable
from metrics.export.svg import strokes

FAMILY: Final = f"'Source Sans', {strokes.FAMILY}"
LONG: Final = 40
"""Letters; a narrow column would make rows of a few words as high as a hand."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, and `kind`: number to stand to the right, long for room for words, or neither."""

    head: str
    kind: str


@dataclass(frozen=True)
class Grid:
    """A table of words as a page shows it, under its caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def lay_out(table: WordTable, caption: str) -> Grid:
    """How the columns of a table are set."""
    cells = zip(*table.rows, strict=True) if table.rows else [()] * len(table.heads)
    columns = (
        Column(head, _kind(column, is_number=is_number))
        for head, column, is_number in zip(table.heads, cells, table.numbers, strict=True)
    )
    return Grid(caption, tuple(columns), table.rows)


def _kind(cells: tuple[str, ...], *, is_number: bool) -> str:
    if is_number:
        return "number"
    return "long" if max(map(len, cells), default=0) > LONG else ""
