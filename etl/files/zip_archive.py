"""Reads bytes that came from elsewhere without trusting them: zips with their paths and sizes, text that is none."""

import glob
import re
import shutil
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

import duckdb

from etl.errors import EtlError
from etl.files.encoding import READABLE, Watch, detect_utf16, write_in_utf8
from etl.files.foreign import find_foreign_kind
from etl.sql_values import format_sql

UNPACKED_LIMIT = 8 * 2**30  # bytes; the largest employment cube inflates to 0.2 GiB, a month of data.opm.gov to 1.5
RATIO_LIMIT = 100  # OPM's own files inflate 5 to 20 times
RATIO_FREE = 64 * 2**20  # below this size a high ratio does no harm
MEMBERS_LIMIT = 10_000
CHUNK = 2**20
HEAD = 2**16  # bytes that tell what a file is
ENCRYPTED_FLAG = 0x1
PARQUET_MARK = b"PAR1"
SMALLEST_PARQUET = 12  # bytes; its mark twice and the length of its directory
DIRECTORY_LIMIT = 24 * 2**20  # bytes; read, it takes some twenty times as many, and a month of OPM's has 0.1 MB


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
    _refuse_twins(path.name, infos)
    # Many members of a harmless size each fill a disk as well.
    _refuse_bomb(path.name, f"its {len(infos)} members", sum(info.file_size for info in infos), path.stat().st_size)
    members = {info.filename: info for info in infos if not info.is_dir() and not _is_of_the_mac(info.filename)}
    has_mark = any(PurePosixPath(name).name.casefold() == "synthetic.txt" for name in members)
    return Archive(path, members, is_synthetic=has_mark or comment.startswith(b"SYNTHETIC"))


def _is_of_the_mac(member: str) -> bool:
    """Is this what a Mac adds to a zip: a resource fork, or the look of a folder?"""
    parts = PurePosixPath(member).parts
    return "__MACOSX" in parts or parts[-1].startswith("._") or parts[-1] == ".DS_Store"


def _refuse_unsafe_path(archive_name: str, info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = (*PurePosixPath(name).parts, *PureWindowsPath(name).parts)
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or ".." in parts or name.startswith("\\"):
        raise UnsafeArchive(
            f"{archive_name} holds the path {name!r}, which leaves the folder; "
            "nothing was unpacked, get the file from its publisher again."
        )
    if info.flag_bits & ENCRYPTED_FLAG:
        raise UnsafeArchive(f"{archive_name} is locked with a password ({name}); unlock it and load it again.")


def _refuse_twins(archive_name: str, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Of two members under one name a reader takes either, and nobody knows which one is meant."""
    counts = Counter(info.filename for info in infos if not info.is_dir() and not _is_of_the_mac(info.filename))
    twice = next((name for name, times in counts.items() if times > 1), None)
    if twice is not None:
        raise UnsafeArchive(
            f"{archive_name} holds two members called {twice}, and nothing tells which one is meant; "
            "get the file from its publisher again."
        )


def _refuse_bomb(archive_name: str, what: str, size: int, packed_size: int) -> None:
    ratio = size / max(packed_size, 1)
    if size > UNPACKED_LIMIT or (size > RATIO_FREE and ratio > RATIO_LIMIT):
        raise UnsafeArchive(
            f"{archive_name} would unpack {what} to {size / 2**30:.1f} GB ({ratio:,.0f} times its size), "
            "more than any OPM file; it was not unpacked."
        )


@dataclass(frozen=True)
class Dialect:
    """How a text sets its columns apart, and what it puts around one that holds such a mark itself."""

    delimiter: str
    quote: str


@dataclass(frozen=True)
class TextSource:
    """A delimited text file on disk: its encoding, its lines before the header, its dialect if not its layout's own.

    `original_encoding` is the encoding it came in, where it had to be written again for the reader; `long_lines` how
    many lines are too long for it.
    """

    path: Path
    name: str
    encoding: str
    comments: int = 0
    dialect: Dialect | None = None
    original_encoding: str | None = None
    long_lines: int = 0


@dataclass(frozen=True)
class ParquetSource:
    """The same table as Parquet."""

    path: Path
    name: str


@dataclass(frozen=True)
class JsonSource:
    """The same table as JSON: an object for each row, one to a line or all in one list."""

    path: Path
    name: str


TableSource = TextSource | ParquetSource | JsonSource


def inflate(archive: Archive, member: str, to: Path, *, is_text: bool = True) -> TextSource:
    """Unpack one member to `to`, checking its CRC, its declared size and, unless told otherwise, that it is text."""
    info = archive.members[member]
    if shutil.disk_usage(to.parent).free < info.file_size:
        raise DiskFull(
            f"{archive.path.name} needs {info.file_size / 2**20:,.0f} MB free to be unpacked in {to.parent}; "
            "make room or set SES_DATA to a larger disk."
        )
    label = f"{member} in {archive.path.name}"
    watch = Watch()
    try:
        with zipfile.ZipFile(archive.path) as zip_file, zip_file.open(info) as source, to.open("wb") as target:
            while chunk := source.read(CHUNK):
                watch.see(chunk)
                if watch.has_nul and is_text:
                    raise NotTheFile(_explain_nul(label))
                target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TruncatedArchive(f"{label} is damaged ({error}); download the file again.") from error
    return TextSource(to, PurePosixPath(member).name, watch.encoding(), long_lines=watch.lines.too_long)


def read_first_bytes(archive: Archive, member: str) -> bytes:
    """The first bytes of a member, enough to tell what it is."""
    try:
        with zipfile.ZipFile(archive.path) as zip_file, zip_file.open(archive.members[member]) as source:
            return source.read(HEAD)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TruncatedArchive(f"{member} in {archive.path.name} is damaged ({error}); download it again.") from error


def guess_source(path: Path) -> TableSource:
    """What a file most likely is: Parquet, JSON, or a text in UTF-8 or UTF-16; only its beginning is read."""
    if is_parquet(path):
        return ParquetSource(path, path.name)
    start = read_head(path, path.name)
    if is_json(start):
        return JsonSource(path, path.name)
    with path.open("rb") as source:
        wide = detect_utf16(source.read(HEAD))
    return TextSource(path, path.name, wide or "utf-8", count_comment_lines(start))


def inspect(path: Path) -> TableSource:
    """Read a text file once to check that it is text and to learn its encoding; others are only looked at."""
    source = guess_source(path)
    if not isinstance(source, TextSource):
        return source
    watch = Watch()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            watch.see(chunk)
            if watch.has_nul:
                raise NotTheFile(_explain_nul(path.name))
    return replace(source, encoding=watch.encoding(), long_lines=watch.lines.too_long)


def make_readable(source: TableSource, folder: Path) -> TableSource:
    """The same source as DuckDB can read it."""
    return convert_to_utf8(source, folder) if isinstance(source, TextSource) else source


def convert_to_utf8(text: TextSource, folder: Path) -> TextSource:
    """The same text, written again in UTF-8 in `folder` if it is in Windows-1252 or UTF-16."""
    if text.encoding in READABLE:
        return text
    to = folder / f"utf8-{text.path.name}"
    try:
        too_long = write_in_utf8(text.path, text.encoding, to)
    except UnicodeDecodeError as error:
        raise NotTheFile(
            f"{text.name} is no whole text in {text.encoding.upper()} ({error.reason}); save it again in UTF-8."
        ) from error
    return replace(text, path=to, encoding="utf-8", original_encoding=text.encoding, long_lines=too_long)


def is_json(start: str) -> bool:
    """Does a text begin as JSON rather than as a header?"""
    return re.match(r"\s*(?:\[\s*)?\{\s*\"", start) is not None


def read_json_columns(path: Path) -> dict[str, str]:
    """The names that the objects of a JSON file give their values, with what those seem to be."""
    return dict(_describe(path, path.stat().st_mtime_ns, "read_json({}, records = true)", "JSON, one object a row"))


def is_nested(kind: str) -> bool:
    """Is this the type of a column that holds lists or objects instead of values?"""
    return kind.startswith(("STRUCT", "MAP", "UNION")) or kind.endswith("]")


def is_parquet(path: Path) -> bool:
    """Is this a whole Parquet file? One that begins as such and does not end as such raises TruncatedText."""
    with path.open("rb") as source:
        if source.read(4) != PARQUET_MARK:
            return False
        source.seek(-4, 2)
        if source.read(4) != PARQUET_MARK:
            raise TruncatedText(f"{path.name} is a Parquet file without its end; download it again.")
    return True


def measure_directory(path: Path) -> int:
    """How long the directory at the end of a Parquet file is; 0 of any other file, and of one without room for it."""
    size = path.stat().st_size
    if not is_parquet(path) or size < SMALLEST_PARQUET:
        return 0
    with path.open("rb") as source:
        source.seek(-8, 2)
        length = int.from_bytes(source.read(4), "little")
    return length if length <= size - SMALLEST_PARQUET else 0


def read_parquet_columns(path: Path) -> dict[str, str]:
    """The columns of a Parquet file with their types."""
    if measure_directory(path) > DIRECTORY_LIMIT:
        raise NotTheFile(
            f"{path.name} is Parquet in far too many groups of rows to be read in reasonable memory; save it again in "
            "groups of 100,000 rows or more."
        )
    return dict(_describe(path, path.stat().st_mtime_ns, "read_parquet({})", "Parquet"))


@lru_cache(maxsize=16)
def _describe(path: Path, _mtime_ns: int, reader: str, kind: str) -> tuple[tuple[str, str], ...]:
    """Asked once of a file: of thousands of groups of rows the end of a Parquet file alone takes long to read."""
    try:
        with _open_reader().cursor() as connection:
            rows = reader.format(format_sql(glob.escape(str(path))))
            description = connection.execute(f"describe from {rows}").fetchall()
    except duckdb.Error as error:
        raise NotTheFile(f"{path.name} cannot be read as {kind}; it may be cut short, so get it again.") from error
    return tuple((name, kind) for name, kind, *_ in description)


@cache
def _open_reader() -> duckdb.DuckDBPyConnection:
    """One engine for all headers: to open one takes longer than to read a header. It remembers nothing of a file."""
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})


def has_synthetic_rows(path: Path, ending: str | None, whole: str | None) -> bool:
    """Does a Parquet file bear the mark of the sample in its rows: at the end of one column, or as all of another?"""
    marks = [(ending, "%SYNTHETIC"), (whole, "SYNTHETIC")]
    pairs = [(column.replace('"', '""'), like) for column, like in marks if column]
    condition = " or ".join(f'"{column}"::varchar like {like!r}' for column, like in pairs)
    rows = f"read_parquet({format_sql(glob.escape(str(path)))})"
    try:
        with _open_reader().cursor() as connection:
            row = connection.execute(f"select 1 from {rows} where {condition or 'false'} limit 1").fetchone()
    except duckdb.Error as error:
        raise NotTheFile(f"{path.name} cannot be read as Parquet; download it again.") from error
    return row is not None


def count_comment_lines(text: str) -> int:
    """How many lines at the top begin with #, as in our templates; a spreadsheet may have put them in quotes."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines) if not line.startswith(("#", '"#'))), len(lines))


def read_head(path: Path, label: str, size: int = HEAD) -> str:
    """The first characters of a text.

    Of encodings only UTF-16 matters yet: headers are plain letters in all the others.

    Args:
        path: The file.
        label: What to call it in an error.
        size: How many bytes to read.

    Returns:
        The characters, without a byte-order mark.

    Raises:
        EmptyFile: There is nothing but blanks.
        NotTheFile: It is a web page, or a file of another kind.
    """
    with path.open("rb") as source:
        start = source.read(size)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise EmptyFile(f"{label} is empty; download it again.")
    if is_web_page(start):
        raise NotTheFile(
            f"{label} is a web page saved as data; open its address in a browser and download the file itself."
        )
    if kind := find_foreign_kind(start):
        raise NotTheFile(f"{label} is {kind[0]}; {kind[1]}.")
    if wide := detect_utf16(start):
        return start.decode(wide, errors="ignore").removeprefix("\ufeff")
    if b"\0" in start:
        raise NotTheFile(_explain_nul(label))
    return start.decode("latin-1").removeprefix("\xef\xbb\xbf")


def _explain_nul(label: str) -> str:
    return f"{label} holds NUL bytes, so it is damaged or no text file; get it from its publisher again."


def is_web_page(start: bytes) -> bool:
    """Do these first bytes look like HTML or XML rather than data?"""
    return (
        re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|body|!--)", start[:1024], re.IGNORECASE)
        is not None
    )
