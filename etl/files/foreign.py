"""Files of kinds that are not read here, by their first bytes: what each is, and what to do to get at its data."""

UNPACK = "unpack it and load what is inside"
SAVE_AS_CSV = "save its table as CSV in UTF-8 and load that"
KINDS = (
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (0, b"BZh", "a bzip2 archive", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old kind", SAVE_AS_CSV),
    (0, b"SQLite format 3\x00", "an SQLite database", SAVE_AS_CSV),
    (0, b"\x00\x00\x00\x00\x00\x00\x00\x00DUCK", "a DuckDB database", SAVE_AS_CSV),
    (0, b"%PDF-", "a PDF document", "load the data file that it describes"),
)
UNFINISHED_ENDINGS = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp", ".!ut", ".aria2")
"""How browsers and downloaders call a file that has not arrived yet."""


def find_foreign_kind(start: bytes) -> tuple[str, str] | None:
    """What a file is and what to do with it, if its first bytes say that it is of another kind."""
    for place, mark, kind, advice in KINDS:
        if start[place : place + len(mark)] == mark:
            return kind, advice
    return None


def is_unfinished(name: str) -> bool:
    """Does the name say that the download has not ended?"""
    return name.casefold().endswith(UNFINISHED_ENDINGS)
