"""Finds out what a source has that is not loaded yet, says so, and downloads it beside raw/ until it is whole."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from etl.archive import DiskFull
from etl.download import Answer, CutShort, NotServed, Say, Unreachable, Web
from etl.errors import EtlError
from etl.fetched import Held
from etl.part import Part, read_receipt, receipt_path
from etl.places import Places
from etl.sources import Source, Wanted

MOST_VERSIONS = 50
MOST_UNANSWERED = 3  # after so many silent answers the server is taken to be down
BY_HAND = "download the file in a browser and take it in by `python -m etl load`, or give another --source"

Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


class NothingThere(EtlError):
    """A source without a single file of those asked for."""


@dataclass(frozen=True)
class Item:
    """One file to download: what it is, its version, its address and what the server said of it."""

    wanted: Wanted
    version: int
    address: str
    answer: Answer

    @property
    def name(self) -> str:
        """The file name its publisher gives it."""
        return PurePosixPath(urlsplit(self.address).path).name


@dataclass(frozen=True)
class Seen:
    """What looking for one file came to: an item to download, or known already, or the sentence why there is none."""

    wanted: Wanted
    item: Item | None = None
    is_known: bool = False
    template: int | None = None
    refused: str = ""
    is_unanswered: bool = False


@dataclass(frozen=True)
class Plan:
    """What a fetch will do."""

    source: Source
    items: tuple[Item, ...]
    known: int
    absent: tuple[Wanted, ...]
    refused: tuple[str, ...]
    template: int | None

    def sentences(self, folder: Path) -> list[str]:
        """What will be downloaded, in one line; then, if there are any, the months with nothing."""
        if self.items:
            sizes = [item.answer.length for item in self.items]
            size = ("" if None not in sizes else "at least ") + megabytes(sum(size or 0 for size in sizes))
            held = sum(_held(folder, item) for item in self.items)
            here = f", {megabytes(held)} of it here already" if held else ""
            files = "1 file" if len(self.items) == 1 else f"{len(self.items)} files"
            said = [f"Downloading {files} ({size}{here}) from {self.source.address}: {_some(self.items)}."]
        else:
            said = [f"Nothing new at {self.source.address}; {self.known} of its files are loaded already."]
        if self.absent:
            said.append(f"Not there: {_listed(self.absent)}.")
        return said


def plan(
    web: Web, source: Source, wanted: Sequence[Wanted], held: Mapping[str, Held], template: int | None, say: Progress
) -> Plan:
    """Ask the source for the newest version of everything wanted; `template` is the pattern it followed last time."""
    if source.door:
        web.visit(source.door)
    seen = _look_for_all(web, source, wanted, held, template, say)
    if template is not None and not any(one.template is not None for one in seen):
        seen = _look_for_all(web, source, wanted, held, None, say)
    found = next((one.template for one in seen if one.template is not None), None)
    items = tuple(one.item for one in seen if one.item)
    known = sum(one.is_known for one in seen)
    refused = tuple(one.refused for one in seen if one.refused)
    absent = tuple(one.wanted for one in seen if not (one.item or one.is_known or one.refused))
    if refused and not items and not known:
        raise NotServed(f"{refused[0]}; {BY_HAND}.")
    if not items and not known:
        raise NothingThere(f"Nothing is at {source.address} of {_listed(absent)}; check the address and the months.")
    return Plan(source, items, known, absent, refused, found)


def _look_for_all(
    web: Web, source: Source, wanted: Sequence[Wanted], held: Mapping[str, Held], template: int | None, say: Progress
) -> list[Seen]:
    """A mirror names all its files alike, so the first name that is found is the only one looked for from then on."""
    names = [template] if template is not None else []
    seen: dict[Wanted, Seen] = {}

    def look(one: Wanted) -> Seen:
        outcome = _look_for(web, source, one, names or range(len(one.templates)), held.get(one.key))
        if outcome.template is not None and not names and len(one.templates) > 1:
            names.append(outcome.template)
        return outcome

    with ThreadPoolExecutor(web.patience.at_once) as pool:
        try:
            for asked in as_completed([pool.submit(look, one) for one in wanted]):
                outcome = asked.result()
                seen[outcome.wanted] = outcome
                say(f"Looking for {outcome.wanted.key}", len(seen), len(wanted))
                if sum(one.is_unanswered for one in seen.values()) >= MOST_UNANSWERED:
                    raise Unreachable(f"{outcome.refused}; check the address and the connection, and try again later.")
        finally:
            pool.shutdown(cancel_futures=True)
    return [seen[one] for one in wanted]


def _look_for(web: Web, source: Source, wanted: Wanted, templates: Iterable[int], held: Held | None) -> Seen:
    """The newest version under the first name that has any, beginning with the version that is loaded."""
    refused = ""
    for template in templates:
        best, misses = None, 0
        version = held.version if held and wanted.has_versions else 1
        while misses < source.gap and version <= MOST_VERSIONS:
            address = wanted.address(template, version)
            answer = web.probe(address, held.etag if held and held.address == address else None)
            if answer.kind == "unanswered":
                return Seen(wanted, refused=answer.sentence, is_unanswered=True)
            if answer.kind in ("found", "unchanged"):
                best, misses = Item(wanted, version, address, answer), 0
            else:
                misses += 1
                refused = refused or answer.sentence
            if not wanted.has_versions:
                break
            version += 1
        if best:
            is_known = held is not None and _is_same(best, held)
            return Seen(wanted, None if is_known else best, is_known, template)
    return Seen(wanted, is_known=held is not None and not refused, refused=refused)


def _is_same(item: Item, held: Held) -> bool:
    """Is the newest file of a month the one that is loaded? A version of another origin is the same version."""
    if item.answer.kind == "unchanged" or item.version < held.version:
        return True
    if item.version > held.version or item.address != held.address:
        return item.version == held.version
    if item.answer.etag and held.etag:
        return item.answer.etag == held.etag
    return (item.answer.modified, item.answer.length) == (held.modified, held.bytes)


def bring(web: Web, chosen: Plan, places: Places, say: Progress) -> tuple[list[tuple[Item, Path]], list[str]]:
    """Download what the plan says; files that are whole now, and a sentence for each that could not be had."""
    folder = downloads(places)
    _make_room(folder, chosen)
    files, problems, silent = [], list(chosen.refused), 0
    for number, item in enumerate(chosen.items, 1):
        to = folder / item.name
        if not is_whole(to, item):
            heading = f"Downloading {item.name} ({number} of {len(chosen.items)})"
            try:
                web.bring(item.address, to, _telling(say, heading))
            except (CutShort, NotServed, Unreachable) as error:
                problems.append(str(error))
                silent += isinstance(error, Unreachable)
                if silent >= MOST_UNANSWERED:
                    break
                continue
        files.append((item, to))
    return files, problems


def downloads(places: Places) -> Path:
    """Where files wait until they are whole and loaded: beside raw/, on the same disk, so that taking in is a link."""
    return places.raw.parent / "downloads"


def is_whole(to: Path, item: Item) -> bool:
    """Was this very file downloaded before, by a run that was stopped before loading it?"""
    receipt, answer = read_receipt(to), item.answer
    return (
        to.is_file()
        and receipt is not None
        and receipt.address == item.address
        and receipt.length in (None, to.stat().st_size)
        and (receipt.etag, receipt.modified, receipt.length) == (answer.etag, answer.modified, answer.length)
    )


def discard(to: Path) -> None:
    """Drop a downloaded file: it is in raw/ now, or was not worth keeping."""
    to.unlink(missing_ok=True)
    receipt_path(to).unlink(missing_ok=True)


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size:,} bytes"


def _make_room(folder: Path, chosen: Plan) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    needed = sum(max(0, (item.answer.length or 0) - _held(folder, item)) for item in chosen.items)
    if shutil.disk_usage(folder).free < needed:
        raise DiskFull(
            f"{megabytes(needed)} are to come but {folder} has only {megabytes(shutil.disk_usage(folder).free)} free; "
            "make room, ask for fewer months with --from and --to, or set SES_DATA to a larger disk."
        )


def _held(folder: Path, item: Item) -> int:
    to = folder / item.name
    if is_whole(to, item):
        return to.stat().st_size
    part = Part(to)
    return part.size if part.resumable(item.address) else 0


def _telling(say: Progress, heading: str) -> Say:
    return lambda done, length: say(heading, done, length or 0)


def _some(items: Sequence[Item]) -> str:
    return ", ".join(item.name for item in items[:4]) + (", …" if len(items) > 4 else "")


def _listed(wanted: Sequence[Wanted]) -> str:
    """Months by subject, newest first, cut short where they are many."""
    subjects = dict.fromkeys(one.subject for one in wanted)
    return "; ".join(
        f"{subject} {_cut([one.period for one in wanted if one.subject == subject])}" for subject in subjects
    )


def _cut(periods: list[str]) -> str:
    return ", ".join(periods[:4]) + (f" and {len(periods) - 4} more" if len(periods) > 4 else "")
