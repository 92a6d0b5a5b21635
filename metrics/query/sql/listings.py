"""Which listings of agencies are whole: they name every agency that has any, so that one without a row has none.

A total, a count of agencies, a rank or a median of peers is made of such a listing only: of others a part is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from metrics.definitions.figures import list_figures
from metrics.definitions.measure import PublishedFigure
from metrics.definitions.metric import Metric
from metrics.query.sql.published_rows import SUBJECT
from metrics.query.sql.statement import Statement
from metrics.warehouse import Warehouse, remember_per_build

Listing = tuple[np.datetime64, str]
"""A period and the source of figures by agency at it."""


def build_full_listings(statement: Statement, needs: Iterable[PublishedFigure]) -> str:
    """A step of the periods at which one source tells each of those figures of every agency that has any."""
    parts, values = [], []
    for figure in needs:
        who = figure.essential or figure.who
        parts.append(
            "    select period, source from marts.published\n"
            "    where indicator = ? and scope = 'agency' and breakdown = '' and names_every_agency\n"
            f"      and {SUBJECT} in ({', '.join('?' * len(who))})\n"
            f"    group by all having count(distinct {SUBJECT}) = {len(who)}"
        )
        values += [figure.indicator, *who]
    return statement.step("\n    intersect\n".join(parts), *values)


@remember_per_build(256)
def read_partial_listings(warehouse: Warehouse, metric: Metric) -> frozenset[Listing]:
    """The listings that an indicator may read and that do not name every agency: no rank or median is made of them."""
    read = {figure.indicator for figure in list_figures(metric)}
    return frozenset(
        (period, source) for indicator, period, source in _read_partial_listings(warehouse) if indicator in read
    )


@remember_per_build()
def _read_partial_listings(warehouse: Warehouse) -> tuple[tuple[str, np.datetime64, str], ...]:
    rows = warehouse.rows(
        "select distinct indicator, period, source from marts.published\n"
        "where scope = 'agency' and not names_every_agency"
    )
    periods = pd.to_datetime(rows["period"]).to_numpy().astype("datetime64[D]")
    return tuple(zip(rows["indicator"], periods, rows["source"], strict=True))


def is_in_full(rows: pd.DataFrame, listings: frozenset[Listing]) -> np.ndarray:
    """Which rows of an answer are of no listing in part; a row of several sources is, where one of them is."""
    result = np.ones(len(rows), dtype=bool)
    if listings:
        indices = np.flatnonzero(rows["evidence"].to_numpy() == "published")
        periods = rows["period"].to_numpy()[indices].astype("datetime64[D]")
        sources = rows["source"].to_numpy()[indices]
        result[indices] = [
            not any((period, each) in listings for each in source.split("; "))
            for period, source in zip(periods, sources, strict=True)
        ]
    return result
