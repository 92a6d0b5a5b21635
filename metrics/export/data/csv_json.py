"""Rows with what must be known of them, as text for programs: CSV under comment lines, JSON beside its metadata."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Literal

import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

from metrics.exhibits.metadata import Meta, commented
from metrics.export.data.formula_guard import neutralize_table
from metrics.export.data.rows import Format, write_rows_in_parts


def as_csv(meta: Meta, rows: pd.DataFrame) -> str:
    """Lines that begin with '# ', then the rows under their header; no cell is one that a spreadsheet would run."""
    return "".join(csv_in_parts(meta, rows))


def csv_in_parts(meta: Meta, rows: pd.DataFrame) -> Iterator[str]:
    """The same in parts, for rows that are many."""
    cells = neutralize_table(rows)
    # What skips comments takes a # for one wherever it is not quoted.
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if _has_hash(cells) else csv.QUOTE_MINIMAL
    yield commented(meta)
    yield from write_rows_in_parts(cells, Format.CSV, quoting)


def _has_hash(rows: pd.DataFrame) -> bool:
    texts = [rows[column] for column in rows if is_string_dtype(rows[column]) or is_object_dtype(rows[column])]
    return any("#" in str(column) for column in rows) or any(
        "#" in str(text) for column in texts for text in column.unique()
    )


def as_json(meta: Meta, rows: pd.DataFrame) -> str:
    """An object of `metadata` and `rows`, the rows as `metrics show --format json` prints them."""
    return "".join(json_in_parts(meta, rows))


def json_in_parts(meta: Meta, rows: pd.DataFrame) -> Iterator[str]:
    """The same in parts, for rows that are many."""
    yield f'{{"metadata": {json.dumps(meta, indent=2, ensure_ascii=False)},\n"rows": '
    for part in write_rows_in_parts(rows, Format.JSON):
        yield part.rstrip("\n")
    yield "}\n"
