"""Rows with what must be known of them, as text for programs: CSV under comment lines, JSON beside its metadata."""

from __future__ import annotations

import csv
import json

import pandas as pd

from metrics.console import Format, written
from metrics.export.metadata import Meta, commented
from metrics.export.neutral import neutralised


def as_csv(meta: Meta, rows: pd.DataFrame) -> str:
    """Lines that begin with '# ', then the rows under their header; no cell is one that a spreadsheet would run."""
    cells = neutralised(rows)
    text = written(cells, Format.CSV)
    # What skips comments takes a # for one wherever it is not quoted.
    return commented(meta) + (written(cells, Format.CSV, csv.QUOTE_NONNUMERIC) if "#" in text else text)


def as_json(meta: Meta, rows: pd.DataFrame) -> str:
    """An object of `metadata` and `rows`, the rows as `metrics show --format json` prints them."""
    told = json.dumps(meta, indent=2, ensure_ascii=False)
    return f'{{"metadata": {told},\n"rows": {written(rows, Format.JSON).rstrip()}}}\n'
