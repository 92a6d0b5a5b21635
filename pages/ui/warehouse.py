"""The open build and everything remembered of it; keyed by build, so a new one appears on the next rerun."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import streamlit as st

from metrics import query
from metrics.catalog import find
from metrics.errors import NoWarehouse
from metrics.headline import Headline, of_answer
from metrics.query import Answer
from metrics.selection import Selection
from metrics.warehouse import Warehouse, current, current_build

ROOT = Path(__file__).resolve().parents[2]
Result = TypeVar("Result")
_one_build_at_a_time = Lock()


@cache
def _first_build() -> str:
    """Run the build, once in the life of this process; why it failed, or nothing."""
    done = subprocess.run([sys.executable, "-m", "etl", "build"], cwd=ROOT, capture_output=True, text=True, check=False)
    said = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (said[-1] if said else f"exit status {done.returncode}")


def make_sure_of_a_build() -> None:
    """Build from what is there where nothing has been built yet, so that a fresh copy comes up by itself."""
    try:
        current_build()
    except NoWarehouse:
        with (
            st.spinner("Building the warehouse from the shipped figures. This takes a few seconds, once."),
            _one_build_at_a_time,
        ):
            failure = _first_build()
        if failure:
            raise NoWarehouse(f"The first build failed: {failure} To see why, run: python -m etl build") from None


@lru_cache(maxsize=2)
def _opened(build: str) -> Warehouse:
    found = current()
    return found if found.build_id == build else _opened(found.build_id)


def warehouse() -> Warehouse:
    """The served build, held open; the pointer is read anew on every call."""
    return _opened(current_build())


@lru_cache(maxsize=2000)
def _answer(build: str, name: str, selection: Selection) -> Answer:
    return query.answer(_opened(build), find(name), selection)


def answer(name: str, selection: Selection) -> Answer:
    """An indicator's answer; shared between readers, so never to be changed."""
    return _answer(current_build(), name, selection)


@lru_cache(maxsize=2000)
def _headline(build: str, name: str, selection: Selection, baseline: date) -> Headline | None:
    return of_answer(_answer(build, name, selection), baseline)


def headline(name: str, selection: Selection, baseline: date) -> Headline | None:
    """An indicator's latest value beside the baseline's; None where the selection holds no value."""
    return _headline(current_build(), name, selection, baseline)


@lru_cache(maxsize=500)
def _made(build: str, make: Callable[..., Result], *given: object) -> Result:  # noqa: ARG001
    return make(*given)


def made(make: Callable[..., Result], *given: object) -> Result:
    """What a function makes of its arguments, remembered for the life of a build."""
    return _made(current_build(), make, *given)
