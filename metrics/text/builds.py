"""Words about builds: what one holds, what changed since another, and that an agency crossed a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from metrics.analysis.builds import Build, Changes, RevisedPeriod
from metrics.analysis.crossings import Crossing
from metrics.definitions.metric import Unit
from metrics.formatting import EVIDENCE, format_flags, format_month, format_number
from metrics.text.headlines import describe_freshness

MOST_NAMED = 3
LONGEST_NAME = 40
NOTHING_CHANGED = "The same files are counted as before, and none of their counts changed."


def format_moment(moment: datetime) -> str:
    """A moment as readers say it: 22 November 2026, 04:45 UTC."""
    return f"{moment:%-d %B %Y, %H:%M} UTC"


def describe_build(build: Build) -> str:
    """What a build holds, and what it counts otherwise than the one that it replaced."""
    if build.newest is None:
        return "No count of executives is known."
    fresh = describe_freshness(build.newest, {file.evidence for file in build.files}, build.built_at)
    return f"{fresh} {describe_changes(build.last)}".strip()


def describe_changes(differences: Changes) -> str:
    """What changed between two builds, in a few sentences."""
    sentences = []
    if differences.newest_before != differences.newest_after and differences.newest_after:
        then = f", where {format_month(differences.newest_before)} was" if differences.newest_before else ""
        sentences.append(f"{format_month(differences.newest_after)} is now the newest count{then}.")
    for names, words in (
        (differences.came, "new"),
        (differences.renewed, "in another version"),
        (differences.went, "no longer counted"),
    ):
        if names:
            sentences.append(f"{_format_count(len(names), 'file')} {words}: {_list_first(names)}.")
    if differences.revised:
        revisions = _list_first([f"{each.subject} of {_format_revision(each)}" for each in differences.revised])
        sentences.append(f"{_format_count(len(differences.revised), 'period')} revised: {revisions}.")
    for periods, words in ((differences.first, "for the first time"), (differences.dropped, "no longer")):
        if periods:
            names_of_periods = _list_first([f"{each.subject} of {format_month(each.period)}" for each in periods])
            sentences.append(
                f"{_format_count(len(periods), 'period')} counted from record files {words}: {names_of_periods}."
            )
    return " ".join(sentences)


def compare_with_link(earlier: Build, current: Build, differences: Changes) -> str:
    """For a reader whose link names an earlier build that is still kept: what is otherwise in the one shown."""
    return (
        f"This link was made on the figures of {format_moment(earlier.built_at)}. Newer ones are shown here, of "
        f"{format_moment(current.built_at)}. {describe_changes(differences) or NOTHING_CHANGED}"
    )


def explain_lost_build(made_at: datetime, current: Build) -> str:
    """For a reader whose link names an earlier build that is gone, or that another version of the program made."""
    last_changes = describe_changes(current.last)
    return (
        f"This link was made on the figures of {format_moment(made_at)}, which can no longer be compared. Newer ones "
        f"are shown here, of {format_moment(current.built_at)}. The last renewal alone "
        f"{f'changed this: {last_changes}' if last_changes else 'revised no count of executives.'}"
    )


def explain_older_build(made_at: datetime, current: Build) -> str:
    """For a reader whose link names a build later than the one served here."""
    return (
        f"This link was made on the figures of {format_moment(made_at)}. Those shown here are older, of "
        f"{format_moment(current.built_at)}, and numbers may differ."
    )


def explain_unknown_build(name: str, current: Build) -> str:
    """For a reader whose link names what cannot be a build."""
    excerpt = name[:LONGEST_NAME].replace("`", "'")
    return (
        f"The address names the build `{excerpt}`, which never was one; the figures shown are of "
        f"{format_moment(current.built_at)}."
    )


def describe_crossing(crossing: Crossing) -> str:
    """That an agency's share of people crossed 25 percent, with the people behind it and the value before."""
    side = "rose above" if crossing.is_above else "came back to or below"
    rests = "; ".join(filter(None, [EVIDENCE[crossing.evidence], format_flags(crossing.flag)]))
    return (
        f"Noncareer appointees at the {crossing.agency} {side} 25 percent of executives on board in "
        f"{format_month(crossing.period)}: "
        f"{format_number(crossing.value, Unit.PERCENT)} ({crossing.numerator:,} of "
        f"{crossing.denominator:,} executives on "
        f"board), after {format_number(crossing.value_before, Unit.PERCENT)} in "
        f"{format_month(crossing.period_before)} ({rests}). "
        "The limit in law is 25 percent of positions, not of people on board."
    ).replace("the The ", "the ")


def write_build_title(build: Build) -> str:
    """A build in one line."""
    return f"Figures renewed on {format_moment(build.built_at)}"


def describe_revision(revision: RevisedPeriod) -> tuple[str, str]:
    """That a period is counted otherwise than before: in a line, and in a sentence."""
    title = f"Revised: {revision.subject} of {format_month(revision.period)}"
    return title, f"{revision.subject.capitalize()} of {_format_revision(revision)}."


def write_crossing_title(crossing: Crossing) -> str:
    """A crossing in one line."""
    side = "above" if crossing.is_above else "no longer above"
    return f"{crossing.agency}: noncareer {side} 25 percent of executives on board"


def _format_revision(revision: RevisedPeriod) -> str:
    if revision.before == revision.after:
        return f"{format_month(revision.period)}, from another file, still {revision.after or 0:,} executives"
    return f"{format_month(revision.period)}, {revision.before or 0:,} executives then and {revision.after or 0:,} now"


def _list_first(names: Sequence[str]) -> str:
    """The first few of many names or phrases, which may hold commas themselves."""
    more = len(names) - MOST_NAMED
    return "; ".join([*names[:MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def _format_count(many: int, what: str) -> str:
    return f"{many:,} {what}" if many == 1 else f"{many:,} {what}s"
