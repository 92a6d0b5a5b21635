"""What a fetch will do: of all that a source has, what is new or revised, in stages, with sizes and minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.errors import EtlError
from etl.publishers.download import NotServed, Unreachable, Web
from etl.publishers.fetch import format_size
from etl.publishers.fetch_log import LoadedFile
from etl.publishers.published_list import parse_time
from etl.publishers.sources.listing import FileSource, Item, Listing
from etl.publishers.spans import Stage

MOST_HEADS = 12
"""So many files are asked for their size one by one; of more, the newest of each subject stands for the others."""
TYPICAL = {"employment": 60_000_000, "separations": 1_500_000, "accessions": 500_000, "positions": 2_700_000}
TEXT_TIMES = 25
ASSUMED_SPEED = 5_000_000.0
OTHER = 5_000_000
MOST_BYTES = 2_000_000_000
"""What comes before something new is served: some minutes, where a stage of everything would take hours."""
UNDATED_TITLE = "files that tell their month only inside"
REVISED_TITLE = "months loaded before that have been published again"


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

    source: FileSource
    stages: tuple[StagePlan, ...]
    loaded_count: int
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


def make_plan(
    source: FileSource,
    listing: Listing,
    stock: Mapping[str, LoadedFile],
    stages: Sequence[Stage],
    is_within: Callable[[str, date], bool],
    *,
    include_loaded: bool,
) -> Plan:
    """Put what is new into the first stage that takes it.

    Args:
        source: The source of the files.
        listing: What it has.
        stock: The files that are loaded, by "subject period".
        stages: The stages, in order.
        is_within: Whether a month of a subject was asked for.
        include_loaded: Newer versions of months loaded before are to come too, wherever they lie.

    Returns:
        The stages that have something to bring; sizes are those that the source says.

    Raises:
        NothingThere: The source has nothing at all.
        NotServed: It refused to say.
        Unreachable: It did not answer.
    """
    _refuse_nothing(source, listing)
    loaded_count, waiting = 0, []
    for item in listing.items:
        if item.key in stock and is_loaded(item, stock[item.key]):
            loaded_count += item.month is None or include_loaded or is_within(item.subject, item.month)
        else:
            waiting.append(item)
    stage_plans = [StagePlan(UNDATED_TITLE, tuple(item for item in waiting if item.month is None))]
    for stage in stages:
        fitting = [
            item
            for item in waiting
            if item.month and is_within(item.subject, item.month) and stage.takes(item.subject, item.month)
        ]
        stage_plans.append(StagePlan(stage.title, tuple(fitting)))
        waiting = [item for item in waiting if item not in fitting]
    if include_loaded:
        stage_plans.append(
            StagePlan(REVISED_TITLE, tuple(item for item in waiting if item.month and item.key in stock))
        )
    return Plan(source, tuple(stage for stage in stage_plans if stage.items), loaded_count, listing)


def is_loaded(item: Item, loaded_file: LoadedFile) -> bool:
    """Is the newest file of a month the one that is loaded? A version of another origin is the same version."""
    if item.version != loaded_file.version:
        return item.version < loaded_file.version
    newest, time_loaded = parse_time(item.published_at), parse_time(loaded_file.published_at)
    if newest and time_loaded:
        return newest <= time_loaded
    if loaded_file.address not in item.addresses:
        return True
    if item.etag and loaded_file.etag:
        return item.etag == loaded_file.etag
    # What is not said cannot differ.
    return item.last_modified in (None, loaded_file.modified) and item.bytes in (None, loaded_file.bytes)


def add_sizes(todo: Plan, web: Web, stock: Mapping[str, LoadedFile]) -> Plan:
    """The same with the size of every file: from the list, by asking the server, or estimated from its like."""
    unknown = [item for item in todo.items if item.bytes is None]
    if not unknown:
        return todo
    to_measure = (
        unknown
        if len(unknown) <= MOST_HEADS
        else [_find_newest(unknown, item.subject) for item in _pick_one_each(unknown)]
    )
    sizes = {}
    for item in to_measure:
        if (size := web.ask_size(item.addresses[0])) is None:
            break  # who refuses one such question refuses the others
        sizes[item.key] = size
    typical = {
        subject: _estimate_size(subject, todo.items, sizes, stock) for subject in {item.subject for item in unknown}
    }

    def add_size(item: Item) -> Item:
        if item.bytes is not None:
            return item
        return replace(item, bytes=sizes.get(item.key, typical[item.subject] * _count_times(item)))

    stages = tuple(StagePlan(stage.title, tuple(add_size(item) for item in stage.items)) for stage in todo.stages)
    return replace(todo, stages=stages, is_exact=all(item.key in sizes for item in unknown))


def split_into_parts(todo: Plan, most: int = MOST_BYTES) -> Plan:
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


def format_plan(todo: Plan, here: int, speed: float | None) -> list[str]:
    """What will be brought: files, size, minutes, stages; then what is not there. `here`: bytes downloaded before."""
    lines = []
    if todo.items:
        size = ("" if todo.is_exact else "about ") + format_size(todo.bytes)
        already = f", {format_size(here)} of it here already" if here else ""
        hint = "" if todo.is_exact else "; sizes are estimated"
        lines.append(
            f"Downloading {_format_files(len(todo.items))} ({size}{already}) from {todo.source.address}, "
            f"{_format_time(max(0, todo.bytes - here), speed)}{hint}."
        )
        for number, stage in enumerate(todo.stages, 1):
            heading = f"Stage {number} of {len(todo.stages)}: " if len(todo.stages) > 1 else ""
            words = f"{heading}{stage.title} ({format_months([(item.subject, item.period) for item in stage.items])})."
            lines.append(words[0].upper() + words[1:])
    elif todo.loaded_count:
        are = "one of its files is" if todo.loaded_count == 1 else f"{todo.loaded_count} of its files are"
        lines.append(f"Nothing new at {todo.source.address}; {are} loaded already.")
    else:
        lines.append(f"Nothing of what was asked for is at {todo.source.address}{_list_what_is_there(todo.listing)}.")
    if todo.listing.absent:
        lines.append(f"Not there: {format_months(todo.listing.absent)}.")
    if others := todo.listing.strangers:
        names = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        lines.append(
            f"Passed over {_format_files(len(others))} of other names ({names}); "
            "`python -m etl load` looks inside them."
        )
    return lines


def format_rest(items: Sequence[Item], speed: float | None) -> str:
    """What is still to come, in words."""
    size = sum(item.bytes or 0 for item in items)
    return f"{_format_files(len(items))} left, {format_size(size)}, {_format_time(size, speed)}"


def format_months(months: Sequence[tuple[str, str]]) -> str:
    """Months by subject, newest first, cut short where they are many."""
    subjects = dict.fromkeys(subject for subject, _ in months)
    return "; ".join(
        f"{subject} {_shorten([period for one, period in months if one == subject])}" for subject in subjects
    )


def _list_what_is_there(listing: Listing) -> str:
    """The months of each subject that could be asked for instead; nothing where files do not tell their months."""
    months = sorted((item.subject, item.period) for item in listing.items if item.month)
    if not months:
        return ""
    spans = []
    for subject in dict.fromkeys(subject for subject, _ in months):
        periods = [period for one, period in months if one == subject]
        spans.append(f"{subject} {periods[0]} to {periods[-1]}" if periods[1:] else f"{subject} {periods[0]}")
    return f", which has {', '.join(spans)}; ask for months within them by --from and --to"


def _refuse_nothing(source: FileSource, listing: Listing) -> None:
    if listing.items:
        return
    if listing.is_silent:
        raise Unreachable(f"{listing.refusals[0]}; check the connection and try again later, or {source.other_ways}.")
    if listing.refusals:
        raise NotServed(f"{listing.refusals[0]}; {source.other_ways}.")
    absent = f" of {format_months(listing.absent)}" if listing.absent else ""
    raise NothingThere(f"Nothing is at {source.address}{absent}; check the address and the months.")


def _pick_one_each(items: Sequence[Item]) -> list[Item]:
    return list({item.subject: item for item in items}.values())


def _find_newest(items: Sequence[Item], subject: str) -> Item:
    return max((item for item in items if item.subject == subject), key=lambda item: item.period)


def _estimate_size(
    subject: str, items: Sequence[Item], sizes: Mapping[str, int], stock: Mapping[str, LoadedFile]
) -> int:
    """The middle of what is known of a subject's files, as Parquet; else what they usually have."""
    known_sizes = [
        sizes[item.key] // _count_times(item) for item in items if item.subject == subject and item.key in sizes
    ]
    known_sizes = known_sizes or [
        file.bytes for key, file in stock.items() if key.startswith(f"{subject} ") and file.address
    ]
    return sorted(known_sizes)[len(known_sizes) // 2] if known_sizes else TYPICAL.get(subject, OTHER)


def _count_times(item: Item) -> int:
    return TEXT_TIMES if item.name.endswith(".txt") else 1


def _format_time(size: int, speed: float | None) -> str:
    minutes = size / (speed or ASSUMED_SPEED) / 60
    time = "less than a minute" if minutes < 1 else f"about {minutes:,.0f} minute{'s' if minutes >= 1.5 else ''}"
    rate = f"{format_size(round(speed or ASSUMED_SPEED))} a second"
    return f"{time} at {rate}" + ("" if speed else " (a guess: no speed has been measured yet)")


def _format_files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _shorten(periods: list[str]) -> str:
    if len(periods) <= 4:
        return ", ".join(periods)
    return f"{periods[0]} back to {periods[-1]}, {len(periods)} files"
