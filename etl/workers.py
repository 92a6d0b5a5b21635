"""How many processes stage side by side, and how they start and end."""

import os
import threading
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

BIG = 8 * 2**20  # bytes; below this a process of its own costs more than it saves


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes_for(sizes: Iterable[int]) -> int:
    """One process for each big file, never more than cores and never fewer than one."""
    return max(1, min(sum(size >= BIG for size in sizes), cores()))


def executor_of(processes: int) -> Executor:
    """Processes for several big files, this process for anything less: one interface, one code path."""
    if processes == 1:
        return ThreadPoolExecutor(max_workers=1)
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Without this a killed load leaves its workers waiting for ever, each holding the queue open for the others."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
