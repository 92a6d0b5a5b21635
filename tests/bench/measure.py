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
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

CORES = len(os.sched_getaffinity(0))
Line = tuple[str, str, str]
"""What was measured, the figure, and what must hold."""


@dataclass(frozen=True)
class Measured:
    """Seconds of the work itself, imports left out, peak megabytes of the largest process, and what the work gave.

    `worked` are the seconds that processors spent on it, its children's among them: on a machine that others use too
    they tell more than the clock.
    """

    seconds: float
    megabytes: float
    result: Any
    worked: float = 0.0


@dataclass(frozen=True)
class Claim:
    """What was measured, the figure in words, what must hold, and whether it does."""

    what: str
    figure: str
    bound: str
    holds: bool


@dataclass(frozen=True)
class Work:
    """Something to measure: `prepare` imports and sets up, and returns the thunk whose run is timed."""

    prepare: Callable[..., Callable[[], object]]

    def report(self, arguments: list[str]) -> None:
        """Do the work here and print what it cost as one line of JSON."""
        thunk = self.prepare(*arguments)
        begin, worked = time.perf_counter(), seconds_worked()
        result = thunk()
        seconds, worked = time.perf_counter() - begin, seconds_worked() - worked
        megabytes = max(peak_of_this_process(), peak_of_children())
        print(json.dumps({"seconds": seconds, "megabytes": megabytes, "result": result, "worked": worked}))


def seconds_worked() -> float:
    """Seconds of processors that this process and those it has outlived have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


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


def run_command(*arguments: object, data: Path) -> Measured:
    """The cost of `python -m ...` as a whole process, from its start to its end, on a data folder; gives its words."""
    command = [sys.executable, "-m", *(str(argument) for argument in arguments)]
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "SES_DATA": str(data)}, stdout=subprocess.PIPE, text=True
    ) as process:
        words = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}; what it said stands above.")
    seconds = time.perf_counter() - begin
    return Measured(seconds, used.ru_maxrss / 1024, words, used.ru_utime + used.ru_stime)


def print_claims(claims: Iterable[Claim]) -> bool:
    """Each claim with whether it holds; whether all do."""
    everything = list(claims)
    print("| what | measured | must hold | holds |\n| --- | --- | --- | --- |")
    for claim in everything:
        print(f"| {claim.what} | {claim.figure} | {claim.bound} | {'yes' if claim.holds else '**no**'} |")
    return all(claim.holds for claim in everything)


def print_table(lines: Iterable[Line]) -> None:
    """The lines as docs/performance.md has them."""
    print("| what | measured | must hold |\n| --- | --- | --- |")
    for what, figure, bound in lines:
        print(f"| {what} | {figure} | {bound} |")
