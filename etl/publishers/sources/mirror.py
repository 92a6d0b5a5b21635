"""The public mirror of OPM's files: a dataset repository whose list comes in pages, each file under its path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from etl.publishers.download import NotServed
from etl.publishers.sources import addresses
from etl.publishers.sources.listing import Ask, Item, Listing, format_file_name, list_by_subject

MOST_PAGES = 100
MONTH_FILE = r"(?P<subject>[a-z]+)_(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])_v?(?P<version>\d{1,4})\.parquet"


@dataclass(frozen=True)
class Mirror:
    """One dataset, `owner/name`, at a host."""

    host: str
    dataset: str
    name: str = "mirror"
    other_ways: str = f"try --source opm, or {addresses.BY_HAND}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.PROGRAM})

    @property
    def address(self) -> str:
        """Host and dataset."""
        return f"{self.host}/datasets/{self.dataset}"

    def list_files(self, ask: Ask) -> Listing:
        """The list of each subject's folder, page by page."""
        return list_by_subject(ask, lambda subject: self._read_items(ask, subject))

    def _read_items(self, ask: Ask, subject: str) -> list[Item]:
        list_path = addresses.MIRROR_LIST.replace("{dataset}", self.dataset).replace("{subject}", subject)
        following: str | None = self.host + list_path
        items: list[Item] = []
        for _ in range(MOST_PAGES):
            if following is None:
                return items
            page, after = ask.web.read_json(following)
            if not isinstance(page, list):
                raise NotServed(f"{following} answers with no list of files")
            items += [item for entry in page if (item := self._read_item(subject, entry))]
            following = self._find_next(following, after)
        raise NotServed(f"{self.host}{list_path} goes on for more than {MOST_PAGES} pages")

    def _find_next(self, page: str, after: str | None) -> str | None:
        """The address of the next page: only ever of the same host, whatever a server says."""
        address = urljoin(page, after) if after else None
        if address is not None and urlsplit(address).netloc != urlsplit(self.host).netloc:
            raise NotServed(f"{page} sends on to another host for the rest of its list")
        return address

    def _read_item(self, subject: str, entry: Any) -> Item | None:
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str):
            return None
        match = re.fullmatch(MONTH_FILE, PurePosixPath(path).name)
        if match is None or match["subject"] != subject:
            return None
        period, version, size = f"{match['year']}-{match['month']}", int(match["version"]), entry.get("size")
        pattern = self.host + addresses.MIRROR_FILE.replace("{dataset}", self.dataset)
        return Item(
            subject=subject,
            period=period,
            version=version,
            addresses=(pattern.replace("{path}", path),),
            name=format_file_name(subject, period, version, ".parquet"),
            bytes=size if isinstance(size, int) and size > 0 else None,
        )
