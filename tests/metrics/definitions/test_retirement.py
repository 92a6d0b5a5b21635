"""Who can retire: three numbers that stand in order, add up, follow the horizon, and meet what others published."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.analysis.headline import DEFAULT_BASELINE, find_headline
from metrics.definitions.catalog import find
from metrics.errors import UnknownValue, UnsoundQuery
from metrics.query.known_values import list_known_values
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask, at, table, values
from tests.metrics.expected_retirement import RETIREMENT
from tests.metrics.raw import Raw

pytestmark = pytest.mark.slow

ESTIMATES = ("retirement_eligible", "retirement_eligible_share", "feeder_retirement_eligible_share")
CASES = [(name, column) for name in ESTIMATES for column in ("", *find(name).breakdowns)]
ADDED = [(name, column) for name, column in CASES if name == "retirement_eligible" and column != "horizon_years"]
THREE = ["low", "value", "high"]


def keys(*by: str) -> list[str]:
    return ["period", *dict.fromkeys((*by, "horizon_years"))]


def from_sample(warehouse: Warehouse, name: str, *by: str, **more: object) -> pd.DataFrame:
    """The rows counted from the sample."""
    return table(warehouse, name, by=[column for column in by if column], **more).query("evidence == 'sample'")


@pytest.mark.parametrize(("name", "column"), CASES)
def test_low_central_and_high_are_what_a_second_count_gives(
    loaded: Warehouse, raw_loaded: Raw, name: str, column: str
) -> None:
    by = (column,) if column else ()
    ours = from_sample(loaded, name, *by).set_index(keys(*by))
    theirs = RETIREMENT[name].count(raw_loaded, by)
    assert set(ours.index) == set(theirs.index)
    theirs = theirs.reindex(ours.index)
    for number in (*THREE, "left_out"):
        np.testing.assert_allclose(ours[number], theirs[number], rtol=1e-9, err_msg=number)
    assert ours["left_out"].sum() > 0


@pytest.mark.parametrize(("name", "column"), CASES)
def test_the_three_numbers_stand_in_order_and_never_fall_with_the_horizon(
    loaded: Warehouse, name: str, column: str
) -> None:
    found = from_sample(loaded, name, column).dropna(subset="value")
    assert ((found["low"] <= found["value"] + 1e-9) & (found["value"] <= found["high"] + 1e-9)).all()
    assert (found["low"] >= 0).all()
    if name != "retirement_eligible":
        assert (found["high"] <= 100 + 1e-9).all()
    if column != "horizon_years":
        groups = ["period", *([column] if column else [])]
        ahead = found.sort_values("horizon_years").groupby(groups)[THREE]
        assert (ahead.diff().fillna(0) >= -1e-9).all(axis=None)
        assert set(found["horizon_years"]) == {0, 1, 3, 5, 10}


@pytest.mark.parametrize(("name", "column"), ADDED)
def test_groups_of_one_horizon_add_up(loaded: Warehouse, name: str, column: str) -> None:
    whole = from_sample(loaded, name, where={"appointment": ["career"]}).set_index(keys())
    parts = from_sample(loaded, name, column, where={"appointment": ["career"]}).groupby(keys())
    for number in (*THREE, "left_out"):
        pd.testing.assert_series_equal(parts[number].sum(), whole[number], check_names=False)


def test_two_columns_together_give_what_each_of_them_gives(loaded: Warehouse) -> None:
    """One column is read from the sums made beforehand, two from the people themselves."""
    both = from_sample(loaded, "retirement_eligible", "occupation_code", "age_band")
    for column in ("occupation_code", "age_band"):
        alone = from_sample(loaded, "retirement_eligible", column).set_index(keys(column))
        together = both.groupby(keys(column))
        for number in (*THREE, "left_out"):
            summed = together[number].sum()
            pd.testing.assert_series_equal(summed, alone[number].fillna(0)[summed.index], check_names=False)
    pools = from_sample(loaded, "feeder_retirement_eligible_share", "agency_code", "age_band")
    pools = pools[pools["agency_code"] != "DD*"].groupby(keys("age_band"))[["numerator", "denominator"]].sum()
    alone = from_sample(loaded, "feeder_retirement_eligible_share", "age_band").set_index(keys("age_band"))
    pd.testing.assert_frame_equal(pools, alone.loc[pools.index, ["numerator", "denominator"]])


@pytest.mark.parametrize("name", [name for name in RETIREMENT if find(name).by_default])
def test_career_executives_are_meant_unless_the_question_names_others(loaded: Warehouse, name: str) -> None:
    usual, career = from_sample(loaded, name), from_sample(loaded, name, where={"appointment": "career"})
    pd.testing.assert_frame_equal(usual, career)
    assert not usual["value"].equals(from_sample(loaded, name, where={"appointment": "noncareer"})["value"])
    split = from_sample(loaded, name, "appointment")
    assert {"career", "noncareer"} <= set(split["appointment"])
    same = split[split["appointment"] == "career"].drop(columns="appointment")
    pd.testing.assert_frame_equal(same.reset_index(drop=True), usual.reset_index(drop=True))


def test_a_horizon_is_in_every_answer_and_can_be_asked_for(loaded: Warehouse) -> None:
    every, five = from_sample(loaded, "retirement_eligible_share"), None
    five = from_sample(loaded, "retirement_eligible_share", where={"horizon_years": "5"})
    assert list(five.columns) == list(every.columns)
    expected = every[every["horizon_years"] == 5].reset_index(drop=True)
    pd.testing.assert_frame_equal(five.reset_index(drop=True), expected)
    two = from_sample(loaded, "retirement_eligible", where={"horizon_years": ["0", "5"]})
    assert two.groupby("period")["horizon_years"].apply(list).map(tuple).unique().tolist() == [(0, 5)]


def test_an_unknown_horizon_comes_with_the_nearest_ones(loaded: Warehouse, published: Warehouse) -> None:
    for warehouse in (loaded, published):
        metric = find("retirement_eligible_share")
        assert set(list_known_values(warehouse, metric, "horizon_years")) == {"0", "1", "3", "5", "7", "10"}
        nearest = r"unknown horizon_years '4'; nearest: 3 \(Within 3 years\), 5 \(Within 5 years\), 1 "
        with pytest.raises(UnknownValue, match=nearest):
            ask(warehouse, metric, where={"horizon_years": "4"})


def test_an_age_at_leaving_is_not_an_age_at_the_start(loaded: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="eligible_leaving_share cannot be split or filtered by age_band"):
        ask(loaded, "eligible_leaving_share", by=["age_band"])


def test_headlines_are_of_now_and_of_five_years_ahead(loaded: Warehouse) -> None:
    metric = find("retirement_eligible_share")
    assert metric.headlines == ("0", "5")
    rows = at(table(loaded, metric), "2025-09-30", "sample").set_index("horizon_years")["value"]
    for horizon in metric.headlines:
        selection = Selection.of(where={"horizon_years": horizon})
        asked_for = find_headline(loaded, metric, selection, DEFAULT_BASELINE)
        published_too = table(loaded, metric, where={"horizon_years": horizon}).query("evidence == 'published'")
        assert asked_for is not None
        if len(published_too):
            assert asked_for.latest.evidence == "published"
        else:
            assert asked_for.latest.value == rows[int(horizon)]
    assert find_headline(loaded, metric, Selection(), DEFAULT_BASELINE) == find_headline(
        loaded, metric, Selection.of(where={"horizon_years": "0"}), DEFAULT_BASELINE
    )


def test_published_shares_stand_at_their_horizon(published: Warehouse, root: Path) -> None:
    found = table(published, "retirement_eligible_share")
    columns = ("period", "horizon_years", "evidence", "value", "source")
    assert values(found.assign(period=found["period"].dt.strftime("%Y-%m-%d")), *columns) == [
        ("1998-10-31", 7, "published", 71, "gao_retirement_2000"),
        ("2015-09-30", 10, "published", 85, "pps_pivotal_moment_2016"),
        ("2020-09-30", 5, "published", 62.2, "pps_trends_2023"),
        ("2020-09-30", 10, "published", 79.8, "pps_trends_2023"),
    ]
    assert found[["low", "high", "numerator", "denominator"]].isna().all(axis=None)
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as lines:
        listed = [
            row
            for row in csv.DictReader(lines)
            if (row["indicator"], row["population"], row["breakdown"]) == ("retirement_eligible_share", "career", "")
        ]
    assert len(found) == len([row for row in listed if not row["agency"]])
    by_agency = table(published, "retirement_eligible_share", by=["agency_code"])
    agencies = [(row["agency_code"], int(row["horizon_years"]), float(row["value"])) for row in listed if row["agency"]]
    assert values(by_agency, "agency_code", "horizon_years", "value") == agencies == [("VA", 7, 82)]
    by_appointment = table(published, "retirement_eligible_share", by=["appointment"])
    assert set(by_appointment["appointment"]) == {"career"}
    assert len(by_appointment) == len(found)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("sixty_and_over_share", [("2022-09-30", 26.6)]),
        ("thirty_years_share", [("1998-09-30", 26.2), ("2022-09-30", 32)]),
    ],
)
def test_published_shares_of_career_executives(
    published: Warehouse, name: str, figures: list[tuple[str, float]]
) -> None:
    found = table(published, name)
    assert values(found.assign(period=found["period"].dt.strftime("%Y-%m-%d")), "period", "value") == figures
    assert set(found["source"]) == {"pps_trends_2023"}
    split = table(published, name, by=["appointment"])
    assert set(split["appointment"]) == {"career"}


def test_career_retirement_rate_of_fiscal_2009(fy2009: Warehouse, raw_fy2009: Raw) -> None:
    """Retirements from the real cube over the career executives published for both Septembers (582 left in all)."""
    leavers = raw_fy2009.leavers[raw_fy2009.leavers["appointment"] == "career"]
    retired = leavers[leavers["separation_category"].isin(["SD", "SE", "SG"])]["people"].sum()
    (row,) = values(table(fy2009, "retirement_rate"), "evidence", "numerator", "denominator", "value")
    assert leavers["people"].sum() == 582
    assert row == ("published", retired, 6907.5, pytest.approx(100 * retired / 6907.5))


def test_nobody_known_is_unknown_and_not_zero(records: Warehouse) -> None:
    """A component of the typed world has one noncareer executive of unknown age and service."""
    where = {"appointment": "noncareer", "agency_code": "AB"}
    for name in ("retirement_eligible", "retirement_eligible_share"):
        found = table(records, name, where=where)
        assert len(found) > 0
        assert found[[*THREE]].isna().all(axis=None)
        assert (found["left_out"] == 1).all()
