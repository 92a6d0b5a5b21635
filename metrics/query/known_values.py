"""The values that a column can take, of an indicator in a build."""

from __future__ import annotations

from metrics.definitions.formula import STANDINGS, Parity, StandingCount
from metrics.definitions.measure import PublishedQuantity
from metrics.definitions.metric import Metric
from metrics.query.sql.mart_rows import APPOINTMENTS
from metrics.query.sql.mart_rows import choose_table as rows_of
from metrics.warehouse import Warehouse


def list_known_values(warehouse: Warehouse, metric: Metric, column: str) -> list[str]:
    """Every value that a column can take: what is labelled and what the marts hold."""
    if column == "appointment":
        return list(APPOINTMENTS)
    if column == "agency_code":
        return sorted(warehouse.agencies["agency_code"])
    if isinstance(metric.formula, StandingCount) and column in metric.formula.own:
        return list(STANDINGS)
    if isinstance(metric.formula, Parity) and column in metric.formula.own:
        return [trait.name for trait in metric.formula.traits]
    if isinstance(metric.formula, PublishedQuantity):
        figures = "select distinct breakdown from marts.published where indicator = ? and starts_with(breakdown, ?)"
        values = warehouse.rows(figures, [metric.formula.figure.indicator, f"{column}="])["breakdown"]
        return sorted(values.str.removeprefix(f"{column}="))
    read = sorted({rows_of(measure.mart, {column}) for measure in metric.measures})
    query = " union ".join(f"select distinct cast({column} as varchar) as code from {rows}" for rows in read)
    values = warehouse.rows(f"select code from ({query}) where code is not null")["code"]
    return sorted({*values, *warehouse.labels(column)})
