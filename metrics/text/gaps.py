"""What is said of what is missing: months of employment without whole agencies, months of movements that still grow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from metrics.analysis.part_year import part_year
from metrics.formatting import listed, month, sentence_case
from metrics.query import known_months
from metrics.query.answer import Answer, whole_rows
from metrics.query.gaps import UNSETTLED, Gap, is_partial, known_gaps
from metrics.query.known_months import Known
from metrics.text import allocation
from metrics.text.headlines import part_year as told_part
from metrics.text.sources import parts
from metrics.warehouse import Warehouse

MOST: Final = 3
RECENT: Final = 12
"""Months before the newest figure within which what is missing is said once at the head of a page."""
MARK: Final = "†"
NOUNS: Final = {"separations": "separations", "accessions": "arrivals"}


def at_the_head(warehouse: Warehouse, newest: date) -> dict[date, str]:
    """What the head of a page says, once for all its figures, of months of the last year that lack something.

    A sentence for each month, oldest first. An agency's own gaps are left to its figures.
    """
    first = (pd.Timestamp(newest) - pd.DateOffset(months=RECENT)).date()
    found: dict[date, list[Gap]] = {}
    for gap in known_gaps(warehouse):
        if not gap.agency_code and gap.period > first and gap.evidence != "sample":
            found.setdefault(gap.period, []).append(gap)
    return {day: _at_the_head(day, of_day) for day, of_day in found.items()}


def _at_the_head(day: date, found: Sequence[Gap]) -> str:
    reasons = "; ".join(dict.fromkeys(gap.reason for gap in found))
    if all(gap.is_whole for gap in found):
        return f"{MARK} {month(day)}: {reasons}."
    return f"{MARK} {month(day)} is incomplete, so no headline, streak or rank rests on it: {reasons}."


def remarks(
    warehouse: Warehouse, result: Answer, rows: pd.DataFrame, at_head: Collection[date] | None = None
) -> tuple[str, ...]:
    """What must be told beside rows of an answer: positions, incomplete months, sources of parts, what still grows.

    On a page the mark alone is left of the months `at_head`, of which the head of the page speaks, and which source
    gives which part of a ratio is said in About.
    """
    is_on_page, at_head = at_head is not None, at_head or ()
    lacking = _lacking(result, rows)
    lesser = [gap for gap in caveats(result, rows) if gap.period not in lacking]
    marked = sorted({day for day in (*lacking, *(gap.period for gap in lesser)) if day in at_head})
    said = [*allocation.beside(warehouse, result, rows)]
    said += [_incomplete({day: why for day, why in lacking.items() if day not in at_head})]
    said += [f"{month(gap.period)}: {gap.reason}." for gap in lesser if gap.period not in at_head]
    said += [f"{MARK} {listed(map(month, marked))}: see the note at the top of the page."] if marked else []
    said += [*([] if is_on_page else parts(warehouse, rows)), _growing(result, rows)]
    if "records" in set(rows["evidence"]):
        said += [sentence for one in known_months.of_metric(warehouse, result.metric) for sentence in of_movements(one)]
    return tuple(filter(None, said))


def _growing(result: Answer, rows: pd.DataFrame) -> str:
    """Which published counts of movements others made from files that later ones add to."""
    if "flag" not in rows:
        return ""
    is_growing = rows["flag"].str.contains(UNSETTLED, regex=False) & (rows["evidence"] == "published")
    days = sorted({period.date() for period in rows.loc[is_growing, "period"]})
    if not days:
        return ""
    years = "the twelve months to " if len(days) == 1 else "twelve months that end in "
    each = "" if result.selection.window == "month" else years
    return f"Published counts of {each}{_spans(days)} will still grow, as OPM's later files add to earlier months."


def part_of_a_year(warehouse: Warehouse, result: Answer) -> str:
    """What is published of a year later than the last whole one that an answer has, for the whole government."""
    asked, rows = result.selection, result.table.dropna(subset="value")
    kinds = asked.values("appointment")
    if not result.metric.is_flow or asked.by or set(asked.columns) - {"appointment"} or len(kinds) > 1:
        return ""
    kind = next(iter(kinds), "")
    found = part_year(warehouse, result.metric, kind, asked.end)
    if found is None or (len(rows) and rows["period"].max().date() >= found.last):
        return ""
    if asked.start and found.last < asked.start:
        return ""
    return f"Part of a year: {told_part(result.metric, found, kind)}"


def _lacking(result: Answer, rows: pd.DataFrame) -> dict[date, str]:
    """The incomplete months among some rows, and why they are so."""
    partial = rows[is_partial(rows["flag"])] if "flag" in rows else rows.head(0)
    return {} if partial.empty else reasons(result, partial)


def _incomplete(found: Mapping[date, str]) -> str:
    if not found:
        return ""
    named = [f"{month(day)} ({said})" for day, said in [*found.items()][-MOST:]]
    more = f"{len(found) - MOST} earlier months, " if len(found) > MOST else ""
    return f"Incomplete, and so without headline, streak or rank: {more}{listed(named)}."


def reasons(result: Answer, partial: pd.DataFrame) -> dict[date, str]:
    """Why each period of some rows is incomplete, oldest first: the government's reason, else that of the agencies."""
    kinds = _kinds(partial)
    found: dict[date, list[Gap]] = {day: [] for day in sorted({day for day, *_ in kinds})}
    for gap in result.gaps:
        for day in found:
            # A flow rests on both ends of its year.
            ends = {day, (pd.Timestamp(day) - pd.offsets.MonthEnd(12)).date()} if result.metric.is_flow else {day}
            if gap.period in ends and not gap.is_whole and _bears_on(gap, day, kinds):
                found[day].append(gap)
    return {day: _reason(gaps) for day, gaps in found.items()}


def _kinds(rows: pd.DataFrame) -> set[tuple[date, str, str]]:
    """The periods of some rows, each with the evidence and the sources that speak for it."""
    return set(zip(rows["period"].dt.date, rows["evidence"], rows["source"], strict=True))


def _bears_on(gap: Gap, day: date, kinds: set[tuple[date, str, str]]) -> bool:
    return any(day == period and gap.bears_on(evidence, sources) for period, evidence, sources in kinds)


def _reason(gaps: Sequence[Gap]) -> str:
    of_all = [gap.reason for gap in gaps if not gap.agency_code]
    return "; ".join(dict.fromkeys(of_all or [gap.reason for gap in gaps])) or "people are missing from the file"


def caveats(result: Answer, rows: pd.DataFrame) -> list[Gap]:
    """What little is missing from a month that is shown as whole, once for each month among some rows."""
    kinds = _kinds(rows) if "period" in rows else set()
    said: dict[tuple[date, str], Gap] = {}
    for gap in result.gaps:
        if gap.is_whole and _bears_on(gap, gap.period, kinds):
            said.setdefault((gap.period, gap.reason), gap)
    return [*said.values()]


def beside(result: Answer, latest: date, at_head: Collection[date] = ()) -> str:
    """What is told beside a headline: later months that are incomplete, and what little is missing from its own.

    The mark alone for months `at_head`, of which the head of the page speaks.
    """
    rows = result.table.dropna(subset="value")
    later = rows[(rows["period"] > pd.Timestamp(latest)) & is_partial(rows["flag"])]
    incomplete = [*reasons(result, later).items()][-1:]
    said = [f"{month(day)} is incomplete: {reason}" for day, reason in incomplete if day not in at_head]
    own = whole_rows(result)
    lesser = caveats(result, own[own["period"] == pd.Timestamp(latest)])
    said += [sentence_case(gap.reason) for gap in lesser if gap.period not in at_head]
    is_marked = any(day in at_head for day in (*dict(incomplete), *(gap.period for gap in lesser)))
    return "; ".join([*said, *([MARK] if is_marked else [])])


def of_movements(found: Known) -> list[str]:
    """What is known of a kind of movement beyond whole years that are settled, a sentence each."""
    noun, said = NOUNS[found.mart], []
    if found.part:
        year = found.part[-1].year + (found.part[-1].month > 9)
        said.append(
            f"Fiscal year {year} is part of a year: of its {noun} {_spans(found.part)} {_are(found.part)} known."
        )
    if found.growing:
        text = f"{sentence_case(noun)} of {_spans(found.growing)} will still grow, as later files add to earlier months"
        if found.growth is not None:
            months = "month" if found.settled == 1 else f"{found.settled} months"
            text += f": the last {months} that six later files settled grew by {found.growth:.1f}% on average"
        said.append(f"{text}.")
    if found.late:
        people = f"{found.executives_late:,} executive{'s' * (found.executives_late != 1)}"
        files = "file is" if len(found.late) == 1 else "files are"
        kept = f"Late reports of {_spans(found.late)}, whose own {files} not loaded"
        said.append(f"{kept}, are kept ({people}) but make no total.")
    return said


def _are(months: Sequence[date]) -> str:
    return "is" if len(months) == 1 else "are"


def _spans(months: Sequence[date]) -> str:
    """Months as spans: October 2025 to July 2026; of many the last few."""
    runs = known_months.runs(months)
    named = [month(first) if first == last else f"{month(first)} to {month(last)}" for first, last in runs[-MOST:]]
    earlier = sum(1 for one in months if one < runs[-MOST:][0][0])
    return listed([f"{earlier} earlier months", *named] if earlier else named)
