"""Fetches what is new stage by stage, loads it, and tells what changed: the whole way from a server to the build."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from etl.errors import EtlError
from etl.files.provenance import Extract, read_extracts
from etl.files.raw import find_loaded, hash_file
from etl.files.zip_archive import DiskFull, EmptyFile, NotTheFile, TruncatedArchive, TruncatedText
from etl.load import LoadResult, load, rebuild
from etl.locks import BuildBusy, LoadBusy, lock_folder
from etl.paths import Places
from etl.publishers.download import Patience, Web
from etl.publishers.fetch import bring, count_bytes_here, discard, downloads, format_size
from etl.publishers.fetch_log import FetchLog, LoadedFile, read_loaded_files, read_log
from etl.publishers.partial_file import read_receipt
from etl.publishers.plan import Plan, add_sizes, format_plan, format_rest, make_plan, split_into_parts
from etl.publishers.published_list import PublishedMonth, is_in_build, keep_published, parse_time, read_published
from etl.publishers.sources.choice import SUBJECTS
from etl.publishers.sources.listing import Ask, FileSource, Item, Listing
from etl.publishers.sources.plum import SUBJECT as POSITIONS
from etl.publishers.sources.probing import list_months_worth_asking
from etl.publishers.spans import FIRST_MONTH, Span, Stage, find_last_month, list_months, list_stages
from etl.staging.executor import NoScheduler, Progress, StagingStopped
from etl.status import is_behind
from etl.warehouse.build import BuildFailed, BuildResult, MissingReference
from etl.warehouse.publish import find_current_path
from etl.warehouse.revisions import Revision, read_revisions

DAMAGE_ERRORS = (NotTheFile, TruncatedArchive, TruncatedText, EmptyFile)
"""Faults another download may mend: the file is dropped. The others would only come again: the file is kept."""
NOT_THE_FILE = (
    DiskFull,
    LoadBusy,
    BuildBusy,
    BuildFailed,
    MissingReference,
    NoScheduler,
    StagingStopped,
)
"""Faults of the machine or of what was loaded before, which no other choice of files would mend."""
LASTING = 1.0  # seconds; a download that took less tells no speed


@dataclass(frozen=True)
class Request:
    """What to fetch: from where, which subjects, from which month end to which, in which stages (None: all in one).

    `include_loaded`: also newer versions of months loaded before, wherever they lie; `scheduler`: the address of a Dask
    scheduler whose workers stage; `keep_names`: a register of positions stays in raw/ with the people in it.
    """

    source: FileSource
    subjects: tuple[str, ...] = SUBJECTS
    first: date = date.min
    last: date = date.max
    span: Span | None = None
    include_loaded: bool = False
    patience: Patience = field(default_factory=Patience)
    scheduler: str | None = None
    keep_names: bool = False

    def is_within(self, _subject: str, month: date) -> bool:
        """Was this month asked for?"""
        return self.first <= month <= self.last


@dataclass
class RefreshResult:
    """What came of it: the plan, files loaded, what could not be had, the last build if any, and all its changes.

    Beside the `problems` so many files were not even asked for, as the server had stopped answering.
    """

    plan: Plan
    extracts: list[Extract] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unasked_count: int = 0
    build: BuildResult | None = None
    changes: list[Revision] = field(default_factory=list)


@dataclass(frozen=True)
class StageResult:
    """One stage's end: the build that is served now, what was loaded into it and what it changed."""

    build: BuildResult
    extracts: list[Extract]
    changes: list[Revision]


@dataclass(frozen=True)
class Reader:
    """Who follows a refresh: takes sentences, progress, and each build as it is published."""

    tell: Callable[[str], None]
    progress: Progress
    on_build: Callable[[StageResult], None] = lambda _result: None


def refresh(places: Places, request: Request, reader: Reader, *, dry_run: bool = False) -> RefreshResult:
    """Fetch, load and build, stage by stage; with `dry_run` only say what would be fetched. Stopped, it can go on."""
    # What is only said leaves no trace, not even a lock.
    with nullcontext() if dry_run else lock_folder(downloads(places)):
        if not dry_run:
            _sweep(places)
        log = read_log(places)
        stock = read_loaded_files(places, log)
        web = Web(request.patience, request.source.headers)
        stages = _choose_stages(request, _guess_newest(request))
        ask = Ask(
            web,
            request.subjects,
            lambda subject: _list_months_worth_asking(subject, request, stages, stock),
            stock,
            log.patterns.get(request.source.address),
            reader.progress,
        )
        listing = request.source.list_files(ask)
        todo = make_plan(
            request.source,
            listing,
            stock,
            _choose_stages(request, _find_newest(listing) or _guess_newest(request)),
            request.is_within,
            include_loaded=request.include_loaded,
        )
        todo = split_into_parts(add_sizes(todo, web, stock))
        speed = log.speeds.get(request.source.address)
        here = sum(count_bytes_here(downloads(places), item) for item in todo.items)
        for sentence in format_plan(todo, here, speed):
            reader.tell(sentence)
        result = RefreshResult(todo)
        if dry_run:
            return result
        result.problems += listing.refusals
        _keep_list(places, request.source, listing)
        _log_listing(log, request.source, listing, stock)
        _bring_all(places, request, web, log, result, reader)
        if result.build is None and (is_behind(places) or _has_newer_list(places)):
            _serve(result, rebuild(places, reader.progress, request.scheduler), LoadResult(), reader)
        if log != read_log(places):
            log.write(places)
    return result


def _bring_all(
    places: Places, request: Request, web: Web, log: FetchLog, result: RefreshResult, reader: Reader
) -> None:
    """Every stage: downloaded, loaded and served before the next one begins."""
    all_stages = result.plan.stages
    for number, stage in enumerate(all_stages):
        heading = f"Downloading stage {number + 1} of {len(all_stages)}" if len(all_stages) > 1 else "Downloading"
        batch = bring(web, stage.items, places, reader.progress, heading)
        result.problems += batch.problems
        if batch.speed and batch.seconds >= LASTING:
            log.speeds[request.source.address] = round(batch.speed)
        following = [item for later in all_stages[number + 1 :] for item in later.items]
        if batch.speed:
            rest = f"; {format_rest(following, batch.speed)}" if following else ""
            reader.tell(
                f"Downloaded {format_size(batch.bytes)} in {batch.seconds:,.0f} s "
                f"({format_size(round(batch.speed))} a second){rest}."
            )
        try:
            _take_in(places, request, batch.files, log, result, reader)
        finally:
            batch.close()
        if batch.is_down:
            result.unasked_count = batch.unasked_count + len(following)
            break


def _choose_stages(request: Request, newest: dict[str, date]) -> list[Stage]:
    if request.span is None:
        return [Stage("what was asked for", lambda _subject, _month: True)]
    return list_stages(request.span, newest)


def _guess_newest(request: Request) -> dict[str, date]:
    """What the newest months may be where no list tells."""
    return dict.fromkeys(request.subjects, min(request.last, find_last_month(date.today())))


def _find_newest(listing: Listing) -> dict[str, date]:
    newest: dict[str, date] = {}
    for item in listing.items:
        if item.month:
            newest[item.subject] = max(item.month, newest.get(item.subject, date.min))
    return newest


def _list_months_worth_asking(
    subject: str, request: Request, stages: Sequence[Stage], stock: dict[str, LoadedFile]
) -> list[date]:
    """The months a source without a list is asked for: those of the stages, and those loaded before."""
    first, last = max(request.first, FIRST_MONTH), min(request.last, find_last_month(date.today()))
    months_to_ask = {
        month for month in list_months(first, last) if any(stage.takes(subject, month) for stage in stages)
    }
    if request.include_loaded:
        periods = [key.split(" ")[1] for key in stock if key.startswith(f"{subject} ")]
        months_to_ask |= {month for month in list_months(FIRST_MONTH, last) if f"{month:%Y-%m}" in periods}
    return list_months_worth_asking(subject, months_to_ask)


def _keep_list(places: Places, source: FileSource, listing: Listing) -> None:
    """Remember what the publisher's own list, or a mirror's, says is published."""
    if not listing.complete:
        return
    published_months = [
        PublishedMonth(item.subject, item.month, item.version, parse_time(item.published_at))
        for item in listing.items
        if item.month and item.subject in listing.complete
    ]
    keep_published(places, source.address, published_months, datetime.now(UTC))


def _log_listing(log: FetchLog, source: FileSource, listing: Listing, stock: dict[str, LoadedFile]) -> None:
    """Note the pattern that was followed, and when what is loaded was published, so that a later list is compared."""
    for item in listing.items:
        file = stock.get(item.key)
        if file and item.published_at and not file.published_at and file.version == item.version:
            log.files[item.key] = replace(file, published_at=item.published_at)
    if listing.pattern is not None and listing.items:
        log.patterns[source.address] = listing.pattern


def _has_newer_list(places: Places) -> bool:
    """Does the publisher's list say something that the build being served does not know?"""
    newest_list, path = read_published(places), find_current_path(places.warehouse)
    return newest_list is not None and path is not None and not is_in_build(newest_list, path)


def _sweep(places: Places) -> None:
    """Drop what a run that was killed left behind: files loaded since, and everything of the register of positions."""
    extracts = read_extracts(places.staged)
    folder = downloads(places)
    for receipt in folder.glob("*.json"):
        file = receipt.with_suffix("")
        if file.is_file() and find_loaded(file, file.stat().st_size, file.stat().st_mtime_ns, extracts):
            discard(file)
    for left_behind in folder.glob("PLUM-*"):
        left_behind.unlink()  # it holds names


def _take_in(
    places: Places,
    request: Request,
    files: Sequence[tuple[Item, Path]],
    log: FetchLog,
    result: RefreshResult,
    reader: Reader,
) -> None:
    """Load all at once; if a file turns out not to be what it should, by halves, so that it holds up no other."""
    if not files:
        return
    try:
        _load(places, request, files, log, result, reader)
    except NOT_THE_FILE:
        raise
    except EtlError as error:
        if len(files) > 1:
            half = len(files) // 2
            for part in (files[:half], files[half:]):
                _take_in(places, request, part, log, result, reader)
            return
        ((item, path),) = files
        result.problems.append(str(error).rstrip("."))
        if isinstance(error, DAMAGE_ERRORS) and not item.is_local:
            discard(path)


def _load(
    places: Places,
    request: Request,
    files: Sequence[tuple[Item, Path]],
    log: FetchLog,
    result: RefreshResult,
    reader: Reader,
) -> None:
    origins = {path: str(path.resolve()) if item.is_local else item.addresses[0] for item, path in files}
    load_result = load(
        places, list(origins), reader.progress, origins, request.scheduler, keep_names=request.keep_names
    )
    hashes = _map_hashes(load_result)
    for item, path in files:
        if item.subject == POSITIONS:
            continue  # nothing tells two exports of one address apart but their bytes, which the loader compares
        receipt = None if item.is_local else read_receipt(path)
        log.files[item.key] = LoadedFile(
            version=item.version,
            sha256=hashes.get(path) or hash_file(path),
            bytes=path.stat().st_size,
            address=receipt.address if receipt else item.addresses[0],
            etag=receipt.etag if receipt else None,
            modified=receipt.modified if receipt else None,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
            published_at=item.published_at,
        )
    log.write(places)
    for item, path in files:
        if not item.is_local:
            discard(path)
    if load_result.build:
        _serve(result, load_result.build, load_result, reader)


def _map_hashes(load_result: LoadResult) -> dict[Path, str]:
    """The sha256 of the files by where they were downloaded to; of twins in one load only one is told."""
    hashes = {Path(extract.provenance.found_at): extract.provenance.sha256 for extract in load_result.extracts}
    return hashes | {path: extract.provenance.sha256 for path, extract in load_result.repeats}


def _serve(result: RefreshResult, build: BuildResult, load_result: LoadResult, reader: Reader) -> None:
    """Note a build that is served now, and hand it to whoever follows."""
    changes = read_revisions(build.path)
    result.build = build
    result.extracts += load_result.extracts
    result.changes += changes
    reader.on_build(StageResult(build, load_result.extracts, changes))
