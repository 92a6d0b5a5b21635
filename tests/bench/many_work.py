"""The pieces of work on many files: written, staged, loaded, built, asked; each is measured in a process of its own."""

from __future__ import annotations

import importlib
import os
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measure import peak_of_children, peak_of_this_process

if TYPE_CHECKING:
    from etl.staging.stage import StagingJob
    from metrics.definitions.metric import Metric

ROUNDS = 5
"""How often each question is asked; its time is the median."""
SECONDS_TO_START = 2


def write_periods(folder: str, periods: str, rows: str) -> Callable[[], object]:
    """A history of so many periods, into the subfolder `files`."""
    from tests.bench.periods import write_periods as write

    return lambda: len(write(Path(folder) / "files", int(periods), int(rows)))


def write_batch(folder: str, rows: str, *names: str) -> Callable[[], object]:
    """Cubes and months of a history by their names, into the subfolder `files`."""
    from tests.bench.history_files import write_files

    return lambda: write_files(Path(folder) / "files", names, int(rows))


def stage_all(folder: str, processes: str, *names: str) -> Callable[[], object]:
    """Files staged by so many one-thread processes; gives the peak megabytes of a process after each of its files."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from etl.files.raw import take_in
    from etl.paths import find_places
    from etl.staging.stage import StagingJob

    into = Path(folder) / "scaling"
    shutil.rmtree(into, ignore_errors=True)
    files = [Path(folder) / "files" / name for name in names]
    jobs = [
        StagingJob(take_in(path, str(path), into / f"in-{nth}"), into / f"out-{nth}", find_places().reference, 1)
        for nth, path in enumerate(files)
    ]
    pool = ProcessPoolExecutor(int(processes), mp_context=get_context("spawn"))
    list(pool.map(_start, range(int(processes))))

    def work() -> list[float]:
        with pool:
            weights = list(pool.map(_stage_and_weigh, jobs))
        shutil.rmtree(into)
        return weights

    return work


def _start(_nth: int) -> None:
    """Have what staging needs imported; long enough for every process of a pool to have one of these to do."""
    importlib.import_module("etl.staging.stage")
    time.sleep(SECONDS_TO_START)


def _stage_and_weigh(job: StagingJob) -> float:
    from etl.staging.stage import stage

    stage(job)
    return peak_of_this_process()


def load_all(folder: str) -> Callable[[], object]:
    """`etl load` of everything in the subfolder `files`, or of what is new in it, with the seconds of its parts."""
    os.environ["SES_DATA"] = str(Path(folder) / "data")
    from etl.load import load
    from etl.paths import find_places

    def work() -> dict[str, float]:
        begin = time.perf_counter()
        reached = {"taken_in": begin, "staged": begin}
        peaks = [0.0]

        def progress(_what: str, done: int, total: int) -> None:
            if total and done == 0:
                reached["taken_in"] = time.perf_counter()
            if total and done == total and reached["staged"] == begin:
                reached["staged"] = time.perf_counter()
                peaks.append(peak_of_this_process())  # the build, which takes more, begins now

        result = load(find_places(), [Path(folder) / "files"], progress)
        return {
            "loaded": len(result.extracts),
            "known": len(result.repeats),
            "taking_in": reached["taken_in"] - begin,
            "staging": reached["staged"] - reached["taken_in"],
            "building": time.perf_counter() - reached["staged"],
            "staging_megabytes": max(*peaks, peak_of_children()),
        }

    return work


def build_all(folder: str, what: str = "records") -> Callable[[], object]:
    """The warehouse built again from everything staged; gives its megabytes. `what` is records or sample."""
    os.environ["SES_DATA"] = str(Path(folder) / "data")
    from etl.paths import find_places
    from etl.warehouse.build import build

    with_sample = what == "sample"
    if with_sample:
        build(find_places())  # a demonstration stands beside a real build

    return lambda: build(find_places(), with_sample=with_sample).path.stat().st_size / 2**20


def questions(folder: str, what: str = "records") -> Callable[[], object]:
    """Every indicator, plain and by each of its breakdowns, on the build in the folder; gives the seconds of each."""
    os.environ["SES_DATA"] = str(Path(folder) / "data")
    from metrics import warehouse
    from metrics.definitions import catalog
    from metrics.query.answer import answer
    from metrics.query.selection import Selection

    build = warehouse.open_current(with_sample=what == "sample")

    asked = [(metric, by) for metric in catalog.METRICS for by in ((), *((column,) for column in metric.breakdowns))]
    answer(build, catalog.METRICS[0], Selection())  # pays what only the first question of a process pays

    def seconds(metric: Metric, by: tuple[str, ...]) -> float:
        begin = time.perf_counter()
        answer(build, metric, Selection(by=by))
        return time.perf_counter() - begin

    def work() -> dict[str, float]:
        return {
            " by ".join((metric.name, *by)): statistics.median(seconds(metric, by) for _ in range(ROUNDS))
            for metric, by in asked
        }

    return work


WORK = (write_periods, write_batch, stage_all, load_all, build_all, questions)
