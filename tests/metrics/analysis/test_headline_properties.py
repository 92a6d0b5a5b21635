"""What holds for the headline of every indicator and group, whatever its figures are and wherever they come from."""

from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import formatting
from metrics.analysis.headline import (
    CHANGES_OF_ADMINISTRATION,
    Headline,
    build_headline,
    build_headlines,
    find_headline,
)
from metrics.definitions import catalog
from metrics.definitions.metric import Metric
from metrics.errors import UnsoundQuery
from metrics.query.answer import Answer, names_agencies, select_drawn
from metrics.query.selection import Selection
from metrics.query.works import RECORDS, list_works
from metrics.text import headlines
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask
from tests.properties import examples

pytestmark = pytest.mark.slow

BASELINES = (date(2016, 9, 30), date(2021, 1, 20), date(2024, 9, 30))
WORLDS = ("published", "loaded", "stand_in", "records")
CASES = [
    (metric, by)
    for metric in catalog.METRICS
    for by in ((), ("agency_code",), ("appointment",))
    if set(by) <= set(metric.breakdowns)
]
MOST_GROUPS = 8
WORKS = dict.fromkeys(("cube_2016.zip", "cube_2025.zip"), RECORDS)


def holds(result: Answer, rows: pd.DataFrame, found: Headline, asked: date) -> None:
    """Everything that a reader may take for granted of a headline made of these rows."""
    rows = rows[rows["value"].notna()]
    latest, then = found.latest, found.baseline
    assert pd.Timestamp(latest.period) == rows["period"].max()
    newest = rows[rows["period"] == rows["period"].max()]
    assert latest.evidence == "records" or "records" not in set(newest["evidence"])
    end = pd.Timestamp(asked)
    before = rows[(rows["period"] < pd.Timestamp(latest.period)) & (rows["period"] <= end)]
    near = before[before["period"] >= end - pd.DateOffset(months=12)]
    is_made_up = latest.evidence == "sample" and names_agencies(result)
    assert (found.kept_apart == "sample") == is_made_up
    assert (found.kept_apart == "early") == (not is_made_up and len(near) > 0 and pd.Timestamp(latest.period) <= end)
    if then is None:
        assert (found.change, found.verdict, found.mixed) == (None, None, "")
        assert is_made_up or near.empty == (found.kept_apart == "")
        return
    assert found.kept_apart == ""
    assert max(then.period, asked) < latest.period  # a change is one after the baseline
    assert not any(then.period < day <= latest.period for day in result.metric.breaks)
    types = set(rows["appointment"]) if "appointment" in rows else set(result.selection.values("appointment"))
    if result.metric.turns and types != {"career"}:
        assert not any(then.period < day <= latest.period for day in CHANGES_OF_ADMINISTRATION)
    assert not result.metric.one_source or then.source == latest.source
    assert pd.Timestamp(then.period) in set(near["period"])
    if not result.metric.one_source and not result.metric.breaks:
        assert pd.Timestamp(then.period) == near["period"].max()
    assert found.change == latest.value - then.value
    real = {latest.evidence, then.evidence}
    assert "sample" not in real or real == {"sample"}
    assert (found.mixed == "evidence") == (latest.evidence != then.evidence)
    works = [list_works(point.source, result.works) for point in (latest, then)]
    assert found.mixed or works[0] == works[1]
    if found.mixed:
        assert found.verdict is None  # what differs may be the counting alone
        said = headlines.write_headline(result.metric, found)
        if works[0] == works[1]:
            works = [(formatting.EVIDENCE[point.evidence],) for point in (latest, then)]
        assert found.mixed == "basis" or all(work in said for work in (*works[0], *works[1]))
        return
    way = found.change if result.metric.better == "higher" else -found.change
    assert found.verdict == "neither" or (found.verdict == "better") == (way > 0)
    assert found.verdict == "neither" or result.metric.better != "neither"


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(("metric", "by"), CASES, ids=[" by ".join((metric.name, *by)) for metric, by in CASES])
def test_every_headline_is_of_one_group_and_says_what_it_mixes(
    request: pytest.FixtureRequest, world: str, metric: Metric, by: tuple[str, ...]
) -> None:
    warehouse: Warehouse = request.getfixturevalue(world)
    result = ask(warehouse, metric, by=by)
    groups = [column for column in result.table.columns if column in (*by, *metric.always_by)]
    rows = select_drawn(result)
    few = rows.merge(rows[groups].drop_duplicates().head(MOST_GROUPS), on=groups) if groups else rows
    for asked in BASELINES:
        for key, found in build_headlines(replace(result, table=few), asked).items():
            mine = few
            for column, value in zip(groups, key, strict=True):
                mine = mine[mine[column].astype(str) == value]
            holds(result, mine, found, asked)


def test_one_headline_never_speaks_for_several_groups(published: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="has a value for each agency_code"):
        find_headline(published, catalog.find("noncareer_share"), Selection.of(by=["agency_code"]), BASELINES[0])
    with pytest.raises(UnsoundQuery, match="has a value for each race"):
        find_headline(published, catalog.find("race_share"), Selection(), BASELINES[0])
    with pytest.raises(UnsoundQuery, match="has a value for each appointment"):
        find_headline(published, catalog.find("on_board"), Selection.of(by=["appointment"]), BASELINES[0])
    chosen = find_headline(published, catalog.find("rating_share"), Selection(), BASELINES[0])
    assert chosen is not None
    assert (chosen.latest.period, chosen.latest.value) == (date(2023, 9, 30), 64.0)  # the first it declares: level 5


DAYS = st.sampled_from([f"{year}-{month}" for year, month in product(range(2014, 2027), ("03-31", "09-30"))])
SOURCES = st.sampled_from(["a_report", "another_report", "cube_2016.zip", "a_report; cube_2025.zip"])
POINTS = st.tuples(DAYS, st.sampled_from(["records", "published", "sample"]), SOURCES, st.none() | st.floats(0, 100))
SERIES = st.lists(POINTS, max_size=12, unique_by=lambda point: point[:2])
NAMED = st.sampled_from(["on_board", "women_share", "separation_rate", "general_positions_vacancy_rate", "award_share"])


@examples(300)
@given(name=NAMED, series=SERIES, asked=st.dates(date(2013, 1, 1), date(2027, 1, 1)))
def test_any_series_makes_an_honest_headline(name: str, series: list[tuple[object, ...]], asked: date) -> None:
    table = pd.DataFrame(series, columns=["period", "evidence", "source", "value"]).assign(flag="")
    table["period"] = pd.to_datetime(table["period"])
    table["value"] = table["value"].astype(float)
    result = Answer(catalog.find(name), Selection(), table, works=WORKS)
    found = build_headline(result, asked)
    rows = select_drawn(result)
    assert (found is None) == rows["value"].isna().all()
    if found:
        holds(result, rows, found, asked)


def test_ratings_are_never_compared_across_the_ceiling() -> None:
    rows = [("2024-09-30", 96.0), ("2025-09-30", 95.0), ("2026-09-30", 30.0), ("2027-09-30", 29.0)]
    table = pd.DataFrame(rows, columns=["period", "value"]).assign(evidence="published", source="opm", flag="")
    table["period"] = pd.to_datetime(table["period"])
    result = Answer(catalog.find("award_share"), Selection(), table)
    across, after = build_headline(result, date(2025, 9, 30)), build_headline(result, date(2026, 9, 30))
    assert across is not None
    assert (across.baseline, across.change, across.kept_apart) == (None, None, "break")
    assert after is not None
    assert after.change == -1


def test_two_bases_of_a_limit_are_told_apart() -> None:
    rows = [("2024-09-30", 3.0, "on_board"), ("2025-09-30", 2.0, "positions 2025-09-30")]
    table = pd.DataFrame(rows, columns=["period", "value", "basis"]).assign(evidence="published", source="a", flag="")
    table["period"] = pd.to_datetime(table["period"])
    found = build_headline(Answer(catalog.find("agencies_over_quarter"), Selection(), table), date(2024, 9, 30))
    assert found is not None
    assert (found.change, found.mixed) == (-1, "basis")
