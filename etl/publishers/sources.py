"""What is published, where, and how its address is formed: every host and pattern files are fetched from.

SES_OPM replaces OPM's hosts (as in `http://127.0.0.1:8000`) or the whole pattern; SES_MIRROR is what `mirror` means.
"""

import csv
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from etl.errors import EtlError
from etl.layout import month_end

SUBJECTS = ("employment", "accessions", "separations")
FIRST_MONTH = date(2005, 1, 31)
EMPLOYMENT_MONTHLY_FROM = date(2023, 1, 31)
"""Before it only the ends of quarters are asked for; some later months may still be missing, which is no fault."""
SPAN_MONTHS = 24

OPM_HOST = "https://data.opm.gov"
OPM_PATTERN = "/api/blob/download/chunked/{subject}_{month}_{version}.txt"
CUBES_HOST = "https://www.opm.gov"
CUBES_DOOR = "/data/"
"""The page a visitor must have seen before the cubes are handed out."""
MIRROR_PATTERNS = tuple(
    f"{folder}{{subject}}_{{month}}_{version}{suffix}"
    for suffix in (".parquet", ".txt")
    for folder in ("{subject}/", "")
    for version in ("v{version}", "{version}")
)
MIRROR_GAP = 3
"""Mirrors may keep only the newest version, so that many missing ones in a row end the search."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PROGRAM = "ses-health (public dashboard of OPM's own figures)"


class UnknownSource(EtlError):
    """A source that is neither a name we know nor an address."""


class NothingToAsk(EtlError):
    """A span of months in which nothing can have been published."""


@dataclass(frozen=True)
class Wanted:
    """One file that may be published: its subject, the month or cube it is, and the addresses it may have."""

    subject: str
    period: str
    templates: tuple[str, ...]

    @property
    def key(self) -> str:
        """How messages and the memory of fetched files call it."""
        return f"{self.subject} {self.period}"

    @property
    def is_month(self) -> bool:
        """Is its month known beforehand? Of a cube only the year is."""
        return re.fullmatch(r"\d{4}-\d{2}", self.period) is not None

    def address(self, template: int, version: int) -> str:
        """One of its addresses."""
        return self.templates[template].replace("{version}", str(version))

    @property
    def has_versions(self) -> bool:
        """Is there more than one edition to look for?"""
        return any("{version}" in template for template in self.templates)


@dataclass(frozen=True)
class Source:
    """One origin: its name and address, how long to look for a higher version, and what its server expects."""

    name: str
    address: str
    patterns: tuple[str, ...] = ()
    gap: int = 1
    cubes: tuple[tuple[int, str], ...] = ()
    door: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": PROGRAM})

    def wanted(self, subjects: Iterable[str], first: date, last: date) -> list[Wanted]:
        """Everything that may be there for the subjects between two month ends, newest first."""
        subjects = tuple(subjects)
        if self.cubes:
            wanted = [
                Wanted("employment", f"{year} ({_number(address)})", (address,))
                for year, address in self.cubes
                if "employment" in subjects and first.year <= year <= last.year
            ]
        else:
            wanted = [
                Wanted(subject, f"{month:%Y-%m}", tuple(_filled(pattern, subject, month) for pattern in self.patterns))
                for month in reversed(months(first, last))
                for subject in subjects
                if _may_exist(subject, month)
            ]
        if not wanted:
            raise NothingToAsk(
                f"Nothing of {', '.join(subjects)} is ever published at {self.name} for {first:%Y-%m} to {last:%Y-%m}; "
                "data.opm.gov begins in 2005 (employment at the ends of quarters), the cubes span 2010 to 2021."
            )
        return wanted


def source_of(given: str, reference: Path, environment: Mapping[str, str] = os.environ) -> Source:
    """The source a user means by opm, mirror, cubes, or an address with or without {subject}, {month} and {version}."""
    override = environment.get("SES_OPM", "").rstrip("/")
    if given == "opm":
        if "{" in override:
            return Source("opm", _host(override), (_checked(override),))
        host = override or OPM_HOST
        return Source("opm", host, (host + OPM_PATTERN,))
    if given == "cubes":
        host = _host(override) if override else CUBES_HOST
        with (reference / "legacy_cubes.csv").open(encoding="utf-8", newline="") as listed:
            cubes = tuple(
                (int(row["year"]), row["address"].replace(CUBES_HOST, host, 1)) for row in csv.DictReader(listed)
            )
        return Source("cubes", host, cubes=cubes, door=host + CUBES_DOOR, headers={"User-Agent": BROWSER})
    if given == "mirror":
        given = environment.get("SES_MIRROR", "")
        if not given:
            raise UnknownSource("SES_MIRROR is not set; set it to the mirror's address, or give that after --source.")
    if not re.match(r"https?://[^/]", given):
        raise UnknownSource(
            f"{given} is no source; give opm, mirror, cubes or an address that begins with https://, and use "
            "`python -m etl load` for a folder of files."
        )
    if "{" in given:
        return Source(_host(given), _host(given), (_checked(given),), MIRROR_GAP)
    base = given.rstrip("/")
    return Source(base, base, tuple(f"{base}/{pattern}" for pattern in MIRROR_PATTERNS), MIRROR_GAP)


def months(first: date, last: date) -> list[date]:
    """Every month end from first to last."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [back(last, number) for number in reversed(range(count))]


def back(month: date, count: int) -> date:
    """The month end that many months earlier."""
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return month_end(year, number + 1)


def _may_exist(subject: str, month: date) -> bool:
    is_quarter_end = month.month % 3 == 0
    return month >= FIRST_MONTH and (subject != "employment" or month >= EMPLOYMENT_MONTHLY_FROM or is_quarter_end)


def _filled(pattern: str, subject: str, month: date) -> str:
    return pattern.replace("{subject}", subject).replace("{month}", f"{month:%Y%m}")


def _checked(pattern: str) -> str:
    if "{subject}" not in pattern or "{month}" not in pattern:
        raise UnknownSource(f"{pattern} names no {{subject}} and {{month}}; both must be in a pattern of addresses.")
    return pattern


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _number(address: str) -> str:
    """OPM's number of a cube, which is all its address tells."""
    return urlsplit(address).path.rstrip("/").split("/")[-2]
