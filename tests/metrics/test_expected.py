"""Every indicator, whole and by each of its breakdowns, against a second count of the raw rows."""

from itertools import chain

import numpy as np
import pandas as pd
import pytest

from metrics.definitions import catalog
from metrics.definitions.marts import DEMOGRAPHICS, POSITIONS
from metrics.definitions.metric import Metric
from metrics.warehouse import Warehouse
from tests.metrics.ask import table
from tests.metrics.expected import EXPECTED
from tests.metrics.expected_figures import KEYED, PUBLISHED
from tests.metrics.raw import Raw

pytestmark = pytest.mark.slow

By = tuple[str, ...]
NUMBERS = ("value", "numerator", "denominator")
COUNTED = [metric for metric in catalog.METRICS if metric.name in EXPECTED]
NEEDS_WHAT_CUBES_LACK = {"career_reserved_share", "pay_at_ceiling_share", "schedule_policy_career", "veteran_share"}
CASES = list(
    chain.from_iterable([(metric, ()), *((metric, (column,)) for column in metric.breakdowns)] for metric in COUNTED)
) + [(catalog.find(name), ("agency_code", "appointment")) for name in ("on_board", "separations", "quit_rate")]
OF_PEOPLE = [case for case in CASES if case[0].measures[0].mart not in (DEMOGRAPHICS, POSITIONS)]


OF_POSITIONS = {"noncareer_headroom", "positions_lower_bound", "noncareer_share_of_known_positions", "quarter_standing"}
"""What only lists of positions or allocations answer: held to typed ones in test_positions and test_known_positions."""


def named(cases: list[tuple[Metric, By]]) -> list[str]:
    return [" by ".join((metric.name, *by)) for metric, by in cases]


def listed(warehouse: Warehouse, metric: Metric, by: By, evidence: str) -> pd.DataFrame:
    """The answer's rows of one kind of evidence, indexed as an expectation is."""
    found = table(warehouse, metric, by=by)
    keys = ["period", *dict.fromkeys((*by, *metric.always_by))]
    return found[found["evidence"] == evidence].set_index(keys)


def agree(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """The same groups are known on both sides, and every number of them is equal."""
    ours, theirs = ours[ours["value"].notna()], theirs[theirs["value"].notna()]
    assert ours.index.is_unique
    assert set(ours.index) == set(theirs.index)
    theirs = theirs.reindex(ours.index)
    for column in NUMBERS:
        if column in ours and column in theirs:
            np.testing.assert_allclose(ours[column], theirs[column], rtol=1e-9, err_msg=column)


def test_every_indicator_has_an_expected_answer() -> None:
    names = {metric.name for metric in catalog.METRICS}
    figures = PUBLISHED.keys() | {name for name, _ in KEYED}
    assert names - EXPECTED.keys() - figures == OF_POSITIONS
    assert EXPECTED.keys() | figures <= names


@pytest.mark.parametrize(("metric", "by"), CASES, ids=named(CASES))
def test_loaded_files_give_what_a_second_count_gives(
    loaded: Warehouse, raw_loaded: Raw, metric: Metric, by: By
) -> None:
    evidence = "published" if metric.measures[0].mart is POSITIONS else "sample"
    expected = EXPECTED[metric.name].count(raw_loaded, by)
    assert expected["value"].notna().any() != (metric.name in NEEDS_WHAT_CUBES_LACK)
    agree(listed(loaded, metric, by, evidence), expected)


@pytest.mark.parametrize(("metric", "by"), OF_PEOPLE, ids=named(OF_PEOPLE))
def test_typed_records_give_what_a_second_count_gives(
    records: Warehouse, raw_records: Raw, metric: Metric, by: By
) -> None:
    expected = EXPECTED[metric.name].count(raw_records, by)
    assert expected["value"].notna().any()
    agree(listed(records, metric, by, "records"), expected)
