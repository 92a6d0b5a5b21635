"""Native charts of the rarer pictures: who came and left, who can retire and when, and what executives are paid."""

from datetime import date

import pandas as pd
import pytest

from metrics.analysis.entries import EntriesOfYear, Way
from metrics.analysis.ladder import Rung, Rungs
from metrics.analysis.pay import CEILING, FLOOR, Pay, PayLimit
from metrics.charts.diverging import draw_account
from metrics.charts.fan import draw_fan, draw_spread
from metrics.charts.funnel import draw_funnel
from metrics.charts.heat import draw_heat_map
from metrics.charts.ladder import draw_ladder
from metrics.charts.ribbon import draw_ribbon
from metrics.charts.theme import DARK, LIGHT
from metrics.definitions import catalog
from tests.metrics.charts.test_spec import lines, native_of, rows

pytestmark = pytest.mark.slow

ABLE = catalog.find("retirement_eligible_share")


def test_those_who_left_are_below_zero_and_the_net_is_a_point() -> None:
    account = pd.concat(
        [
            rows({"2023-09-30": 80.0}, "published", flow="departures"),
            rows({"2025-09-30": 30.0}, flow="entries"),
            rows({"2025-09-30": 60.0}, flow="retirement"),
            rows({"2025-09-30": 0.0}, flow="quit"),
            rows({"2025-09-30": -30.0}, flow="net_change"),
        ]
    )
    native = native_of(draw_account(account, DARK, "career executives"))
    assert (native.kind, native.categories) == ("stacked", ("2023", "2024", "2025"))
    assert [(one.evidence, one.colour, one.values) for one in native.series] == [
        ("records", LIGHT.ink, (None, None, 30.0)),
        ("records", LIGHT.eligible, (None, None, -60.0)),
        ("records", LIGHT.noncareer, (None, None, 0.0)),
        ("published", LIGHT.ink, (-80.0, None, None)),
    ]
    assert "-" not in f"{native.series[2].values[2]}"
    assert [(one.colour, one.values) for one in native.points] == [(LIGHT.ink, (None, None, -30.0))]


def test_ways_in_are_bars_from_zero() -> None:
    ways = (Way("all", 10.0, 100.0), Way("within", 7.5, 75.0))
    native = native_of(draw_funnel(EntriesOfYear(date(2025, 9, 30), "sample", "cube", "", ways), LIGHT))
    assert native.categories == ("All who came in (estimated)", "From within their agency")
    assert [value for one in native.series for value in one.values if value is not None] == [10.0, 7.5]
    assert {one.name for one in native.series} == {"People, synthetic sample"}


def test_ladder_lays_those_who_can_retire_over_all_people() -> None:
    steps = (Rung("Career SES", 100, 31.5, 37, 41, 100), Rung("GS-14", 1500))
    native = native_of(draw_ladder(Rungs(date(2024, 9, 30), "records", "cube", steps), LIGHT, ""))
    assert (native.kind, native.categories) == ("bars", ("Career SES", "GS-14"))
    assert lines(native) == [
        ("People", (100.0, 1500.0)),
        ("Can retire, high estimate", (41.0, None)),
        ("Can retire, low estimate", (31.5, None)),
    ]


def test_fan_has_three_lines_over_every_year_and_published_points_apart() -> None:
    shares = [(0, 20.0, 15.0, 23.0, "records"), (3, 37.0, 31.0, 41.0, "records"), (1, 62.2, None, None, "published")]
    table = pd.DataFrame(shares, columns=["horizon_years", "value", "low", "high", "evidence"])
    table = table.assign(period=pd.Timestamp("2024-09-30"), source="cube", flag="")
    native = native_of(draw_fan(ABLE, table, LIGHT, ""))
    assert (native.kind, native.categories) == ("lines", ("now", "1 year", "2 years", "3 years"))
    assert [(one.name, one.values, one.is_bound) for one in native.series] == [
        ("High estimate", (23.0, None, None, 41.0), True),
        ("Central estimate", (20.0, None, None, 37.0), False),
        ("Low estimate", (15.0, None, None, 31.0), True),
        ("September 2024, published", (None, 62.2, None, None), False),
    ]


def test_band_is_its_edges_as_lines() -> None:
    table = rows({"2023-09-30": 20.0, "2024-09-30": 21.0}, low=[15.0, 16.0], high=[25.0, 26.0])
    native = native_of(draw_spread(ABLE, table, LIGHT))
    assert [(one.name, one.values, one.is_bound) for one in native.series] == [
        ("High estimate", (25.0, 26.0), True),
        (ABLE.title, (20.0, 21.0), False),
        ("Low estimate", (15.0, 16.0), True),
    ]


def test_pay_stands_in_its_band_between_limits_of_their_years() -> None:
    median = catalog.find("median_salary")
    paid = rows({"2024-09-30": 200e3}, low=180e3, high=215e3)
    averages = rows({"2018-09-30": 178642.0}, "published")
    limits = (PayLimit(CEILING, 2015, 183300, "table"), PayLimit(CEILING, 2016, 185100, "table"))
    native = native_of(
        draw_ribbon(median, Pay(paid, averages, (*limits, PayLimit(FLOOR, 2016, 123175, "table"))), DARK)
    )
    held = [(one.name, one.colour, [value for value in one.values if value is not None]) for one in native.series]
    assert held == [
        ("A tenth are paid more", LIGHT.career, [215e3]),
        (median.title, LIGHT.career, [200e3]),
        ("A tenth are paid less", LIGHT.career, [180e3]),
        ("Average salary, published", LIGHT.ink, [178642.0]),
        ("Ceiling, published", LIGHT.limit, [183300, 183300]),
        ("Ceiling, published", LIGHT.limit, [185100, 185100]),
        ("Floor, published", LIGHT.limit, [123175, 123175]),
    ]
    assert native.categories[:3] == (date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 1))


def test_a_heat_map_has_no_native_chart() -> None:
    table = rows({"2024-09-30": 20.0}, agency_code="ED", horizon_years=5, low=15.0, high=25.0, denominator=40.0)
    assert draw_heat_map(ABLE, table, LIGHT, names={}, bold_code="").native is None
