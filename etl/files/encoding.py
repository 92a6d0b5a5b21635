"""How a text is written: UTF-8, Latin-1, Windows-1252 or UTF-16; what DuckDB cannot read is written again in UTF-8."""

import codecs
import re
from pathlib import Path

CHUNK = 2**20
LINE_LIMIT = 8 * 2**20  # bytes; as much as DuckDB's reader holds at a time: of what is longer it may not say a word
READABLE = ("utf-8", "latin-1")  # by DuckDB, as they are
ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")  # control characters in Latin-1, dashes and quotation marks in Windows-1252
WITHOUT_LETTER = "latin_1_letter"  # five bytes mean nothing in Windows-1252; browsers read them as Latin-1


def _latin_1_letter(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(WITHOUT_LETTER, _latin_1_letter)


def detect_utf16(start: bytes) -> str | None:
    """The kind of UTF-16 that first bytes are in: by their mark, or by every other byte being NUL."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    few = start[: 2 * min(32, len(start) // 2)]
    first, second = set(few[::2]), set(few[1::2])
    if len(few) > 8 and (first == {0} or second == {0}) and first != second:
        return "utf-16-be" if first == {0} else "utf-16-le"
    return None


class Lines:
    """Looks at each chunk of a text as it passes, and counts the lines that are too long to be read."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.long_count = 0
        self.under_way = 0

    def see(self, chunk: bytes) -> None:
        """Take note of a chunk, which is shorter than a line that is too long."""
        end = b"\n" if b"\n" in chunk else b"\r"
        first = chunk.find(end)
        if first < 0:
            self.under_way += len(chunk)
        else:
            self.long_count += self.under_way + first > LINE_LIMIT
            self.under_way = len(chunk) - chunk.rfind(end) - 1

    @property
    def too_long(self) -> int:
        """How many there were, the last one included, which may not have ended."""
        return self.long_count + (self.under_way > LINE_LIMIT)


class Watch:
    """Looks at each chunk of a text as it passes, and knows its encoding at the end."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.decoder: codecs.IncrementalDecoder | None = None
        self.wide: str | None = None
        self.is_first = True
        self.is_utf8 = True
        self.is_windows = False
        self.has_nul = False
        self.lines = Lines()

    def see(self, chunk: bytes) -> None:
        """Take note of a chunk."""
        if self.is_first:
            self.wide, self.is_first = detect_utf16(chunk), False
        if self.wide:
            return  # it is written again before it is read, and looked at then
        self.lines.see(chunk)
        self.has_nul = self.has_nul or b"\0" in chunk
        if chunk.isascii() and (self.decoder is None or not self.is_utf8):
            return
        self.is_windows = self.is_windows or ONLY_WINDOWS.search(chunk) is not None
        if not self.is_utf8:
            return
        self.decoder = self.decoder or codecs.getincrementaldecoder("utf-8")()
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            self.is_utf8 = False

    def encoding(self) -> str:
        """What all chunks together turned out to be in."""
        if self.wide:
            return self.wide
        if self.is_utf8 and self.decoder is not None:
            try:
                self.decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.is_utf8 = False
        if self.is_utf8:
            return "utf-8"
        return "windows-1252" if self.is_windows else "latin-1"


def write_in_utf8(path: Path, encoding: str, to: Path) -> int:
    """Write a text again in UTF-8, a chunk at a time.

    Args:
        path: The text as it came.
        encoding: The encoding it seems to be in.
        to: The new file.

    Returns:
        How many of its lines are now too long to be read.

    Raises:
        UnicodeDecodeError: The text is not in that encoding.
    """
    errors = WITHOUT_LETTER if encoding == "windows-1252" else "strict"
    decoder, lines = codecs.getincrementaldecoder(encoding)(errors), Lines()
    with path.open("rb") as source, to.open("wb") as target:
        while chunk := source.read(CHUNK):
            utf8 = decoder.decode(chunk).encode()
            if not target.tell():
                utf8 = utf8.removeprefix(codecs.BOM_UTF8)
            lines.see(utf8)
            target.write(utf8)
        target.write(decoder.decode(b"", final=True).encode())
    return lines.too_long
