"""Answers as text: a table for people, CSV and JSON for programs, all of the same columns."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Hashable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

import pandas as pd
from rich.table import Table

from metrics.definitions.metric import Unit
from metrics.formatting import rounded

IN_UNIT = ("value", "low", "high", "group_median", "published", "change", "latest", "baseline")
ROWS_AT_A_TIME = 5_000
NUMBERS = (
    *IN_UNIT,
    *("numerator", "denominator", "left_out", "streak", "rank", "of"),
    *("difference", "difference_percent", "tolerance_percent"),
)

EXACT = 2**53
"""Up to here a number of floating point is exact."""


def speak_as_the_terminal_can() -> None:
    """Put a question mark for a character that the terminal cannot show: a dash is no reason to end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def written(rows: pd.DataFrame, output: Format, quoting: Literal[0, 2] = csv.QUOTE_MINIMAL) -> str:
    """Rows as CSV or JSON: dates in full, whole numbers without a fraction, nothing where nothing is known."""
    return "".join(written_in_parts(rows, output, quoting))


def written_in_parts(rows: pd.DataFrame, output: Format, quoting: Literal[0, 2] = csv.QUOTE_MINIMAL) -> Iterator[str]:
    """The same in parts of some rows each, so that a long answer is never held as one text and its pieces at once."""
    rows = rows.copy()
    for column in rows.select_dtypes("datetime"):
        rows[column] = rows[column].dt.strftime("%Y-%m-%d")
    for column in NUMBERS:
        if column in rows and _are_whole(rows[column].dropna()):
            rows[column] = rows[column].astype("Int64")
    parts = [rows.iloc[first : first + ROWS_AT_A_TIME] for first in range(0, max(1, len(rows)), ROWS_AT_A_TIME)]
    for place, part in enumerate(parts):
        if output is Format.CSV:
            yield str(part.to_csv(index=False, quoting=quoting, header=place == 0))
        else:
            text = str(part.to_json(orient="records", indent=2, double_precision=12))
            text = text if place == 0 else "," + text.removeprefix("[")
            yield text + "\n" if place == len(parts) - 1 else text.removesuffix("\n]")


def _are_whole(numbers: pd.Series) -> bool:
    """Whether they are whole, and small enough to be written without a fraction and still be exact."""
    return bool(((numbers % 1 == 0) & (numbers.abs() < EXACT)).all())


def grid(
    rows: pd.DataFrame, title: str = "", unit: Unit | None = None, labels: Mapping[str, Mapping[str, str]] | None = None
) -> Table:
    """Rows as a table for people: numbers to the right, codes beside their labels."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for column in rows.columns:
        named = f"{column} ({unit.word})" if column == "value" and unit else str(column)
        table.add_column(named, justify="right" if column in NUMBERS else "left", overflow="fold")
    for record in rows.to_dict("records"):
        table.add_row(*(_cell(column, cell, labels or {}, unit) for column, cell in record.items()))
    return table


def _cell(column: Hashable, cell: Any, labels: Mapping[str, Mapping[str, str]], unit: Unit | None) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    if column in NUMBERS:
        return _number(float(cell), unit if column in IN_UNIT else None)
    label = labels.get(str(column), {}).get(cell)
    return f"{cell} [dim]{label}[/dim]" if label else str(cell)


def _number(value: float, unit: Unit | None) -> str:
    decimals = unit.decimals if unit else (0 if value % 1 == 0 else 1)
    return f"{rounded(value, decimals):,}"


def listing(rows: pd.DataFrame) -> Table:
    """The list of indicators under the headings of their themes."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("name", "unit", "definition"):
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    for section in rows["theme"].unique():
        table.add_row(f"[bold]{section}[/bold]")
        for name, unit, definition in rows.loc[rows["theme"] == section, ["name", "unit", "definition"]].to_numpy():
            table.add_row(f"  {name}", unit, definition)
    return table
