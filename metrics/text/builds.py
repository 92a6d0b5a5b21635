"""Words about builds: what one holds, what changed since another, and that an agency crossed a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from metrics.analysis.builds import Build, Changes, Revised
from metrics.analysis.crossings import Crossing
from metrics.definitions.metric import Unit
from metrics.formatting import EVIDENCE, flags, month, number
from metrics.text.headlines import freshness

MOST_NAMED = 3
LONGEST_NAME = 40
NOTHING_CHANGED = "The same files are counted as before, and none of their counts changed."


def day(moment: datetime) -> str:
    """A moment as readers say it: 22 November 2026, 04:45 UTC."""
    return f"{moment:%-d %B %Y, %H:%M} UTC"


def holds(build: Build) -> str:
    """What a build holds, and what it counts otherwise than the one that it replaced."""
    if build.newest is None:
        return "No count of executives is known."
    fresh = freshness(build.newest, {file.evidence for file in build.files}, build.built_at)
    return f"{fresh} {changes(build.last)}".strip()


def changes(found: Changes) -> str:
    """What changed between two builds, in a few sentences."""
    said = []
    if found.newest_before != found.newest_after and found.newest_after:
        then = f", where {month(found.newest_before)} was" if found.newest_before else ""
        said.append(f"{month(found.newest_after)} is now the newest count{then}.")
    for names, words in ((found.came, "new"), (found.renewed, "in another version"), (found.went, "no longer counted")):
        if names:
            said.append(f"{_counted(len(names), 'file')} {words}: {_named(names)}.")
    if found.revised:
        told = _named([f"{each.subject} of {_revised(each)}" for each in found.revised])
        said.append(f"{_counted(len(found.revised), 'period')} revised: {told}.")
    for periods, words in ((found.first, "for the first time"), (found.dropped, "no longer")):
        if periods:
            spoken = _named([f"{each.subject} of {month(each.period)}" for each in periods])
            said.append(f"{_counted(len(periods), 'period')} counted from record files {words}: {spoken}.")
    return " ".join(said)


def compared(named: Build, shown: Build, found: Changes) -> str:
    """For a reader whose link names an earlier build that is still kept: what is otherwise in the one shown."""
    return (
        f"This link was made on the figures of {day(named.built_at)}. Newer ones are shown here, of "
        f"{day(shown.built_at)}. {changes(found) or NOTHING_CHANGED}"
    )


def no_longer_kept(made_at: datetime, shown: Build) -> str:
    """For a reader whose link names an earlier build that is gone, or that another version of the program made."""
    said = changes(shown.last)
    return (
        f"This link was made on the figures of {day(made_at)}, which can no longer be compared. Newer ones are "
        f"shown here, of {day(shown.built_at)}. The last renewal alone "
        f"{f'changed this: {said}' if said else 'revised no count of executives.'}"
    )


def older_is_shown(made_at: datetime, shown: Build) -> str:
    """For a reader whose link names a build later than the one served here."""
    return (
        f"This link was made on the figures of {day(made_at)}. Those shown here are older, of {day(shown.built_at)}, "
        "and numbers may differ."
    )


def no_such_build(named: str, shown: Build) -> str:
    """For a reader whose link names what cannot be a build."""
    quoted = named[:LONGEST_NAME].replace("`", "'")
    return (
        f"The address names the build `{quoted}`, which never was one; the figures shown are of {day(shown.built_at)}."
    )


def crossed(found: Crossing) -> str:
    """That an agency's share of people crossed 25 percent, with the people behind it and the value before."""
    side = "rose above" if found.is_above else "came back to or below"
    rests = "; ".join(filter(None, [EVIDENCE[found.evidence], flags(found.flag)]))
    return (
        f"Noncareer appointees at the {found.agency} {side} 25 percent of executives on board in "
        f"{month(found.period)}: "
        f"{number(found.value, Unit.PERCENT)} ({found.numerator:,} of {found.denominator:,} executives on board), "
        f"after {number(found.value_before, Unit.PERCENT)} in {month(found.period_before)} ({rests}). The limit in law "
        "is 25 percent of positions, not of people on board."
    ).replace("the The ", "the ")


def built(build: Build) -> str:
    """A build in one line."""
    return f"Figures renewed on {day(build.built_at)}"


def revised(found: Revised) -> tuple[str, str]:
    """That a period is counted otherwise than before: in a line, and in a sentence."""
    title = f"Revised: {found.subject} of {month(found.period)}"
    return title, f"{found.subject.capitalize()} of {_revised(found)}."


def crossed_line(found: Crossing) -> str:
    """A crossing in one line."""
    side = "above" if found.is_above else "no longer above"
    return f"{found.agency}: noncareer {side} 25 percent of executives on board"


def _revised(found: Revised) -> str:
    if found.before == found.after:
        return f"{month(found.period)}, from another file, still {found.after or 0:,} executives"
    return f"{month(found.period)}, {found.before or 0:,} executives then and {found.after or 0:,} now"


def _named(names: Sequence[str]) -> str:
    """The first few of many names or phrases, which may hold commas themselves."""
    more = len(names) - MOST_NAMED
    return "; ".join([*names[:MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def _counted(many: int, what: str) -> str:
    return f"{many:,} {what}" if many == 1 else f"{many:,} {what}s"
