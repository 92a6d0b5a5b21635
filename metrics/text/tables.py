"""The rows of an answer as a reader sees them: labels for codes, words for evidence and flags, titles for sources."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from metrics import formatting
from metrics.query.answer import COLUMN_MEANINGS, Answer
from metrics.query.sql.gaps import find_reason, is_partial
from metrics.warehouse import Warehouse

APPOINTMENTS = ("career", "noncareer", "limited_term", "limited_emergency", "unspecified")


def map_titles(warehouse: Warehouse) -> Mapping[str, str]:
    """The title of every source by its id; a loaded file is its own title."""
    sources = warehouse.sources
    return MappingProxyType(dict(zip(sources["source"], sources["title"].fillna(sources["source"]), strict=True)))


def map_names(warehouse: Warehouse, column: str) -> Mapping[str, str]:
    """The labels of a breakdown's values, in the order in which they are drawn."""
    labels = warehouse.labels(column)
    return MappingProxyType({key: labels[key] for key in APPOINTMENTS} if column == "appointment" else labels)


def credit_sources(warehouse: Warehouse, df: pd.DataFrame) -> pd.DataFrame:
    """The rows with every source by its title, as a reader sees it on a point, and why incomplete months are so."""
    titles_by_source = map_titles(warehouse)
    table = df.assign(source=[formatting.format_source(source, titles_by_source) for source in df["source"]])
    if "flag" not in df or not is_partial(df["flag"].fillna("")).any():
        return table
    codes = df["agency_code"] if "agency_code" in df else pd.Series("", df.index)
    keys = zip(df["evidence"], df["source"], df["period"].dt.date, codes, strict=True)
    return table.assign(why=[find_reason(warehouse, *key) for key in keys])


def build_table(warehouse: Warehouse, result: Answer, df: pd.DataFrame) -> pd.DataFrame:
    """Rows of an answer, newest first: Period (date), breakdowns, values in their unit, Evidence, Source, Note."""
    titles_by_source, groups = map_titles(warehouse), (*result.metric.always_by, *result.selection.by)
    for_reader = pd.DataFrame({"Period": df["period"].dt.date})
    for column in (column for column in df.columns if column in groups):
        for_reader[formatting.capitalize_first(COLUMN_MEANINGS[column])] = df[column].replace(
            map_names(warehouse, column)
        )
    values = {"low": "Low", "value": result.metric.title, "high": "High"}
    values |= {"numerator": "Numerator", "denominator": "Denominator"}
    for column, heading in values.items():
        if column in df and df[column].notna().any():
            for_reader[heading] = df[column]
    for_reader["Evidence"] = df["evidence"].map(formatting.EVIDENCE)
    for_reader["Source"] = [formatting.format_source(source, titles_by_source) for source in df["source"]]
    for_reader["Note"] = df["flag"].map(formatting.format_flags)
    # Stable, so that a ranking keeps its order.
    return for_reader.sort_values("Period", ascending=False, kind="stable")
