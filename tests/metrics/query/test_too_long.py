"""An answer that is too long is refused by a part of it, of which every row is in the whole."""

import pytest

from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import MetricsError, TooManyRows
from metrics.query import too_long
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask

pytestmark = pytest.mark.slow

MOST = 50


def questions(metric: Metric) -> list[Selection]:
    """A metric by each of its columns, and by the first of them together."""
    asked = [Selection.of([column]) for column in metric.breakdowns]
    return [*asked, Selection.of(metric.breakdowns[:3])]


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_every_row_of_a_part_is_a_row_of_the_whole(
    loaded: Warehouse, metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(too_long, "YEARS", (1, 2))
    for selection in questions(metric):
        try:
            whole = ask(loaded, metric, by=selection.by).table
        except MetricsError:
            continue
        every = set(whole.astype(str).itertuples(index=False, name=None))
        for asked, times in too_long.list_parts(loaded, metric, selection):
            some = answer(loaded, metric, asked).table
            assert set(some.astype(str).itertuples(index=False, name=None)) <= every, selection
            assert times > 0
        assert answer(loaded, metric, selection, max(1, len(whole))).table.equals(whole)


@pytest.mark.parametrize("name", ["on_board", "separation_rate"])
def test_long_answer_is_refused_before_it_is_put_together(
    loaded: Warehouse, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric, selection = catalog.find(name), Selection.of(["agency_code", "occupation_code"])
    assert len(answer(loaded, metric, selection).table) > 10 * MOST

    def put_together(*_asked: object) -> None:
        pytest.fail("the whole was asked for")

    monkeypatch.setattr(Warehouse, "many_rows", put_together)
    monkeypatch.setattr(too_long, "YEARS", (1,))
    with pytest.raises(TooManyRows, match="more than 50 rows; narrow it with from and to"):
        answer(loaded, metric, selection, MOST)
