"""Questions to a warehouse, each asked once: many facts are read from one answer."""

from functools import cache
from typing import Any

import pandas as pd

from etl.warehouse.build import build
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.etl.world import World


@cache
def _answered(warehouse: Warehouse, metric: Metric, selection: Selection) -> Answer:
    return answer(warehouse, metric, selection)


def ask(warehouse: Warehouse, metric: Metric | str, **asked: Any) -> Answer:
    """The answer to an indicator by name; its table is shared, so no test may change it."""
    found = catalog.find(metric) if isinstance(metric, str) else metric
    return _answered(warehouse, found, Selection.of(**asked))


def table(warehouse: Warehouse, metric: Metric | str, **asked: Any) -> pd.DataFrame:
    """The rows of an answer."""
    return ask(warehouse, metric, **asked).table


def at(found: pd.DataFrame, day: str, evidence: str = "records") -> pd.DataFrame:
    """The rows of one period and one kind of evidence."""
    return found[(found["period"] == pd.Timestamp(day)) & (found["evidence"] == evidence)]


def values(found: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of each row, None where unknown."""
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found[list(columns)].to_numpy()]


def build_and_open(world: World, *, with_sample: bool = False) -> Warehouse:
    """A new build of a world, or its demonstration."""
    return Warehouse.open(build(world.places, with_sample=with_sample).path)
