"""The change since a baseline as a table: a row for each group of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from metrics import formatting
from metrics.analysis.headline import Headline, Point, build_headline
from metrics.query.answer import Answer, select_drawn
from metrics.query.works import list_works

COLUMNS = (
    *("latest_period", "latest", "latest_evidence", "latest_source", "latest_flag"),
    *("baseline_period", "baseline", "baseline_evidence", "baseline_source", "baseline_flag"),
    *("change", "verdict", "mixed"),
)


def build_change_table(result: Answer, baseline: date) -> pd.DataFrame:
    """Latest and baseline values of every group.

    Args:
        result: An answer, split or not.
        baseline: The day to compare with; a figure within the year before it counts.

    Returns:
        A row for each group: the answer's breakdowns, then COLUMNS. `latest` and `baseline` are in the indicator's
        unit, `change` is in the unit's own terms (points for percents), `verdict` is better, worse or neither, and
        `mixed` says in what the two values differ (evidence, source or basis), and then there is no verdict. The
        baseline, the change and the verdict are empty where nothing compares.
    """
    df = select_drawn(result)
    by = [*dict.fromkeys((*result.selection.by, *result.metric.always_by))]
    parts = df.groupby(by, sort=True) if by else [((), df)]
    records = []
    for group, part in parts:
        headline = build_headline(replace(result, table=part), baseline)
        if headline:
            records.append((*group, *_list_headline_values(headline)))
    return pd.DataFrame(records, columns=[*by, *COLUMNS])


def _list_headline_values(headline: Headline) -> tuple[object, ...]:
    verdict = headline.verdict or ""
    return (
        *_list_point_values(headline.latest),
        *_list_point_values(headline.baseline),
        headline.change,
        verdict,
        headline.mixed,
    )


def _list_point_values(point: Point | None) -> tuple[object, ...]:
    if point is None:
        return pd.NaT, None, "", "", ""
    return pd.Timestamp(point.period), point.value, point.evidence, point.source, point.flag


def _describe_works(result: Answer, now: str, then: str) -> str:
    return formatting.format_two_works(list_works(now, result.works), list_works(then, result.works))


def describe_change_table(result: Answer, table: pd.DataFrame, baseline: date) -> list[str]:
    """A sentence or two for what the table cannot say by itself."""
    sentences = []
    if len(table) == 1 and table["baseline"].isna().all():
        headline = build_headline(result, baseline)
        why = formatting.REASONS_APART[headline.kept_apart if headline else ""].format(
            formatting.format_month(baseline)
        )
        sentences.append(f"{formatting.capitalize_first(why)}.")
    elif len(table) and table["baseline"].isna().any():
        sentences.append(
            "Where the baseline is empty, no figure is known within a year before "
            f"{formatting.format_month(baseline)} that "
            "may be compared."
        )
    if table["mixed"].any():
        sentences.append(
            "Where mixed names something, the two values differ in it: evidence, source, or basis of a limit; what "
            "changed may be the counting, so there is no verdict."
        )
        apart = table[table["mixed"] != ""]
        pairs = zip(apart["latest_source"], apart["baseline_source"], strict=True)
        works = {_describe_works(result, now, then) for now, then in pairs}
        sentences += [f"The two are{each}." for each in sorted(works - {""})]
    if len(table) and result.metric.better != "neither":
        sentences.append(f"For {result.metric.name}, {result.metric.better} is better.")
    return sentences
