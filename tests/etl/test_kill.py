"""A load killed at any moment: the served build stays whole and readable, and the next load completes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.build import build
from etl.load import load
from etl.places import places
from etl.sample import write_sample
from metrics import catalog
from metrics.query import answer
from metrics.selection import Selection
from metrics.warehouse import current
from tests.conftest import ROOT

TIMES = 20


def executives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What the dashboard would show of the served build: its id, and executives in September 2016."""
    monkeypatch.setenv("SES_DATA", str(folder))
    warehouse = current()
    shown = answer(warehouse, catalog.find("on_board"), Selection()).table
    warehouse.connection.close()
    return warehouse.build_id, int(shown.loc[shown["period"] == "2016-09-30", "value"].iloc[0])


def test_twenty_kills_at_random_moments_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, files = tmp_path / "data", tmp_path / "files"
    monkeypatch.setenv("SES_DATA", str(data))
    build(places())
    served = executives(data, monkeypatch)
    moments = random.Random(1978)
    killed = 0
    for seed in range(TIMES):
        write_sample(files, rows=500, periods=2, seed=seed)  # other bytes each time, so that there is work to kill
        process = subprocess.Popen(
            [sys.executable, "-m", "etl", "load", str(files)],
            cwd=ROOT,
            env={**os.environ, "SES_DATA": str(data)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.1, 2.0))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(30) == -signal.SIGKILL
        seen = executives(data, monkeypatch)
        assert seen[1] == served[1] == 8158
        served = seen
    assert killed > TIMES / 2
    monkeypatch.setenv("SES_DATA", str(data))
    load(places(), [files])
    after = answer(current(), catalog.find("on_board"), Selection()).table
    assert set(after["evidence"]) == {"published", "sample"}
    assert not list(places().raw.glob(".incoming/*"))
    assert not list(places().staged.glob(".tmp/*"))
