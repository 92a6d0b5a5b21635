"""Groups of people beside each other and how many of each can retire: bands of age or service, steps of a ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from metrics.analysis import horizons
from metrics.definitions.metric import TOO_FEW, Unit
from metrics.formatting import EVIDENCE, begin_at, format_month, format_number, format_range
from metrics.query.answer import Answer, select_whole_rows

UNKNOWN: Final = "Z"


@dataclass(frozen=True)
class Rung:
    """A group and its people; `low`, `able` and `high` are those who can retire, of the `known` among them.

    All four are None where nothing says who can retire; of a group that is not `is_asked` no file could.
    """

    name: str
    people: float
    low: float | None = None
    able: float | None = None
    high: float | None = None
    known: float | None = None
    is_asked: bool = True

    @property
    def share(self) -> str:
        """The part that can retire as an interval in percent; of fewer than ten people none is told."""
        if self.low is None or self.high is None or not self.known or self.known < TOO_FEW:
            return ""
        return format_range(100 * self.low / self.known, 100 * self.high / self.known, Unit.PERCENT)

    @property
    def count(self) -> str:
        """Those who can retire as an interval in people; empty where nothing says who."""
        return "" if self.low is None or self.high is None else format_range(self.low, self.high, Unit.PEOPLE)


@dataclass(frozen=True)
class Rungs:
    """Groups of one date (month end), source and kind of evidence, in the order in which they are drawn."""

    period: date
    evidence: str
    source: str
    groups: tuple[Rung, ...]

    @property
    def is_counted(self) -> bool:
        """Whether anything says of any group who can retire."""
        return any(group.count for group in self.groups)


def build_bands(shares: Answer, names: Mapping[str, str]) -> Rungs | None:
    """The bands of an answer's one breakdown, the highest first, without the people whose band is unknown."""
    (column,) = shares.selection.by
    df = horizons.select_estimates(shares)
    records: list[Any] = df[df["denominator"] > 0].sort_values(column, ascending=False).to_dict("records")
    groups = [_build_band(row, names.get(row[column], row[column])) for row in records if row[column] != UNKNOWN]
    return _build_rungs(records[0], groups) if groups else None


def _build_band(row: Mapping[str, Any], name: str) -> Rung:
    return Rung(name, row["denominator"], *_count_able(row))


def _count_able(row: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Low, middle, high and known people of a row that holds shares."""
    people = row["denominator"]
    return people * row["low"] / 100, row["numerator"], people * row["high"] / 100, people


def _build_rungs(row: Mapping[Any, Any], groups: list[Rung]) -> Rungs:
    return Rungs(row["period"].date(), row["evidence"], row["source"], tuple(groups))


def build_ladder(
    *, pool: Answer, both_grades: Answer, bench: Answer, able: Answer, pool_shares: Answer
) -> Rungs | None:
    """GS-14, GS-15 and the career SES at the last whole period for which the feeder pool is known.

    Args:
        pool: People of GS-15 and equivalents.
        both_grades: People of GS-14 and GS-15 together.
        bench: The ratio that has career executives as its denominator.
        able: Career executives who can retire by a horizon, with their bounds, in people.
        pool_shares: The shares of GS-15 who can retire by the same horizon, with their bounds, in percent.

    Returns:
        The groups from the top down, all of one period and one kind of evidence; None where the pool is not known.
    """
    df = select_whole_rows(pool).dropna(subset="value")
    if df.empty:
        return None
    last = df.to_dict("records")[-1]
    fifteen = last["value"]
    groups = []
    for row in _find_row_at(bench, last):
        career = row["denominator"]
        low, middle, high = next(
            ((one["low"], one["value"], one["high"]) for one in _find_row_at(able, last)), (None, None, None)
        )
        groups.append(Rung("Career SES", career, low, middle, high, career))
    shares = next((_count_able(row) for row in _find_row_at(pool_shares, last)), (None, None, None, None))
    groups.append(Rung("GS-15 and equivalents", fifteen, *shares))
    groups += [
        Rung("GS-14 and equivalents", row["value"] - fifteen, is_asked=False) for row in _find_row_at(both_grades, last)
    ]
    return _build_rungs(last, groups)


def _find_row_at(result: Answer, last: Mapping[Any, Any]) -> list[Any]:
    """The row of another answer at the same period from the same kind of evidence, if there is one."""
    df = result.table
    same = (df["period"] == last["period"]) & (df["evidence"] == last["evidence"])
    records: list[Any] = df[same & df["value"].notna()].to_dict("records")
    return records[:1]


def describe_groups(rungs: Rungs, years: int) -> str:
    """Every group with its people and how many of them can retire."""
    parts = []
    for group in rungs.groups:
        able = " or ".join(filter(None, (group.count, group.share)))
        text = f"{group.name} {format_number(group.people, Unit.PEOPLE)}"
        parts.append(f"{text}, {able} could retire {horizons.describe_horizon(years)}" if able else text)
    return f"{format_month(rungs.period)}: {'; '.join(parts)}."


def write_answer(rungs: Rungs, years: int, agency: str = "") -> str:
    """How the career SES stands to the grade below, and how much of either can retire, in one sentence."""
    by_name = {group.name: group for group in rungs.groups}
    career, pool = by_name.get("Career SES"), by_name["GS-15 and equivalents"]
    text = f"{format_number(pool.people, Unit.PEOPLE)} employees of GS-15 and equivalents"
    if career and career.people:
        text += f" stood below {format_number(career.people, Unit.PEOPLE)} career executives, "
        text += f"{format_number(pool.people / career.people, Unit.RATIO)} for each,"
    else:
        text += " were on board"
    text += f" in {format_month(rungs.period)}"
    if pool.share:
        also = f" and {career.share} of the executives" if career and career.share else ""
        text += f"; {pool.share} of them{also} could retire {horizons.describe_horizon(years)}"
    text = f"{begin_at(agency)}{text}" if agency else text
    return f"{text} ({EVIDENCE[rungs.evidence]})."
