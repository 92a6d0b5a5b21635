"""The open build and everything remembered of it; keyed by build, so a new one appears on the next rerun."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import cache, wraps
from pathlib import Path
from threading import BoundedSemaphore, Lock, local
from typing import Any, Generic, ParamSpec, TypeVar

import pandas as pd
import pyarrow as pa
import streamlit as st

from metrics import demonstration as made_aside
from metrics.analysis.headline import Headline, build_headline
from metrics.definitions.metric import Metric
from metrics.errors import NoDemonstration, NoWarehouse
from metrics.exhibits import forms
from metrics.open_builds import OPEN_BUILDS
from metrics.program_files import find_data_folder
from metrics.query import answer as query
from metrics.query import published_only
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.recent import Recent
from metrics.text import tables
from metrics.warehouse import Warehouse
from metrics.warehouse import read_current_build as served_build
from pages.small_print import small
from pages.state import demonstration
from pages.state.renewal import RENEWAL, is_rehearsal

ROOT = Path(__file__).resolve().parents[2]
REMEMBERED = 6000
"""Results kept, the oldest given up first: a page in one view has about a hundred, of 35 kB in the middle."""

Given = ParamSpec("Given")
Result = TypeVar("Result")
_one_build_at_a_time = Lock()
_cores = BoundedSemaphore(os.cpu_count() or 1)
_at_work = local()


@cache
def _first_build() -> str:
    """Run the build, once in the life of this process; why it failed, or nothing."""
    words, surroundings = [sys.executable, "-m", "etl", "build"], os.environ | {"SES_DATA": str(find_data_folder())}
    done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    said = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (said[-1] if said else f"exit status {done.returncode}")


@contextmanager
def current_build() -> Iterator[None]:
    """Let this run stand on the served build, or on the demonstration where the reader asked for it, to its end.

    Where there is none yet, it is made, so that a fresh copy comes up alone.

    Yields:
        Nothing: while it lasts, the build stays open.
    """
    _take_the_real_build()
    st.session_state["is_demonstration"] = False
    if demonstration.is_on():
        _take_the_demonstration()
    with OPEN_BUILDS.at(st.session_state["build"], with_sample=st.session_state["is_demonstration"]):
        yield


def _take_the_demonstration() -> None:
    """Stand on the demonstration; where it cannot be made, say why and go on without it."""
    try:
        if not made_aside.is_ready():
            with st.spinner(made_aside.MAKING):
                made_aside.make_ready()
        st.session_state["build"] = served_build(with_sample=True)
        st.session_state["is_demonstration"] = True
    except NoDemonstration as problem:
        demonstration.turn_off()
        small(problem.for_readers)


def _take_the_real_build() -> None:
    try:
        st.session_state["build"] = RENEWAL.build(is_rehearsal())
    except NoWarehouse:
        with (
            st.spinner("Building the warehouse from the shipped figures. This takes a few seconds, once."),
            _one_build_at_a_time,
        ):
            failure = _first_build()
        if failure:
            raise NoWarehouse(f"The first build failed: {failure} To see why, run: python -m etl build") from None
        st.session_state["build"] = RENEWAL.build(is_rehearsal())


def _build() -> tuple[str, bool]:
    """The build that this run stands on, and whether it is the demonstration; in a thread of ours, that of its run."""
    build: tuple[str, bool] | None = getattr(_at_work, "build", None)
    return build or (st.session_state["build"], st.session_state.get("is_demonstration", False))


def warehouse() -> Warehouse:
    """The build that this run stands on, held open."""
    build, is_demonstration = _build()
    return OPEN_BUILDS.find(build, with_sample=is_demonstration)


@contextmanager
def _a_core() -> Iterator[None]:
    """Let as many make something new at a time as there are cores: more would only wait for each other, all of them."""
    if getattr(_at_work, "has_core", False):
        yield
        return
    with _cores:
        _at_work.has_core = True
        try:
            yield
        finally:
            _at_work.has_core = False


class Once(Generic[Result]):
    """A result that the first reader to ask for it has made; others who want it meanwhile wait, and make no second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._results: list[Result] = []

    @property
    def is_made(self) -> bool:
        """Whether the result is there, so that asking for it takes no time."""
        return bool(self._results)

    def of(self, make: Callable[..., Result], *given: object, **named: object) -> Result:
        """The result; a failure is not kept."""
        if not self._results:
            with self._lock:
                if not self._results:
                    self._results.append(make(*given, **named))
        return self._results[0]


_results: Recent[Once[Any]] = Recent(REMEMBERED)


@OPEN_BUILDS.farewells.append
def forget(build: str) -> None:
    """Give up all that is remembered of a build."""
    _results.drop(lambda asked: isinstance(asked, tuple) and asked[0] == build)


def made(make: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What a function makes of its arguments, remembered for the life of a build; shared, so never to be changed."""
    kept: Once[Result] = _results.get((_build()[0], make, given, tuple(named.items())), Once)
    if kept.is_made:
        return kept.of(make)
    # The core first: who holds a result's lock then has one, and never waits for somebody who waits for the lock.
    with _a_core():
        return kept.of(make, *given, **named)


def remembered(make: Callable[Given, Result]) -> Callable[Given, Result]:
    """A function that is run once for the same arguments in the life of a build: it may look at nothing else."""

    @wraps(make)
    def known(*given: Given.args, **named: Given.kwargs) -> Result:
        return made(make, *given, **named)

    return known


def packed(make: Callable[Given, pd.DataFrame], *given: Given.args, **named: Given.kwargs) -> pa.Table:
    """The table that a function makes, without its index, in the form in which it is sent: not packed on every run."""
    return made(_packed, make, *given, **named)


def _packed(make: Callable[..., pd.DataFrame], *given: object, **named: object) -> pa.Table:
    return pa.Table.from_pandas(make(*given, **named), preserve_index=False)


def metric(name: str) -> Metric:
    """The indicator of that name, declared or only published."""
    return published_only.find(warehouse(), name)


@remembered
def answer(name: str, selection: Selection) -> Answer:
    """An indicator's answer."""
    return query.answer(warehouse(), metric(name), selection)


def ask_side_by_side(questions: Iterable[tuple[str, Selection]]) -> None:
    """Have the answers to many questions ready, as many asked at a time as there are cores."""
    build, has_core = _build(), getattr(_at_work, "has_core", False)

    def begin() -> None:
        # Streamlit knows which reader a run is of only in the run's own thread.
        _at_work.build = build
        # Whoever waits here with a core would else wait for those who want one.
        _at_work.has_core = has_core

    with ThreadPoolExecutor(os.cpu_count(), initializer=begin) as cores:
        list(cores.map(lambda question: answer(*question), questions))


@remembered
def headline(name: str, selection: Selection, baseline: date) -> Headline | None:
    """An indicator's latest value beside the baseline's; None where the selection holds no value."""
    return build_headline(answer(name, selection), baseline)


latest = remembered(forms.latest)


@remembered
def names_of(column: str) -> Mapping[str, str]:
    """The labels of a breakdown's values, in the order in which they are drawn."""
    return tables.map_names(warehouse(), column)


@remembered
def titles() -> Mapping[str, str]:
    """The title of every source by its id; a loaded file is its own title."""
    return tables.map_titles(warehouse())
