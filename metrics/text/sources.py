"""What is said of a ratio whose two parts are told by two sources that counted one file."""

from __future__ import annotations

from typing import Final

import pandas as pd

from metrics.formatting import format_month, join_names
from metrics.text.tables import map_titles
from metrics.warehouse import Warehouse

MOST: Final = 3
TOP, BOTTOM = "numerator_source", "denominator_source"


def describe_parts(warehouse: Warehouse, df: pd.DataFrame) -> list[str]:
    """Which source gives the numerator and which the denominator, a sentence for each pair of two."""
    if TOP not in df:
        return []
    apart = df[df["value"].notna() & (df[TOP] != df[BOTTOM])]
    titles_by_source, sentences = map_titles(warehouse), []
    for pair, some in apart.groupby([TOP, BOTTOM], sort=False):
        top, bottom = (titles_by_source.get(str(source), str(source)) for source in pair)
        days = [format_month(day) for day in sorted(some["period"].unique())]
        more = [f"{len(days) - MOST} earlier months"] if len(days) > MOST else []
        sentences.append(
            f"Two sources counted one file of {join_names([*more, *days[-MOST:]])}: the numerator is of "
            f"“{top}”, the denominator of “{bottom}”."
        )
    return sentences
