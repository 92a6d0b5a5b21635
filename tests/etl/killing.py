"""A load that kills itself at a step of its own work: no clock says when, and no machine is too fast or too busy."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

LOADER = """
import os, runpy, signal, sys, threading
end, delay, end_at = int(sys.argv.pop(1)), float(sys.argv.pop(1)), sys.argv.pop(1)
steps = None

def die():
    if delay:
        threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
    else:
        os.kill(os.getpid(), signal.SIGKILL)

def count(event, told):
    # From the moment the folder is held: before that nothing is changed. A file opened, moved or made is a step.
    global steps
    if steps is None:
        if event == "open" and str(told[0]).endswith("staged/.lock"):
            steps = 0
        return
    steps += 1
    if steps == end or (end_at and event == "open" and end_at in str(told[0])):
        die()

sys.addaudithook(count)
sys.argv[0] = "etl"
try:
    runpy.run_module("etl", run_name="__main__")
finally:
    print(steps, file=sys.stderr)
"""


def run_load(
    data: Path, file: Path, step: int = 0, delay: float = 0, *, at: str = ""
) -> subprocess.CompletedProcess[str]:
    """Load a file, as far as run_etl_to goes."""
    return run_etl_to(data, "load", str(file), step=step, delay=delay, at=at)


def run_etl_to(
    data: Path, *words: str, step: int = 0, delay: float = 0, at: str = ""
) -> subprocess.CompletedProcess[str]:
    """A command that dies at that step, or where a file is opened whose path has `at` in it.

    Else the last word of stderr tells how many steps there were. After a `delay` it may die within a statement of
    DuckDB's.
    """
    return subprocess.run(
        [sys.executable, "-c", LOADER, str(step), str(delay), at, *words],
        cwd=ROOT,
        env={**os.environ, "SES_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
