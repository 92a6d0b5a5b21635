"""The values that a column can take, of an indicator in a build."""

from __future__ import annotations

from metrics.definitions.formula import STANDINGS, Parity, Standing
from metrics.definitions.measure import Published
from metrics.definitions.metric import Metric
from metrics.query.mart_rows import APPOINTMENTS
from metrics.query.mart_rows import table as rows_of
from metrics.warehouse import Warehouse


def known_values(warehouse: Warehouse, metric: Metric, column: str) -> list[str]:
    """Every value that a column can take: what is labelled and what the marts hold."""
    if column == "appointment":
        return list(APPOINTMENTS)
    if column == "agency_code":
        return sorted(warehouse.agencies["agency_code"])
    if isinstance(metric.formula, Standing) and column in metric.formula.own:
        return list(STANDINGS)
    if isinstance(metric.formula, Parity) and column in metric.formula.own:
        return [trait.name for trait in metric.formula.traits]
    if isinstance(metric.formula, Published):
        figures = "select distinct breakdown from marts.published where indicator = ? and starts_with(breakdown, ?)"
        found = warehouse.rows(figures, [metric.formula.figure.indicator, f"{column}="])["breakdown"]
        return sorted(found.str.removeprefix(f"{column}="))
    read = sorted({rows_of(measure.mart, {column}) for measure in metric.measures})
    held = " union ".join(f"select distinct cast({column} as varchar) as code from {rows}" for rows in read)
    found = warehouse.rows(f"select code from ({held}) where code is not null")["code"]
    return sorted({*found, *warehouse.labels(column)})
