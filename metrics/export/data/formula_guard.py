"""Cells that a spreadsheet would run: text that begins like a formula is kept as text."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import is_object_dtype, is_string_dtype

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula, or for the way to one; in full width, too, as a
keyboard for Chinese or Japanese writes it."""
MARK = "'"
"""What says to a spreadsheet that a cell is text."""


def neutralize(cell: object) -> object:
    """Text that would be run, marked as text; anything else as it is: a number may well begin with a minus."""
    return f"{MARK}{cell}" if isinstance(cell, str) and cell.startswith(RUN) else cell


def neutralize_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every cell of text neutral, and the names of columns too; numbers and dates as they are."""
    df = rows.copy()
    for column in rows.columns:
        if is_string_dtype(rows[column]) or is_object_dtype(rows[column]):
            df[column] = rows[column].map(neutralize)
    return df.rename(columns={column: neutralize(column) for column in rows.columns})


def as_text(schema: pa.Schema) -> pa.Schema:
    """The columns of a large table as CSV can hold them: codes as plain text."""
    plain = [pa.string() if pa.types.is_dictionary(field.type) else field.type for field in schema]
    return pa.schema(list(zip(schema.names, plain, strict=True)))


def neutralize_batch(rows: pa.RecordBatch) -> pa.RecordBatch:
    """A part of a large table with every cell of text neutral."""
    return pa.RecordBatch.from_arrays([_neutralize_column(each) for each in rows.columns], schema=as_text(rows.schema))


def _neutralize_column(cells: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(cells.type):
        # Of codes each is looked at once, and not once for every row that has it.
        return pc.take(_neutralize_column(cells.dictionary), cells.indices)
    if not pa.types.is_string(cells.type):
        return cells
    would_run = pc.match_substring_regex(cells, f"^[{re.escape(''.join(RUN))}]")
    return pc.if_else(would_run, pc.binary_join_element_wise(MARK, cells, ""), cells)
