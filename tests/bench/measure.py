"""Runs one piece of work in a process of its own, reads its time and peak memory, and prints what came of it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.conftest import ROOT

CORES = len(os.sched_getaffinity(0))
Line = tuple[str, str, str]
"""What was measured, the figure, and what must hold."""


@dataclass(frozen=True)
class Measured:
    """Seconds of the work itself, imports left out, peak megabytes of the largest process, and what the work gave."""

    seconds: float
    megabytes: float
    result: Any


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
        megabytes = max(peak_of_this_process(), peak_of_children())
        print(json.dumps({"seconds": seconds, "megabytes": megabytes, "result": result}))


def peak_of_this_process() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_of_children() -> float:
    """The most memory that any process this one has started and outlived has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def run(name: str, *arguments: object) -> Measured:
    """The cost of the work of that name, done in a fresh process."""
    command = [sys.executable, "-m", "tests.bench", "--child", name, *(str(argument) for argument in arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def print_table(lines: Iterable[Line]) -> None:
    """The lines as the README has them."""
    print("| what | measured | must hold |\n| --- | --- | --- |")
    for what, figure, bound in lines:
        print(f"| {what} | {figure} | {bound} |")
