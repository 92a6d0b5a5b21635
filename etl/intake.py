"""Which files a load means: those named, those in folders, and the texts inside a zip that only wraps them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from etl.archive import Archive, EmptyFile, NotTheFile, inflate, open_archive
from etl.errors import EtlError
from etl.formats import LAYOUTS
from etl.places import Places
from etl.raw import INCOMING, already_loaded
from etl.recognise import MonthNotNamed, Recognised, UnknownFile, is_zip, layout_in_zip, recognise
from etl.record import Extract

UNWRAPPED = "unwrapped"


class NoSuchFile(EtlError):
    """A path that leads nowhere."""


class NothingToLoad(EtlError):
    """A folder without a single file of a known layout."""


@dataclass(frozen=True)
class Found:
    """A file to take in: its bytes, and where its owner has them, which for a wrapped text is a path inside a zip."""

    recognised: Recognised
    at: Path

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.recognised.path


@dataclass
class Intake:
    """What the paths given come to: files to take in, files loaded before, files of no known layout."""

    found: list[Found] = field(default_factory=list)
    known: list[tuple[Path, Extract]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)


def look_through(places: Places, paths: Sequence[Path], extracts: Sequence[Extract], elsewhere: Path) -> Intake:
    """Find and recognise every file; a fault of one that was named, or promises to be ours, is raised.

    `elsewhere` is a folder, not under raw/, for unwrapped files that may hold names, until they are taken in.
    """
    intake = Intake()
    seen: set[Path] = set()
    for path, is_named in _with_neighbours(_files(places, paths)):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        if known := already_loaded(path, path.stat().st_size, path.stat().st_mtime_ns, extracts):
            intake.known.append((path, known))
            continue
        try:
            _look_at(path, places, extracts, elsewhere, intake)
        except (UnknownFile, MonthNotNamed, EmptyFile, NotTheFile) as error:
            if is_named or (not isinstance(error, UnknownFile | MonthNotNamed) and looks_like_ours(path)):
                raise
            intake.passed_over.append(path)
    if not intake.found and not intake.known:
        raise NothingToLoad(
            f"No file of a known layout in {', '.join(str(path) for path in paths)}; "
            "`python -m etl formats` says what can be loaded."
        )
    return intake


def _look_at(path: Path, places: Places, extracts: Sequence[Extract], elsewhere: Path, intake: Intake) -> None:
    archive = open_archive(path) if is_zip(path) else None
    wrapped = _wrapped(archive) if archive else []
    if archive is None or not wrapped:
        intake.found.append(Found(recognise(path), path))
        return
    modified = path.stat().st_mtime_ns
    for member in wrapped:
        at = path / member
        if known := already_loaded(at, archive.members[member].file_size, modified, extracts):
            intake.known.append((at, known))
            continue
        name = PurePosixPath(member).name
        folder = elsewhere if _may_hold_names(name) else places.raw / INCOMING
        aside = folder / f"{UNWRAPPED}-{len(intake.found)}" / name
        aside.parent.mkdir(parents=True)
        inflate(archive, member, aside)
        os.utime(aside, ns=(modified, modified))
        intake.found.append(Found(recognise(aside), at))


def _may_hold_names(name: str) -> bool:
    """Is a wrapped text one that is never under raw/ as it is, not for a moment?"""
    return any(layout.personal and layout.has_usual_name(name) for layout in LAYOUTS)


def _wrapped(archive: Archive) -> list[str]:
    """The texts in a zip that are published bare as well; none in a zip that is a publication of its own."""
    if layout_in_zip(archive):
        return []
    return [
        member
        for member in sorted(archive.members)
        if PurePosixPath(member).suffix != ".parquet" and _has_usual_name(PurePosixPath(member).name, "text")
    ]


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


def looks_like_ours(path: Path) -> bool:
    """Does a file's name promise a known layout? Then a fault in it is worth stopping for, even in a folder."""
    return path.suffix.casefold() == ".zip" or _has_usual_name(path.name, "text") or _has_usual_name(path.name, "zip")


def _has_usual_name(name: str, container: str) -> bool:
    return any(layout.container == container and layout.has_usual_name(name) for layout in LAYOUTS)
