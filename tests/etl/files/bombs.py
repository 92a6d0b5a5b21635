"""Zip bombs, written by hand in a moment: a few megabytes on disk that stand for gigabytes of zeros."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BLOCK = 2**20


@dataclass(frozen=True)
class Member:
    """A deflated member of so many mebibytes of zeros, and the size it claims to have."""

    name: str
    mebibytes: int
    claims: int | None = None

    @property
    def content(self) -> bytes:
        """Deflated zeros: one flushed block again and again, since a flush ends on a whole byte."""
        block, end = _block()
        return block * self.mebibytes + end

    @property
    def size(self) -> int:
        """What the archive says of it."""
        return self.mebibytes * BLOCK if self.claims is None else self.claims


@cache
def _block() -> tuple[bytes, bytes]:
    """A deflated mebibyte of zeros and the end of such a stream, packed once for all members of all bombs."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH), packer.flush()


def bomb(path: Path, members: Sequence[Member]) -> Path:
    """A zip with zip64 sizes, whole and well formed but for the checksums, which nobody gets to see."""
    path.parent.mkdir(parents=True, exist_ok=True)
    directory = b""
    with path.open("wb") as out:
        for member in members:
            name, content = member.name.encode(), member.content
            offset = out.tell()
            sizes = struct.pack("<HHQQ", 1, 16, member.size, len(content))
            common = struct.pack("<HHHHHLLLHH", 45, 0, 8, 0, 33, 0, 2**32 - 1, 2**32 - 1, len(name), len(sizes))
            out.write(b"PK\x03\x04" + common + name + sizes + content)
            directory += b"PK\x01\x02" + struct.pack("<H", 45) + common + struct.pack("<HHHLL", 0, 0, 0, 0, offset)
            directory += name + sizes
        start, count = out.tell(), len(members)
        out.write(directory)
        out.write(b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), start, 0))
    return path
