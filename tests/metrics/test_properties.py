"""What holds for every indicator and every selection, whatever the numbers are."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions import catalog
from metrics.definitions.formula import LeastWhole, LimitLine, Parity
from metrics.definitions.marts import POSITIONS
from metrics.definitions.metric import (
    Average,
    Change,
    EstimatedEntries,
    Metric,
    PublishedQuantity,
    Ratio,
    Statistic,
    Unit,
)
from metrics.definitions.terms import AtStart
from metrics.query.answer import select_drawn
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask, table
from tests.metrics.raw import Raw
from tests.properties import examples

pytestmark = pytest.mark.slow

LACKING = (
    *("career_reserved_share", "pay_at_ceiling_share", "veteran_share"),
    *("noncareer_share_of_positions", "limited_share_of_positions", "noncareer_headroom", "quarter_standing"),
    *("noncareer_share_of_known_positions", "schedule_policy_career"),
)
"""What the sample cannot say: it has no position types, veterans, allocations or year with a cited ceiling, and ends
before June 2026."""
CASES = [(metric, column) for metric in catalog.METRICS for column in metric.breakdowns]


def is_rate(metric: Metric) -> bool:
    """Whether events are divided by a stock, which they may outnumber; any other percentage is a part of a whole."""
    return isinstance(metric.formula, Ratio) and isinstance(metric.formula.bottom, Average | AtStart)


def adds_up(metric: Metric, column: str) -> bool:
    """Whether the groups of a column are parts of a whole: estimates that may be unknown in a group are not."""
    estimated = any(
        isinstance(part, EstimatedEntries) for part in (metric.formula, getattr(metric.formula, "top", None))
    )
    estimated |= isinstance(getattr(metric.formula, "bottom", None), EstimatedEntries)
    own = (*metric.always_by, *(default for default, _ in metric.by_default))
    return (
        not estimated
        and not isinstance(metric.formula, LimitLine | LeastWhole | Parity | PublishedQuantity)
        and column not in own
    )


BOUNDED = [(metric, column) for metric, column in CASES if metric.unit is Unit.PERCENT and not is_rate(metric)]
DIVIDED = [case for case in CASES if isinstance(case[0].formula, Ratio | Statistic)]
ADDED = [case for case in CASES if adds_up(*case) and case[0].name not in LACKING]
FILTERED = [
    (metric, column)
    for metric, column in CASES
    if not any(measure.mart is POSITIONS for measure in metric.measures)
    and metric.measures
    and metric.name not in LACKING
    and column != "sex"
]
BY_MANY = catalog.find("on_board").breakdowns


def named(cases: list[tuple[Metric, str]]) -> list[str]:
    return [f"{metric.name} by {column}" for metric, column in cases]


DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 6, 30))


def keys(metric: Metric, *by: str) -> list[str]:
    return ["period", *dict.fromkeys((*by, *metric.always_by))]


@pytest.mark.parametrize(("metric", "column"), CASES, ids=named(CASES))
def test_every_row_has_its_place_evidence_source_and_flag(loaded: Warehouse, metric: Metric, column: str) -> None:
    found = table(loaded, metric, by=[column])
    assert list(found.columns[: len(keys(metric, column)) + 2]) == [*keys(metric, column), "evidence", "value"]
    assert list(found.columns[-2:]) == ["source", "flag"]
    assert set(found["evidence"]) <= {"records", "published", "sample"}
    assert (found["source"] != "").all()
    assert found["source"].notna().all()
    assert not found.duplicated([*keys(metric, column), "evidence"]).any()
    assert (found["period"] == found["period"] + pd.offsets.MonthEnd(0)).all()
    order = found.sort_values([*keys(metric, column), "evidence", "source"], kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(found, order)


@pytest.mark.parametrize("world", ["loaded", "records", "published"])
@pytest.mark.parametrize(("metric", "column"), BOUNDED, ids=named(BOUNDED))
def test_shares_lie_between_nothing_and_everything(
    request: pytest.FixtureRequest, world: str, metric: Metric, column: str
) -> None:
    warehouse: Warehouse = request.getfixturevalue(world)
    for by in ([], [column]):
        assert table(warehouse, metric, by=by)["value"].dropna().between(0, 100).all()


@pytest.mark.parametrize(("metric", "column"), DIVIDED, ids=named(DIVIDED))
def test_a_ratio_is_its_numerator_over_its_denominator(loaded: Warehouse, metric: Metric, column: str) -> None:
    found = table(loaded, metric, by=[column])
    few = found["denominator"] < 10
    assert (found["flag"].str.split(";").map(lambda flags: "too_few" in flags) == few).all()
    if isinstance(metric.formula, Ratio):
        counted = found[found["denominator"].notna()]
        known = counted["denominator"] != 0
        if metric.formula.is_part:
            known &= counted["numerator"] <= counted["denominator"]
        expected = metric.formula.per * counted["numerator"] / counted["denominator"].where(known)
        pd.testing.assert_series_equal(counted["value"], expected, check_names=False)
        assert found.loc[found["denominator"].isna() & found["numerator"].notna(), "value"].isna().all()


@pytest.mark.parametrize(("metric", "column"), ADDED, ids=named(ADDED))
def test_parts_add_up_to_the_whole(loaded: Warehouse, metric: Metric, column: str) -> None:
    """Counts by their values; shares, rates and means by what was divided and by the people behind them."""
    own = [*metric.always_by]
    kind = "published" if any(measure.mart is POSITIONS for measure in metric.measures) else "sample"
    departments = "components" if column == "agency_code" else None
    whole, parts = table(loaded, metric), table(loaded, metric, by=[column], departments=departments)
    whole = whole[whole["evidence"] == kind].set_index(["period", *own])
    parts = parts[parts["evidence"] == kind]
    assert len(whole) > 0
    added = [name for name in ("numerator", "denominator") if name in whole] or ["value"]
    for name in added:
        sums = parts.groupby(["period", *own])[name].sum().reindex(whole.index).fillna(0)
        pd.testing.assert_series_equal(sums, whole[name].fillna(0), check_names=False, check_index_type=False)


@pytest.mark.parametrize("column", [column for column in catalog.find("age_mix").breakdowns if column != "age_band"])
def test_every_group_is_the_whole_of_its_bands(loaded: Warehouse, column: str) -> None:
    found = table(loaded, "age_mix", by=[column]).query("evidence == 'sample'")
    sums = found.groupby(["period", column])["value"].sum()
    assert sums.between(100 - 1e-9, 100 + 1e-9).all()


def test_agencies_over_the_line_are_as_many_as_are_named(loaded: Warehouse) -> None:
    counted = table(loaded, "agencies_over_quarter").set_index(["period", "evidence"])["value"]
    named_ones = table(loaded, "agencies_over_quarter", by=["agency_code"]).groupby(["period", "evidence"]).size()
    assert counted.max() > 0
    pd.testing.assert_series_equal(
        named_ones.reindex(counted.index).fillna(0).astype(float), counted, check_names=False
    )


@pytest.mark.parametrize(("metric", "column"), FILTERED, ids=named(FILTERED))
def test_a_filter_gives_the_row_of_the_breakdown(loaded: Warehouse, metric: Metric, column: str) -> None:
    split = table(loaded, metric, by=[column])
    split = split[(split["evidence"] != "published") & split["value"].notna() & (split[column] != "")]
    value = split[column].value_counts().idxmax()
    alone = table(loaded, metric, where={column: str(value)}).query("evidence != 'published'")
    same = split[split[column] == value].set_index(keys(metric))["value"]
    filtered = alone.set_index(keys(metric))["value"]
    pd.testing.assert_series_equal(filtered[same.index], same, check_dtype=False)
    assert filtered.drop(same.index).fillna(0).eq(0).all()


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_the_sample_never_enters_a_real_number(loaded: Warehouse, metric: Metric) -> None:
    for by in ((), *((column,) for column in metric.breakdowns)):
        found = table(loaded, metric, by=by, window="12m" if metric.is_flow else None)
        if any(measure.mart is POSITIONS for measure in metric.measures):
            continue
        if found.empty:
            continue
        synthetic = found["source"].str.contains("FedScope_|SYNTHETIC")
        assert (found.loc[synthetic, "evidence"] == "sample").all()
        assert synthetic[found["evidence"] == "sample"].all()
        names = found.loc[synthetic, "source"].str.split("; ").explode()
        assert names.str.match(r"FedScope_(Employment|Separations|Accessions)_[\w-]+\.zip$|SYNTHETIC$").all()


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_charts_draw_the_sample_only_where_nothing_real_exists(loaded: Warehouse, metric: Metric) -> None:
    for by in ((), *((column,) for column in metric.breakdowns)):
        result = ask(loaded, metric, by=by)
        kinds = set(select_drawn(result)["evidence"])
        assert kinds in ({"sample"}, set()) or "sample" not in kinds
        assert len(select_drawn(result)) > 0 or result.table.empty


@examples(25)
@given(by=st.sets(st.sampled_from(BY_MANY), max_size=3), first=DAYS, last=DAYS)
def test_any_breakdown_adds_up_within_any_span(loaded: Warehouse, by: set[str], first: date, last: date) -> None:
    metric = catalog.find("on_board")
    found = table(loaded, metric, by=sorted(by), start=first, end=last).query("evidence == 'sample'")
    whole = table(loaded, metric).query("evidence == 'sample'").set_index("period")["value"]
    assert found["period"].between(pd.Timestamp(first), pd.Timestamp(last)).all()
    expected = whole[(whole.index >= pd.Timestamp(first)) & (whole.index <= pd.Timestamp(last))]
    pd.testing.assert_series_equal(found.groupby("period")["value"].sum(), expected, check_names=False)


@examples(25)
@given(bands=st.lists(st.sampled_from("DEFGHIJK"), min_size=1, unique=True))
def test_alternatives_of_a_column_add_up(loaded: Warehouse, bands: list[str]) -> None:
    metric = catalog.find("noncareer_share")
    together = table(loaded, metric, where={"age_band": bands}).set_index("period")
    apart = table(loaded, metric, by=["age_band"])
    apart = apart[apart["age_band"].isin(bands)].groupby("period")[["numerator", "denominator"]].sum()
    pd.testing.assert_frame_equal(together[["numerator", "denominator"]], apart)


@pytest.mark.parametrize("metric", [m for m in catalog.METRICS if isinstance(m.formula, Change)], ids=lambda m: m.name)
def test_change_over_the_year_is_the_difference_of_its_ends(loaded: Warehouse, metric: Metric) -> None:
    stock = table(loaded, catalog.find("on_board")).query("evidence == 'sample'").set_index("period")["value"]
    changes = table(loaded, metric, window="12m").query("evidence == 'sample'").set_index("period")["value"]
    assert len(changes) == 5  # nine quarters, of which the first four have no quarter a year before
    for period, value in zip(pd.DatetimeIndex(changes.index), changes, strict=True):
        assert value == stock[period] - stock[period - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)]


def test_trailing_rates_divide_by_the_mean_of_their_own_five_quarter_ends(loaded: Warehouse, raw_loaded: Raw) -> None:
    leavers = raw_loaded.leavers[raw_loaded.leavers["corps"] == "ses"]
    executives = raw_loaded.employees[raw_loaded.employees["corps"] == "ses"].groupby("period")["people"].sum()
    found = table(loaded, "separation_rate", window="12m").query("evidence == 'sample'").set_index("period")
    assert list(found.index) == list(executives.index[4:])
    for end, (_, row) in zip(pd.DatetimeIndex(found.index), found.iterrows(), strict=True):
        start = end - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
        gone = leavers[(leavers["period"] > start) & (leavers["period"] <= end)]["people"].sum()
        quarters = executives[(executives.index >= start) & (executives.index <= end)]
        assert len(quarters) == 5
        assert (row["numerator"], row["denominator"], row["flag"]) == (gone, pytest.approx(quarters.mean()), "")
