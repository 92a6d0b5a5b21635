"""Where files are staged side by side: processes of this machine, or the workers of a Dask cluster."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from etl.errors import EtlError

BIG = 8 * 2**20  # bytes; below this a process of its own costs more than it saves
SMALL = 16  # so many files below that size keep a process busy for longer than it takes to start
SECONDS_TO_ANSWER = 10

Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


class StagingStopped(EtlError):
    """A staging process was ended from outside, most often for want of memory."""


class NoScheduler(EtlError):
    """The Dask scheduler named cannot be reached, or Dask is not installed."""


def count_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def count_processes(sizes: Iterable[int]) -> int:
    """One process for each big file and every sixteen small ones, never more than cores and never fewer than one."""
    is_big = [size >= BIG for size in sizes]
    return max(1, min(is_big.count(True) + is_big.count(False) // SMALL, count_cores()))


@contextmanager
def open_executor(processes: int, scheduler: str | None = None) -> Iterator[Executor]:
    """Processes for several big files, this process for anything less, a cluster where a scheduler is named.

    Work that has not begun is dropped when the caller fails.

    Args:
        processes: How many processes to start; for one, this process does the work in a thread.
        scheduler: The address of a Dask scheduler whose workers do it instead.

    Yields:
        An executor that takes jobs.

    Raises:
        StagingStopped: A process died under the work.
        NoScheduler: The scheduler cannot be reached, has no workers, or Dask is not installed.
    """
    if scheduler is not None:
        with _open_cluster(scheduler) as executor:
            yield executor
        return
    pool: Executor = (
        ThreadPoolExecutor(max_workers=1)
        if processes == 1
        else ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent)
    )
    try:
        yield pool
    except BrokenProcessPool as error:
        raise StagingStopped(
            "A staging process was stopped from outside, perhaps for want of memory; nothing was kept, "
            "load fewer files at a time."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _open_cluster(scheduler: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler, which see the data folder under the same path as this process."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise NoScheduler(
            "Staging on a cluster needs Dask: install it with `pip install distributed`, or leave --scheduler out."
        ) from None
    try:
        client = Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoScheduler(
            f"No Dask scheduler answers at {scheduler}; start one with `dask scheduler`, check the address, "
            "or leave --scheduler out."
        ) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise NoScheduler(f"The Dask scheduler at {scheduler} has no workers; start some with `dask worker`.")
        executor: Executor = client.get_executor(pure=False)
        try:
            yield executor
        except KilledWorker as error:
            raise StagingStopped(
                "The cluster's workers were stopped from outside again and again, perhaps for want of memory; nothing "
                "was kept, load fewer files at a time."
            ) from error
        finally:
            executor.shutdown(wait=False)


def _end_with_parent() -> None:
    """Without this a killed load leaves its workers waiting for ever, each holding the queue open for the others."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
