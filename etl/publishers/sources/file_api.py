"""OPM's file API: one list a subject, each month a Parquet file; and the same months as text, named by that list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from etl.publishers.download import NotServed
from etl.publishers.sources import addresses
from etl.publishers.sources.listing import Ask, Item, Listing, format_file_name, list_by_subject
from etl.publishers.sources.probing import Pattern

FIRST_YEAR, LAST_YEAR = 1978, 2100


@dataclass(frozen=True)
class FileApi:
    """The API at a host."""

    host: str
    name: str = "opm"
    other_ways: str = f"try --source mirror, or {addresses.BY_HAND}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.PROGRAM})

    @property
    def address(self) -> str:
        """The host that answers."""
        return self.host

    def list_files(self, ask: Ask) -> Listing:
        """One request a subject."""

        def read_items(subject: str) -> list[Item]:
            address = self.host + addresses.API_LIST.replace("{subject}", subject)
            return self._read_items(subject, address, ask.web.read_json(address)[0])

        return list_by_subject(ask, read_items)

    def _read_items(self, subject: str, address: str, answer: Any) -> list[Item]:
        if not isinstance(answer, list):
            raise NotServed(f"{address} answers with no list of files")
        pairs = [item for entry in answer if (item := self._read_item(subject, entry)) is not None]
        if answer and not pairs:
            raise NotServed(f"{address} answers with a list in which no file has a year, a month and a version")
        current = [item for item, is_current in pairs if is_current]
        return current or [item for item, _ in pairs]

    def _read_item(self, subject: str, entry: Any) -> tuple[Item, bool] | None:
        """A file of the list and whether it is the current one of its month; None for an entry that is no month."""
        if not isinstance(entry, dict):
            return None
        try:
            year, month, version = int(entry["year"]), int(entry["month"]), int(entry["version"])
        except (KeyError, TypeError, ValueError):
            return None
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and version >= 1):
            return None
        published_at = entry.get("publishDate")
        item = Item(
            subject=subject,
            period=f"{year}-{month:02}",
            version=version,
            addresses=(_fill(self.host + addresses.API_FILE, subject, year, month, version),),
            name=_choose_name(entry.get("filename"), subject, f"{year}-{month:02}", version),
            published_at=published_at if isinstance(published_at, str) else None,
        )
        return item, bool(entry.get("current", True))


@dataclass(frozen=True)
class TextFiles:
    """The old addresses of the months as text: named by the API's list, or looked for one by one where it is silent."""

    host: str
    name: str = "text"
    other_ways: str = f"try --source opm or --source mirror, or {addresses.BY_HAND}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.PROGRAM})

    @property
    def address(self) -> str:
        """The host that answers."""
        return self.host

    def list_files(self, ask: Ask) -> Listing:
        """What the API lists, as text; of a subject it does not list, what is found month by month."""
        listing = FileApi(self.host).list_files(ask)
        items = tuple(
            replace(item, addresses=self._list_addresses(item), name=f"{PurePosixPath(item.name).stem}.txt")
            for item in listing.items
        )
        rest = [subject for subject in ask.subjects if subject not in listing.complete]
        if not rest or listing.is_silent:
            return replace(listing, items=items)
        patterns = tuple(self.host + pattern for pattern in addresses.TEXT_FILES)
        probes = Pattern(self.name, self.host, patterns).list_files(replace(ask, subjects=rest))
        refusals = probes.refusals if probes.refusals else () if probes.items else listing.refusals
        return replace(probes, items=(*items, *probes.items), refusals=refusals, complete=listing.complete)

    def _list_addresses(self, item: Item) -> tuple[str, ...]:
        stem = PurePosixPath(item.name).stem
        return tuple(self.host + pattern.replace("{filename}", stem) for pattern in addresses.TEXT_FILES)


def _fill(pattern: str, subject: str, year: int, month: int, version: int) -> str:
    return addresses.fill(pattern, subject, date(year, month, 1)).replace("{version}", str(version))


def _choose_name(filename: Any, subject: str, period: str, version: int) -> str:
    """The publisher's own name of a file if it is one of a month, else one made from what the list says."""
    month = period.replace("-", "")
    if isinstance(filename, str):
        # One pattern for all months: hundreds of them would take longer to make than to match.
        stem = filename.strip().removesuffix(".txt").removesuffix(".parquet")
        match = re.fullmatch(r"(\w+?_\d+_\d+)(?:_[\d-]+)?", stem)
        if match and match[1] == f"{subject}_{month}_{version}":
            return f"{stem}.parquet"
    return format_file_name(subject, period, version, ".parquet")
