"""Takes files in, stages them and builds: all of them or none."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl.build import BuildResult, build
from etl.intake import Intake, look_through
from etl.lock import only_writer
from etl.places import Places
from etl.raw import INCOMING, Incoming, commit, is_kept, take_in
from etl.recognise import require_all_parts
from etl.record import Extract, staged_extracts
from etl.staged import move_in, stage_again, stage_aside, sweep, take_out
from etl.status import is_behind
from etl.workers import Progress


@dataclass
class LoadResult:
    """What a load did: files staged now, there already, passed over in folders, and the build, if one was made.

    `displaced` are the subjects whose synthetic sample leaves the build, because records of them are loaded now.
    """

    loaded: list[Extract] = field(default_factory=list)
    known: list[tuple[Path, Extract]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    displaced: list[str] = field(default_factory=list)
    build: BuildResult | None = None


def load(
    places: Places,
    paths: Sequence[Path],
    progress: Progress | None = None,
    origins: Mapping[Path, str] | None = None,
    scheduler: str | None = None,
) -> LoadResult:
    """Load files and folders; a bad file's error leaves nothing of this load and the served build untouched.

    `origins` gives the addresses of downloaded files, to be recorded instead of their paths; `scheduler` the address of
    a Dask scheduler whose workers stage instead of this machine's processes.
    """
    say = progress or _silent
    with _only_loader(places):
        before = staged_extracts(places.staged)
        # A file that is gone from raw/ is not known: loading it again puts it back.
        intake = look_through(places, paths, [extract for extract in before if is_kept(extract, places.raw)])
        _refuse_missing_parts(intake, before)
        taken = _take_in(places, intake, origins or {}, before, say)
        staged = stage_aside(places, list(taken.values()), scheduler, say)
        result = LoadResult(staged, intake.known, intake.passed_over, _displaced(before, staged))
        with _undone_on_error(places, staged):
            for extract in staged:
                commit(taken[extract.provenance.extract_id], extract, places.raw)
                move_in(places, extract)
            if staged or is_behind(places):
                result.build = _build(places, scheduler, say)
    return result


def rebuild(places: Places, progress: Progress | None = None, scheduler: str | None = None) -> BuildResult:
    """Build again from everything loaded, after staging again what another version of the program staged."""
    with _only_loader(places):
        return _build(places, scheduler, progress or _silent)


def _build(places: Places, scheduler: str | None, say: Progress) -> BuildResult:
    stage_again(places, scheduler, say)
    return build(places, lambda sentence: say(sentence, 0, 0))


def _take_in(
    places: Places, intake: Intake, origins: Mapping[Path, str], before: Sequence[Extract], say: Progress
) -> dict[str, Incoming]:
    """Files that are new, by extract id; twins of one load are taken once, and bytes known already are noted."""
    kept = {extract.provenance.extract_id: extract for extract in before if is_kept(extract, places.raw)}
    taken: dict[str, Incoming] = {}
    for number, found in enumerate(intake.found):
        say(f"Taking in {found.path.name}", 0, 0)
        origin = origins.get(found.at, str(found.at))
        incoming = take_in(found.path, origin, places.raw / INCOMING / str(number), found.at)
        if incoming.extract_id in kept:
            intake.known.append((found.at, kept[incoming.extract_id]))
        else:
            taken.setdefault(incoming.extract_id, incoming)
    return taken


def _refuse_missing_parts(intake: Intake, before: Sequence[Extract]) -> None:
    loaded = [(extract.provenance.layout, extract.provenance.part) for extract in before]
    spoken = [(found.recognised.layout.name, found.recognised.spoken) for found in intake.found]
    require_all_parts(loaded + [(name, said.part) for name, said in spoken if said])


def _displaced(before: Sequence[Extract], staged: Sequence[Extract]) -> list[str]:
    def subjects(extracts: Sequence[Extract], *, are_samples: bool) -> set[str]:
        return {one.subject for one in extracts if (one.provenance.evidence == "sample") is are_samples}

    samples = subjects([*before, *staged], are_samples=True)
    return sorted(samples & subjects(staged, are_samples=False) - subjects(before, are_samples=False))


@contextmanager
def _only_loader(places: Places) -> Iterator[None]:
    """Hold the folder, and remove what an interrupted load left behind before and after."""

    def sweep_all() -> None:
        shutil.rmtree(places.raw / INCOMING, ignore_errors=True)
        sweep(places)

    with only_writer(places.staged):
        sweep_all()
        try:
            yield
        finally:
            sweep_all()


@contextmanager
def _undone_on_error(places: Places, staged: Sequence[Extract]) -> Iterator[None]:
    """Take back what was committed if the rest of the load fails."""
    try:
        yield
    except BaseException:
        for extract in staged:
            take_out(places, extract)
            shutil.rmtree(places.raw / extract.provenance.extract_id, ignore_errors=True)
        raise


def _silent(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody follows."""
