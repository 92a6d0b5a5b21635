"""Tells which declared layout a file has, or says in one sentence why it has none."""

import csv
import difflib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from etl.archive import Archive, NotTheFile, TruncatedArchive, head, is_web_page, open_archive
from etl.errors import EtlError
from etl.formats import LAYOUTS
from etl.layout import Layout, Table, plain

NEARLY = 0.6  # share of required columns that makes a header a changed layout rather than an unknown file
DELIMITERS = ",;|\t"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class UnknownFile(EtlError):
    """A file that matches none of the declared layouts."""


class MissingColumns(EtlError):
    """A file of a known layout without columns the indicators cannot do without."""


@dataclass(frozen=True)
class Recognised:
    """A file and its layout; for a zip also its checked directory."""

    path: Path
    layout: Layout
    archive: Archive | None


def recognise(path: Path) -> Recognised:
    """The layout of a file, or one of the errors above and those of etl.archive."""
    with path.open("rb") as source:
        start = source.read(1024)
    if start.startswith(ZIP_STARTS) or (zipfile.is_zipfile(path) and not is_web_page(start)):
        return _recognise_zip(path)
    text = head(path, path.name)
    if path.suffix.casefold() == ".zip":
        raise TruncatedArchive(f"{path.name} is named .zip but is not a zip file; download it again.")
    return _recognise_text(path, text.splitlines()[0])


def _recognise_zip(path: Path) -> Recognised:
    archive = open_archive(path)
    for layout in LAYOUTS:
        if layout.container == "zip" and any(layout.tables[0].matches(member) for member in archive.members):
            return Recognised(path, layout, archive)
    raise UnknownFile(_unknown(path, "none of its members is a fact file"))


def _recognise_text(path: Path, first_line: str) -> Recognised:
    texts = [layout for layout in LAYOUTS if layout.container == "text"]
    nearest, share = texts[0], 0.0
    for layout in texts:
        header = split_header(first_line, layout)
        missing = missing_columns(layout.tables[0], header)
        if not missing:
            return Recognised(path, layout, None)
        found = 1 - len(missing) / len(layout.tables[0].columns)
        if found > share:
            nearest, share = layout, found
    for delimiter in DELIMITERS:
        for layout in texts:
            if delimiter != layout.delimiter and not missing_columns(
                layout.tables[0], next(csv.reader([first_line], delimiter=delimiter))
            ):
                raise NotTheFile(
                    f"{path.name} separates its columns by {delimiter!r} where {layout.name} has "
                    f"{layout.delimiter!r}; save it again as published."
                )
    if share >= NEARLY:
        require(nearest.tables[0], split_header(first_line, nearest), path.name, nearest)
    raise UnknownFile(_unknown(path, "its header is not one we know", nearest.name if share else None))


def _unknown(path: Path, why: str, nearest: str | None = None) -> str:
    known = [layout.name for layout in LAYOUTS]
    stem = re.sub(r"[^a-z]+", "_", path.stem.casefold())
    nearest = nearest or next(iter(difflib.get_close_matches(stem, known, n=1, cutoff=0.3)), None)
    hint = f", nearest is {nearest}" if nearest else ""
    return (
        f"{path.name} matches no known layout ({why}{hint}); known are {', '.join(known)}; "
        "`python -m etl formats` says how each is recognised."
    )


def split_header(line: str, layout: Layout) -> list[str]:
    """The column names of a header line."""
    return next(csv.reader([line], delimiter=layout.delimiter, quotechar=layout.quote), [])


def missing_columns(table: Table, header: list[str]) -> list[str]:
    """Required columns of theirs that a header lacks, in the order declared."""
    there = {plain(name) for name in header}
    return [name for name in table.columns.values() if plain(name) not in there]


def require(table: Table, header: list[str], label: str, layout: Layout) -> None:
    """Stop where required columns are missing."""
    if missing := missing_columns(table, header):
        raise MissingColumns(
            f"{label} looks like {layout.name} but lacks the column{'s' if len(missing) > 1 else ''} "
            f"{', '.join(missing)}; its publisher may have changed it, see `python -m etl formats {layout.name}`."
        )
