"""Sources without a list: whether a month is there, and in which version, its first bytes tell."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from etl.files.unwrap import ENDINGS, GZIP_START
from etl.files.zip_archive import PARQUET_MARK
from etl.layouts.recognise import ZIP_STARTS
from etl.publishers.download import ProbeReply, Unreachable
from etl.publishers.fetch_log import LoadedFile
from etl.publishers.sources import addresses
from etl.publishers.sources.listing import Ask, Item, Listing, NothingToAsk, format_file_name, parse_month

MOST_VERSIONS = 50
MOST_UNANSWERED = 3  # after so many silent answers the server is taken to be down
MARKS = {".parquet": PARQUET_MARK, ".zip": ZIP_STARTS[0], ".gz": GZIP_START}
MIRROR_GAP = 3
"""Mirrors may keep only the newest version, so that many missing ones in a row end the search."""


@dataclass(frozen=True)
class PossibleFile:
    """One file that may be published: its subject, the month or cube it is, and the addresses it may have."""

    subject: str
    period: str
    templates: tuple[str, ...]

    @property
    def key(self) -> str:
        """How messages call it."""
        return f"{self.subject} {self.period}"

    @property
    def has_versions(self) -> bool:
        """Is there more than one edition to look for?"""
        return any("{version}" in template for template in self.templates)

    def address(self, template: int, version: int) -> str:
        """One of its addresses."""
        return self.templates[template].replace("{version}", str(version))

    def name(self, address: str, version: int, start: bytes = b"") -> str:
        """The file name its publisher gives it, or OPM's where a pattern's own does not tell subject and month.

        Args:
            address: Where it is; an address such as .../download tells no kind of file.
            version: Its version.
            start: Its first bytes, which tell its kind then.

        Returns:
            A name with an ending that the loader knows.
        """
        path = PurePosixPath(urlsplit(address).path)
        month = self.period.replace("-", "")
        if parse_month(self.period) is None:
            return path.name
        ending = path.suffix if path.suffix.casefold() in ENDINGS else _guess_ending(start)
        if self.subject in path.name and month in path.name:
            return path.name if path.suffix.casefold() in ENDINGS else f"{path.name}{ending}"
        return format_file_name(self.subject, self.period, version, ending)


@dataclass(frozen=True)
class ProbeResult:
    """What looking for one file came to: an item, or the sentence why there is none."""

    candidate: PossibleFile
    item: Item | None = None
    template: int | None = None
    refusal: str = ""
    is_unanswered: bool = False


@dataclass(frozen=True)
class Pattern:
    """Months under one or more patterns of addresses; `gap` is how many missing versions in a row end a search."""

    name: str
    address: str
    patterns: tuple[str, ...]
    gap: int = 1
    other_ways: str = f"try --source opm or --source mirror, or {addresses.BY_HAND}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.PROGRAM})

    def list_files(self, ask: Ask) -> Listing:
        """Ask for the newest version of every month worth looking for."""
        months = sorted({(month, subject) for subject in ask.subjects for month in ask.months(subject)}, reverse=True)
        candidates = [
            PossibleFile(
                subject,
                f"{month:%Y-%m}",
                tuple(addresses.fill(pattern, subject, month) for pattern in self.patterns),
            )
            for month, subject in months
        ]
        if not candidates:
            raise NothingToAsk(
                f"Nothing of {', '.join(ask.subjects)} is ever published for those months; data.opm.gov begins in "
                "2005, employment at the ends of quarters until June 2011."
            )
        return look_for(ask, candidates, self.gap)


@dataclass(frozen=True)
class Cubes:
    """FedScope's employment cubes at the addresses that one public script used: year, subject and address each."""

    address: str
    cubes: tuple[tuple[int, str], ...]
    name: str = "cubes"
    other_ways: str = addresses.BY_HAND
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": addresses.AS_BROWSER})

    def list_files(self, ask: Ask) -> Listing:
        """Ask for each cube of the years wanted, after a visit to the front door."""
        years = {month.year for month in ask.months("employment")} if "employment" in ask.subjects else set()
        candidates = [
            PossibleFile("employment", f"{year} ({_read_number(address)})", (address,))
            for year, address in self.cubes
            if year in years
        ]
        if not candidates:
            raise NothingToAsk(
                f"There is no cube of {', '.join(ask.subjects)} for those months; the cubes listed are of employment, "
                "2010 to 2021."
            )
        try:
            ask.web.visit(self.address + addresses.CUBES_DOOR)
        except Unreachable as error:
            return Listing(refusals=(str(error),), is_silent=True)
        return look_for(ask, candidates, 1)


def read_cubes(reference: Path, host: str) -> Cubes:
    """The cubes whose addresses ship with the program, at a host."""
    with (reference / "legacy_cubes.csv").open(encoding="utf-8", newline="") as table:
        cubes = tuple(
            (int(row["year"]), row["address"].replace(addresses.CUBES_HOST, host, 1)) for row in csv.DictReader(table)
        )
    return Cubes(host, cubes)


def look_for(ask: Ask, candidates: Sequence[PossibleFile], gap: int) -> Listing:
    """Everything wanted that is there; by the pattern that was followed before, and by any if that finds nothing."""
    results = _look_for_all(ask, candidates, gap, ask.pattern)
    if ask.pattern is not None and not any(one.item for one in results):
        results = _look_for_all(ask, candidates, gap, None)
    refusals = tuple(one.refusal for one in results if one.refusal and not one.item)
    return Listing(
        items=tuple(one.item for one in results if one.item),
        refusals=refusals,
        absent=tuple(
            (one.candidate.subject, one.candidate.period) for one in results if not one.item and not one.refusal
        ),
        pattern=next((one.template for one in results if one.template is not None), None),
        is_silent=any(one.is_unanswered for one in results) and not any(one.item for one in results),
    )


def _look_for_all(ask: Ask, candidates: Sequence[PossibleFile], gap: int, template: int | None) -> list[ProbeResult]:
    """A mirror names all its files alike, so the first name that is found is the only one looked for from then on."""
    names = [template] if template is not None else []
    results: dict[PossibleFile, ProbeResult] = {}

    def look(one: PossibleFile) -> ProbeResult:
        templates = [name for name in names if name < len(one.templates)] or range(len(one.templates))
        outcome = _look_for(ask, one, templates, gap, ask.stock.get(one.key))
        if outcome.template is not None and not names and len(one.templates) > 1:
            names.append(outcome.template)
        return outcome

    with ThreadPoolExecutor(ask.web.patience.at_once) as pool:
        try:
            for future in as_completed([pool.submit(look, one) for one in candidates]):
                outcome = future.result()
                results[outcome.candidate] = outcome
                ask.progress(f"Looking for {outcome.candidate.key}", len(results), len(candidates))
                if sum(one.is_unanswered for one in results.values()) >= MOST_UNANSWERED:
                    raise Unreachable(f"{outcome.refusal}; check the address and the connection, and try again later.")
        finally:
            pool.shutdown(cancel_futures=True)
    return [results[one] for one in candidates]


def _look_for(
    ask: Ask, candidate: PossibleFile, templates: Iterable[int], gap: int, loaded_file: LoadedFile | None
) -> ProbeResult:
    """The newest version under the first name that has any, beginning with the version that came from there before."""
    refusal = ""
    for template in templates:
        best: Item | None = None
        misses = 0
        is_theirs = loaded_file is not None and loaded_file.address == candidate.address(template, loaded_file.version)
        version = loaded_file.version if loaded_file and is_theirs else 1
        while misses < gap and version <= MOST_VERSIONS:
            address = candidate.address(template, version)
            same_file = loaded_file if loaded_file and loaded_file.address == address else None
            answer = ask.web.probe(address, same_file.etag if same_file else None)
            if answer.kind == "unanswered":
                return ProbeResult(candidate, refusal=answer.sentence, is_unanswered=True)
            if answer.kind == "unchanged" and same_file:
                as_known = ProbeReply("unchanged", same_file.bytes, same_file.etag, same_file.modified)
                best, misses = _build_item(candidate, version, address, as_known), 0
            elif answer.kind == "found":
                best, misses = _build_item(candidate, version, address, answer), 0
            else:
                misses += 1
                refusal = refusal or answer.sentence
            if not candidate.has_versions:
                break
            version += 1
        if best:
            return ProbeResult(candidate, best, template)
    return ProbeResult(candidate, refusal=refusal)


def _guess_ending(start: bytes) -> str:
    """How a file is named whose address does not say what it is."""
    return next((ending for ending, mark in MARKS.items() if start.startswith(mark)), ".txt")


def _build_item(candidate: PossibleFile, version: int, address: str, answer: ProbeReply) -> Item:
    return Item(
        subject=candidate.subject,
        period=candidate.period,
        version=version,
        addresses=(address,),
        name=candidate.name(address, version, answer.start),
        bytes=answer.length,
        etag=answer.etag,
        last_modified=answer.last_modified,
    )


def list_months_worth_asking(subject: str, months: Iterable[date]) -> list[date]:
    """Of the months given those that can have been published, newest first."""
    return [month for month in sorted(months, reverse=True) if _may_exist(subject, month)]


FIRST_MONTH = date(2005, 1, 31)
EMPLOYMENT_MONTHLY_FROM = date(2011, 7, 31)
"""Before it employment is published for the ends of quarters only."""


def _may_exist(subject: str, month: date) -> bool:
    is_quarter_end = month.month % 3 == 0
    return month >= FIRST_MONTH and (subject != "employment" or month >= EMPLOYMENT_MONTHLY_FROM or is_quarter_end)


def _read_number(address: str) -> str:
    """OPM's number of a cube, which is all its address tells."""
    return urlsplit(address).path.rstrip("/").split("/")[-2]
