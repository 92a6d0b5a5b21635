"""Indicator and selection to a table; refuses unsound questions and names what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import isnan

import numpy as np
import pandas as pd

from metrics.definitions.formula import Line, Needed, OfKnown, Ratio, Standing
from metrics.definitions.metric import DEFENSE, DEFENSE_COMPONENTS, Measure, Metric, Monthly, Published, Window
from metrics.errors import SampleIsOff, UnknownBreakdown, UnknownValue, UnsoundQuery
from metrics.nearest import nearest
from metrics.query.compiler import compile_for
from metrics.query.gaps import PARTIAL, Gap, are_incomplete, gaps, whole
from metrics.query.known_values import known_values
from metrics.query.listings import Listing, in_part
from metrics.query.mart_rows import files_behind
from metrics.query.selection import Selection
from metrics.query.too_long import refuse_too_long, too_many_rows
from metrics.query.whence import Works, works
from metrics.warehouse import Warehouse, of_a_build

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


NAMED = frozenset({"agency_code", "agency_subelement_code"})
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
    """The indicator for the selection; raises UnknownBreakdown, UnknownValue or UnsoundQuery with the reason.

    Raises TooManyRows for an answer of more than `most` rows, where that is given.
    """
    refuse_unsound(metric, selection)
    _refuse_unknown_values(warehouse, metric, selection)
    _refuse_defense_in_parts(metric, selection)
    sql, values = compile_for(warehouse, metric, selection)
    # Not in the statement: a text is mended once here, and not once for each row that has it.
    named = partial(_each_once, files_behind(warehouse))
    texts: dict[str, Callable[[str], str]] = {
        "source": named,
        "numerator_source": named,
        "denominator_source": named,
        "flag": str,
        "evidence": partial(_refuse_sample, warehouse, metric),
    }
    if most:
        refuse_too_long(warehouse, metric, selection, most)
    table = warehouse.many_rows(f"{sql}\nlimit {most + 1}" if most else sql, values, texts)
    if most and len(table) > most:
        raise too_many_rows(most)
    found = gaps(warehouse, metric, selection)
    note = _only_incomplete(metric, table, found) if len(table) else _what_would_fill(warehouse, metric, selection)
    listed = in_part(warehouse, metric) if "agency_code" in table else frozenset()
    metric = Monthly.of(metric) if selection.window == "month" else metric
    return Answer(metric, selection, table, note, works(warehouse), found, listed)


def _only_incomplete(metric: Metric, table: pd.DataFrame, found: tuple[Gap, ...]) -> str:
    """That everything known is of months from which people are missing, so that nothing makes a headline."""
    if not found or _begins_whole(table):
        return ""
    lacks = are_incomplete(table)
    if not lacks.any():
        return ""
    is_known = table["value"].notna().to_numpy()
    if not (is_known & lacks).any() or (is_known & ~lacks).any():
        return ""
    last = table.loc[is_known, "period"].max().date()
    reason = next((gap.reason for gap in found if gap.period == last and not gap.is_whole), "people are missing")
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


def _each_once(files: Mapping[str, tuple[str, ...]], sources: str) -> str:
    """Names of sources in order, none twice, those of files in place of the word that stands for them."""
    return "; ".join(sorted({name for source in sources.split("; ") for name in files.get(source, (source,))}))


def refuse_unsound(metric: Metric, selection: Selection) -> None:
    """Raise for a question that has no honest answer, saying why."""
    for column in selection.columns:
        if column in metric.fixed:
            raise UnsoundQuery(
                f"{metric.name} cannot be split or filtered by {column}: its definition already settles it "
                f"({metric.definition})"
            )
        if column in metric.formula.blurred:
            raise UnsoundQuery(
                f"{metric.name} cannot be split or filtered by {column}: people pass from one band to the next while "
                "they stay, which would count as coming and going"
            )
        if column not in metric.breakdowns:
            near = nearest(column, metric.breakdowns) or metric.breakdowns[:3]
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
    if selection.window == "month" and isinstance(metric.formula, Published):
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
    if isinstance(metric.formula, Published) and set(together) - set(metric.always_by):
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
    return not NAMED.isdisjoint({*result.selection.columns, *result.metric.always_by})


def splits_agencies(result: Answer) -> bool:
    """Whether it sets agencies beside each other, who are never ranked or chosen from on what is synthetic."""
    return not NAMED.isdisjoint({*result.selection.by, *result.metric.always_by})


def drawn(result: Answer) -> pd.DataFrame:
    """The rows that a chart or headline may use."""
    kept = is_drawn(result)
    return result.table if kept.all() else result.table[kept]


def whole_rows(result: Answer) -> pd.DataFrame:
    """The rows that headlines, ranks and latest values may use: those drawn, of months from which nobody is missing.

    Of agencies a month is whole only where it is for the government: among those left, places would not be the same.
    Records speak first: where they are incomplete, no publisher's figure of that month takes their place.
    """
    rows = whole(drawn(result))
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
    for column, wanted in selection.where:
        known = known_values(warehouse, metric, column)
        for value in wanted:
            if value in known:
                continue
            near = _by_label(warehouse, column, value) or nearest(value, known, 0.3) or known[:3]
            labels = warehouse.labels(column)
            shown = ", ".join(f"{code} ({labels[code]})" if code in labels else code for code in near)
            raise UnknownValue(f"unknown {column} '{value}'; nearest: {shown or 'none is loaded yet'}")


def _refuse_defense_in_parts(metric: Metric, selection: Selection) -> None:
    wanted = set(selection.values("agency_code"))
    if isinstance(metric.formula, Line | Needed | OfKnown | Standing):
        for code in sorted(wanted):
            metric.limit_for("agency", code)
    if wanted & DEFENSE_COMPONENTS and DEFENSE in wanted and "agency_code" not in selection.by:
        raise UnsoundQuery(
            "DD* already holds DD, AR, NV and AF: ask for it or for its parts, or break down by agency_code"
        )


def _by_label(warehouse: Warehouse, column: str, value: str) -> list[str]:
    codes = {label: code for code, label in warehouse.labels(column).items()}
    return [codes[label] for label in nearest(value, codes, 0.6)]


def _what_would_fill(warehouse: Warehouse, metric: Metric, selection: Selection) -> str:
    whole = Selection(window=selection.window)
    if selection != whole and _is_known(warehouse, metric, whole):
        return f"{metric.title}: no figures match this selection; there are some for other periods or breakdowns."
    if metric.is_flow and selection.window in (None, "fy"):
        windows: tuple[Window, ...] = ("12m", "month") if isinstance(metric.formula, Measure) else ("12m",)
        known = [window for window in windows if _is_known(warehouse, metric, Selection(window=window))]
        if known:
            why = f"no whole fiscal year is known yet; ask for the window {' or '.join(known)}."
            return f"{metric.title}: {why} {metric.need.value}"
    return f"{metric.title}: no data yet. {metric.need.value}"


@of_a_build(64)
def _is_known(warehouse: Warehouse, metric: Metric, whole: Selection) -> bool:
    """Whether a build has any figure of an indicator; remembered, since an agency's deck comes upon a dozen without."""
    sql, values = compile_for(warehouse, metric, whole)
    return len(warehouse.rows(sql, values)) > 0
