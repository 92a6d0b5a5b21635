"""The change since a baseline as a table: a row for each group of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from metrics import formatting
from metrics.analysis.headline import Headline, Point, of_answer
from metrics.query import whence
from metrics.query.answer import Answer, drawn

COLUMNS = (
    *("latest_period", "latest", "latest_evidence", "latest_source", "latest_flag"),
    *("baseline_period", "baseline", "baseline_evidence", "baseline_source", "baseline_flag"),
    *("change", "verdict", "mixed"),
)


def since(result: Answer, baseline: date) -> pd.DataFrame:
    """Latest and baseline values of every group: the answer's breakdowns, then COLUMNS.

    `change` is in the unit's own terms (points for percents), `verdict` better, worse or neither, `mixed` in what the
    two values differ (evidence, source or basis), and then there is no verdict; all empty where nothing within a year
    before the baseline compares.
    """
    rows = drawn(result)
    by = [*dict.fromkeys((*result.selection.by, *result.metric.always_by))]
    parts = rows.groupby(by, sort=True) if by else [((), rows)]
    found = []
    for group, part in parts:
        headline = of_answer(replace(result, table=part), baseline)
        if headline:
            found.append((*group, *_row(headline)))
    return pd.DataFrame(found, columns=[*by, *COLUMNS])


def _row(found: Headline) -> tuple[object, ...]:
    verdict = found.verdict or ""
    return (
        *_said(found.latest),
        *_said(found.baseline),
        found.change,
        verdict,
        found.mixed,
    )


def _said(point: Point | None) -> tuple[object, ...]:
    if point is None:
        return pd.NaT, None, "", "", ""
    return pd.Timestamp(point.period), point.value, point.evidence, point.source, point.flag


def _works(result: Answer, now: str, then: str) -> str:
    return formatting.of_two_works(whence.of(now, result.works), whence.of(then, result.works))


def words(result: Answer, table: pd.DataFrame, baseline: date) -> list[str]:
    """A sentence or two for what the table cannot say by itself."""
    said = []
    if len(table) == 1 and table["baseline"].isna().all():
        found = of_answer(result, baseline)
        why = formatting.KEPT_APART[found.kept_apart if found else ""].format(formatting.month(baseline))
        said.append(f"{formatting.sentence_case(why)}.")
    elif len(table) and table["baseline"].isna().any():
        said.append(
            f"Where the baseline is empty, no figure is known within a year before {formatting.month(baseline)} that "
            "may be compared."
        )
    if table["mixed"].any():
        said.append(
            "Where mixed names something, the two values differ in it: evidence, source, or basis of a limit; what "
            "changed may be the counting, so there is no verdict."
        )
        apart = table[table["mixed"] != ""]
        pairs = zip(apart["latest_source"], apart["baseline_source"], strict=True)
        told = {_works(result, now, then) for now, then in pairs}
        said += [f"The two are{each}." for each in sorted(told - {""})]
    if len(table) and result.metric.better != "neither":
        said.append(f"For {result.metric.name}, {result.metric.better} is better.")
    return said
