"""How many processes stage: as many as the files are worth, no more than there are cores."""

import pytest

from etl.staging.executor import BIG, SMALL, count_processes


@pytest.mark.parametrize(
    ("big", "small", "processes"),
    [
        (0, 0, 1),
        (1, 0, 1),
        (2, 0, 2),
        (9, 0, 4),
        (0, SMALL - 1, 1),
        (0, 2 * SMALL, 2),
        (1, SMALL, 2),
        (0, 99 * SMALL, 4),
    ],
)
def test_processes_for(big: int, small: int, processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.staging.executor.count_cores", lambda: 4)
    assert count_processes([BIG] * big + [BIG - 1] * small) == processes
