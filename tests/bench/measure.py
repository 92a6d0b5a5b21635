"""Runs one piece of work in a process of its own and reads its time and peak memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.conftest import ROOT


@dataclass(frozen=True)
class Measured:
    """Seconds of the work itself, imports left out, peak megabytes of the largest process, and what the work gave."""

    seconds: float
    megabytes: float
    result: object


@dataclass(frozen=True)
class Work:
    """Something to measure: `prepare` imports and sets up, and returns the thunk whose run is timed."""

    prepare: Callable[..., Callable[[], object]]

    def report(self, arguments: list[str]) -> None:
        """Do the work here and print what it cost as one line of JSON."""
        thunk = self.prepare(*arguments)
        begin = time.perf_counter()
        result = thunk()
        seconds = time.perf_counter() - begin
        largest = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        megabytes = max(resource.getrusage(whose).ru_maxrss for whose in largest) / 1024
        print(json.dumps({"seconds": seconds, "megabytes": megabytes, "result": result}))


def run(name: str, *arguments: str) -> Measured:
    """The cost of the work of that name, done in a fresh process."""
    command = [sys.executable, "-m", "tests.bench", "--child", name, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))
