"""What a fetch will do: of all that a source has, what is new or revised, in stages, with sizes and minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.errors import EtlError
from etl.publishers.download import NotServed, Unreachable, Web
from etl.publishers.fetch import megabytes
from etl.publishers.fetch_log import Held
from etl.publishers.listing import Item, Listing, Source
from etl.publishers.published_list import parse_time
from etl.publishers.spans import Stage

MOST_HEADS = 12
"""So many files are asked for their size one by one; of more, the newest of each subject stands for the others."""
TYPICAL = {"employment": 60_000_000, "separations": 1_500_000, "accessions": 500_000, "positions": 2_700_000}
TEXT_TIMES = 25
ASSUMED_SPEED = 5_000_000.0
OTHER = 5_000_000
UNDATED = "files that tell their month only inside"
REVISED = "months loaded before that have been published again"


class NothingThere(EtlError):
    """A source without a single file of those asked for."""


@dataclass(frozen=True)
class StagePlan:
    """One stage's files that are new or revised, newest first."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Plan:
    """Stages with something to bring; how many files of the source are loaded; what it refused or does not have.

    `is_exact`: the sizes of all files are known and not estimated.
    """

    source: Source
    stages: tuple[StagePlan, ...]
    known: int
    listing: Listing
    is_exact: bool = True

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that is to be brought."""
        return tuple(item for stage in self.stages for item in stage.items)

    @property
    def bytes(self) -> int:
        """How much that is, as far as it is known or estimated."""
        return sum(item.bytes or 0 for item in self.items)


def plan(
    source: Source,
    listing: Listing,
    held: Mapping[str, Held],
    stages: Sequence[Stage],
    is_within: Callable[[str, date], bool],
    *,
    with_loaded: bool,
) -> Plan:
    """Put what is new into the first stage that takes it; raises where a source has nothing at all.

    `is_within` says whether a month was asked for; `with_loaded`: months loaded before are, too, wherever they lie.
    """
    _refuse_nothing(source, listing)
    known, waiting = 0, []
    for item in listing.items:
        if item.key in held and is_loaded(item, held[item.key]):
            known += item.month is None or with_loaded or is_within(item.subject, item.month)
        else:
            waiting.append(item)
    planned = [StagePlan(UNDATED, tuple(item for item in waiting if item.month is None))]
    for stage in stages:
        taken = [
            item
            for item in waiting
            if item.month and is_within(item.subject, item.month) and stage.takes(item.subject, item.month)
        ]
        planned.append(StagePlan(stage.title, tuple(taken)))
        waiting = [item for item in waiting if item not in taken]
    if with_loaded:
        planned.append(StagePlan(REVISED, tuple(item for item in waiting if item.month and item.key in held)))
    return Plan(source, tuple(stage for stage in planned if stage.items), known, listing)


def is_loaded(item: Item, held: Held) -> bool:
    """Is the newest file of a month the one that is loaded? A version of another origin is the same version."""
    if item.version != held.version:
        return item.version < held.version
    listed, known = parse_time(item.published_at), parse_time(held.published_at)
    if listed and known:
        return listed <= known
    if held.address not in item.addresses:
        return True
    if item.etag and held.etag:
        return item.etag == held.etag
    # What is not said cannot differ.
    return item.modified in (None, held.modified) and item.bytes in (None, held.bytes)


def with_sizes(chosen: Plan, web: Web, held: Mapping[str, Held]) -> Plan:
    """The same with the size of every file: from the list, by asking the server, or estimated from its like."""
    unknown = [item for item in chosen.items if item.bytes is None]
    if not unknown:
        return chosen
    asked = unknown if len(unknown) <= MOST_HEADS else [_newest(unknown, item.subject) for item in _one_each(unknown)]
    sizes = {}
    for item in asked:
        if (size := web.size_of(item.addresses[0])) is None:
            break  # who refuses one such question refuses the others
        sizes[item.key] = size
    typical = {subject: _typical(subject, chosen.items, sizes, held) for subject in {item.subject for item in unknown}}

    def sized(item: Item) -> Item:
        if item.bytes is not None:
            return item
        return replace(item, bytes=sizes.get(item.key, typical[item.subject] * _times(item)))

    stages = tuple(StagePlan(stage.title, tuple(sized(item) for item in stage.items)) for stage in chosen.stages)
    return replace(chosen, stages=stages, is_exact=all(item.key in sizes for item in unknown))


def sentences(chosen: Plan, here: int, speed: float | None) -> list[str]:
    """What will be brought: files, size, minutes, stages; then what is not there. `here`: bytes downloaded before."""
    told = []
    if chosen.items:
        size = ("" if chosen.is_exact else "about ") + megabytes(chosen.bytes)
        held = f", {megabytes(here)} of it here already" if here else ""
        estimated = "" if chosen.is_exact else "; sizes are estimated"
        told.append(
            f"Downloading {_files(len(chosen.items))} ({size}{held}) from {chosen.source.address}, "
            f"{_time(max(0, chosen.bytes - here), speed)}{estimated}."
        )
        for number, stage in enumerate(chosen.stages, 1):
            heading = f"Stage {number} of {len(chosen.stages)}: " if len(chosen.stages) > 1 else ""
            words = f"{heading}{stage.title} ({listed([(item.subject, item.period) for item in stage.items])})."
            told.append(words[0].upper() + words[1:])
    elif chosen.known:
        are = "one of its files is" if chosen.known == 1 else f"{chosen.known} of its files are"
        told.append(f"Nothing new at {chosen.source.address}; {are} loaded already.")
    else:
        told.append(f"Nothing of what was asked for is at {chosen.source.address}.")
    if chosen.listing.absent:
        told.append(f"Not there: {listed(chosen.listing.absent)}.")
    if others := chosen.listing.passed_over:
        names = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        told.append(
            f"Passed over {_files(len(others))} of other names ({names}); `python -m etl load` looks inside them."
        )
    return told


def left(items: Sequence[Item], speed: float | None) -> str:
    """What is still to come, in words."""
    size = sum(item.bytes or 0 for item in items)
    return f"left are {_files(len(items))}, {megabytes(size)}, {_time(size, speed)}"


def listed(wanted: Sequence[tuple[str, str]]) -> str:
    """Months by subject, newest first, cut short where they are many."""
    subjects = dict.fromkeys(subject for subject, _ in wanted)
    return "; ".join(f"{subject} {_cut([period for one, period in wanted if one == subject])}" for subject in subjects)


def _refuse_nothing(source: Source, listing: Listing) -> None:
    if listing.items:
        return
    if listing.is_silent:
        raise Unreachable(f"{listing.refused[0]}; check the connection and try again later, or {source.other_ways}.")
    if listing.refused:
        raise NotServed(f"{listing.refused[0]}; {source.other_ways}.")
    absent = f" of {listed(listing.absent)}" if listing.absent else ""
    raise NothingThere(f"Nothing is at {source.address}{absent}; check the address and the months.")


def _one_each(items: Sequence[Item]) -> list[Item]:
    return list({item.subject: item for item in items}.values())


def _newest(items: Sequence[Item], subject: str) -> Item:
    return max((item for item in items if item.subject == subject), key=lambda item: item.period)


def _typical(subject: str, items: Sequence[Item], sizes: Mapping[str, int], held: Mapping[str, Held]) -> int:
    """The middle of what is known of a subject's files, as Parquet; else what they usually have."""
    known = [sizes[item.key] // _times(item) for item in items if item.subject == subject and item.key in sizes]
    known = known or [file.bytes for key, file in held.items() if key.startswith(f"{subject} ") and file.address]
    return sorted(known)[len(known) // 2] if known else TYPICAL.get(subject, OTHER)


def _times(item: Item) -> int:
    return TEXT_TIMES if item.name.endswith(".txt") else 1


def _time(size: int, speed: float | None) -> str:
    minutes = size / (speed or ASSUMED_SPEED) / 60
    time = "less than a minute" if minutes < 1 else f"about {minutes:,.0f} minute{'s' if minutes >= 1.5 else ''}"
    rate = f"{megabytes(round(speed or ASSUMED_SPEED))} a second"
    return f"{time} at {rate}" + ("" if speed else " (a guess: no speed has been measured yet)")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _cut(periods: list[str]) -> str:
    if len(periods) <= 4:
        return ", ".join(periods)
    return f"{periods[0]} back to {periods[-1]}, {len(periods)} files"
