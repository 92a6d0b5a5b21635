"""Streaks: how many periods in a row a share stood above the line that binds it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.analysis.streaks import Streak, answer_with_streaks, count_streaks, list_streaks
from metrics.definitions import catalog
from metrics.exhibits.forms import latest
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import empty_states
from metrics.warehouse import Warehouse

pytestmark = pytest.mark.slow

Row = tuple[str, str, float | None]


def of_rows(rows: Sequence[Row], by: str = "", **columns: Any) -> list[int | None]:
    """The streaks of typed rows: day, evidence, value."""
    table = pd.DataFrame(rows, columns=["period", "evidence", "value"]).assign(**{"source": "", "flag": ""} | columns)
    table["period"] = pd.to_datetime(table["period"])
    table["denominator"] = table["value"].where(table["value"].isna(), 100)
    table["numerator"] = table["value"]
    found = count_streaks(Answer(catalog.find("noncareer_share"), Selection.of(by=[by] if by else []), table))["streak"]
    return [None if pd.isna(value) else int(value) for value in found]


def test_a_streak_counts_the_periods_above_the_line_and_ends_at_it() -> None:
    shares = [11, 12, 10, 10.5, 9, 30]
    rows = [(f"2025-{month:02}-28", "records", share) for month, share in enumerate(shares, 1)]
    assert of_rows(rows) == [1, 2, 0, 1, 0, 1]


def test_a_streak_ends_where_no_figure_is_within_a_year_or_the_value_is_unknown() -> None:
    assert of_rows([("2018-09-30", "records", 12), ("2019-09-30", "records", 12)]) == [1, 2]
    assert of_rows([("2018-09-30", "records", 12), ("2019-10-31", "records", 12)]) == [1, 1]
    gap = [("2025-01-31", "records", 12), ("2025-02-28", "records", None), ("2025-03-31", "records", 12)]
    assert of_rows(gap) == [1, None, 1]


def test_published_figures_carry_on_a_streak_of_records_and_the_sample_has_none() -> None:
    rows: Sequence[Row] = [
        ("2025-01-31", "published", 12),
        ("2025-02-28", "published", 9),
        ("2025-02-28", "records", 12),
        ("2025-02-28", "sample", 12),
        ("2025-03-31", "published", 12),
        ("2025-03-31", "sample", 8),
    ]
    assert of_rows(rows) == [1, 0, 2, None, 3, None]


def test_each_agency_has_its_own_streak_and_some_have_none() -> None:
    codes = ["ED", "DD", "DD*", "AB", "ED", "DD", "DD*", "AB"]
    days = ["2025-01-31"] * 4 + ["2025-02-28"] * 4
    flags = ["", "", "", "exempt", "", "", "", "exempt"]
    rows: Sequence[Row] = [(day, "records", 26) for day in days]
    assert of_rows(rows, by="agency_code", agency_code=codes, flag=flags) == [1, None, 1, None, 2, None, 2, None]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("noncareer_share", {"by": ["occupation_code"]}),
        ("noncareer_share", {"where": {"occupation_code": "0340"}}),
        ("limited_share", {"by": ["agency_code"]}),  # the five percent bind the government only
        ("on_board", {}),
        ("agencies_over_quarter", {}),
        ("noncareer_share", {"all_sources": True}),
    ],
)
def test_no_streak_is_told_where_no_line_binds(published: Warehouse, name: str, asked: dict[str, Any]) -> None:
    found = answer_with_streaks(published, catalog.find(name), Selection.of(**asked))
    assert "streak" not in found.table


def test_a_streak_may_have_begun_before_the_span(published: Warehouse) -> None:
    metric = catalog.find("noncareer_share")
    shown = answer_with_streaks(published, metric, Selection.of(start=pd.Timestamp("2025-12-01").date())).table
    told = zip(shown["period"].astype(str), shown["streak"], shown["streak_since"].astype(str), strict=True)
    assert list(told) == [("2025-12-31", 2, "2025-11-30"), ("2026-07-31", 3, "2025-11-30")]
    assert list(shown.columns[-4:]) == ["streak", "streak_since", "source", "flag"]


def test_a_streak_over_months_of_which_too_little_is_known_is_told_by_its_counts(published: Warehouse) -> None:
    """Career executives are known each month of 2026 and noncareer ones of July alone."""
    careers = answer(published, catalog.find("on_board"), Selection.of(where={"appointment": "career"})).table
    since = careers["period"].between("2025-11-30", "2026-07-31")
    assert since.sum() == 9
    shown = answer_with_streaks(published, catalog.find("noncareer_share"), Selection()).table.iloc[-1]
    assert (shown["streak"], f"{shown['streak_since']:%Y-%m}") == (3, "2025-11")
    share = answer(published, catalog.find("noncareer_share"), Selection.of(by=["agency_code"]))
    above = list_streaks(share, latest(share))
    assert {"FT", "ED"} <= above.keys()
    assert empty_states.describe_streak(above["FT"]) == "in each of the 2 counts known since November 2025"


def test_the_count_before_is_below_the_line_only_where_it_is_known_and_near(published: Warehouse) -> None:
    share = answer(published, catalog.find("noncareer_share"), Selection.of(by=["agency_code"], departments="whole"))
    rows = share.table[share.table["agency_code"] == "FT"].tail(1)
    days = pd.to_datetime(["2025-06-30", "2025-11-30", "2026-07-31"])

    def told(*values: float, days: pd.DatetimeIndex) -> Streak:
        table = pd.concat([rows] * len(values), ignore_index=True).assign(period=days)
        table[["value", "numerator", "denominator"]] = [(10 - value, value, 40) for value in values]
        result = replace(share, table=table)
        return list_streaks(result, result.table.tail(1))["FT"]

    assert told(9, 11, 12, days=days) == Streak(2, date(2025, 11, 30), date(2025, 6, 30), was_below=True)
    assert told(9, 12, days=days[[0, 2]]) == Streak(1, date(2026, 7, 31), date(2025, 6, 30), was_below=False)
    assert told(12, days=days[[2]]) == Streak(1, date(2026, 7, 31), None, was_below=False)


def test_a_streak_is_told_from_its_own_first_count() -> None:
    table = pd.DataFrame(
        {
            "period": pd.to_datetime(["2025-01-31", "2025-02-28", "2025-05-31", "2025-06-30", "2026-07-31"]),
            "value": [9.0, 11.0, 12.0, 13.0, 14.0],
            "numerator": [9.0, 11.0, 12.0, 13.0, 14.0],
            "denominator": 100.0,
            "evidence": "records",
            "source": "",
            "flag": ["", "", "", "partial", ""],
        }
    )
    found = count_streaks(Answer(catalog.find("noncareer_share"), Selection(), table))
    assert [None if pd.isna(count) else int(count) for count in found["streak"]] == [0, 1, 2, None, 1]
    assert ["" if pd.isna(day) else f"{day:%Y-%m}" for day in found["streak_since"]] == [
        *("", "2025-02", "2025-02", "", "2026-07")
    ]


def test_an_agency_above_the_line_is_told_for_how_long(stand_in: Warehouse) -> None:
    """Education stands above a quarter at once or not: counted here a second time."""
    found = answer_with_streaks(stand_in, catalog.find("noncareer_share"), Selection.of(by=["agency_code"])).table
    found = found[(found["evidence"] == "records") & (found["denominator"] >= 4)]
    assert found["streak"].max() > 1
    for code, rows in found.groupby("agency_code"):
        if code in ("DD", "AR", "NV", "AF"):
            assert rows["streak"].isna().all()
            continue
        in_a_row = 0
        for above, people, streak in zip(rows["numerator"], rows["denominator"], rows["streak"], strict=True):
            in_a_row = in_a_row + 1 if 4 * above > people else 0
            assert streak == in_a_row
