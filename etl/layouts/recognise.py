"""Tells which declared layout a file has, or says in one sentence why it has none."""

import csv
import difflib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from etl.errors import EtlError
from etl.files.workbook import is_workbook, read_headers
from etl.files.zip_archive import (
    Archive,
    Dialect,
    EmptyFile,
    NotTheFile,
    TruncatedArchive,
    count_comment_lines,
    has_synthetic_rows,
    is_json,
    is_parquet,
    is_web_page,
    open_archive,
    read_head,
    read_json_columns,
    read_parquet_columns,
)
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import FileSpan, Layout, Period, TableLayout, find_years_in_name, simplify
from etl.layouts.years import refuse_outside

NEARLY = 0.6  # share of required columns that makes a header a changed layout rather than an unknown file
LIKE_IT, LIKE_ITS_NAME = 0.3, 0.7  # from which share of columns, or of letters, on the nearest layout is worth a hint
DELIMITERS = "|,\t"  # read whatever the layout says
UNSAFE_DELIMITERS = ";"  # goes with decimal commas, which would make ten of one
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class UnknownFile(EtlError):
    """A file that matches none of the declared layouts; `brief` says so without the list of them."""

    def __init__(self, sentence: str, brief: str = "") -> None:
        super().__init__(sentence)
        self.brief = brief or sentence


class InsideOfZip(UnknownFile):
    """A table or a code list that is published inside a zip, without the rest of it."""


class MissingColumns(EtlError):
    """A file of a known layout without columns the indicators cannot do without."""


class MonthNotNamed(EtlError):
    """A file of one month that tells it neither in its name nor in its rows."""


class MissingPart(EtlError):
    """Some of the files that only together make a period, without the rest."""


@dataclass(frozen=True)
class DataFile:
    """A file and its layout.

    For a zip also its checked directory, for a workbook the sheet, and what its name says where the layout needs it.
    """

    path: Path
    layout: Layout
    archive: Archive | None
    span: FileSpan | None = None
    sheet: str | None = None


def recognise(path: Path) -> DataFile:
    """The layout of a file, or one of the errors above and those of etl.files.zip_archive."""
    if is_zip(path):
        return _recognise_zip(path)
    if is_parquet(path):
        header = list(read_parquet_columns(path))
        return _recognise_synthetic(path, header) or _recognise_header(path, header)
    text = read_head(path, path.name)
    if path.suffix.casefold() == ".zip":
        raise TruncatedArchive(f"{path.name} is named .zip but is not a zip file; download it again.")
    if is_json(text):
        return _recognise_header(path, list(read_json_columns(path)))
    lines = text.splitlines()[count_comment_lines(text) :]
    if not lines:
        raise EmptyFile(f"{path.name} holds only comments; it needs a header and rows.")
    return _recognise_header(path, lines[0])


def is_zip(path: Path) -> bool:
    """Is this a zip, or the beginning of one, whatever it is called?"""
    with path.open("rb") as source:
        start = source.read(1024)
    return start.startswith(ZIP_STARTS) or (zipfile.is_zipfile(path) and not is_web_page(start))


def find_layout_in_zip(archive: Archive) -> Layout | None:
    """The layout that is published as such a zip."""
    zips = (layout for layout in LAYOUTS if layout.container == "zip")
    return next((one for one in zips if any(one.tables[0].matches(member) for member in archive.members)), None)


def _recognise_zip(path: Path) -> DataFile:
    archive = open_archive(path)
    if is_workbook(path):
        return _recognise_workbook(path)
    layout = find_layout_in_zip(archive)
    if layout is None:
        raise _build_unknown_file(path, "none of its members is a file we know")
    return DataFile(path, layout, archive)


def _recognise_workbook(path: Path) -> DataFile:
    """By the header of the first sheet that has one we know."""
    reason: EtlError = EmptyFile(f"{path.name} is a workbook without a header in any of its sheets.")
    for title, header in read_headers(path).items():
        try:
            data_file = _recognise_header(path, header)
        except (UnknownFile, MissingColumns) as error:
            reason = error
            continue
        if data_file.layout.evidence == "records":
            raise NotTheFile(
                f"{path.name} is an Excel workbook, which has no room for {data_file.layout.title}; "
                "load the file as its publisher made it."
            )
        return replace(data_file, sheet=title)
    raise reason


def _recognise_header(path: Path, first: str | list[str]) -> DataFile:
    """By the first line of a text, or by the column names of a Parquet file."""
    texts = [layout for layout in LAYOUTS if layout.container == "text"]
    nearest, share = texts[0], 0.0
    for layout in texts:
        table = layout.tables[0]
        header = _split(first, layout, table)
        missing = find_missing_columns(table, header)
        if not missing:
            return DataFile(path, layout, None, _parse_name(layout, path.name))
        overlap = 1 - len(missing) / len(table.columns)
        if overlap > share:
            nearest, share = layout, overlap
    _refuse_inside_of_zip(path.name, first)
    if isinstance(first, str):
        _refuse_other_delimiters(path, first, texts)
    if share >= NEARLY:
        require(nearest.tables[0], _split(first, nearest, nearest.tables[0]), path.name, nearest)
    raise _build_unknown_file(path, "its header is not one we know", nearest.name if share > LIKE_IT else None)


def _recognise_synthetic(path: Path, header: list[str]) -> DataFile | None:
    """The fact table of a cube that this program made up, converted to Parquet: a sample still, whatever it is called.

    OPM's own, taken out of its zip, is refused; but what is invented must never pass for a file nobody knows.
    """
    for layout in LAYOUTS:
        table = layout.tables[0]
        if layout.container != "zip" or layout.evidence != "records" or find_missing_columns(table, header):
            continue
        theirs = {simplify(name): name for name in header}
        subelement = theirs.get(simplify(table.columns["agency_subelement_code"]))
        schedule = theirs.get(simplify(table.optional.get("work_schedule_code", "")))
        if has_synthetic_rows(path, subelement, schedule):
            return DataFile(path, layout, None)
    return None


def _split(first: str | list[str], layout: Layout, table: TableLayout) -> list[str]:
    if not isinstance(first, str):
        return first
    own = Dialect(layout.delimiter, layout.quote)
    return split_header(first, find_dialect(first, table, layout) or own)


def find_dialect(first: str, table: TableLayout, layout: Layout) -> Dialect | None:
    """The dialect in which a first line has every required column of a table: the layout's own, or one as plain.

    People save a text again by commas or tabs; the names of the columns leave no doubt which.

    Args:
        first: The first line of the text.
        table: The table whose columns are required.
        layout: The layout that the table is of.

    Returns:
        The dialect, or None where no dialect gives every required column.
    """
    dialects = (Dialect(layout.delimiter, layout.quote), *(Dialect(delimiter, '"') for delimiter in DELIMITERS))
    return next((one for one in dialects if not find_missing_columns(table, split_header(first, one))), None)


def _parse_name(layout: Layout, name: str) -> FileSpan | None:
    """What the name says, for layouts whose rows do not say it all; None where it says nothing."""
    refuse_outside(name, find_years_in_name(layout, name))
    if layout.parts > 1 and layout.known_period:
        return layout.parse_name(name) or FileSpan(layout.known_period, layout.known_period)
    return layout.parse_name(name) if layout.period is Period.MONTH_IN_FILE_NAME else None


def _refuse_inside_of_zip(name: str, first: str | list[str]) -> None:
    """A table that has been taken out of its zip has lost its code lists, its month or its fellow tables."""
    for layout in LAYOUTS:
        tables = layout.tables if layout.container == "zip" else ()
        lists = [lookup.member for lookup in layout.lookups]
        is_table = any(not find_missing_columns(table, _split(first, layout, table)) for table in tables)
        if is_table or name.casefold() in {member.casefold() for member in lists}:
            raise InsideOfZip(
                f"{name} is the inside of a zip ({layout.title}); load the zip it came in, or zip its folder again."
            )


def _refuse_other_delimiters(path: Path, first_line: str, texts: list[Layout]) -> None:
    for layout in texts:
        refuse_unsafe_delimiter(path.name, first_line, layout.tables[0], layout)


def _build_unknown_file(path: Path, why: str, nearest: str | None = None) -> UnknownFile:
    names = [layout.name for layout in LAYOUTS]
    stem = re.sub(r"[^a-z]+", "_", path.stem.casefold())
    nearest = nearest or next(iter(difflib.get_close_matches(stem, names, n=1, cutoff=LIKE_ITS_NAME)), None)
    hint = f", nearest is {nearest}" if nearest else ""
    return UnknownFile(
        f"{path.name} matches no known layout ({why}{hint}); known are {', '.join(names)}; "
        "`python -m etl formats` says how each is recognised.",
        brief=f"{path.name} matches no known layout ({why}{hint}).",
    )


def refuse_unsafe_delimiter(label: str, first_line: str, table: TableLayout, layout: Layout) -> None:
    """Stop where a header has the required columns of a table, but set apart by a mark that is not safe to read."""
    for delimiter in UNSAFE_DELIMITERS:
        if delimiter != layout.delimiter and not find_missing_columns(
            table, split_header(first_line, Dialect(delimiter, '"'))
        ):
            raise NotTheFile(
                f"{label} separates its columns by {delimiter!r} where {layout.name} has {layout.delimiter!r}, so "
                "its numbers may have decimal commas; save it again with commas between columns and points in numbers."
            )


def split_header(line: str, dialect: Dialect) -> list[str]:
    """The column names of a header line."""
    if not dialect.quote:
        return line.split(dialect.delimiter)
    return next(csv.reader([line], delimiter=dialect.delimiter, quotechar=dialect.quote), [])


def find_missing_columns(table: TableLayout, header: list[str]) -> list[str]:
    """Required columns of theirs that a header lacks, in the order declared."""
    there = {simplify(name) for name in table.spell_as_declared(header)}
    return [name for name in table.columns.values() if simplify(name) not in there]


def require(table: TableLayout, header: list[str], label: str, layout: Layout) -> None:
    """Stop where required columns are missing."""
    if missing := find_missing_columns(table, header):
        raise MissingColumns(
            f"{label} looks like {layout.name} but lacks the column{'s' if len(missing) > 1 else ''} "
            f"{', '.join(missing)}; its publisher may have changed it, see `python -m etl formats {layout.name}`."
        )


def require_all_parts(parts: Iterable[tuple[str, str | None]]) -> None:
    """Stop where files come in parts and not all are there; given: layout name and part of each file, loaded or new."""
    there: dict[str, set[str]] = {}
    for name, part in parts:
        if part is not None:
            there.setdefault(name, set()).add(part)
    for layout in LAYOUTS:
        numbers = there.get(layout.name, set())
        missing = [str(part) for part in range(1, layout.parts + 1) if str(part) not in numbers]
        if numbers and missing:
            verb = "is" if len(missing) == 1 else "are"
            raise MissingPart(
                f"{layout.title}: part {' and part '.join(missing)} of {layout.parts} {verb} missing; "
                f"load all {layout.parts} together ({layout.example_name} and so on), or, if one file holds them all, "
                "take the number of a part out of its name; nothing was kept."
            )
