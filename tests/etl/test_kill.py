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
from metrics import catalog
from metrics.query import answer
from metrics.selection import Selection
from metrics.warehouse import current
from tests.conftest import ROOT
from tests.etl.fetching import month

TIMES = 20


def executives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What the dashboard would show of the served build: its id, and executives in September 2016."""
    monkeypatch.setenv("SES_DATA", str(folder))
    warehouse = current()
    shown = answer(warehouse, catalog.find("on_board"), Selection()).table
    warehouse.connection.close()
    return warehouse.build_id, int(shown.loc[shown["period"] == "2016-09-30", "value"].iloc[0])


def loader(data: Path, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "load", str(file)],
        cwd=ROOT,
        env={**os.environ, "SES_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_twenty_kills_at_random_moments_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("SES_DATA", str(data))
    build(places())
    served = executives(data, monkeypatch)
    files = [tmp_path / f"employment_202306_{version}.txt" for version in range(1, TIMES + 3)]
    for number, file in enumerate(files):  # other bytes each time, so that there is work to kill
        file.write_bytes(month("employment", "202306", 20 + number))
    began = time.monotonic()
    assert loader(data, files[0]).wait() == 0
    whole = time.monotonic() - began
    moments = random.Random(1978)
    killed = 0
    for file in files[1:-1]:
        process = loader(data, file)
        # Moments of a whole load's own length, so that a fast machine is killed in the middle of it too.
        time.sleep(moments.uniform(0.05, 0.95) * whole)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        seen = executives(data, monkeypatch)
        assert seen[1] == served[1] == 8158
        served = seen
    assert killed
    monkeypatch.setenv("SES_DATA", str(data))
    load(places(), [files[-1]])
    after = answer(current(), catalog.find("on_board"), Selection()).table
    records = after[after["evidence"] == "records"]
    assert list(records["value"]) == [20 + TIMES + 1]
    assert not list(places().raw.glob(".incoming/*"))
    assert not list(places().staged.glob(".tmp/*"))
