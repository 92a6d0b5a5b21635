"""Finds out what a source has that is not loaded yet: the newest version of each month, by its first bytes."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from etl.errors import EtlError
from etl.publishers.download import Answer, NotServed, Unreachable, Web
from etl.publishers.fetch_log import Held
from etl.publishers.sources import Source, Wanted
from etl.workers import Progress

MOST_VERSIONS = 50
MOST_UNANSWERED = 3  # after so many silent answers the server is taken to be down
BY_HAND = "download the file in a browser and take it in by `python -m etl load`, or give another --source"


class NothingThere(EtlError):
    """A source without a single file of those asked for."""


@dataclass(frozen=True)
class Item:
    """One file to download: what it is, its version, its address and what the server said of it."""

    wanted: Wanted
    version: int
    address: str
    answer: Answer

    @property
    def name(self) -> str:
        """The file name its publisher gives it, or OPM's where a pattern's own does not tell subject and month."""
        path = PurePosixPath(urlsplit(self.address).path)
        month = self.wanted.period.replace("-", "")
        if not self.wanted.is_month or (self.wanted.subject in path.name and month in path.name):
            return path.name
        return f"{self.wanted.subject}_{month}_{self.version}{path.suffix or '.txt'}"


@dataclass(frozen=True)
class Seen:
    """What looking for one file came to: an item to download, or known already, or the sentence why there is none."""

    wanted: Wanted
    item: Item | None = None
    is_known: bool = False
    template: int | None = None
    refused: str = ""
    is_unanswered: bool = False


@dataclass(frozen=True)
class Plan:
    """What a fetch will do."""

    source: Source
    items: tuple[Item, ...]
    known: int
    absent: tuple[Wanted, ...]
    refused: tuple[str, ...]
    template: int | None


def plan(
    web: Web, source: Source, wanted: Sequence[Wanted], held: Mapping[str, Held], template: int | None, say: Progress
) -> Plan:
    """Ask the source for the newest version of everything wanted; `template` is the pattern it followed last time."""
    if source.door:
        try:
            web.visit(source.door)
        except Unreachable as error:
            raise Unreachable(f"{error}; check the connection, or try again later.") from error
    seen = _look_for_all(web, source, wanted, held, template, say)
    if template is not None and not any(one.template is not None for one in seen):
        seen = _look_for_all(web, source, wanted, held, None, say)
    found = next((one.template for one in seen if one.template is not None), None)
    items = tuple(one.item for one in seen if one.item)
    known = sum(one.is_known for one in seen)
    refused = tuple(one.refused for one in seen if one.refused)
    absent = tuple(one.wanted for one in seen if not (one.item or one.is_known or one.refused))
    if any(one.is_unanswered for one in seen) and not items and not known:
        raise Unreachable(f"{refused[0]}; check the connection, or try again later.")
    if refused and not items and not known:
        raise NotServed(f"{refused[0]}; {BY_HAND}.")
    if not items and not known:
        raise NothingThere(f"Nothing is at {source.address} of {listed(absent)}; check the address and the months.")
    return Plan(source, items, known, absent, refused, found)


def _look_for_all(
    web: Web, source: Source, wanted: Sequence[Wanted], held: Mapping[str, Held], template: int | None, say: Progress
) -> list[Seen]:
    """A mirror names all its files alike, so the first name that is found is the only one looked for from then on."""
    names = [template] if template is not None else []
    seen: dict[Wanted, Seen] = {}

    def look(one: Wanted) -> Seen:
        outcome = _look_for(web, source, one, names or range(len(one.templates)), held.get(one.key))
        if outcome.template is not None and not names and len(one.templates) > 1:
            names.append(outcome.template)
        return outcome

    with ThreadPoolExecutor(web.patience.at_once) as pool:
        try:
            for asked in as_completed([pool.submit(look, one) for one in wanted]):
                outcome = asked.result()
                seen[outcome.wanted] = outcome
                say(f"Looking for {outcome.wanted.key}", len(seen), len(wanted))
                if sum(one.is_unanswered for one in seen.values()) >= MOST_UNANSWERED:
                    raise Unreachable(f"{outcome.refused}; check the address and the connection, and try again later.")
        finally:
            pool.shutdown(cancel_futures=True)
    return [seen[one] for one in wanted]


def _look_for(web: Web, source: Source, wanted: Wanted, templates: Iterable[int], held: Held | None) -> Seen:
    """The newest version under the first name that has any, beginning with the version that came from there before."""
    refused = ""
    for template in templates:
        best, misses = None, 0
        is_theirs = held is not None and held.address == wanted.address(template, held.version)
        version = held.version if held and is_theirs else 1
        while misses < source.gap and version <= MOST_VERSIONS:
            address = wanted.address(template, version)
            answer = web.probe(address, held.etag if held and held.address == address else None)
            if answer.kind == "unanswered":
                return Seen(wanted, refused=answer.sentence, is_unanswered=True)
            if answer.kind in ("found", "unchanged"):
                best, misses = Item(wanted, version, address, answer), 0
            else:
                misses += 1
                refused = refused or answer.sentence
            if not wanted.has_versions:
                break
            version += 1
        if best:
            is_known = held is not None and _is_same(best, held)
            return Seen(wanted, None if is_known else best, is_known, template)
    return Seen(wanted, refused=refused)


def _is_same(item: Item, held: Held) -> bool:
    """Is the newest file of a month the one that is loaded? A version of another origin is the same version."""
    if item.answer.kind == "unchanged" or item.version < held.version:
        return True
    if item.version > held.version or item.address != held.address:
        return item.version == held.version
    if item.answer.etag and held.etag:
        return item.answer.etag == held.etag
    # What the server does not say cannot differ.
    return item.answer.modified in (None, held.modified) and item.answer.length in (None, held.bytes)


def listed(wanted: Sequence[Wanted]) -> str:
    """Months by subject, newest first, cut short where they are many."""
    subjects = dict.fromkeys(one.subject for one in wanted)
    return "; ".join(
        f"{subject} {_cut([one.period for one in wanted if one.subject == subject])}" for subject in subjects
    )


def _cut(periods: list[str]) -> str:
    return ", ".join(periods[:4]) + (f" and {len(periods) - 4} more" if len(periods) > 4 else "")
