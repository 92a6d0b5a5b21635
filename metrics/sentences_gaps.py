"""What is said of what is missing: months of employment without whole agencies, months of movements that still grow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from metrics import known_months
from metrics.gaps import Gap, is_partial
from metrics.known_months import Known
from metrics.query import Answer, whole_rows
from metrics.sentences import listed, month, sentence_case
from metrics.warehouse import Warehouse

MOST: Final = 3
NOUNS: Final = {"separations": "separations", "accessions": "arrivals"}


def remarks(warehouse: Warehouse, result: Answer, rows: pd.DataFrame) -> tuple[str, ...]:
    """What must be told beside rows of an answer: which months are incomplete, and of movements which still grow."""
    said = [_incomplete(result, rows), *(f"{month(gap.period)}: {gap.reason}." for gap in caveats(result, rows))]
    if "records" in set(rows["evidence"]):
        said += [sentence for one in known_months.of_metric(warehouse, result.metric) for sentence in of_movements(one)]
    return tuple(filter(None, said))


def _incomplete(result: Answer, rows: pd.DataFrame) -> str:
    partial = rows[is_partial(rows["flag"])] if "flag" in rows else rows.head(0)
    if partial.empty:
        return ""
    found = reasons(result, partial)
    named = [f"{month(day)} ({said})" for day, said in [*found.items()][-MOST:]]
    more = f"{len(found) - MOST} earlier months, " if len(found) > MOST else ""
    return f"Incomplete, and so without headline, streak or rank: {more}{listed(named)}."


def reasons(result: Answer, partial: pd.DataFrame) -> dict[date, str]:
    """Why each period of some rows is incomplete, oldest first: the government's reason, else that of the agencies."""
    kinds = set(zip(partial["period"].dt.date, partial["evidence"], strict=True))
    found: dict[date, list[Gap]] = {day: [] for day in sorted({day for day, _ in kinds})}
    for gap in result.gaps:
        for day in found:
            # A flow rests on both ends of its year.
            ends = {day, (pd.Timestamp(day) - pd.offsets.MonthEnd(12)).date()} if result.metric.is_flow else {day}
            if gap.period in ends and not gap.is_whole and (day, gap.evidence) in kinds:
                found[day].append(gap)
    return {day: _reason(gaps) for day, gaps in found.items()}


def _reason(gaps: Sequence[Gap]) -> str:
    of_all = [gap.reason for gap in gaps if not gap.agency_code]
    return "; ".join(dict.fromkeys(of_all or [gap.reason for gap in gaps])) or "people are missing from the file"


def caveats(result: Answer, rows: pd.DataFrame) -> list[Gap]:
    """What little is missing from a month that is shown as whole, once for each month among some rows."""
    kinds = set(zip(rows["period"].dt.date, rows["evidence"], strict=True)) if "period" in rows else set()
    said: dict[tuple[date, str], Gap] = {}
    for gap in result.gaps:
        if gap.is_whole and (gap.period, gap.evidence) in kinds:
            said.setdefault((gap.period, gap.reason), gap)
    return [*said.values()]


def beside(result: Answer, latest: date) -> str:
    """What is told beside a headline: later months that are incomplete, and what little is missing from its own."""
    rows = result.table.dropna(subset="value")
    later = rows[(rows["period"] > pd.Timestamp(latest)) & is_partial(rows["flag"])]
    said = [f"{month(day)} is incomplete: {reason}" for day, reason in [*reasons(result, later).items()][-1:]]
    own = whole_rows(result)
    return "; ".join(
        [*said, *(sentence_case(gap.reason) for gap in caveats(result, own[own["period"] == pd.Timestamp(latest)]))]
    )


def of_movements(found: Known) -> list[str]:
    """What is known of a kind of movement beyond whole years that are settled, a sentence each."""
    noun, said = NOUNS[found.mart], []
    if found.part:
        year = found.part[-1].year + (found.part[-1].month > 9)
        said.append(
            f"Fiscal year {year} is part of a year: of its {noun} {_spans(found.part)} {_are(found.part)} known."
        )
    if found.growing:
        text = (
            f"{sentence_case(noun)} of {_spans(found.growing)} will still grow, as later files report of earlier months"
        )
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
