"""What a zip or a gzip only wraps: files that are published bare as well, unpacked aside to be recognised."""

import gzip
import zlib
from pathlib import Path, PurePosixPath

from etl.files.zip_archive import (
    CHUNK,
    PARQUET_MARK,
    RATIO_FREE,
    RATIO_LIMIT,
    UNPACKED_LIMIT,
    Archive,
    TruncatedArchive,
    UnsafeArchive,
    inflate,
    is_json,
    read_first_bytes,
)
from etl.layouts.recognise import ZIP_STARTS, UnknownFile, recognise
from etl.layouts.registry import LAYOUTS

GZIP_START = b"\x1f\x8b"
DEEPEST = 3  # a zip in a zip in a zip: deeper than anybody means
ENDINGS = (".txt", ".csv", ".tsv", ".parquet", ".pq", ".json", ".jsonl", ".ndjson", ".zip", ".gz")


def is_gzip(path: Path) -> bool:
    """Is this a gzip, whatever it is called?"""
    with path.open("rb") as source:
        return source.read(len(GZIP_START)) == GZIP_START


def find_inner_name(path: Path) -> str:
    """How the file inside a gzip is called."""
    return path.stem if path.suffix.casefold() == ".gz" else path.name


def read_inner_size(path: Path) -> int:
    """The bytes that a gzip says it unpacks to."""
    with path.open("rb") as source:
        source.seek(-min(4, path.stat().st_size), 2)
        return int.from_bytes(source.read(4), "little")


def gunzip(path: Path, to: Path) -> None:
    """Unpack a gzip to `to`; raises TruncatedArchive, and UnsafeArchive for sizes no workforce file has."""
    packed_size, unpacked_size = path.stat().st_size, 0
    try:
        with gzip.open(path) as source, to.open("wb") as target:
            while chunk := source.read(CHUNK):
                unpacked_size += len(chunk)
                if unpacked_size > UNPACKED_LIMIT or unpacked_size > max(RATIO_FREE, RATIO_LIMIT * packed_size):
                    raise UnsafeArchive(f"{path.name} unpacks to more than any OPM file; it was not loaded.")
                target.write(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise TruncatedArchive(
            f"{path.name} is not a whole gzip file (cut short or damaged: {error}); download it again."
        ) from error


def list_wrapped_members(archive: Archive) -> list[str]:
    """The members of a zip that may be files of ours: named so, or of an ending that they have."""
    return [
        member
        for member in sorted(archive.members)
        if PurePosixPath(member).name.casefold().endswith(ENDINGS) or is_ours_by_name(PurePosixPath(member).name)
    ]


def unpack(archive: Archive, member: str, to: Path) -> None:
    """Unpack a member; of a text only as much as tells that it is none of ours, which raises UnknownFile."""
    start = read_first_bytes(archive, member)
    if not start.startswith((*ZIP_STARTS, PARQUET_MARK, GZIP_START)) and not is_json(start.decode("latin-1")):
        to.write_bytes(start)
        try:
            recognise(to)
        except UnknownFile:
            to.unlink()
            raise
    inflate(archive, member, to, is_text=False)


def is_ours_by_name(name: str) -> bool:
    """Does a file's name promise a known layout, so that a fault in it is worth stopping for?"""
    return any(layout.has_usual_name(name.removesuffix(".gz")) for layout in LAYOUTS)


def is_of_records(name: str) -> bool:
    """Does a file's name promise OPM's records?"""
    bare = name.removesuffix(".gz")
    return any(layout.evidence == "records" and layout.has_usual_name(bare) for layout in LAYOUTS)
