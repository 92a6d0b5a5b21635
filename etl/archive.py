"""Reads bytes that came from elsewhere without trusting them: zips with their paths and sizes, text that is none."""

import codecs
import glob
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import duckdb

from etl.errors import EtlError

UNPACKED_LIMIT = 8 * 2**30  # bytes; the largest employment cube inflates to 0.2 GiB, a month of data.opm.gov to 1.5
RATIO_LIMIT = 100  # OPM's own files inflate 5 to 20 times
RATIO_FREE = 64 * 2**20  # below this size a high ratio does no harm
MEMBERS_LIMIT = 10_000
CHUNK = 2**20
ENCRYPTED = 0x1
PARQUET_MARK = b"PAR1"


class TruncatedArchive(EtlError):
    """A zip that is cut short or damaged."""


class UnsafeArchive(EtlError):
    """A zip that could do harm: paths that leave the folder, a password, or sizes no workforce file has."""


class TruncatedText(EtlError):
    """A text file that stops before its end."""


class MissingMember(EtlError):
    """A zip of several tables without one of them."""


class EmptyFile(EtlError):
    """A file, or a fact member, without a single row."""


class NotTheFile(EtlError):
    """Something else saved under a data file's name: a web page, binary bytes, unreadable rows."""


class DiskFull(EtlError):
    """Not enough room to unpack or keep a file."""


@dataclass(frozen=True)
class Archive:
    """What a zip says of itself, checked: members by path in the zip, without folders and resource forks."""

    path: Path
    members: dict[str, zipfile.ZipInfo]
    is_synthetic: bool


def open_archive(path: Path) -> Archive:
    """Read and check a zip's directory; no member is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise TruncatedArchive(
            f"{path.name} is not a whole zip file (cut short or damaged: {error}); download it again."
        ) from error
    if len(infos) > MEMBERS_LIMIT:
        raise UnsafeArchive(
            f"{path.name} claims {len(infos):,} members, more than any OPM file has; it was not opened."
        )
    for info in infos:
        _refuse_unsafe_path(path.name, info)
        _refuse_bomb(path.name, info.filename, info.file_size, info.compress_size)
    # Many members of a harmless size each fill a disk as well.
    _refuse_bomb(path.name, f"its {len(infos)} members", sum(info.file_size for info in infos), path.stat().st_size)
    members = {info.filename: info for info in infos if not info.is_dir() and not info.filename.startswith("__MACOSX/")}
    marked = any(PurePosixPath(name).name.casefold() == "synthetic.txt" for name in members)
    return Archive(path, members, is_synthetic=marked or b"SYNTHETIC" in comment)


def _refuse_unsafe_path(archive_name: str, info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = (*PurePosixPath(name).parts, *PureWindowsPath(name).parts)
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or ".." in parts or name.startswith("\\"):
        raise UnsafeArchive(
            f"{archive_name} holds the path {name!r}, which leaves the folder; "
            "nothing was unpacked, get the file from its publisher again."
        )
    if info.flag_bits & ENCRYPTED:
        raise UnsafeArchive(f"{archive_name} is locked with a password ({name}); unlock it and load it again.")


def _refuse_bomb(archive_name: str, what: str, size: int, packed: int) -> None:
    ratio = size / max(packed, 1)
    if size > UNPACKED_LIMIT or (size > RATIO_FREE and ratio > RATIO_LIMIT):
        raise UnsafeArchive(
            f"{archive_name} would unpack {what} to {size / 2**30:.1f} GB ({ratio:,.0f} times its size), "
            "more than any OPM file; it was not unpacked."
        )


@dataclass(frozen=True)
class Text:
    """A delimited text file on disk, with the encoding its bytes turned out to have and its lines before the header."""

    path: Path
    name: str
    encoding: str
    comments: int = 0


@dataclass(frozen=True)
class Parquet:
    """The same table as Parquet."""

    path: Path
    name: str


Source = Text | Parquet


def inflate(archive: Archive, member: str, to: Path) -> Text:
    """Unpack one member to `to`, checking its CRC, its declared size and that it is text."""
    info = archive.members[member]
    if shutil.disk_usage(to.parent).free < info.file_size:
        raise DiskFull(
            f"{archive.path.name} needs {info.file_size / 2**20:,.0f} MB free to be unpacked in {to.parent}; "
            "make room or set SES_DATA to a larger disk."
        )
    label = f"{member} in {archive.path.name}"
    watch = _Watch(label)
    try:
        with zipfile.ZipFile(archive.path) as opened, opened.open(info) as source, to.open("wb") as target:
            while chunk := source.read(CHUNK):
                watch.see(chunk)
                target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TruncatedArchive(f"{label} is damaged ({error}); download the file again.") from error
    return Text(to, PurePosixPath(member).name, watch.encoding())


def expected(path: Path) -> Source:
    """What a file most likely is: Parquet, or a text in UTF-8; only its beginning is read."""
    if is_parquet(path):
        return Parquet(path, path.name)
    return Text(path, path.name, "utf-8", comment_lines(head(path, path.name)))


def inspect(path: Path) -> Source:
    """Read a text file once to check that it is text and to learn its encoding; Parquet is only looked at."""
    source = expected(path)
    if isinstance(source, Parquet):
        return source
    watch = _Watch(path.name)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            watch.see(chunk)
    return replace(source, encoding=watch.encoding())


def is_parquet(path: Path) -> bool:
    """Is this a whole Parquet file? One that begins as such and does not end as such raises TruncatedText."""
    with path.open("rb") as source:
        if source.read(4) != PARQUET_MARK:
            return False
        source.seek(-4, 2)
        if source.read(4) != PARQUET_MARK:
            raise TruncatedText(f"{path.name} is a Parquet file without its end; download it again.")
    return True


def parquet_columns(path: Path) -> dict[str, str]:
    """The columns of a Parquet file with their types."""
    with duckdb.connect() as connection:
        try:
            found = connection.execute("describe from read_parquet(?)", [glob.escape(str(path))]).fetchall()
        except duckdb.Error as error:
            raise NotTheFile(f"{path.name} cannot be read as Parquet; download it again.") from error
    return {name: kind for name, kind, *_ in found}


def comment_lines(text: str) -> int:
    """How many lines at the top begin with #, as in our templates; a spreadsheet may have put them in quotes."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines) if not line.startswith(("#", '"#'))), len(lines))


class _Watch:
    """Looks at each chunk as it passes: refuses NUL bytes, finds out whether the text is UTF-8 or Latin-1."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.decoder: codecs.IncrementalDecoder | None = None
        self.is_utf8 = True

    def see(self, chunk: bytes) -> None:
        if b"\0" in chunk:
            raise NotTheFile(f"{self.label} holds NUL bytes, so it is not a text file; download it again.")
        if not self.is_utf8 or (self.decoder is None and chunk.isascii()):
            return
        self.decoder = self.decoder or codecs.getincrementaldecoder("utf-8")()
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            self.is_utf8 = False

    def encoding(self) -> str:
        if self.is_utf8 and self.decoder is not None:
            try:
                self.decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.is_utf8 = False
        return "utf-8" if self.is_utf8 else "latin-1"


def head(path: Path, label: str, size: int = 2**16) -> str:
    """The first characters of a text, refusing emptiness, web pages and binary bytes; encoding does not matter yet."""
    with path.open("rb") as source:
        start = source.read(size)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise EmptyFile(f"{label} is empty; download it again.")
    if is_web_page(start):
        raise NotTheFile(
            f"{label} is a web page saved as data; open its address in a browser and download the file itself."
        )
    if b"\0" in start:
        raise NotTheFile(f"{label} holds NUL bytes, so it is not a text file; download it again.")
    return start.decode("latin-1").removeprefix("\xef\xbb\xbf")


def is_web_page(start: bytes) -> bool:
    """Do these first bytes look like HTML or XML rather than data?"""
    return (
        re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|body|!--)", start[:1024], re.IGNORECASE)
        is not None
    )
