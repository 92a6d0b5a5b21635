"""The demonstration: a build aside, made on request, in which a sample stands where no real file is loaded."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.files.provenance import read_extracts
from etl.load import load, rebuild
from etl.locks import lock_folder
from etl.paths import PROGRAM, Places
from etl.sample.extracts import write_sample
from etl.staging.executor import Progress
from etl.staging.store import find_older
from etl.status import is_behind
from etl.warehouse.build import BuildResult, build
from etl.warehouse.publish import find_current_path, read_counterpart, read_current_build

ROWS = 60_000
"""Rows of each employment cube of the sample: enough for every page, and few enough to wait for."""

WRITING = "sample-"
"""How a folder begins into which a sample is just written; one of a killed process is cleared away by the next."""


def demonstrate(places: Places, progress: Progress | None = None, rows: int = ROWS) -> BuildResult | None:
    """Make the demonstration beside the real build.

    Where nobody loaded a sample, one is written and staged aside first. A real build that is missing or behind is made
    before it. Whoever asks while another process is at it waits for what that one makes.

    Args:
        places: The folders of the loader.
        progress: Told of each step.
        rows: Rows of each employment cube of a sample that has to be written.

    Returns:
        The build, or None where it was there and up to date.
    """
    say = progress or _silent
    aside = places.demonstration
    with lock_folder(aside.warehouse.parent, waits=True):
        if is_behind(places):
            rebuild(places, say)
        if find_current_path(aside.warehouse) and read_counterpart(aside.warehouse) == read_current_build(
            places.warehouse
        ):
            return None
        if not any(extract.is_sample for extract in read_extracts(places.staged)) and not _is_staged(aside):
            _write_and_stage(aside, rows, say)
        return build(places, lambda sentence: say(sentence, 0, 0), with_sample=True)


def _is_staged(aside: Places) -> bool:
    """Is there a sample that this version of the program wrote and would stage alike?"""
    extracts = read_extracts(aside.staged)
    records = [path.stat().st_mtime for path in (aside.staged / "extracts").glob("*.json")]
    program_time = max(path.stat().st_mtime for path in (PROGRAM / "sample").rglob("*.py"))
    return bool(records) and min(records) > program_time and not find_older(aside, extracts)


def _write_and_stage(aside: Places, rows: int, say: Progress) -> None:
    folder = aside.warehouse.parent
    for old in (aside.raw, aside.staged, *folder.glob(f"{WRITING}*")):
        shutil.rmtree(old, ignore_errors=True)
    with TemporaryDirectory(dir=folder, prefix=WRITING) as temporary:
        write_sample(Path(temporary), rows, on_progress=lambda name: say(f"Wrote {name}", 0, 0))
        load(aside, [Path(temporary)], say, builds=False)


def _silent(_what: str, _steps: int, _total: int) -> None:
    """Progress that nobody follows."""
