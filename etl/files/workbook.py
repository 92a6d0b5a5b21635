"""Reads an Excel workbook as the table it holds: the header and rows of the sheet that a layout is found in."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from etl.files.zip_archive import NotTheFile

if TYPE_CHECKING:
    import pyarrow as pa
    from openpyxl import Workbook

MEMBER = "xl/workbook.xml"
UNPACKED_LIMIT = 256 * 2**20  # bytes; an export of all positions unpacks to some 15 MB
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and .xlsx that is locked with a password."""
BYTE_ORDER_MARK = re.compile("^(?:\ufeff|\u00ef\u00bb\u00bf)")
"""As it is, and as three letters where a spreadsheet took UTF-8 for Windows-1252."""
SAVE_AS_CSV = "save it as CSV (UTF-8) and load that"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its header, and its rows as an Arrow table of texts with a column c0, c1, … for each header cell."""

    path: Path
    name: str
    header: list[str]
    rows: "pa.Table"


def is_workbook(path: Path) -> bool:
    """Is this zip an Excel workbook of today (.xlsx, .xlsm), whatever it is called?"""
    with path.open("rb") as source:
        if source.read(2) != b"PK":
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return MEMBER in archive.namelist()
    except BadZipFile:
        return False


def read_headers(path: Path) -> dict[str, list[str]]:
    """The header of each sheet that has one."""
    with _open(path) as book:
        headers = {sheet.title: _header(_lines(sheet)) for sheet in book.worksheets}
    return {title: header for title, header in headers.items() if header}


def read_sheet(path: Path, title: str) -> Sheet:
    """The rows of one sheet as texts: dates as 2026-06-30, whole numbers without a point, empty cells as null."""
    import pyarrow as pa

    with _open(path) as book:
        lines = _lines(book[title])
        header = _header(lines)
        rows = [line[: len(header)] + [None] * (len(header) - len(line)) for line in lines]
    columns = [[row[place] for row in rows] for place in range(len(header))]
    table = pa.table({f"c{place}": pa.array(column, pa.string()) for place, column in enumerate(columns)})
    return Sheet(path, path.name, header, table)


@contextmanager
def _open(path: Path) -> "Iterator[Workbook]":
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > UNPACKED_LIMIT:
            raise NotTheFile(f"{path.name} is too large an Excel workbook to be read; {SAVE_AS_CSV}.")
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError, EOFError) as error:
        raise NotTheFile(f"{path.name} cannot be read as an Excel workbook ({error}); {SAVE_AS_CSV}.") from error


def _header(lines: Iterator[list[str | None]]) -> list[str]:
    """The first line, up to its last cell with something in it."""
    header = [BYTE_ORDER_MARK.sub("", cell or "") for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    return header


def _lines(sheet: Any) -> Iterator[list[str | None]]:
    """Rows with something in them, from the header on; lines before it that begin with # are comments."""
    sheet.reset_dimensions()  # some programs write a size that is not the sheet's
    is_header_seen = False
    for cells in sheet.iter_rows(values_only=True):
        line = [_text(cell) for cell in cells]
        if not any(line) or (not is_header_seen and (line[0] or "").startswith("#")):
            continue
        is_header_seen = True
        yield line


def _text(cell: object) -> str | None:
    """A cell as a published text would have it."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
