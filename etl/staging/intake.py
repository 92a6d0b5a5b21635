"""Which files a load means: those named, those in folders, and those that a zip or a gzip only wraps."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from etl.errors import EtlError
from etl.files.foreign import is_unfinished
from etl.files.provenance import Extract
from etl.files.raw import INCOMING, already_loaded
from etl.files.unwrap import (
    DEEPEST,
    gunzip,
    inside_gzip,
    is_gzip,
    is_of_records,
    is_ours_by_name,
    size_inside_gzip,
    unpack,
    wrapped_members,
)
from etl.files.zip_archive import DiskFull, EmptyFile, NotTheFile, open_archive
from etl.layouts.recognise import InsideOfZip, MonthNotNamed, Recognised, UnknownFile, is_zip, recognise
from etl.layouts.registry import LAYOUTS
from etl.paths import Places

UNWRAPPED = "unwrapped"


class NoSuchFile(EtlError):
    """A path that leads nowhere."""


class NothingToLoad(EtlError):
    """A folder without a single file of a known layout."""


@dataclass(frozen=True)
class Found:
    """A file to take in: its bytes, and where its owner has them, which for a wrapped file is a path inside a zip.

    A fault of a file that `is_asked_for`, by its path or by a name that promises to be ours, stops the load.
    """

    recognised: Recognised
    at: Path
    is_asked_for: bool = True

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.recognised.path


@dataclass
class Intake:
    """What the paths given come to: files to take in, files loaded before, strangers and why each is one."""

    found: list[Found] = field(default_factory=list)
    known: list[tuple[Path, Extract]] = field(default_factory=list)
    passed_over: dict[Path, str] = field(default_factory=dict)


def look_through(places: Places, paths: Sequence[Path], extracts: Sequence[Extract], elsewhere: Path) -> Intake:
    """Find and recognise every file; a fault of one that was named, or that is ours by name, is raised.

    `elsewhere` is a folder, not under raw/, for unwrapped files that may hold names, until they are taken in.
    """
    search = _Search(places, extracts, elsewhere)
    seen: set[Path] = set()
    reasons: list[EtlError] = []
    for path, is_named in _with_neighbours(_files(places, paths)):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        try:
            search.look_at(path, is_named=is_named)
        except DiskFull:
            raise
        except EtlError as error:
            if is_named or _stops(path, error):
                raise
            search.intake.passed_over[path] = brief(error)
            reasons.append(error)
    if not search.intake.found and not search.intake.known:
        raise NothingToLoad(_nothing(paths, reasons))
    return search.intake


def brief(error: EtlError) -> str:
    """Why a file is passed over, in a sentence."""
    return error.brief if isinstance(error, UnknownFile) else str(error)


def _stops(path: Path, error: EtlError) -> bool:
    """Is this a file of ours that is damaged? A stranger under a name like ours is a stranger all the same."""
    if not is_ours_by_name(path.name) or isinstance(error, UnknownFile | MonthNotNamed):
        return False
    return is_of_records(path.name) or not isinstance(error, EmptyFile)


def _nothing(paths: Sequence[Path], reasons: Sequence[EtlError]) -> str:
    where = ", ".join(str(path) for path in paths)
    telling = [str(one) for one in reasons if isinstance(one, InsideOfZip) or not isinstance(one, UnknownFile)]
    why = f": {telling[0].rstrip('.')}" if telling else ""
    return f"No file of a known layout in {where}{why}; `python -m etl formats` says what can be loaded."


class _Search:
    """Goes through files, unpacking aside what others only wrap."""

    def __init__(self, places: Places, extracts: Sequence[Extract], elsewhere: Path) -> None:
        self.places = places
        self.elsewhere = elsewhere
        self.extracts = extracts
        self.intake = Intake()
        self.unpacked = 0

    def look_at(self, path: Path, *, is_named: bool) -> None:
        """Take note of a file, or of those inside it; raises why it is none to load."""
        if is_unfinished(path.name):
            raise NotTheFile(
                f"{path.name} is a download that has not ended; let it end, then load the file under its own name."
            )
        status = path.stat()
        if not self._is_known(path, status.st_size, status.st_mtime_ns):
            self._open(path, path, is_named=is_named, depth=0)

    def _is_known(self, at: Path, size: int, modified: int) -> bool:
        known = already_loaded(at, size, modified, self.extracts)
        if known:
            self.intake.known.append((at, known))
        return known is not None

    def _open(self, path: Path, at: Path, *, is_named: bool, depth: int) -> None:
        if is_gzip(path) and depth < DEEPEST:
            self._open_gzip(path, at, is_named=is_named, depth=depth)
            return
        try:
            recognised = recognise(path)
        except UnknownFile:
            if depth == DEEPEST or not is_zip(path) or not self._open_zip(path, at, is_named=is_named, depth=depth):
                raise
            return
        is_ours = is_named or is_ours_by_name(at.name) or recognised.archive is not None
        self.intake.found.append(Found(recognised, at, is_ours))

    def _open_gzip(self, path: Path, at: Path, *, is_named: bool, depth: int) -> None:
        inside, modified = at / inside_gzip(path), path.stat().st_mtime_ns
        if self._is_known(inside, size_inside_gzip(path), modified):
            return
        aside = self._aside(inside.name)
        gunzip(path, aside)
        os.utime(aside, ns=(modified, modified))
        self._open(aside, inside, is_named=is_named, depth=depth + 1)

    def _open_zip(self, path: Path, at: Path, *, is_named: bool, depth: int) -> bool:
        """Look at what a zip wraps; was any of it ours? Members of another kind lie beside ours in many a zip."""
        archive = open_archive(path)
        members, modified = wrapped_members(archive), path.stat().st_mtime_ns
        before = len(self.intake.found) + len(self.intake.known)
        faults: list[EtlError] = []
        for member in members:
            if self._is_known(at / member, archive.members[member].file_size, modified):
                continue
            aside = self._aside(PurePosixPath(member).name)
            try:
                unpack(archive, member, aside)
                os.utime(aside, ns=(modified, modified))
                self._open(aside, at / member, is_named=is_named, depth=depth + 1)
            except DiskFull:
                raise
            except EtlError as error:
                if _stops(aside, error):
                    raise
                faults.append(error)
        is_any = len(self.intake.found) + len(self.intake.known) > before
        if faults and not is_any and (len(members) == 1 or not isinstance(faults[0], UnknownFile)):
            raise faults[0]
        return is_any

    def _aside(self, name: str) -> Path:
        """Where to unpack a file: what is not surely of records may hold names, and is not under raw/ for a moment."""
        self.unpacked += 1
        folder = self.places.raw / INCOMING if is_of_records(name) else self.elsewhere
        aside = folder / f"{UNWRAPPED}-{self.unpacked}" / name
        aside.parent.mkdir(parents=True)
        return aside


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


def _with_neighbours(files: Iterator[tuple[Path, bool]]) -> Iterator[tuple[Path, bool]]:
    """Every file, each followed by the one that is read with it where that lies beside it."""
    for path, is_named in files:
        yield path, is_named
        for name in {layout.beside for layout in LAYOUTS if layout.beside and layout.has_usual_name(path.name)}:
            if (neighbour := path.with_name(name)).is_file():
                yield neighbour, False
