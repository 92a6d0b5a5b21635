"""What is missing from the files: months from which whole agencies are missing, months of movements that still grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from metrics.definitions.formula import Ratio
from metrics.definitions.metric import Measure, Metric
from metrics.definitions.terms import AtStart, Average, Change, EstimatedEntries
from metrics.query.selection import Selection
from metrics.query.sql.statement import YEAR_BEFORE
from metrics.warehouse import Warehouse, remember_per_build

PARTIAL: Final = "partial"
UNSETTLED: Final = "unsettled"
AGENCY, SUBELEMENT = "agency_code", "agency_subelement_code"
Condition = tuple[str, list[object]]
"""A condition on rows as SQL, and the values bound in it."""
NEVER: Final[Condition] = ("false", [])


@dataclass(frozen=True)
class Gap:
    """A month (its last day) from which something is missing: of an agency, or of the government where none is named.

    It is one of a `source`, a file of records or a publisher's figures: what one lacks of a month another may have.
    `is_whole` says that it is little enough for the month to be shown as whole, with the caveat that `reason` is.
    """

    evidence: str
    source: str
    period: date
    agency_code: str
    is_whole: bool
    reason: str

    def bears_on(self, evidence: str, sources: str) -> bool:
        """Whether a row of that evidence and of those sources, at this period, is made of what lacks something."""
        # Of records one publication speaks for a month; a row of movements names the files of the movements.
        return self.evidence == evidence and (evidence != "published" or self.source in sources.split("; "))


def reads_employment(metric: Metric) -> bool:
    """Whether it counts people on board, of whom files of employment may lack some."""
    return any(measure.mart.kind == "stock" and not measure.mart.has_source for measure in metric.measures)


def build_lacking(
    all_gaps: Sequence[Gap],
    selection: Selection,
    row: str = "",
    period: str = "",
    *,
    source: int = 1,
    at_government: bool = False,
) -> Condition:
    """Whether a row's own source lacks some of its people at its period, or at the one given.

    Gaps are few and stand in the statement as constants: every further table that it reads takes time to plan.

    Args:
        all_gaps: The gaps of the build.
        selection: The question, whose agencies they must be of.
        row: The alias of the row in the statement; empty where there is none.
        period: The period to look at, in SQL; the row's own where empty.
        source: Which of several sources of a published row is meant; the first is that of the people on board.
        at_government: Ask it of the whole government, whatever the question is about.

    Returns:
        The condition in SQL, and the values bound in it.
    """
    alias = f"{row}." if row else ""
    at, code, codes = period or f"{alias}period", "", _list_agencies(selection)
    if at_government:
        codes = ()
    elif AGENCY in selection.by or SUBELEMENT in selection.by:
        code = f"{alias}{AGENCY}" if AGENCY in selection.by else f"left({alias}{SUBELEMENT}, 2)"
    months: dict[tuple[str, str, date], set[str]] = {}
    for gap in all_gaps:
        concerns = bool(gap.agency_code) if code else gap.agency_code in (codes or ("",))
        if concerns and not gap.is_whole:
            # Of records one publication speaks for a month, in whatever words a row names its files.
            own = gap.source if gap.evidence == "published" else ""
            months.setdefault((gap.evidence, own, gap.period), set()).add(gap.agency_code)
    alike: dict[tuple[str, str, tuple[str, ...]], list[date]] = {}
    for (evidence, own, month), agency_codes in months.items():
        alike.setdefault((evidence, own, tuple(sorted(agency_codes)) if code else ()), []).append(month)
    either: list[str] = []
    values: list[object] = []
    for (evidence, own, agencies), dates in alike.items():
        parts = [f"{alias}evidence = ?", f"{at} in ({_format_marks(dates)})"]
        values += [evidence, *dates]
        if own:
            parts.append(f"split_part({alias}source, '; ', {source}) = ?")
            values.append(own)
        if agencies:
            parts.append(f"{code} in ({_format_marks(agencies)})")
            values += agencies
        either.append(" and ".join(parts))
    return (f"coalesce({' or '.join(f'({one})' for one in either)}, false)", values) if either else NEVER


def _format_marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _list_agencies(selection: Selection) -> tuple[str, ...]:
    """The agencies that a question is about, those of its subelements among them; none: all of them."""
    parts = (code[:2] for code in selection.values(SUBELEMENT))
    return tuple(dict.fromkeys((*selection.values(AGENCY), *parts)))


def build_partial(all_gaps: Sequence[Gap], metric: Metric, selection: Selection) -> Condition:
    """Whether a row of an answer rests on a month from which some of its people are missing."""
    if not reads_employment(metric):
        return NEVER
    if not metric.is_flow:
        of_two = isinstance(metric.formula, Ratio) and metric.formula.is_of_one_file
        return _either([build_lacking(all_gaps, selection, source=source) for source in ((1, 2) if of_two else (1,))])
    terms = (metric.formula.top, metric.formula.bottom) if isinstance(metric.formula, Ratio) else (metric.formula,)
    ends = {"": any(isinstance(term, Average | Change | EstimatedEntries) for term in terms)}
    ends[YEAR_BEFORE.format("answered")] = any(
        isinstance(term, Average | Change | EstimatedEntries | AtStart) for term in terms
    )
    return _either([build_lacking(all_gaps, selection, period=at) for at, is_read in ends.items() if is_read])


def _either(conditions: list[Condition]) -> Condition:
    conditions = [condition for condition in conditions if condition != NEVER]
    return " or ".join(sql for sql, _ in conditions) or "false", [value for _, values in conditions for value in values]


def build_unsettled(metric: Metric, selection: Selection) -> str:
    """Whether later files will still add to what a row counts."""
    flows = sorted({measure.mart.name for measure in metric.measures if measure.mart.kind == "flow"})
    if not flows:
        return "false"
    marts = ", ".join(f"'{name}'" for name in flows)
    # A rate of what records count over a published stock is labelled published.
    is_counted = "evidence = 'records'" if isinstance(metric.formula, Measure) else "evidence <> 'sample'"
    column = "is_settled" if selection.window == "month" else "is_year_settled"
    growing = f"select month from marts.coverage where mart in ({marts}) and not {column}"
    figure = metric.formula.figure if isinstance(metric.formula, Measure) else None
    # What others counted from the same files grows as they do.
    figure_condition = (
        " or (evidence = 'published' and (source, period) in (\n        select source, period from marts.published\n"
        f"        where indicator = '{figure.indicator}' and not is_settled))"
        if figure
        else ""
    )
    return f"({is_counted} and period in ({growing})){figure_condition}"


def select_gaps(warehouse: Warehouse, metric: Metric, selection: Selection) -> tuple[Gap, ...]:
    """The gaps that bear on an answer, newest last: the government's, and those of the agencies it is about."""
    if not reads_employment(metric):
        return ()
    codes = set(_list_agencies(selection))
    is_each = {AGENCY, SUBELEMENT} & {*selection.by, *metric.always_by}
    return tuple(
        gap for gap in read_gaps(warehouse) if (gap.agency_code in codes if codes else is_each or not gap.agency_code)
    )


@remember_per_build()
def read_gaps(warehouse: Warehouse) -> tuple[Gap, ...]:
    """Every gap of a build, oldest first; what the build finds replaces a register that thinks the month near whole."""
    rows = warehouse.rows(
        "select evidence, source, period, coalesce(agency_code, '') as agency_code, is_whole, reason\n"
        "from marts.partial_months order by period, evidence, source, agency_code, is_whole, found_by"
    )
    unique_gaps: dict[tuple[str, str, date, str], Gap] = {}
    for evidence, source, period, code, is_whole, reason in rows.itertuples(index=False):
        gap = Gap(evidence, source, period.date(), code, bool(is_whole), str(reason))
        unique_gaps.setdefault((evidence, source, gap.period, code), gap)
    return tuple(unique_gaps.values())


def find_reason(warehouse: Warehouse, evidence: str, sources: str, day: date, agency_code: str) -> str:
    """Why a month is incomplete for an agency (none: the government), in those sources; nothing where it is not."""
    reasons = [
        gap.reason
        for code in dict.fromkeys((agency_code, ""))
        for gap in read_gaps(warehouse)
        if gap.agency_code == code and gap.period == day and not gap.is_whole and gap.bears_on(evidence, sources)
    ]
    return next(iter(reasons), "")


def is_partial(flags: pd.Series) -> np.ndarray:
    """Which rows are of a month from which some of their people are missing, by their flags."""
    # Flags are few and rows may be many: each flag is read once.
    partial_flags = [flag for flag in flags.dropna().unique() if PARTIAL in flag]
    result: np.ndarray = flags.isin(partial_flags).to_numpy() if partial_flags else np.zeros(len(flags), dtype=bool)
    return result


def drop_incomplete(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows from whose months nobody is missing: those that make headlines, streaks, ranks and crossings.

    Records speak first, so that a month whose records are incomplete makes none either where a publisher counted more:
    the figure stands in the series, and what moved to it may be what the records lack.

    Args:
        rows: Rows of an answer, with the columns period, evidence and flag.

    Returns:
        Those of them, with the same columns.
    """
    lacks = are_incomplete(rows)
    return rows[~lacks] if lacks.any() else rows


def are_incomplete(rows: pd.DataFrame) -> np.ndarray:
    """Which rows are of months that are not whole."""
    lacks = is_partial(rows["flag"])
    if not lacks.any():
        return lacks
    incomplete = rows["period"][lacks & (rows["evidence"] == "records").to_numpy()].unique()
    is_published = (rows["evidence"] == "published").to_numpy() & rows["period"].isin(incomplete).to_numpy()
    either: np.ndarray = lacks | is_published
    return either


def select_for_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by which words and labels tell a series: those of whole months, or all where there are no others."""
    df = drop_incomplete(rows) if "flag" in rows else rows
    return df if len(df) else rows
