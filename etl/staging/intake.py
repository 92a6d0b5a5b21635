"""Which files a load means: those named, those in folders, and those that a zip or a gzip only wraps."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from etl.errors import EtlError
from etl.files.foreign import is_unfinished
from etl.files.provenance import Extract
from etl.files.raw import INCOMING, find_loaded
from etl.files.unwrap import (
    DEEPEST,
    find_inner_name,
    gunzip,
    is_gzip,
    is_of_records,
    is_ours_by_name,
    list_wrapped_members,
    read_inner_size,
    unpack,
)
from etl.files.zip_archive import DiskFull, EmptyFile, NotTheFile, open_archive
from etl.layouts.recognise import DataFile, InsideOfZip, MonthNotNamed, UnknownFile, is_zip, recognise
from etl.layouts.registry import LAYOUTS
from etl.paths import Places

UNWRAPPED_FOLDER = "unwrapped"


class NoSuchFile(EtlError):
    """A path that leads nowhere."""


class NothingToLoad(EtlError):
    """A folder without a single file of a known layout."""


@dataclass(frozen=True)
class FoundFile:
    """A file to take in: its bytes, and where its owner has them, which for a wrapped file is a path inside a zip.

    A fault of a file that `is_asked_for`, by its path or by a name that promises to be ours, stops the load.
    """

    data_file: DataFile
    at: Path
    is_asked_for: bool = True

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.data_file.path


@dataclass
class Intake:
    """What the paths given come to: files to take in, files loaded before, strangers and why each is one."""

    files: list[FoundFile] = field(default_factory=list)
    repeats: list[tuple[Path, Extract]] = field(default_factory=list)
    strangers: dict[Path, str] = field(default_factory=dict)


def look_through(places: Places, paths: Sequence[Path], extracts: Sequence[Extract], elsewhere: Path) -> Intake:
    """Find and recognise every file that the paths mean.

    Args:
        places: The folders of the loader; files in its own are left alone.
        paths: Files and folders as given.
        extracts: Files loaded before, which are not read again.
        elsewhere: A folder, not under raw/, for unwrapped files that may hold names, until they are taken in.

    Returns:
        Files to take in, files loaded before, and strangers with the reason why each is one.

    Raises:
        NothingToLoad: Not one file has a layout we know.
        NoSuchFile: A path leads nowhere.
        EtlError: A file that was named, or is ours by its name, is at fault; the kind says how.
    """
    search = _Search(places, extracts, elsewhere)
    paths_seen: set[Path] = set()
    reasons: list[EtlError] = []
    for path, is_named in _add_neighbours(_list_files(places, paths)):
        if path.resolve() in paths_seen:
            continue
        paths_seen.add(path.resolve())
        try:
            search.look_at(path, is_named=is_named)
        except DiskFull:
            raise
        except EtlError as error:
            if is_named or _stops(path, error):
                raise
            search.intake.strangers[path] = summarize(error)
            reasons.append(error)
    if not search.intake.files and not search.intake.repeats:
        raise NothingToLoad(_explain_nothing(paths, reasons))
    return search.intake


def summarize(error: EtlError) -> str:
    """Why a file is passed over, in a sentence."""
    return error.brief if isinstance(error, UnknownFile) else str(error)


def _stops(path: Path, error: EtlError) -> bool:
    """Is this a file of ours that is damaged? A stranger under a name like ours is a stranger all the same."""
    if not is_ours_by_name(path.name) or isinstance(error, UnknownFile | MonthNotNamed):
        return False
    return is_of_records(path.name) or not isinstance(error, EmptyFile)


def _explain_nothing(paths: Sequence[Path], reasons: Sequence[EtlError]) -> str:
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
        self.unpack_count = 0

    def look_at(self, path: Path, *, is_named: bool) -> None:
        """Take note of a file, or of those inside it; raises why it is none to load."""
        if is_unfinished(path.name):
            raise NotTheFile(
                f"{path.name} is a download that has not ended; let it end, then load the file under its own name."
            )
        status = path.stat()
        if not self._is_known(path, status.st_size, status.st_mtime_ns):
            self._open(path, path, is_named=is_named, depth=0)

    def _is_known(self, at: Path, size: int, mtime_ns: int) -> bool:
        extract = find_loaded(at, size, mtime_ns, self.extracts)
        if extract:
            self.intake.repeats.append((at, extract))
        return extract is not None

    def _open(self, path: Path, at: Path, *, is_named: bool, depth: int) -> None:
        if is_gzip(path) and depth < DEEPEST:
            self._open_gzip(path, at, is_named=is_named, depth=depth)
            return
        try:
            data_file = recognise(path)
        except UnknownFile:
            if depth == DEEPEST or not is_zip(path) or not self._open_zip(path, at, is_named=is_named, depth=depth):
                raise
            return
        is_ours = is_named or is_ours_by_name(at.name) or data_file.archive is not None
        self.intake.files.append(FoundFile(data_file, at, is_ours))

    def _open_gzip(self, path: Path, at: Path, *, is_named: bool, depth: int) -> None:
        inside, mtime_ns = at / find_inner_name(path), path.stat().st_mtime_ns
        if self._is_known(inside, read_inner_size(path), mtime_ns):
            return
        aside = self._make_path_aside(inside.name)
        gunzip(path, aside)
        os.utime(aside, ns=(mtime_ns, mtime_ns))
        self._open(aside, inside, is_named=is_named, depth=depth + 1)

    def _open_zip(self, path: Path, at: Path, *, is_named: bool, depth: int) -> bool:
        """Look at what a zip wraps; was any of it ours? Members of another kind lie beside ours in many a zip."""
        archive = open_archive(path)
        members, mtime_ns = list_wrapped_members(archive), path.stat().st_mtime_ns
        before = len(self.intake.files) + len(self.intake.repeats)
        faults: list[EtlError] = []
        for member in members:
            if self._is_known(at / member, archive.members[member].file_size, mtime_ns):
                continue
            aside = self._make_path_aside(PurePosixPath(member).name)
            try:
                unpack(archive, member, aside)
                os.utime(aside, ns=(mtime_ns, mtime_ns))
                self._open(aside, at / member, is_named=is_named, depth=depth + 1)
            except DiskFull:
                raise
            except EtlError as error:
                if _stops(aside, error):
                    raise
                faults.append(error)
        is_any = len(self.intake.files) + len(self.intake.repeats) > before
        if faults and not is_any and (len(members) == 1 or not isinstance(faults[0], UnknownFile)):
            raise faults[0]
        return is_any

    def _make_path_aside(self, name: str) -> Path:
        """Where to unpack a file: what is not surely of records may hold names, and is not under raw/ for a moment."""
        self.unpack_count += 1
        folder = self.places.raw / INCOMING if is_of_records(name) else self.elsewhere
        aside = folder / f"{UNWRAPPED_FOLDER}-{self.unpack_count}" / name
        aside.parent.mkdir(parents=True)
        return aside


def _list_files(places: Places, paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file meant by the paths: those named as they are, those in folders without hidden ones and our own."""
    own_folders = [folder.resolve() for folder in (places.raw, places.staged, places.warehouse)]
    for path in paths:
        if path.is_dir():
            for entry in sorted(path.rglob("*")):
                inside = entry.relative_to(path).parts
                is_ours = any(folder in entry.resolve().parents for folder in own_folders)
                if entry.is_file() and not is_ours and not any(part.startswith(".") for part in inside):
                    yield entry, False
        elif path.is_file():
            yield path, True
        else:
            raise NoSuchFile(f"{path} is not there; check the path, or give the folder that holds the files.")


def _add_neighbours(files: Iterator[tuple[Path, bool]]) -> Iterator[tuple[Path, bool]]:
    """Every file, each followed by the one that is read with it where that lies beside it."""
    for path, is_named in files:
        yield path, is_named
        for name in {layout.companion for layout in LAYOUTS if layout.companion and layout.has_usual_name(path.name)}:
            if (neighbour := path.with_name(name)).is_file():
                yield neighbour, False
