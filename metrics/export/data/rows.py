"""Rows as CSV or JSON: dates in full, whole numbers without a fraction, nothing where nothing is known."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

import pandas as pd

IN_UNIT = ("value", "low", "high", "group_median", "published", "change", "latest", "baseline")
ROWS_AT_A_TIME = 5_000
NUMBERS = (
    *IN_UNIT,
    *("numerator", "denominator", "left_out", "streak", "rank", "of"),
    *("difference", "difference_percent", "tolerance_percent"),
)
EXACT = 2**53
"""Up to here a number of floating point is exact."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def write_rows(rows: pd.DataFrame, output: Format, quoting: Literal[0, 2] = csv.QUOTE_MINIMAL) -> str:
    """Rows as CSV or JSON: dates in full, whole numbers without a fraction, nothing where nothing is known."""
    return "".join(write_rows_in_parts(rows, output, quoting))


def write_rows_in_parts(
    rows: pd.DataFrame, output: Format, quoting: Literal[0, 2] = csv.QUOTE_MINIMAL
) -> Iterator[str]:
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
