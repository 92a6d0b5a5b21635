"""Downloads what a plan lists, beside raw/, until each file is whole; says beforehand how much that is."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from etl.archive import DiskFull
from etl.places import Places
from etl.publishers.download import CutShort, NotServed, Say, Unreachable, Web
from etl.publishers.partial_file import Part, read_receipt, receipt_path
from etl.publishers.plan import MOST_UNANSWERED, Item, Plan, listed
from etl.workers import Progress


def sentences(chosen: Plan, folder: Path) -> list[str]:
    """What will be downloaded, in one line; then, if there are any, the months with nothing."""
    if chosen.items:
        sizes = [item.answer.length for item in chosen.items]
        size = ("" if None not in sizes else "at least ") + megabytes(sum(size or 0 for size in sizes))
        held = sum(_held(folder, item) for item in chosen.items)
        here = f", {megabytes(held)} of it here already" if held else ""
        files = "1 file" if len(chosen.items) == 1 else f"{len(chosen.items)} files"
        said = [f"Downloading {files} ({size}{here}) from {chosen.source.address}: {_some(chosen.items)}."]
    else:
        said = [f"Nothing new at {chosen.source.address}; {chosen.known} of its files are loaded already."]
    if chosen.absent:
        said.append(f"Not there: {listed(chosen.absent)}.")
    return said


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
    return lambda done, length: say(f"{heading}, {megabytes(done)}", done, length or 0)


def _some(items: Sequence[Item]) -> str:
    return ", ".join(item.name for item in items[:4]) + (", …" if len(items) > 4 else "")
