"""Streaks: how many periods in a row a share stood above the line that binds it."""

import pandas as pd
import pytest

from metrics import catalog
from metrics.query import Answer
from metrics.selection import Selection
from metrics.streaks import answer_with_streaks, streaks
from metrics.warehouse import Warehouse

Row = tuple[str, str, float | None]


def of_rows(rows: list[Row], by: str = "", **columns: object) -> list[int | None]:
    """The streaks of typed rows: day, evidence, value."""
    table = pd.DataFrame(rows, columns=["period", "evidence", "value"]).assign(**{"source": "", "flag": ""} | columns)
    table["period"] = pd.to_datetime(table["period"])
    table["denominator"] = table["value"].where(table["value"].isna(), 100)
    table["numerator"] = table["value"]
    found = streaks(Answer(catalog.find("noncareer_share"), Selection.of(by=[by] if by else []), table))
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
    rows: list[Row] = [
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
    rows: list[Row] = [(day, "records", 26) for day in days]
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
def test_no_streak_is_told_where_no_line_binds(published: Warehouse, name: str, asked: dict[str, object]) -> None:
    found = answer_with_streaks(published, catalog.find(name), Selection.of(**asked))
    assert "streak" not in found.table


def test_a_streak_may_have_begun_before_the_span(published: Warehouse) -> None:
    metric = catalog.find("noncareer_share")
    shown = answer_with_streaks(published, metric, Selection.of(start=pd.Timestamp("2025-12-01").date())).table
    assert list(zip(shown["period"].astype(str), shown["streak"], strict=True)) == [
        ("2025-12-31", 2),
        ("2026-07-31", 3),
    ]
    assert list(shown.columns[-3:]) == ["streak", "source", "flag"]


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
        for row in rows.itertuples():
            in_a_row = in_a_row + 1 if 4 * row.numerator > row.denominator else 0
            assert row.streak == in_a_row
