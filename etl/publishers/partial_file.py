"""An unfinished download beside its receipt: what the bytes are of, and whether they are whole."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from etl.files.aside import write_aside

SNIFF = 1024
ENDINGS = {".txt": b"\n", ".csv": b"\n", ".parquet": b"PAR1"}
ZIP_END, ZIP_END_WITHIN = b"PK\x05\x06", 65_557


@dataclass(frozen=True)
class Receipt:
    """What a download is a download of; kept beside it, so that another run can go on with the same bytes.

    `edition` is when its publisher's list says it was published, where one address may come to serve a newer file.
    """

    address: str
    length: int | None
    etag: str | None
    modified: str | None
    edition: str | None = None

    @property
    def validator(self) -> str | None:
        """What proves to a server which bytes are held already; a weak tag proves nothing."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


class PartialFile:
    """An unfinished download and its receipt."""

    def __init__(self, to: Path) -> None:
        """Name the two files; neither need exist."""
        self.to = to
        self.path = to.with_name(f"{to.name}.part")
        self.receipt_path = locate_receipt(to)

    @property
    def size(self) -> int:
        """Bytes held so far."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def find_resumable(self, address: str, edition: str | None = None) -> Receipt | None:
        """The receipt of what is held, if a server can be asked to go on with it."""
        receipt = read_receipt(self.to)
        if receipt is None or (receipt.address, receipt.edition) != (address, edition):
            return None
        # Without a tag or a time the publisher's list says it is the same file, and its length must be the same.
        is_told = receipt.validator or (receipt.edition and receipt.length)
        return receipt if is_told and self.path.is_file() else None

    def begin(self, receipt: Receipt) -> None:
        """Start from nothing; the receipt first, so that no part is ever without one."""
        self.path.unlink(missing_ok=True)
        write_aside(self.receipt_path, json.dumps(asdict(receipt), indent=1))
        self.path.touch()

    def discard(self) -> None:
        """Forget what is held."""
        self.path.unlink(missing_ok=True)
        self.receipt_path.unlink(missing_ok=True)

    def finish(self) -> None:
        """Give the whole file its name."""
        self.path.replace(self.to)

    def read_start(self) -> bytes:
        """The first bytes held."""
        with self.path.open("rb") as file:
            return file.read(SNIFF)

    def ends_well(self) -> bool:
        """Does it end as such a file does? The only check left when a server never said how long it is."""
        with self.path.open("rb") as file:
            file.seek(max(0, self.size - ZIP_END_WITHIN))
            tail = file.read()
        if self.to.suffix == ".zip":
            return ZIP_END in tail
        return tail.endswith(ENDINGS.get(self.to.suffix, b""))


def locate_receipt(to: Path) -> Path:
    """Where the receipt of a download lies."""
    return to.with_name(f"{to.name}.json")


def read_receipt(to: Path) -> Receipt | None:
    """The receipt of a download, or None if there is none that can be read."""
    try:
        return Receipt(**json.loads(locate_receipt(to).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
