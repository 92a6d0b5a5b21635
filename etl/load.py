"""Takes files in, stages them side by side and builds: all of them or none."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl.archive import EmptyFile, NotTheFile
from etl.build import BuildResult, build
from etl.errors import EtlError
from etl.formats import LAYOUTS
from etl.lock import only_writer
from etl.places import Places
from etl.raw import INCOMING, Incoming, already_loaded, commit, take_in
from etl.recognise import MonthNotNamed, Recognised, UnknownFile, recognise, require_all_parts
from etl.record import Extract, staged_extracts, write_aside
from etl.stage import Job, stage
from etl.status import is_behind
from etl.workers import cores, executor_of, processes_for

TEMPORARY = ".tmp"


class NoSuchFile(EtlError):
    """A path that leads nowhere."""


class NothingToLoad(EtlError):
    """A folder without a single file of a known layout."""


@dataclass
class LoadResult:
    """What a load did: files staged now, there already, passed over in folders, and the build, if one was made."""

    loaded: list[Extract] = field(default_factory=list)
    known: list[tuple[Path, Extract]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    build: BuildResult | None = None


Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


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
    say = progress or (lambda _what, _done, _total: None)
    result = LoadResult()
    with only_writer(places.staged):
        _sweep(places)
        try:
            staged = _stage_all(places, paths, origins or {}, scheduler, result, say)
            with _undone_on_error(places, staged):
                for incoming, extract in staged:
                    _commit(places, incoming, extract)
                result.loaded = [extract for _, extract in staged]
                if staged or is_behind(places):
                    result.build = build(places, lambda sentence: say(sentence, len(staged), len(staged)))
        finally:
            _sweep(places)
    return result


def _stage_all(
    places: Places,
    paths: Sequence[Path],
    origins: Mapping[Path, str],
    scheduler: str | None,
    result: LoadResult,
    say: Progress,
) -> list[tuple[Incoming, Extract]]:
    extracts = staged_extracts(places.staged)
    by_id = {extract.provenance.extract_id: extract for extract in extracts}
    chosen = list(_chosen(places, paths, extracts, result))
    loaded = [(extract.provenance.layout, extract.provenance.part) for extract in extracts]
    require_all_parts(loaded + [(found.layout.name, found.spoken.part) for found in chosen if found.spoken])
    taken: dict[str, Incoming] = {}
    for number, path in enumerate(found.path for found in chosen):
        say(f"Taking in {path.name}", 0, 0)
        incoming = take_in(path, origins.get(path, str(path)), places.raw / INCOMING / str(number))
        if incoming.extract_id in by_id:
            result.known.append((path, by_id[incoming.extract_id]))
        else:
            taken.setdefault(incoming.extract_id, incoming)
    files = list(taken.values())
    processes = processes_for(file.bytes for file in files)
    threads = 1 if scheduler else max(1, cores() // processes)
    jobs = [Job(file, places.staged / TEMPORARY / file.extract_id, places.reference, threads) for file in files]
    staged = []
    say("Staging", 0, len(jobs))
    with executor_of(processes, scheduler) as executor:
        for file, extract in zip(files, executor.map(stage, jobs), strict=True):
            staged.append((file, extract))
            say(f"Staged {file.name}", len(staged), len(jobs))
    return staged


def _chosen(
    places: Places, paths: Sequence[Path], extracts: Sequence[Extract], result: LoadResult
) -> Iterator[Recognised]:
    """Files to take in; what is known already or of no layout goes to the result."""
    seen: set[Path] = set()
    for path, is_named in _files(places, paths):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        known = already_loaded(path, extracts)
        if known is not None:
            result.known.append((path, known))
            continue
        try:
            recognised = recognise(path)
        except (UnknownFile, MonthNotNamed, EmptyFile, NotTheFile) as error:
            if is_named or (not isinstance(error, UnknownFile | MonthNotNamed) and _looks_like_ours(path)):
                raise
            result.passed_over.append(path)
            continue
        yield recognised
    if not (seen - {path.resolve() for path in result.passed_over}):
        raise NothingToLoad(
            f"No file of a known layout in {', '.join(str(path) for path in paths)}; "
            "`python -m etl formats` says what can be loaded."
        )


def _files(places: Places, paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file meant by the paths: those named as they are, those in folders without hidden ones and our own."""
    made = [folder.resolve() for folder in (places.raw, places.staged, places.warehouse)]
    for path in paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                inside = found.relative_to(path).parts
                is_ours = any(folder in found.resolve().parents for folder in made)
                if found.is_file() and not is_ours and not any(part.startswith(".") for part in inside):
                    yield found, False
        elif path.is_file():
            yield path, True
        else:
            raise NoSuchFile(f"{path} is not there; check the path, or give the folder that holds the files.")


def _looks_like_ours(path: Path) -> bool:
    """Does a file's name promise a known layout? Then a fault in it is worth stopping for, even in a folder."""
    return path.suffix.casefold() == ".zip" or any(layout.has_usual_name(path.name) for layout in LAYOUTS)


def _commit(places: Places, incoming: Incoming, extract: Extract) -> None:
    """Move partitions and the file to their places; the record goes last, because it is what makes an extract count."""
    temporary = places.staged / TEMPORARY / incoming.extract_id
    for partition in extract.partitions:
        target = places.staged / partition
        target.parent.mkdir(parents=True, exist_ok=True)
        (temporary / partition).replace(target)
    commit(incoming, extract, places.raw)
    write_aside(_record(places, extract), extract.to_json())


@contextmanager
def _undone_on_error(places: Places, staged: Sequence[tuple[Incoming, Extract]]) -> Iterator[None]:
    """Take back what was committed if the rest of the load fails."""
    try:
        yield
    except BaseException:
        for incoming, extract in staged:
            _record(places, extract).unlink(missing_ok=True)
            for partition in extract.partitions:
                (places.staged / partition).unlink(missing_ok=True)
            shutil.rmtree(places.raw / incoming.extract_id, ignore_errors=True)
        raise


def _record(places: Places, extract: Extract) -> Path:
    return places.staged / "extracts" / f"{extract.provenance.extract_id}.json"


def _sweep(places: Places) -> None:
    """Remove what an interrupted load left behind."""
    for folder in (places.raw / INCOMING, places.staged / TEMPORARY):
        shutil.rmtree(folder, ignore_errors=True)
