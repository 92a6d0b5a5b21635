"""A figure as text for programs: its rows as CSV or JSON with everything that must be known of them."""

from __future__ import annotations

from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.metadata import of_exhibit
from metrics.export.data import csv_json


def as_csv(exhibit: Exhibit) -> str:
    """Comment lines, then the rows as `metrics show --format csv` prints them."""
    return csv_json.as_csv(of_exhibit(exhibit), exhibit.rows)


def as_json(exhibit: Exhibit) -> str:
    """An object of `metadata` and `rows`, the rows as `metrics show --format json` prints them."""
    return csv_json.as_json(of_exhibit(exhibit), exhibit.rows)
