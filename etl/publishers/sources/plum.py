"""The register of positions (PLUM), as its own source: one export of today, dated by the day it is downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from etl.publishers.sources import addresses
from etl.publishers.sources.listing import Ask, Item, Listing

SUBJECT = "positions"


@dataclass(frozen=True)
class Plum:
    """The export at a host."""

    host: str
    today: date
    name: str = "plum"
    other_ways: str = "download the export in a browser and take it in by `python -m etl load FILE`"
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.PROGRAM})

    @property
    def address(self) -> str:
        """The host that answers."""
        return self.host

    def list_files(self, ask: Ask) -> Listing:
        """The one file there is; the export has no date inside, so its name gets that of its download."""
        if SUBJECT not in ask.subjects:
            return Listing()
        day = f"{self.today:%Y%m%d}"
        return Listing((Item(SUBJECT, day, 1, (self.host + addresses.PLUM_FILE,), f"PLUM-{day}.csv"),))
