"""What is said of what is missing: months of employment without whole agencies, months of movements that still grow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from metrics.analysis.part_year import find_part_year
from metrics.formatting import capitalize_first, format_month, join_names
from metrics.query import known_months
from metrics.query.answer import Answer, select_whole_rows
from metrics.query.known_months import KnownMonths
from metrics.query.sql.gaps import UNSETTLED, Gap, is_partial, read_gaps
from metrics.text import allocation
from metrics.text.headlines import describe_part_year as told_part
from metrics.text.sources import describe_parts
from metrics.warehouse import Warehouse

MOST: Final = 3
RECENT: Final = 12
"""Months before the newest figure within which what is missing is said once at the head of a page."""
MARK: Final = "†"
NOUNS: Final = {"separations": "separations", "accessions": "arrivals"}


def list_head_notes(warehouse: Warehouse, newest: date) -> dict[date, str]:
    """What the head of a page says, once for all its figures, of months of the last year that lack something.

    An agency's own gaps are left to its figures.

    Args:
        warehouse: The build that is asked.
        newest: The period of the newest figure.

    Returns:
        A sentence for each month, oldest first.
    """
    first = (pd.Timestamp(newest) - pd.DateOffset(months=RECENT)).date()
    by_period: dict[date, list[Gap]] = {}
    for gap in read_gaps(warehouse):
        if not gap.agency_code and gap.period > first and gap.evidence != "sample":
            by_period.setdefault(gap.period, []).append(gap)
    return {day: _format_gaps(day, of_day) for day, of_day in by_period.items()}


def _format_gaps(day: date, gaps: Sequence[Gap]) -> str:
    reasons = "; ".join(dict.fromkeys(gap.reason for gap in gaps))
    if all(gap.is_whole for gap in gaps):
        return f"{MARK} {format_month(day)}: {reasons}."
    return f"{MARK} {format_month(day)} is incomplete, so no headline, streak or rank rests on it: {reasons}."


def list_remarks(
    warehouse: Warehouse, result: Answer, df: pd.DataFrame, at_head: Collection[date] | None = None
) -> tuple[str, ...]:
    """What must be told beside rows of an answer: positions, incomplete months, sources of parts, what still grows.

    Args:
        warehouse: The build that is asked.
        result: The answer.
        df: Those of its rows that are shown.
        at_head: On a page, the months of which its head speaks: of these the mark alone is left. Which source gives
            which part of a ratio is then said in About. None where there is no page.

    Returns:
        A sentence for each remark.
    """
    is_on_page, at_head = at_head is not None, at_head or ()
    lacking = _find_incomplete(result, df)
    lesser = [gap for gap in list_caveats(result, df) if gap.period not in lacking]
    mark_days = sorted({day for day in (*lacking, *(gap.period for gap in lesser)) if day in at_head})
    sentences = [*allocation.describe_positions(warehouse, result, df)]
    sentences += [_describe_incomplete({day: why for day, why in lacking.items() if day not in at_head})]
    sentences += [f"{format_month(gap.period)}: {gap.reason}." for gap in lesser if gap.period not in at_head]
    sentences += (
        [f"{MARK} {join_names(map(format_month, mark_days))}: see the note at the top of the page."]
        if mark_days
        else []
    )
    sentences += [*([] if is_on_page else describe_parts(warehouse, df)), _describe_growing(result, df)]
    if "records" in set(df["evidence"]):
        sentences += [
            sentence
            for one in known_months.list_known_months(warehouse, result.metric)
            for sentence in describe_movements(one)
        ]
    return tuple(filter(None, sentences))


def _describe_growing(result: Answer, df: pd.DataFrame) -> str:
    """Which published counts of movements others made from files that later ones add to."""
    if "flag" not in df:
        return ""
    is_growing = df["flag"].str.contains(UNSETTLED, regex=False) & (df["evidence"] == "published")
    days = sorted({period.date() for period in df.loc[is_growing, "period"]})
    if not days:
        return ""
    years = "the twelve months to " if len(days) == 1 else "twelve months that end in "
    each = "" if result.selection.window == "month" else years
    return (
        f"Published counts of {each}{_format_spans(days)} will still grow, as OPM's later files add to earlier months."
    )


def describe_part_year(warehouse: Warehouse, result: Answer) -> str:
    """What is published of a year later than the last whole one that an answer has, for the whole government."""
    selection, df = result.selection, result.table.dropna(subset="value")
    kinds = selection.values("appointment")
    if not result.metric.is_flow or selection.by or set(selection.columns) - {"appointment"} or len(kinds) > 1:
        return ""
    kind = next(iter(kinds), "")
    part = find_part_year(warehouse, result.metric, kind, selection.end)
    if part is None or (len(df) and df["period"].max().date() >= part.last):
        return ""
    if selection.start and part.last < selection.start:
        return ""
    return f"Part of a year: {told_part(result.metric, part, kind)}"


def _find_incomplete(result: Answer, df: pd.DataFrame) -> dict[date, str]:
    """The incomplete months among some rows, and why they are so."""
    partial = df[is_partial(df["flag"])] if "flag" in df else df.head(0)
    return {} if partial.empty else list_reasons(result, partial)


def _describe_incomplete(reasons_by_day: Mapping[date, str]) -> str:
    if not reasons_by_day:
        return ""
    month_names = [f"{format_month(day)} ({reason})" for day, reason in [*reasons_by_day.items()][-MOST:]]
    more = f"{len(reasons_by_day) - MOST} earlier months, " if len(reasons_by_day) > MOST else ""
    return f"Incomplete, and so without headline, streak or rank: {more}{join_names(month_names)}."


def list_reasons(result: Answer, partial: pd.DataFrame) -> dict[date, str]:
    """Why each period of some rows is incomplete, oldest first: the government's reason, else that of the agencies."""
    kinds = _list_kinds(partial)
    gaps_by_day: dict[date, list[Gap]] = {day: [] for day in sorted({day for day, *_ in kinds})}
    for gap in result.gaps:
        for day in gaps_by_day:
            # A flow rests on both ends of its year.
            ends = {day, (pd.Timestamp(day) - pd.offsets.MonthEnd(12)).date()} if result.metric.is_flow else {day}
            if gap.period in ends and not gap.is_whole and _bears_on(gap, day, kinds):
                gaps_by_day[day].append(gap)
    return {day: _join_reasons(gaps) for day, gaps in gaps_by_day.items()}


def _list_kinds(df: pd.DataFrame) -> set[tuple[date, str, str]]:
    """The periods of some rows, each with the evidence and the sources that speak for it."""
    return set(zip(df["period"].dt.date, df["evidence"], df["source"], strict=True))


def _bears_on(gap: Gap, day: date, kinds: set[tuple[date, str, str]]) -> bool:
    return any(day == period and gap.bears_on(evidence, sources) for period, evidence, sources in kinds)


def _join_reasons(gaps: Sequence[Gap]) -> str:
    of_all = [gap.reason for gap in gaps if not gap.agency_code]
    return "; ".join(dict.fromkeys(of_all or [gap.reason for gap in gaps])) or "people are missing from the file"


def list_caveats(result: Answer, df: pd.DataFrame) -> list[Gap]:
    """What little is missing from a month that is shown as whole, once for each month among some rows."""
    kinds = _list_kinds(df) if "period" in df else set()
    by_reason: dict[tuple[date, str], Gap] = {}
    for gap in result.gaps:
        if gap.is_whole and _bears_on(gap, gap.period, kinds):
            by_reason.setdefault((gap.period, gap.reason), gap)
    return [*by_reason.values()]


def describe_gaps(result: Answer, latest: date, at_head: Collection[date] = ()) -> str:
    """What is told beside a headline: later months that are incomplete, and what little is missing from its own.

    Args:
        result: The answer behind the headline.
        latest: The period of the headline.
        at_head: The months of which the head of the page speaks: of these the mark alone is left.

    Returns:
        A phrase; empty where nothing is missing.
    """
    df = result.table.dropna(subset="value")
    later = df[(df["period"] > pd.Timestamp(latest)) & is_partial(df["flag"])]
    incomplete = [*list_reasons(result, later).items()][-1:]
    parts = [f"{format_month(day)} is incomplete: {reason}" for day, reason in incomplete if day not in at_head]
    own = select_whole_rows(result)
    lesser = list_caveats(result, own[own["period"] == pd.Timestamp(latest)])
    parts += [capitalize_first(gap.reason) for gap in lesser if gap.period not in at_head]
    is_marked = any(day in at_head for day in (*dict(incomplete), *(gap.period for gap in lesser)))
    return "; ".join([*parts, *([MARK] if is_marked else [])])


def describe_movements(movements: KnownMonths) -> list[str]:
    """What is known of a kind of movement beyond whole years that are settled, a sentence each."""
    noun, sentences = NOUNS[movements.mart], []
    if movements.part:
        year = movements.part[-1].year + (movements.part[-1].month > 9)
        spans, verb = _format_spans(movements.part), _choose_verb(movements.part)
        sentences.append(f"Fiscal year {year} is part of a year: of its {noun} {spans} {verb} known.")
    if movements.growing:
        spans = _format_spans(movements.growing)
        text = f"{capitalize_first(noun)} of {spans} will still grow, as later files add to earlier months"
        if movements.growth is not None:
            months = "month" if movements.settled_count == 1 else f"{movements.settled_count} months"
            text += f": the last {months} that six later files settled grew by {movements.growth:.1f}% on average"
        sentences.append(f"{text}.")
    if movements.late:
        people = f"{movements.executives_late:,} executive{'s' * (movements.executives_late != 1)}"
        files = "file is" if len(movements.late) == 1 else "files are"
        late_reports = f"Late reports of {_format_spans(movements.late)}, whose own {files} not loaded"
        sentences.append(f"{late_reports}, are kept ({people}) but make no total.")
    return sentences


def _choose_verb(months: Sequence[date]) -> str:
    return "is" if len(months) == 1 else "are"


def _format_spans(months: Sequence[date]) -> str:
    """Months as spans: October 2025 to July 2026; of many the last few."""
    runs = known_months.split_into_runs(months)
    spans = [
        format_month(first) if first == last else f"{format_month(first)} to {format_month(last)}"
        for first, last in runs[-MOST:]
    ]
    earlier = sum(1 for one in months if one < runs[-MOST:][0][0])
    return join_names([f"{earlier} earlier months", *spans] if earlier else spans)
