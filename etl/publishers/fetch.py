"""Downloads files beside raw/, at most two at a time, until each is whole and checked."""

import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from etl.errors import EtlError
from etl.files.in_memory import MemoryFile
from etl.files.zip_archive import DiskFull
from etl.paths import Places
from etl.publishers.download import NotServed, Say, Unreachable, Web, finish
from etl.publishers.file_checks import check_columns, check_file
from etl.publishers.partial_file import PartialFile, Receipt, read_receipt
from etl.publishers.sources.listing import Item
from etl.publishers.sources.plum import SUBJECT as POSITIONS
from etl.staging.executor import Progress

MOST_UNANSWERED = 3  # after so many downloads that nobody answered the server is taken to be down
OBJECT = b"{}"
MOST_POSITIONS = 2**26  # bytes; the register of positions has 2.7 MB
Outcome = TypeVar("Outcome")


@dataclass
class Batch:
    """Files that are whole now, a sentence for each that could not be had, and how fast they came.

    Of a server that `is_down` so many more were not asked for. The `files_in_memory` are nowhere else, until closed.
    """

    files: list[tuple[Item, Path]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    bytes: int = 0
    seconds: float = 0.0
    is_down: bool = False
    unasked_count: int = 0
    files_in_memory: list[MemoryFile] = field(default_factory=list)

    def close(self) -> None:
        """Let go of what is held in memory alone."""
        for file in self.files_in_memory:
            file.close()

    @property
    def speed(self) -> float | None:
        """Bytes a second; None where nothing had to be downloaded."""
        return self.bytes / self.seconds if self.bytes and self.seconds else None


class _Stopped(Exception):
    """A download whose command has ended."""


def bring(web: Web, items: Sequence[Item], places: Places, say: Progress, heading: str) -> Batch:
    """Download files side by side; those downloaded before are only named."""
    folder = downloads(places)
    folder.mkdir(parents=True, exist_ok=True)
    make_room(folder, items)
    stop = threading.Event()
    tally = _Tally(items, folder, say, heading)
    batch, before = Batch(), time.monotonic()
    silent_items: list[Item] = []

    def bring_item(item: Item) -> Path:
        try:
            if item.subject == POSITIONS and not item.is_local:
                batch.files_in_memory.append(_hold_one(web, item, tally, stop))
                return batch.files_in_memory[-1].path
            return _bring_one(web, item, folder, tally, stop)
        except Unreachable:
            # Counted here and not where outcomes are gathered: on a busy machine the next would be asked for meanwhile.
            silent_items.append(item)
            if len(silent_items) >= MOST_UNANSWERED:
                stop.set()
            raise

    try:
        for item, outcome in _run_side_by_side(bring_item, items, web.patience.at_once, stop):
            if isinstance(outcome, Path):
                batch.files.append((item, outcome))
                continue
            if not isinstance(outcome, EtlError):
                raise outcome
            batch.problems.append(_explain(item, outcome))
    except BaseException:
        batch.close()
        raise
    batch.is_down = len(silent_items) >= MOST_UNANSWERED
    order = {item.key: number for number, item in enumerate(items)}
    batch.files.sort(key=lambda file: order[file[0].key])
    batch.unasked_count = len(items) - len(batch.files) - len(batch.problems)
    batch.bytes, batch.seconds = tally.new_bytes, time.monotonic() - before
    return batch


def _bring_one(web: Web, item: Item, folder: Path, tally: "_Tally", stop: threading.Event) -> Path:
    if item.is_local:
        path = Path(item.addresses[0])
        check_columns(path, item)
        return path
    to = folder / item.name
    if is_whole(to, item):
        check_columns(to, item)
        return to
    if is_whole(to, item, part := PartialFile(to)):
        finish(part, lambda path: _check(path, item))
        return to

    _download(web, item, to, tally.follow(item, stop))
    return to


def _hold_one(web: Web, item: Item, tally: "_Tally", stop: threading.Event) -> MemoryFile:
    """The register of positions, which holds names: in memory alone, until the loader has left them out."""
    tell = tally.follow(item, stop)

    def ask(address: str, body: bytes | None) -> bytes:
        return web.hold(address, item.name, tell, most=MOST_POSITIONS, body=body)

    # It answers some only who send an empty object with the request.
    return MemoryFile(item.name, _ask_in_turn(item, ask, (None, OBJECT)))


def _check(path: Path, item: Item) -> None:
    check_file(path, item)
    check_columns(path, item)


def _download(web: Web, item: Item, to: Path, tell: Say) -> Receipt:
    def ask(address: str, _body: bytes | None) -> Receipt:
        return web.bring(address, to, tell, lambda path: _check(path, item), edition=item.published_at)

    return _ask_in_turn(item, ask, (None,))


def _ask_in_turn(item: Item, ask: Callable[[str, bytes | None], Outcome], bodies: Sequence[bytes | None]) -> Outcome:
    """From the first of its addresses that serves it; the sentence of a refusal is that of the first."""
    first: NotServed | None = None
    for address in item.addresses:
        for body in bodies:
            try:
                return ask(address, body)
            except NotServed as error:
                first = first or error
    assert first is not None, "an item has an address"
    raise first


def _explain(item: Item, error: EtlError) -> str:
    """What went wrong with one file; of one that is listed and not there, that it is listed."""
    words = str(error).rstrip(".")
    if isinstance(error, NotServed) and " answers 404" in words:
        return f"{item.key} version {item.version} is listed but not there ({words})"
    return words


def _run_side_by_side(
    work: Callable[[Item], Path], items: Sequence[Item], at_once: int, stop: threading.Event
) -> Iterator[tuple[Item, Path | BaseException]]:
    """Each item with what became of it, as they end. The threads hold up no command that is stopped."""
    waiting, outcomes = deque(items), SimpleQueue[tuple[Item, Path | BaseException] | None]()

    def run() -> None:
        while waiting and not stop.is_set():
            try:
                item = waiting.popleft()
            except IndexError:
                break
            try:
                outcomes.put((item, work(item)))
            except _Stopped:
                break
            except BaseException as error:  # handed over to the thread that asked
                outcomes.put((item, error))
        outcomes.put(None)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(min(at_once, len(items)))]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            outcome = outcomes.get()
            if outcome is None:
                running -= 1
            else:
                yield outcome
    finally:
        stop.set()


class _Tally:
    """How much of a stage has come, how fast, and what is left."""

    def __init__(self, items: Sequence[Item], folder: Path, say: Progress, heading: str) -> None:
        self.say, self.heading = say, heading
        self.lock = threading.Lock()
        self.since = time.monotonic()
        self.sizes = {item.key: item.bytes or 0 for item in items}
        self.start = {item.key: count_bytes_here(folder, item) for item in items}
        self.sizes_here = dict(self.start)

    @property
    def new_bytes(self) -> int:
        """Bytes that came in this run."""
        return sum(max(0, self.sizes_here[key] - start) for key, start in self.start.items())

    def follow(self, item: Item, stop: threading.Event) -> Say:
        """What tells how much of an item has come, and ends its download with the command."""

        def tell(size: int, length: int | None) -> None:
            if stop.is_set():
                raise _Stopped
            self.update(item, size, length)

        return tell

    def update(self, item: Item, size: int, length: int | None) -> None:
        with self.lock:
            self.sizes_here[item.key] = size
            self.start[item.key] = min(self.start[item.key], size)
            self.sizes[item.key] = length or max(self.sizes[item.key], size)
            so_far, whole = sum(self.sizes_here.values()), sum(self.sizes.values())
            speed = self.new_bytes / max(time.monotonic() - self.since, 0.1)
            left = f"{format_size(whole - so_far)} left at " if whole > so_far else ""
            # The name comes last: a narrow terminal cuts the end of a line off.
            self.say(f"{self.heading}: {left}{format_size(round(speed))}/s, {item.name}", so_far, whole)


def downloads(places: Places) -> Path:
    """Where files wait until they are whole and loaded."""
    return places.downloads


def is_whole(to: Path, item: Item, part: PartialFile | None = None) -> bool:
    """Was this very file downloaded before, by a run that was stopped before loading it?

    Args:
        to: Where the file lies, or is to lie.
        item: The file as its source lists it.
        part: Its unfinished download: asked of one, whether all of it lies there, so that nothing is left to ask for.

    Returns:
        Whether it was, by its receipt and its length, and by all that the list says of it.
    """
    receipt, path = read_receipt(to), part.path if part else to
    if receipt is None or not path.is_file() or receipt.address not in item.addresses:
        return False
    if part and not part.find_resumable(receipt.address, item.published_at):
        return False
    unknown = () if part else (None,)
    if receipt.edition != item.published_at or receipt.length not in (*unknown, path.stat().st_size):
        return False
    # What a list does not say of a file cannot differ.
    return all(
        expected_value is None or expected_value == receipt_value
        for expected_value, receipt_value in (
            (item.etag, receipt.etag),
            (item.last_modified, receipt.modified),
            (item.bytes, receipt.length),
        )
    )


def count_bytes_here(folder: Path, item: Item) -> int:
    """How much of a file is here already, of this run or an earlier one."""
    to = folder / item.name
    if item.is_local:
        return item.bytes or 0
    if is_whole(to, item):
        return to.stat().st_size
    part = PartialFile(to)
    return part.size if any(part.find_resumable(address, item.published_at) for address in item.addresses) else 0


def discard(to: Path) -> None:
    """Drop a downloaded file: it is in raw/ now, or was not worth keeping."""
    PartialFile(to).discard()
    to.unlink(missing_ok=True)


def make_room(folder: Path, items: Sequence[Item]) -> None:
    """Stop where the disk cannot take what is to come."""
    bytes_to_come = sum(max(0, (item.bytes or 0) - count_bytes_here(folder, item)) for item in items)
    free = shutil.disk_usage(folder).free
    if free < bytes_to_come:
        raise DiskFull(
            f"{format_size(bytes_to_come)} are to come but {folder} has only {format_size(free)} free; "
            "make room, ask for less with --span, --from and --to, or set SES_DATA to a larger disk."
        )


def format_size(size: int) -> str:
    """A size for people."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size:,} bytes"
