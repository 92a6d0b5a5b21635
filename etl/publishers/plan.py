"""What a fetch will do: of all that a source has, what is new or revised, in stages, with sizes and minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.errors import EtlError
from etl.publishers.download import NotServed, Unreachable, Web
from etl.publishers.fetch import megabytes
from etl.publishers.fetch_log import LoadedFile
from etl.publishers.listing import Item, Listing, Source
from etl.publishers.published_list import parse_time
from etl.publishers.spans import Stage

MOST_HEADS = 12
"""So many files are asked for their size one by one; of more, the newest of each subject stands for the others."""
TYPICAL = {"employment": 60_000_000, "separations": 1_500_000, "accessions": 500_000, "positions": 2_700_000}
TEXT_TIMES = 25
ASSUMED_SPEED = 5_000_000.0
OTHER = 5_000_000
MOST_BYTES = 2_000_000_000
"""What comes before something new is served: some minutes, where a stage of everything would take hours."""
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
    stock: Mapping[str, LoadedFile],
    stages: Sequence[Stage],
    is_within: Callable[[str, date], bool],
    *,
    include_loaded: bool,
) -> Plan:
    """Put what is new into the first stage that takes it; raises where a source has nothing at all.

    `is_within` says whether a month was asked for; `with_loaded`: months loaded before are, too, wherever they lie.
    """
    _refuse_nothing(source, listing)
    known, waiting = 0, []
    for item in listing.items:
        if item.key in stock and is_loaded(item, stock[item.key]):
            known += item.month is None or include_loaded or is_within(item.subject, item.month)
        else:
            waiting.append(item)
    stage_plans = [StagePlan(UNDATED, tuple(item for item in waiting if item.month is None))]
    for stage in stages:
        fitting = [
            item
            for item in waiting
            if item.month and is_within(item.subject, item.month) and stage.takes(item.subject, item.month)
        ]
        stage_plans.append(StagePlan(stage.title, tuple(fitting)))
        waiting = [item for item in waiting if item not in fitting]
    if include_loaded:
        stage_plans.append(StagePlan(REVISED, tuple(item for item in waiting if item.month and item.key in stock)))
    return Plan(source, tuple(stage for stage in stage_plans if stage.items), known, listing)


def is_loaded(item: Item, loaded: LoadedFile) -> bool:
    """Is the newest file of a month the one that is loaded? A version of another origin is the same version."""
    if item.version != loaded.version:
        return item.version < loaded.version
    newest, known = parse_time(item.published_at), parse_time(loaded.published_at)
    if newest and known:
        return newest <= known
    if loaded.address not in item.addresses:
        return True
    if item.etag and loaded.etag:
        return item.etag == loaded.etag
    # What is not said cannot differ.
    return item.modified in (None, loaded.modified) and item.bytes in (None, loaded.bytes)


def with_sizes(todo: Plan, web: Web, stock: Mapping[str, LoadedFile]) -> Plan:
    """The same with the size of every file: from the list, by asking the server, or estimated from its like."""
    unknown = [item for item in todo.items if item.bytes is None]
    if not unknown:
        return todo
    to_measure = (
        unknown if len(unknown) <= MOST_HEADS else [_newest(unknown, item.subject) for item in _one_each(unknown)]
    )
    sizes = {}
    for item in to_measure:
        if (size := web.size_of(item.addresses[0])) is None:
            break  # who refuses one such question refuses the others
        sizes[item.key] = size
    typical = {subject: _typical(subject, todo.items, sizes, stock) for subject in {item.subject for item in unknown}}

    def sized(item: Item) -> Item:
        if item.bytes is not None:
            return item
        return replace(item, bytes=sizes.get(item.key, typical[item.subject] * _times(item)))

    stages = tuple(StagePlan(stage.title, tuple(sized(item) for item in stage.items)) for stage in todo.stages)
    return replace(todo, stages=stages, is_exact=all(item.key in sizes for item in unknown))


def in_parts(todo: Plan, most: int = MOST_BYTES) -> Plan:
    """The same with every stage that would take hours cut into parts, each of which is served before the next."""
    stages: list[StagePlan] = []
    for stage in todo.stages:
        parts: list[list[Item]] = [[]]
        for item in stage.items:
            if parts[-1] and sum(one.bytes or 0 for one in parts[-1]) + (item.bytes or 0) > most:
                parts.append([])
            parts[-1].append(item)
        for number, items in enumerate(parts, 1):
            title = f"{stage.title}, part {number} of {len(parts)}" if len(parts) > 1 else stage.title
            stages.append(StagePlan(title, tuple(items)))
    return replace(todo, stages=tuple(stages))


def sentences(todo: Plan, here: int, speed: float | None) -> list[str]:
    """What will be brought: files, size, minutes, stages; then what is not there. `here`: bytes downloaded before."""
    lines = []
    if todo.items:
        size = ("" if todo.is_exact else "about ") + megabytes(todo.bytes)
        already = f", {megabytes(here)} of it here already" if here else ""
        estimated = "" if todo.is_exact else "; sizes are estimated"
        lines.append(
            f"Downloading {_files(len(todo.items))} ({size}{already}) from {todo.source.address}, "
            f"{_time(max(0, todo.bytes - here), speed)}{estimated}."
        )
        for number, stage in enumerate(todo.stages, 1):
            heading = f"Stage {number} of {len(todo.stages)}: " if len(todo.stages) > 1 else ""
            words = f"{heading}{stage.title} ({format_months([(item.subject, item.period) for item in stage.items])})."
            lines.append(words[0].upper() + words[1:])
    elif todo.known:
        are = "one of its files is" if todo.known == 1 else f"{todo.known} of its files are"
        lines.append(f"Nothing new at {todo.source.address}; {are} loaded already.")
    else:
        lines.append(f"Nothing of what was asked for is at {todo.source.address}{_what_there_is(todo.listing)}.")
    if todo.listing.absent:
        lines.append(f"Not there: {format_months(todo.listing.absent)}.")
    if others := todo.listing.strangers:
        names = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        lines.append(
            f"Passed over {_files(len(others))} of other names ({names}); `python -m etl load` looks inside them."
        )
    return lines


def left(items: Sequence[Item], speed: float | None) -> str:
    """What is still to come, in words."""
    size = sum(item.bytes or 0 for item in items)
    return f"{_files(len(items))} left, {megabytes(size)}, {_time(size, speed)}"


def format_months(months: Sequence[tuple[str, str]]) -> str:
    """Months by subject, newest first, cut short where they are many."""
    subjects = dict.fromkeys(subject for subject, _ in months)
    return "; ".join(f"{subject} {_cut([period for one, period in months if one == subject])}" for subject in subjects)


def _what_there_is(listing: Listing) -> str:
    """The months of each subject that could be asked for instead; nothing where files do not tell their months."""
    months = sorted((item.subject, item.period) for item in listing.items if item.month)
    if not months:
        return ""
    spans = []
    for subject in dict.fromkeys(subject for subject, _ in months):
        periods = [period for one, period in months if one == subject]
        spans.append(f"{subject} {periods[0]} to {periods[-1]}" if periods[1:] else f"{subject} {periods[0]}")
    return f", which has {', '.join(spans)}; ask for months within them by --from and --to"


def _refuse_nothing(source: Source, listing: Listing) -> None:
    if listing.items:
        return
    if listing.is_silent:
        raise Unreachable(f"{listing.refusals[0]}; check the connection and try again later, or {source.other_ways}.")
    if listing.refusals:
        raise NotServed(f"{listing.refusals[0]}; {source.other_ways}.")
    absent = f" of {format_months(listing.absent)}" if listing.absent else ""
    raise NothingThere(f"Nothing is at {source.address}{absent}; check the address and the months.")


def _one_each(items: Sequence[Item]) -> list[Item]:
    return list({item.subject: item for item in items}.values())


def _newest(items: Sequence[Item], subject: str) -> Item:
    return max((item for item in items if item.subject == subject), key=lambda item: item.period)


def _typical(subject: str, items: Sequence[Item], sizes: Mapping[str, int], stock: Mapping[str, LoadedFile]) -> int:
    """The middle of what is known of a subject's files, as Parquet; else what they usually have."""
    known = [sizes[item.key] // _times(item) for item in items if item.subject == subject and item.key in sizes]
    known = known or [file.bytes for key, file in stock.items() if key.startswith(f"{subject} ") and file.address]
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
