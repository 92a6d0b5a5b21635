"""Rules of arithmetic, each on a world small enough to count on fingers."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.definitions import catalog
from metrics.errors import UnsoundQuery
from metrics.query.answer import answer, select_drawn
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive, separation
from tests.metrics.ask import ask, at, build_and_open, table, values

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def employment(world: World, *rows: Row, evidence: str = "records") -> None:
    """One employment file for each period of the rows."""
    for period in sorted({str(row["period"]) for row in rows}):
        world.load(
            f"employment {period}.zip",
            "employment",
            [row for row in rows if row["period"] == period],
            span=(period, period),
            evidence=evidence,
        )


def departures(world: World, *rows: Row, span: tuple[str, str], evidence: str = "records") -> None:
    world.load("separations.zip", "separations", list(rows), span=span, evidence=evidence)


def test_group_without_numerator_is_zero_and_without_denominator_unknown(records: Warehouse) -> None:
    found = at(table(records, "senior_professionals_per_executive", by=["agency_code"]), "2015-09-30")
    found = found[found["agency_code"].isin(["AB", "GS", "SM"])]
    assert values(found, "agency_code", "value", "numerator", "denominator") == [
        ("AB", pytest.approx(1 / 3), 1, 3),
        ("GS", 0, 0, 9),
        ("SM", None, 2, None),
    ]


def test_rates_on_fewer_than_ten_are_flagged_and_still_given(records: Warehouse) -> None:
    found = at(table(records, "noncareer_share", by=["agency_code"]), "2015-09-30")
    flags = dict(zip(found["agency_code"], found["flag"], strict=True))
    assert {code for code, flag in flags.items() if "too_few" in flag} == {"", "AB", "GS"}
    assert {code for code, flag in flags.items() if "under_four" in flag} == {"", "AB"}
    assert not any("exempt" in flag for flag in flags.values())  # that is a matter of positions
    assert found["value"].notna().all()


def test_average_takes_five_quarter_ends_or_says_that_it_took_two(records: Warehouse) -> None:
    found = table(records, "separation_rate", where={"agency_code": "SE"}).query("evidence == 'records'")
    assert values(found, "value", "numerator", "denominator", "flag") == [
        (pytest.approx(100 * 1 / 9), 1, (5 + 5 + 11 + 11 + 13) / 5, "too_few"),
        (pytest.approx(100 * 2 / 13), 2, 13, "two_ends"),
    ]


def test_half_a_year_of_departures_is_no_year(world: World) -> None:
    employment(world, executive("2015-09-30"), executive("2016-09-30"))
    departures(world, separation("2016-05-31"), span=("2016-04-30", "2016-09-30"))
    warehouse = build_and_open(world)
    for name in ("separations", "separation_rate"):
        for window in ("fy", "12m"):
            found = answer(warehouse, catalog.find(name), Selection.of(window=window)).table
            assert "records" not in set(found["evidence"])


def test_twelve_months_may_end_in_any_month_and_a_fiscal_year_in_september_only(world: World) -> None:
    departures(
        world,
        separation("2015-10-31", people=4),
        separation("2016-10-31", people=1),
        span=("2015-10-31", "2016-11-30"),
    )
    warehouse = build_and_open(world)
    found = {
        window: answer(warehouse, catalog.find("separations"), Selection.of(window=window)).table
        for window in ("fy", "12m")
    }
    counted = {
        window: [
            (f"{period:%Y-%m-%d}", value)
            for period, value in values(rows.query("evidence == 'records'"), "period", "value")
        ]
        for window, rows in found.items()
    }
    assert counted["fy"] == [("2016-09-30", 4)]
    assert counted["12m"] == [("2016-09-30", 4), ("2016-10-31", 1), ("2016-11-30", 1)]


def test_negative_entries_are_unknown(records: Warehouse) -> None:
    found = at(table(records, "replacement_ratio", where={"agency_code": "NV"}), "2016-09-30")
    assert values(found, "value", "numerator", "denominator") == [(None, None, 1)]


def test_whole_defense_stands_beside_its_components_only_in_ratios(records: Warehouse) -> None:
    def codes(name: str, **asked: str) -> set[str]:
        return set(table(records, name, by=["agency_code"], **asked).query("evidence == 'records'")["agency_code"])

    parts = {"DD", "AR", "NV", "AF"}
    assert parts <= codes("on_board")
    assert "DD*" not in codes("on_board")
    assert parts | {"DD*"} <= codes("noncareer_share")
    assert parts & codes("noncareer_share", departments="whole") == set()
    assert "DD*" in codes("noncareer_share", departments="whole")
    assert parts & codes("allocation_needed") == set()


def test_defense_is_never_added_to_its_components(records: Warehouse) -> None:
    both = {"agency_code": ("DD*", "AR")}
    for name in ("on_board", "noncareer_share", "separations"):
        with pytest.raises(UnsoundQuery, match=r"DD\*"):
            ask(records, name, where=both)
    beside = at(table(records, "on_board", by=["agency_code"], where=both), "2015-09-30")
    assert values(beside, "agency_code", "value") == [("AR", 12), ("DD*", 49)]
    alone = at(table(records, "on_board", where={"agency_code": "DD*"}), "2015-09-30")
    assert values(alone, "value") == [(49,)]


def test_people_give_no_headroom_and_small_agencies_are_not_counted_over_a_quarter(records: Warehouse) -> None:
    assert table(records, "noncareer_headroom").query("evidence == 'records'").empty
    over = at(table(records, "agencies_over_quarter", by=["agency_code"]), "2015-09-30")
    assert values(over, "agency_code", "flag") == [("GS", "too_few"), ("SE", "")]


def test_sample_stock_never_divides_real_departures(world: World) -> None:
    departures(world, separation("2016-05-31", people=7), span=("2015-10-31", "2016-09-30"))
    employment(world, executive("2015-09-30", people=70), executive("2016-09-30", people=70), evidence="sample")
    found = table(build_and_open(world), "separation_rate")
    found = found[found["period"] == pd.Timestamp("2016-09-30")]
    ((evidence, gone, average, source),) = values(found, "evidence", "numerator", "denominator", "source")
    assert (evidence, gone) == ("published", 7)
    # The five quarter ends that OPM published serve instead.
    assert average == pytest.approx((7968 + 8045 + 8032 + 8098 + 8158) / 5)
    assert set(source.split("; ")) == {"separations.zip", "fedscope_gender_cube"}


def test_real_stock_never_divides_sample_departures(world: World) -> None:
    departures(world, separation("2016-05-31", people=7), span=("2015-10-31", "2016-09-30"), evidence="sample")
    employment(world, executive("2015-09-30", people=70), executive("2016-09-30", people=70))
    warehouse = build_and_open(world)
    for name in ("separation_rate", "replacement_ratio", "quit_rate"):
        assert not (table(warehouse, name)["period"] == pd.Timestamp("2016-09-30")).any()


def test_charts_leave_the_sample_out_where_a_real_figure_exists(world: World) -> None:
    employment(world, executive("2016-09-30", people=70, salary=160_000.0), evidence="sample")
    warehouse = build_and_open(world, with_sample=True)
    assert set(select_drawn(ask(warehouse, "on_board"))["evidence"]) == {"published"}
    assert set(ask(warehouse, "on_board").table["evidence"]) == {"published", "sample"}
    assert set(select_drawn(ask(warehouse, "median_salary"))["evidence"]) == {"sample"}


def test_records_beat_the_published_stock_in_a_rate(records: Warehouse) -> None:
    found = table(records, "separation_rate")
    assert set(found.loc[found["period"] == pd.Timestamp("2015-09-30"), "evidence"]) == {"records"}


def test_people_of_a_group_that_is_empty_at_a_covered_period_are_zero(world: World) -> None:
    employment(
        world,
        executive("2015-09-30", people=5),
        executive("2015-09-30", "limited_term", people=2),
        executive("2016-09-30", people=6),
    )
    warehouse = build_and_open(world)
    found = table(warehouse, "on_board", where={"appointment": "limited_term"}).query("evidence == 'records'")
    assert [value for (value,) in values(found, "value")] == [2, 0]
    changes = table(warehouse, "net_change", by=["appointment"]).query("evidence == 'records'")
    assert values(changes, "appointment", "value") == [("career", 1), ("limited_term", -2)]


def test_pay_counts_only_where_a_ceiling_is_cited(records: Warehouse) -> None:
    found = table(records, "pay_at_ceiling_share").query("evidence == 'records'")
    assert found["period"].min() == pd.Timestamp("2015-03-31")  # no ceiling of 2014 is cited
    last = values(found[found["period"] == "2016-09-30"], "numerator", "denominator")
    # 183,300 is within one percent of 185,100: 9 in Education, 15 in Defense, 5 above it; all paid: plus 3, 4, 6 and 3.
    assert last == [(29, 45)]
