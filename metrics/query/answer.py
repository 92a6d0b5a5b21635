"""Indicator and selection to a table; refuses unsound questions and names what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import isnan

import numpy as np
import pandas as pd

from metrics.definitions.formula import LeastWhole, LimitLine, OfKnown, Ratio, StandingCount
from metrics.definitions.metric import DEFENSE, DEFENSE_COMPONENTS, Measure, Metric, Monthly, PublishedQuantity, Window
from metrics.errors import SampleIsOff, UnknownBreakdown, UnknownValue, UnsoundQuery
from metrics.nearest import find_nearest
from metrics.query.known_values import list_known_values
from metrics.query.selection import Selection
from metrics.query.sql.compiler import compile_for
from metrics.query.sql.gaps import PARTIAL, Gap, are_incomplete, drop_incomplete, select_gaps
from metrics.query.sql.listings import Listing, read_partial_listings
from metrics.query.sql.mart_rows import read_files_behind
from metrics.query.too_long import build_too_many_rows, refuse_too_long
from metrics.query.works import Works, read_works
from metrics.warehouse import Warehouse, remember_per_build

COLUMN_MEANINGS = {
    "agency_code": "agency",
    "agency_subelement_code": "agency subelement",
    "appointment": "appointment type",
    "age_band": "age band",
    "service_band": "length of service",
    "sex": "sex",
    "separation_category": "separation category",
    "separation_group": "reason for leaving",
    "occupation_code": "occupation",
    "duty_state": "duty station",
    "education_code": "education",
    "education_group": "advanced degree",
    "supervisory_code": "supervisory status",
    "horizon_years": "years ahead",
    "race": "race or ethnic origin",
    "trait": "characteristic",
    "rating": "rating level",
    "standing": "standing to the limit",
}
"""Every column by which some indicator can be split, with the word a reader sees."""


AGENCY_COLUMNS = frozenset({"agency_code", "agency_subelement_code"})
FIRST_ROWS = 200  # by which most answers show that they hold a whole month


@dataclass(frozen=True, eq=False)
class Answer:
    """What was asked and what came of it; equal to itself alone, so that what is made of it can be remembered by it.

    `table` has the columns of `metrics show --format csv`: period (month-end date), the breakdowns, evidence, value (in
    the metric's unit) and, where they apply, numerator and denominator, then source and flag; sorted by period, then
    breakdowns. `note` says, where the table is empty, what would fill it. `works` says what work each source is of: a
    loaded file of OPM's record files, any other of a publisher. `gaps` are the months from which something is missing;
    `in_part` the listings of publishers that do not name every agency, so that none of their rows has a rank.
    """

    metric: Metric
    selection: Selection
    table: pd.DataFrame
    note: str = ""
    works: Works = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    in_part: frozenset[Listing] = frozenset()


def answer(warehouse: Warehouse, metric: Metric, selection: Selection, most: int | None = None) -> Answer:
    """The indicator for the selection.

    Args:
        warehouse: The build to ask.
        metric: The indicator.
        selection: Breakdowns, filters, span of periods and window.
        most: How many rows the answer may have, where that is bounded.

    Returns:
        The answer; its `table` has the columns period, the breakdowns, evidence, value (in the metric's unit), those of
        the formula such as numerator and denominator, source and flag.

    Raises:
        UnknownBreakdown: The indicator has no such column.
        UnknownValue: A filter names a value that the column does not have.
        UnsoundQuery: The question has no honest answer; the sentence says why.
        TooManyRows: The answer is longer than `most` rows.
        SampleIsOff: A synthetic row came up in a build that is not the demonstration.
    """
    refuse_unsound(metric, selection)
    _refuse_unknown_values(warehouse, metric, selection)
    _refuse_defense_in_parts(metric, selection)
    sql, values = compile_for(warehouse, metric, selection)
    # Not in the statement: a text is mended once here, and not once for each row that has it.
    name_files = partial(_name_each_once, read_files_behind(warehouse))
    texts: dict[str, Callable[[str], str]] = {
        "source": name_files,
        "numerator_source": name_files,
        "denominator_source": name_files,
        "flag": str,
        "evidence": partial(_refuse_sample, warehouse, metric),
    }
    if most:
        refuse_too_long(warehouse, metric, selection, most)
    table = warehouse.many_rows(f"{sql}\nlimit {most + 1}" if most else sql, values, texts)
    if most and len(table) > most:
        raise build_too_many_rows(most)
    answer_gaps = select_gaps(warehouse, metric, selection)
    note = _only_incomplete(metric, table, answer_gaps) if len(table) else _explain_empty(warehouse, metric, selection)
    partial_listings = read_partial_listings(warehouse, metric) if "agency_code" in table else frozenset()
    metric = Monthly.of(metric) if selection.window == "month" else metric
    return Answer(metric, selection, table, note, read_works(warehouse), answer_gaps, partial_listings)


def _only_incomplete(metric: Metric, table: pd.DataFrame, answer_gaps: tuple[Gap, ...]) -> str:
    """That everything known is of months from which people are missing, so that nothing makes a headline."""
    if not answer_gaps or _begins_whole(table):
        return ""
    lacks = are_incomplete(table)
    if not lacks.any():
        return ""
    is_known = table["value"].notna().to_numpy()
    if not (is_known & lacks).any() or (is_known & ~lacks).any():
        return ""
    last = table.loc[is_known, "period"].max().date()
    reason = next((gap.reason for gap in answer_gaps if gap.period == last and not gap.is_whole), "people are missing")
    return f"{metric.title}: known only of incomplete months, last of {last:%B %Y}: {reason}."


def _begins_whole(table: pd.DataFrame) -> bool:
    """Whether one of the first rows is known, of records and of a whole month, as in nearly every answer of records."""
    first = (table[column].iloc[:FIRST_ROWS].tolist() for column in ("value", "evidence", "flag"))
    return any(
        not isnan(value) and evidence == "records" and PARTIAL not in flag
        for value, evidence, flag in zip(*first, strict=True)
    )


def _refuse_sample(warehouse: Warehouse, metric: Metric, evidence: str) -> str:
    """No real build has a synthetic row: should one come up all the same, it is shown to nobody."""
    if evidence == "sample" and not warehouse.with_sample:
        raise SampleIsOff(
            f"{metric.name}: the build {warehouse.build_id} holds synthetic rows and is no demonstration; build it "
            "again with: python -m etl build"
        )
    return evidence


def _name_each_once(files: Mapping[str, tuple[str, ...]], sources: str) -> str:
    """Names of sources in order, none twice, those of files in place of the word that stands for them."""
    return "; ".join(sorted({name for source in sources.split("; ") for name in files.get(source, (source,))}))


def refuse_unsound(metric: Metric, selection: Selection) -> None:
    """Raise for a question that has no honest answer, saying why."""
    for column in selection.columns:
        if column in metric.fixed_columns:
            raise UnsoundQuery(
                f"{metric.name} cannot be split or filtered by {column}: its definition already settles it "
                f"({metric.definition})"
            )
        if column in metric.formula.bands_crossed:
            raise UnsoundQuery(
                f"{metric.name} cannot be split or filtered by {column}: people pass from one band to the next while "
                "they stay, which would count as coming and going"
            )
        if column not in metric.breakdowns:
            near = find_nearest(column, metric.breakdowns) or metric.breakdowns[:3]
            raise UnknownBreakdown(
                f"unknown breakdown '{column}' for {metric.name}; nearest: {', '.join(near)}. "
                f"All it has: {', '.join(metric.breakdowns)}"
            )
    if selection.window and not metric.is_flow:
        raise UnsoundQuery(
            f"{metric.name} is counted at a date, so it cannot be summed over a window; leave the window out, or ask "
            "for a flow such as separations"
        )
    terms = (metric.formula.top, metric.formula.bottom) if isinstance(metric.formula, Ratio) else (metric.formula,)
    if selection.window == "month" and isinstance(metric.formula, PublishedQuantity):
        raise UnsoundQuery(
            f"{metric.name} is published over twelve months, so it has no value for a single month; ask for "
            "--window 12m"
        )
    if selection.window == "month" and not all(isinstance(term, Measure) for term in terms):
        raise UnsoundQuery(
            f"{metric.name} compares dates a year apart or divides by the average of a year, so it has no value for a "
            "single month; ask for a count such as separations, or for --window 12m"
        )
    together = [column for column, values in selection.where if len(values) > 1 and column not in selection.by]
    if isinstance(metric.formula, PublishedQuantity) and set(together) - set(metric.always_by):
        raise UnsoundQuery(
            f"{metric.name} is published as a finished figure, and such figures are neither added nor averaged: break "
            f"it down by {together[0]} or ask for one value of it"
        )


def is_drawn(result: Answer) -> np.ndarray:
    """Which rows a chart or headline may use: the sample only where no real figure exists at any period."""
    is_real: np.ndarray = result.table["evidence"].to_numpy() != "sample"
    return is_real if is_real.any() else ~is_real


def is_sampled(result: Answer) -> bool:
    """Whether nothing real is known, so that all that is drawn is synthetic."""
    return bool(len(result.table)) and bool((result.table["evidence"] == "sample").all())


def names_agencies(result: Answer) -> bool:
    """Whether an answer is of agencies by name, of whom nothing synthetic may say how they stand to anything."""
    return not AGENCY_COLUMNS.isdisjoint({*result.selection.columns, *result.metric.always_by})


def splits_agencies(result: Answer) -> bool:
    """Whether it sets agencies beside each other, who are never ranked or chosen from on what is synthetic."""
    return not AGENCY_COLUMNS.isdisjoint({*result.selection.by, *result.metric.always_by})


def select_drawn(result: Answer) -> pd.DataFrame:
    """The rows that a chart or headline may use."""
    is_kept = is_drawn(result)
    return result.table if is_kept.all() else result.table[is_kept]


def select_whole_rows(result: Answer) -> pd.DataFrame:
    """The rows that headlines, ranks and latest values may use: those drawn, of months from which nobody is missing.

    Of agencies a month is whole only where it is for the government: among those left, places would not be the same.
    Records speak first: where they are incomplete, no publisher's figure of that month takes their place.

    Args:
        result: The answer.

    Returns:
        Rows of its table, with the same columns.
    """
    rows = drop_incomplete(select_drawn(result))
    if not {"agency_code", "agency_subelement_code"} & {*result.selection.by, *result.metric.always_by}:
        return rows
    lacking: dict[pd.Timestamp, list[Gap]] = {}
    for gap in result.gaps:
        if not gap.agency_code and not gap.is_whole:
            lacking.setdefault(pd.Timestamp(gap.period), []).append(gap)
    if not lacking:
        return rows
    is_lacking = [
        any(gap.evidence == "records" or gap.bears_on(evidence, sources) for gap in lacking.get(period, ()))
        for evidence, sources, period in zip(rows["evidence"], rows["source"], rows["period"], strict=True)
    ]
    return rows[~np.array(is_lacking, dtype=bool)]


def _refuse_unknown_values(warehouse: Warehouse, metric: Metric, selection: Selection) -> None:
    for column, values in selection.where:
        possible = list_known_values(warehouse, metric, column)
        for value in values:
            if value in possible:
                continue
            near = _find_by_label(warehouse, column, value) or find_nearest(value, possible, 0.3) or possible[:3]
            labels = warehouse.labels(column)
            suggestions = ", ".join(f"{code} ({labels[code]})" if code in labels else code for code in near)
            raise UnknownValue(f"unknown {column} '{value}'; nearest: {suggestions or 'none is loaded yet'}")


def _refuse_defense_in_parts(metric: Metric, selection: Selection) -> None:
    codes = set(selection.values("agency_code"))
    if isinstance(metric.formula, LimitLine | LeastWhole | OfKnown | StandingCount):
        for code in sorted(codes):
            metric.limit_for("agency", code)
    if codes & DEFENSE_COMPONENTS and DEFENSE in codes and "agency_code" not in selection.by:
        raise UnsoundQuery(
            "DD* already holds DD, AR, NV and AF: ask for it or for its parts, or break down by agency_code"
        )


def _find_by_label(warehouse: Warehouse, column: str, value: str) -> list[str]:
    codes = {label: code for code, label in warehouse.labels(column).items()}
    return [codes[label] for label in find_nearest(value, codes, 0.6)]


def _explain_empty(warehouse: Warehouse, metric: Metric, selection: Selection) -> str:
    whole = Selection(window=selection.window)
    if selection != whole and _is_known(warehouse, metric, whole):
        return f"{metric.title}: no figures match this selection; there are some for other periods or breakdowns."
    if metric.is_flow and selection.window in (None, "fy"):
        windows: tuple[Window, ...] = ("12m", "month") if isinstance(metric.formula, Measure) else ("12m",)
        others = [window for window in windows if _is_known(warehouse, metric, Selection(window=window))]
        if others:
            why = f"no whole fiscal year is known yet; ask for the window {' or '.join(others)}."
            return f"{metric.title}: {why} {metric.need.value}"
    return f"{metric.title}: no data yet. {metric.need.value}"


@remember_per_build(64)
def _is_known(warehouse: Warehouse, metric: Metric, whole: Selection) -> bool:
    """Whether a build has any figure of an indicator; remembered, since an agency's deck comes upon a dozen without."""
    sql, values = compile_for(warehouse, metric, whole)
    return len(warehouse.rows(sql, values)) > 0
