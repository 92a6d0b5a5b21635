"""A load killed at any moment: the served build stays whole and readable, and the next load completes."""

import os
import random
import subprocess
import sys
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
MOST_DELAY = 0.2  # seconds; long enough to end inside a statement of DuckDB's, of which Python notices nothing
LOADER = """
import os, runpy, signal, sys, threading
end, delay = int(sys.argv.pop(1)), float(sys.argv.pop(1))
steps = None

def count(event, told):
    # From the moment the folder is held: before that nothing is changed. A file opened, moved or made is a step.
    global steps
    if steps is None:
        if event == "open" and str(told[0]).endswith("staged/.lock"):
            steps = 0
        return
    steps += 1
    if steps == end:
        if delay:
            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
        else:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
sys.argv[0] = "etl"
try:
    runpy.run_module("etl", run_name="__main__")
finally:
    print(steps, file=sys.stderr)
"""
"""Runs a load that kills itself at a step of its own, after a delay, if any; at step 0 it never does."""


def executives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What the dashboard would show of the served build: its id, and executives in September 2016."""
    monkeypatch.setenv("SES_DATA", str(folder))
    warehouse = current()
    shown = answer(warehouse, catalog.find("on_board"), Selection()).table
    warehouse.connection.close()
    return warehouse.build_id, int(shown.loc[shown["period"] == "2016-09-30", "value"].iloc[0])


def loader(data: Path, file: Path, step: int = 0, delay: float = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOADER, str(step), str(delay), "load", str(file)],
        cwd=ROOT,
        env={**os.environ, "SES_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def test_twenty_kills_at_random_moments_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moments of the load's own work and not of a clock, so that no machine is too fast or too busy for them."""
    data = tmp_path / "data"
    monkeypatch.setenv("SES_DATA", str(data))
    build(places())
    served = executives(data, monkeypatch)
    files = [tmp_path / f"employment_202306_{version}.txt" for version in range(1, TIMES + 3)]
    for number, file in enumerate(files):  # other bytes each time, so that there is work to kill
        file.write_bytes(month("employment", "202306", 20 + number))
    whole = loader(data, files[0])
    assert whole.returncode == 0
    steps = int(whole.stderr.split()[-1])
    assert steps > TIMES
    moments = random.Random(1978)
    for number, file in enumerate(files[1:-1]):
        is_at_once = number % 2 == 0
        delay = 0 if is_at_once else moments.uniform(0.001, MOST_DELAY)
        ended = loader(data, file, moments.randint(1, steps * 9 // 10), delay).returncode
        assert ended == -9 or (ended == 0 and not is_at_once)
        seen = executives(data, monkeypatch)
        assert seen[1] == served[1] == 8158
        served = seen
    monkeypatch.setenv("SES_DATA", str(data))
    load(places(), [files[-1]])
    after = answer(current(), catalog.find("on_board"), Selection()).table
    records = after[after["evidence"] == "records"]
    assert list(records["value"]) == [20 + TIMES + 1]
    assert not list(places().raw.glob(".incoming/*"))
    assert not list(places().staged.glob(".tmp/*"))
