"""What a source offers: the one interface every source has, and the files it says there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from etl.errors import EtlError
from etl.layouts.spec import month_end
from etl.publishers.download import NotServed, Unreachable, Web
from etl.publishers.fetch_log import LoadedFile
from etl.staging.executor import Progress


class UnknownSource(EtlError):
    """A source that is neither a name we know nor an address."""


class NothingToAsk(EtlError):
    """A span of months in which nothing can have been published."""


@dataclass(frozen=True)
class Item:
    """One file that a source has: its subject, month, newest version, where it is and how it is saved.

    `period` is a month like 2026-07, or for a cube what its list says. `addresses` are tried in turn. What a source
    does not say of a file (publication time, size in bytes, tag, time of change) is None. `is_local`: the address is a
    path, and nothing has to be downloaded.
    """

    subject: str
    period: str
    version: int
    addresses: tuple[str, ...]
    name: str
    published_at: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_local: bool = False

    @property
    def key(self) -> str:
        """How messages and the log of fetched files call it."""
        return f"{self.subject} {self.period}"

    @property
    def month(self) -> date | None:
        """The last day of its month, or None where only its content will tell."""
        return parse_month(self.period)


@dataclass(frozen=True)
class Listing:
    """What a source said: its files, newest version each; what it refused, in sentences; what it does not have.

    `complete`: the subjects of which everything published is among the items. `pattern`: the number of the pattern by
    which the files of a source without a list were found. `is_silent`: nothing answered at all.
    """

    items: tuple[Item, ...] = ()
    refusals: tuple[str, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    complete: tuple[str, ...] = ()
    pattern: int | None = None
    is_silent: bool = False
    strangers: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Ask:
    """What a source is asked: the subjects, and for one without a list also the months worth looking for, newest first.

    `stock` and `pattern` are what is known from before: loaded files by key, the pattern its files followed.
    """

    web: Web
    subjects: Sequence[str]
    months: Callable[[str], Sequence[date]]
    stock: Mapping[str, LoadedFile]
    pattern: int | None
    progress: Progress


class FileSource(Protocol):
    """One origin of files; `headers` are what its server expects of every request."""

    @property
    def name(self) -> str:
        """What --source calls it."""

    @property
    def address(self) -> str:
        """Its host or folder, as messages name it."""

    @property
    def other_ways(self) -> str:
        """What else to do where it refuses: ends the sentence that says so."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of every request."""

    def list_files(self, ask: Ask) -> Listing:
        """What there is of the subjects, the newest version of each month."""


def parse_month(period: str) -> date | None:
    """The last day of a month written 2026-07, or None."""
    year, _, month = period.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isdecimal() and 1 <= int(month) <= 12):
        return None
    return month_end(int(year), int(month))


def list_by_subject(ask: Ask, read_items: Callable[[str], list[Item]]) -> Listing:
    """Ask for one list a subject; one that cannot be had is told and does not stop the others."""
    items: list[Item] = []
    refusals: list[str] = []
    complete: list[str] = []
    is_silent = False
    for number, subject in enumerate(ask.subjects, 1):
        ask.progress(f"Asking for the list of {subject}", number, len(ask.subjects))
        try:
            items += read_items(subject)
            complete.append(subject)
        except NotServed as error:
            refusals.append(str(error))
        except Unreachable as error:
            refusals.append(str(error))
            is_silent = not complete
            break  # a server that is down for one subject is down for the others
    return Listing(select_newest(items), tuple(refusals), complete=tuple(complete), is_silent=is_silent)


def select_newest(items: Sequence[Item]) -> tuple[Item, ...]:
    """One item a month, of the highest version, newest month first."""
    newest: dict[str, Item] = {}
    for item in items:
        if item.key not in newest or item.version > newest[item.key].version:
            newest[item.key] = item
    return tuple(sorted(newest.values(), key=lambda item: (item.period, item.subject == "employment"), reverse=True))


def format_file_name(subject: str, month: str, version: int, suffix: str) -> str:
    """The name a month is saved under: as its publisher calls it."""
    return f"{subject}_{month.replace('-', '')}_{version}{suffix}"


def is_path(text: str) -> bool:
    """Does a source given by a user mean a folder of this machine?"""
    return "://" not in text and Path(text).expanduser().is_dir()
