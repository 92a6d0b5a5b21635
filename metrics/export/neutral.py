"""Cells that a spreadsheet would run: text that begins like a formula is kept as text."""

import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

RUN = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula, or for the way to one."""
MARK = "'"
"""What says to a spreadsheet that a cell is text."""


def neutral(cell: object) -> object:
    """Text that would be run, marked as text; anything else as it is: a number may well begin with a minus."""
    return f"{MARK}{cell}" if isinstance(cell, str) and cell.startswith(RUN) else cell


def neutralised(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every cell of text neutral, and the names of columns too; numbers and dates as they are."""
    found = rows.copy()
    for column in rows.columns:
        if is_string_dtype(rows[column]) or is_object_dtype(rows[column]):
            found[column] = rows[column].map(neutral)
    return found.rename(columns={column: neutral(column) for column in rows.columns})
