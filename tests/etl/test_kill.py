"""A load killed at any moment: the served build stays whole and readable, and the next load completes."""

import random
from pathlib import Path

import pytest

from etl.load import load
from etl.paths import find_places
from etl.warehouse.build import build
from metrics.definitions import catalog
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import open_current
from tests.etl.fetching import month
from tests.etl.killing import run_load

pytestmark = pytest.mark.slow

TIMES = 20
MOST_DELAY = 0.2  # seconds; long enough to end inside a statement of DuckDB's, of which Python notices nothing


def executives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What the dashboard would show of the served build: its id, and executives in September 2016."""
    monkeypatch.setenv("SES_DATA", str(folder))
    warehouse = open_current()
    shown = answer(warehouse, catalog.find("on_board"), Selection()).table
    warehouse.connection.close()
    return warehouse.build_id, int(shown.loc[shown["period"] == "2016-09-30", "value"].iloc[0])


def test_twenty_kills_at_random_moments_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moments of the load's own work and not of a clock, so that no machine is too fast or too busy for them."""
    data = tmp_path / "data"
    monkeypatch.setenv("SES_DATA", str(data))
    build(find_places())
    served = executives(data, monkeypatch)
    files = [tmp_path / f"employment_202306_{version}.txt" for version in range(1, TIMES + 3)]
    for number, file in enumerate(files):  # other bytes each time, so that there is work to kill
        file.write_bytes(month("employment", "202306", 20 + number))
    whole = run_load(data, files[0])
    assert whole.returncode == 0
    steps = int(whole.stderr.split()[-1])
    assert steps > TIMES
    moments = random.Random(1978)
    for number, file in enumerate(files[1:-1]):
        is_at_once = number % 2 == 0
        delay = 0 if is_at_once else moments.uniform(0.001, MOST_DELAY)
        ended = run_load(data, file, moments.randint(1, steps * 9 // 10), delay).returncode
        assert ended == -9 or (ended == 0 and not is_at_once)
        seen = executives(data, monkeypatch)
        assert seen[1] == served[1] == 8158
        served = seen
    monkeypatch.setenv("SES_DATA", str(data))
    load(find_places(), [files[-1]])
    after = answer(open_current(), catalog.find("on_board"), Selection()).table
    records = after[after["evidence"] == "records"]
    assert list(records["value"]) == [20 + TIMES + 1]
    assert not list(find_places().raw.glob(".incoming/*"))
    assert not list(find_places().staged.glob(".tmp/*"))
