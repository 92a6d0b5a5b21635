"""Takes files into raw/ as published: copied whole and hashed once, known again by path, size and time."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from etl.files.aside import write_aside
from etl.files.provenance import Extract

INCOMING = ".incoming"
PROVENANCE = "provenance.json"
CHUNK = 2**20
FICLONE = 0x40049409
"""The request by which Linux lets two files share blocks until one of them is written to."""


@dataclass(frozen=True)
class Incoming:
    """A file taken in but not yet committed: where its bytes are now, and where the user had them.

    Where its copy is without the columns `left_out`, `kept_sha256` is the copy's and `sha256` that of the file itself.
    `as_of` is the day it is of and `month` the end of its month, if the user said so; `loaded_on` the day on which it
    was first loaded.
    """

    path: Path
    name: str
    origin: str
    found_at: str
    sha256: str
    bytes: int
    mtime_ns: int
    kept_sha256: str | None = None
    left_out: tuple[str, ...] = ()
    as_of: date | None = None
    keeps_names: bool = False
    month: date | None = None
    loaded_on: date = field(default_factory=lambda: datetime.now(UTC).date())

    @property
    def extract_id(self) -> str:
        """The first twelve characters of the hash: the file's name inside raw/ and staged/."""
        return self.sha256[:12]


def take_in(
    original: Path, origin: str, folder: Path, at: Path | None = None, *, is_made_here: bool = False
) -> Incoming:
    """Copy one file into an empty folder and hash the copy.

    Only a file that this program made is linked instead: nobody else writes to it, while an analyst who edits a file in
    place would edit what is kept as published.

    Args:
        original: The file.
        origin: Its path or address as it was given.
        folder: The folder to make for it.
        at: Where its owner has it, if elsewhere.
        is_made_here: Whether this program downloaded or unpacked it.

    Returns:
        The file as taken in, not yet committed to raw/.
    """
    folder.mkdir(parents=True)
    before = original.stat()
    path = folder / original.name
    is_whole = (is_made_here and _link(original, path)) or _clone(original, path)
    sha256 = hash_file(path) if is_whole else _copy_and_hash(original, path)
    return Incoming(
        path, original.name, origin, str((at or original).resolve()), sha256, before.st_size, before.st_mtime_ns
    )


def take_in_copy(
    original: Path, origin: str, copy: Path, columns_left_out: tuple[str, ...], at: Path | None = None
) -> Incoming:
    """A file of which only a copy without some of its columns is taken in, known by the bytes of the file itself."""
    before = original.stat()
    where = str((at or original).resolve())
    return Incoming(
        copy,
        copy.name,
        origin,
        where,
        hash_file(original),
        before.st_size,
        before.st_mtime_ns,
        hash_file(copy),
        columns_left_out,
    )


def _link(original: Path, path: Path) -> bool:
    if original.is_symlink():
        return False
    try:
        os.link(original, path)
    except OSError:
        return False
    return True


def _clone(original: Path, path: Path) -> bool:
    """A copy that takes neither time nor room, where the file system can make one."""
    with original.open("rb") as source, path.open("wb") as target:
        try:
            fcntl.ioctl(target.fileno(), FICLONE, source.fileno())
        except OSError:
            return False
    return True


def _copy_and_hash(original: Path, path: Path) -> str:
    """Copy a file and tell the hash of what was written, in one pass: each part is hashed while it is written."""
    digest = hashlib.sha256()
    with original.open("rb") as source, path.open("wb") as target, ThreadPoolExecutor(1) as pool:
        while chunk := source.read(CHUNK):
            hashing = pool.submit(digest.update, chunk)
            target.write(chunk)
            hashing.result()
    return digest.hexdigest()


def hash_file(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def find_loaded(original: Path, size: int, mtime_ns: int, extracts: Iterable[Extract]) -> Extract | None:
    """The extract this file became, judged by path, size and time alone, so that an unchanged file is not read."""
    where = str(original.resolve())
    for extract in extracts:
        provenance = extract.provenance
        if (provenance.found_at, provenance.bytes, provenance.mtime_ns) == (where, size, mtime_ns):
            return extract
    return None


def locate_in_raw(extract: Extract, raw: Path) -> Path:
    """Where raw/ keeps the file of an extract."""
    return raw / extract.provenance.extract_id / extract.provenance.name


def is_kept(extract: Extract, raw: Path) -> bool:
    """Is the file still there?"""
    return locate_in_raw(extract, raw).is_file()


def has_its_hash(extract: Extract, raw: Path) -> bool:
    """Is the file there, with the bytes that were loaded? Reads it whole."""
    provenance = extract.provenance
    return is_kept(extract, raw) and hash_file(locate_in_raw(extract, raw)) == (
        provenance.kept_sha256 or provenance.sha256
    )


def set_aside(extract: Extract, raw: Path) -> None:
    """Take from its place what is not the file that was loaded, so that loading that file again puts it back."""
    path = locate_in_raw(extract, raw)
    if path.is_file():
        path.replace(path.with_name(f"{path.name}.changed"))


def commit(incoming: Incoming, extract: Extract, raw: Path) -> Path:
    """Move a taken-in file to its place in raw/ and write its provenance beside it."""
    place = raw / incoming.extract_id
    shutil.rmtree(place, ignore_errors=True)
    raw.mkdir(parents=True, exist_ok=True)
    incoming.path.parent.replace(place)
    write_aside(place / PROVENANCE, extract.provenance_to_json())
    return place
