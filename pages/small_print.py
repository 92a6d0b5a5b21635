"""Small print in the theme's muted ink: Streamlit's own captions fade the text until it is too pale to read."""

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

import streamlit as st

Entry = TypeVar("Entry")

DASH = "–"
"""What stands in a table where a cell is empty: Streamlit would write None, which readers take for a value."""


def small(*texts: str) -> None:
    """Small, muted text, a paragraph each, empty ones left out: one piece of the page, since every piece costs time."""
    if told := [muted(text) for text in texts if text]:
        st.markdown("\n\n".join(told))


def muted(text: str) -> str:
    """The text small and muted, for a place that takes Markdown; brackets would end the colour early."""
    return f":small[:gray[{text.replace('[', '(').replace(']', ')')}]]"


TALLEST_TABLE, HEAD, ROW = 420, 38, 35
"""Heights in pixels: of a table that moves within its frame, of its head and of each row."""


def table_height(rows: int) -> int:
    """The height of a table of so many rows, in pixels."""
    return min(TALLEST_TABLE, HEAD + ROW * max(1, rows))


def split_into_columns(entries: Sequence[Entry], columns: int) -> list[Sequence[Entry]]:
    """Entries in so many columns of one height, to be read down each; the last is the shorter one."""
    height = ceil(len(entries) / columns)
    return [entries[column * height : (column + 1) * height] for column in range(columns)]
