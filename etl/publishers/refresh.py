"""Fetches what is new, loads it, and tells what changed: the whole way from a server to the served build."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from etl.archive import EmptyFile, MissingMember, NotTheFile, TruncatedArchive, TruncatedText, UnsafeArchive
from etl.build import BuildResult
from etl.changes import Revision, revisions
from etl.load import LoadResult, load, rebuild
from etl.lock import only_writer
from etl.places import Places
from etl.publishers.download import Patience, Web
from etl.publishers.fetch import bring, discard, downloads, sentences
from etl.publishers.fetch_log import Held, Memory, held_files, recall
from etl.publishers.partial_file import read_receipt
from etl.publishers.plan import Item, Plan, plan
from etl.publishers.sources import SPAN_MONTHS, SUBJECTS, Source, Wanted, back
from etl.raw import already_loaded, hash_of
from etl.recognise import MissingColumns, UnknownFile
from etl.record import Extract, staged_extracts
from etl.status import is_behind
from etl.workers import Progress

DAMAGED = (NotTheFile, TruncatedArchive, TruncatedText, EmptyFile)
"""Faults another download may mend: the file is dropped. The others would only come again: the file is kept."""
FAULTY = (*DAMAGED, MissingMember, UnsafeArchive, UnknownFile, MissingColumns)


@dataclass(frozen=True)
class Request:
    """What to fetch: from where, which subjects, from which month end to which.

    `and_loaded`: also look for newer versions of earlier months that were fetched before; `scheduler`: the address of a
    Dask scheduler whose workers stage.
    """

    source: Source
    subjects: tuple[str, ...] = SUBJECTS
    first: date = date.min
    last: date = date.max
    and_loaded: bool = False
    patience: Patience = field(default_factory=Patience)
    scheduler: str | None = None


@dataclass
class Refreshed:
    """What came of it: the plan, files loaded, what could not be had, the build if one was made, and its changes.

    `displaced` are the subjects whose synthetic sample leaves the build.
    """

    plan: Plan
    loaded: list[Extract] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    build: BuildResult | None = None
    changes: list[Revision] = field(default_factory=list)
    displaced: list[str] = field(default_factory=list)


def usual_span(today: date) -> tuple[date, date]:
    """The last 24 months that are over: nothing is ever published of the month that runs."""
    last = back(today, 1)
    return back(last, SPAN_MONTHS - 1), last


def refresh(
    places: Places, request: Request, tell: Callable[[str], None], say: Progress, *, dry_run: bool = False
) -> Refreshed:
    """Fetch, load and build; with `dry_run` only say what would be fetched. Interrupted, it can be called again."""
    folder = downloads(places)
    with only_writer(folder):
        _sweep(places)
        memory = recall(places)
        held = held_files(places, memory)
        web = Web(request.patience, request.source.headers)
        known_pattern = memory.patterns.get(request.source.address)
        result = Refreshed(plan(web, request.source, _wanted(request, memory), held, known_pattern, say))
        for sentence in sentences(result.plan, folder):
            tell(sentence)
        if dry_run:
            return result
        files, result.problems = bring(web, result.plan, places, say)
        _take_in(places, request, files, memory, result, say)
        if result.build is None and is_behind(places):
            _built(result, rebuild(places, say, request.scheduler))
        if result.plan.template is not None:
            memory.patterns[request.source.address] = result.plan.template
        if memory != recall(places):
            memory.write(places)
    return result


def _sweep(places: Places) -> None:
    """Drop what a run that was killed after loading left behind."""
    extracts = staged_extracts(places.staged)
    for receipt in downloads(places).glob("*.json"):
        file = receipt.with_suffix("")
        if file.is_file() and already_loaded(file, file.stat().st_size, file.stat().st_mtime_ns, extracts):
            discard(file)


def _wanted(request: Request, memory: Memory) -> list[Wanted]:
    first = request.first
    if request.and_loaded and not request.source.cubes:
        fetched = [key.split(" ") for key in memory.files]
        months = [period for subject, period, *_ in fetched if subject in request.subjects and len(period) == 7]
        first = min([back(date.fromisoformat(f"{month}-01"), 0) for month in months] + [first])
    wanted = request.source.wanted(request.subjects, first, request.last)
    if first == request.first:
        return wanted
    return [one for one in wanted if one.period >= f"{request.first:%Y-%m}" or one.key in memory.files]


def _take_in(
    places: Places,
    request: Request,
    files: Sequence[tuple[Item, Path]],
    memory: Memory,
    result: Refreshed,
    say: Progress,
) -> None:
    """Load all at once; if a file turns out not to be what it should, one by one, so that it holds up no other."""
    if not files:
        return
    try:
        _load(places, request, files, memory, result, say)
    except FAULTY:
        for file in files:
            try:
                _load(places, request, [file], memory, result, say)
            except FAULTY as error:
                result.problems.append(str(error).rstrip("."))
                if isinstance(error, DAMAGED):
                    discard(file[1])


def _load(
    places: Places,
    request: Request,
    files: Sequence[tuple[Item, Path]],
    memory: Memory,
    result: Refreshed,
    say: Progress,
) -> None:
    origins = {path: item.address for item, path in files}
    loaded = load(places, list(origins), say, origins, request.scheduler)
    result.loaded += loaded.loaded
    result.displaced += loaded.displaced
    if loaded.build:
        _built(result, loaded.build)
    hashes = _hashes(loaded)
    for item, path in files:
        receipt = read_receipt(path)
        memory.files[item.wanted.key] = Held(
            version=item.version,
            sha256=hashes.get(path) or hash_of(path),
            bytes=path.stat().st_size,
            address=item.address,
            etag=receipt.etag if receipt else None,
            modified=receipt.modified if receipt else None,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
    memory.write(places)
    for _, path in files:
        discard(path)


def _hashes(loaded: LoadResult) -> dict[Path, str]:
    """The sha256 of the files by where they were downloaded to; of twins in one load only one is told."""
    hashes = {Path(extract.provenance.found_at): extract.provenance.sha256 for extract in loaded.loaded}
    return hashes | {path: extract.provenance.sha256 for path, extract in loaded.known}


def _built(result: Refreshed, made: BuildResult) -> None:
    result.build = made
    result.changes += revisions(made.path)
