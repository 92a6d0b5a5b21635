"""Answers as tables for people at a terminal, of the same columns as for programs."""

from __future__ import annotations

import io
import sys
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from rich.table import Table

from metrics.definitions.metric import Unit
from metrics.export.data.rows import IN_UNIT, NUMBERS
from metrics.formatting import round_half_up


def speak_as_the_terminal_can() -> None:
    """Put a question mark for a character that the terminal cannot show: a dash is no reason to end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_grid(
    df: pd.DataFrame, title: str = "", unit: Unit | None = None, labels: Mapping[str, Mapping[str, str]] | None = None
) -> Table:
    """Rows as a table for people: numbers to the right, codes beside their labels."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for column in df.columns:
        heading = f"{column} ({unit.word})" if column == "value" and unit else str(column)
        table.add_column(heading, justify="right" if column in NUMBERS else "left", overflow="fold")
    for record in df.to_dict("records"):
        table.add_row(*(_format_cell(column, cell, labels or {}, unit) for column, cell in record.items()))
    return table


def _format_cell(column: Hashable, cell: Any, labels: Mapping[str, Mapping[str, str]], unit: Unit | None) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    if column in NUMBERS:
        return _format_number(float(cell), unit if column in IN_UNIT else None)
    label = labels.get(str(column), {}).get(cell)
    return f"{cell} [dim]{label}[/dim]" if label else str(cell)


def _format_number(value: float, unit: Unit | None) -> str:
    decimals = unit.decimals if unit else (0 if value % 1 == 0 else 1)
    return f"{round_half_up(value, decimals):,}"


def build_listing(df: pd.DataFrame) -> Table:
    """The list of indicators under the headings of their themes."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("name", "unit", "definition"):
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    for section in df["theme"].unique():
        table.add_row(f"[bold]{section}[/bold]")
        for name, unit, definition in df.loc[df["theme"] == section, ["name", "unit", "definition"]].to_numpy():
            table.add_row(f"  {name}", unit, definition)
    return table
