"""The demonstration: the build with the synthetic sample, which the loader makes aside when it is first asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from metrics.errors import NoDemonstration
from metrics.program_files import find_data_folder
from metrics.warehouse import Warehouse, folder, open_current, read_current_build

PROGRAM = Path(__file__).resolve().parents[1]
MAKING = (
    "Making the demonstration aside: a synthetic sample is written, loaded and built. This takes about a quarter of a "
    "minute, once."
)
_one_at_a_time = Lock()
_failures: dict[tuple[Path, str], str] = {}
"""Why there is none beside a real build: what failed once is not tried again by every visitor."""


def is_ready() -> bool:
    """Whether the demonstration is there, made beside the real build that is served now."""
    try:
        read_current_build(with_sample=True)
    except NoDemonstration:
        return False
    return True


def make_ready() -> None:
    """Have the loader make the demonstration where it is not ready; raises NoDemonstration where it cannot.

    Those who ask meanwhile wait; another process that asks waits for the loader's own lock.
    """
    with _one_at_a_time:
        if is_ready():
            return
        key = (folder(with_sample=True), read_current_build())
        failure = _failures.get(key) or _make()
        if failure:
            _failures[key] = failure
            raise NoDemonstration(
                f"The demonstration could not be made: {failure} To see why, run: python -m etl build --with-sample"
            )


def _make() -> str:
    """Run the loader; why it failed, or nothing."""
    words = [sys.executable, "-m", "etl", "build", "--with-sample"]
    # A data folder that is named from where we are would be another one from there.
    surroundings = os.environ | {"SES_DATA": str(find_data_folder())}
    process = subprocess.run(words, cwd=PROGRAM, env=surroundings, capture_output=True, text=True, check=False)
    lines = (process.stderr or process.stdout).strip().splitlines()
    return "" if process.returncode == 0 else (lines[-1] if lines else f"exit status {process.returncode}.")


def open_warehouse(*, with_sample: bool, tell: Callable[[str], None] = lambda _sentence: None) -> Warehouse:
    """The build that is asked for: the real one or, made first where it is not ready, the demonstration."""
    if with_sample and not is_ready():
        tell(MAKING)
        make_ready()
    return open_current(with_sample=with_sample)
