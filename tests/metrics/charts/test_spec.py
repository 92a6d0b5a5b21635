"""Native charts say what the picture says: its groups, names, kinds of evidence and gaps, and the answer's numbers."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from metrics import charts
from metrics.charts.base import LONGEST_GAP
from metrics.charts.overlay import draw_overlay
from metrics.charts.parity import draw_parity
from metrics.charts.spec import Native, Series
from metrics.charts.theme import DARK, LIGHT
from metrics.definitions import catalog
from metrics.definitions.metric import Metric, Unit
from metrics.query.answer import select_drawn
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask
from tests.metrics.test_properties import LACKING

pytestmark = pytest.mark.slow

SHARE, ON_BOARD = catalog.find("noncareer_share"), catalog.find("on_board")
NAMES = {"career": "Career", "noncareer": "Noncareer (political)"}
MOST = 6
AGENCY_LIMIT = SHARE.limit_for("agency")


def rows(values: dict[str, float], evidence: str = "records", **columns: Any) -> pd.DataFrame:
    """A value at each date, all of one kind of evidence."""
    table = pd.DataFrame({"period": pd.to_datetime(list(values)), "value": list(values.values())})
    return table.assign(evidence=evidence, source="OPM", flag="", **columns)


def native_of(picture: charts.Picture) -> Native:
    """The numbers of a picture that has a native chart."""
    assert picture.native is not None
    return picture.native


def lines(native: Native) -> list[tuple[str, tuple[float | None, ...]]]:
    return [(series.name, series.values) for series in native.series]


BOTH = pd.concat(
    [
        rows({"2016-09-30": 7000.0, "2017-09-30": 7100.5}, appointment="career"),
        rows({"2017-09-30": 700.0, "2021-09-30": 650.0}, "published", appointment="noncareer"),
    ]
)


def test_lines_are_named_by_group_and_evidence_and_broken_over_a_gap() -> None:
    native = native_of(charts.draw_trend(ON_BOARD, BOTH, DARK, by="appointment", names=NAMES))
    assert native == Native(
        "lines",
        (date(2016, 9, 30), date(2017, 9, 30), date(2021, 9, 30)),
        (
            Series("Career", LIGHT.career, "records", (7000.0, 7100.5, None), group="Career"),
            Series(
                "Noncareer (political), published",
                LIGHT.noncareer,
                "published",
                (None, 700.0, None),
                group="Noncareer (political)",
            ),
            Series(
                "Noncareer (political), published",
                LIGHT.noncareer,
                "published",
                (None, None, 650.0),
                group="Noncareer (political)",
            ),
        ),
        Unit.PEOPLE,
    )


def test_one_line_is_called_by_its_indicator_and_has_its_limit() -> None:
    limit = SHARE.limit_for("government")
    native = native_of(charts.draw_trend(SHARE, rows({"2024-09-30": 8.7}, "sample"), LIGHT, limit=limit))
    assert lines(native) == [(f"{SHARE.title}, synthetic sample", (8.7,))]
    assert native.limit is limit


def test_line_is_broken_where_an_indicator_breaks() -> None:
    levels = catalog.find("rating_share")
    assert levels.breaks
    day = levels.breaks[0]
    values = {f"{day.year - 1}-09-30": 40.0, f"{day.year + 1}-09-30": 50.0}
    native = native_of(charts.draw_trend(levels, rows(values), LIGHT))
    assert [values for _, values in lines(native)] == [(40.0, None), (None, 50.0)]


def test_overlaid_lines_keep_order_names_and_light_colours() -> None:
    series = [("Peers", rows({"2024-09-30": 9.0})), ("All agencies", rows({"2024-09-30": 8.0}))]
    native = native_of(draw_overlay(SHARE, series, DARK))
    assert [(one.name, one.colour) for one in native.series] == [
        ("Peers", LIGHT.career),
        ("All agencies", LIGHT.noncareer),
    ]
    beside = native_of(draw_overlay(SHARE, series, DARK, is_beside=True))
    assert [one.colour for one in beside.series] == [LIGHT.noncareer, LIGHT.muted]


def test_small_panels_say_on_which_scale_they_stand() -> None:
    unlike = native_of(charts.draw_multiples(ON_BOARD, BOTH, LIGHT, by="appointment", names=NAMES))
    assert (unlike.kind, unlike.panels) == ("lines", "own scales")
    assert {one.group for one in unlike.series} == set(NAMES.values())
    agencies = pd.concat(
        [rows({"2025-11-30": 30.8}, agency_code="ED"), rows({"2025-11-30": 10.7}, "published", agency_code="IN")]
    )
    alike = native_of(
        charts.draw_grid(SHARE, agencies, DARK, by="agency_code", names={"ED": "Education"}, limit=AGENCY_LIMIT)
    )
    assert (alike.kind, alike.panels, alike.limit) == ("lines", "one scale", AGENCY_LIMIT)
    assert [(one.group, one.colour, one.values) for one in alike.series] == [
        ("Education", LIGHT.noncareer, (30.8,)),  # a share of people is never above a limit of positions
        ("IN", LIGHT.noncareer, (10.7,)),
    ]


def test_yearly_columns_leave_a_year_without_a_figure_empty() -> None:
    native = native_of(charts.draw_bars(catalog.find("separations"), BOTH, LIGHT, by="appointment", names=NAMES))
    assert (native.kind, native.panels) == ("columns", "own scales")
    assert native.categories == ("2016", "2017", "2018", "2019", "2020", "2021")
    assert lines(native) == [
        ("Career", (7000.0, 7100.5, None, None, None, None)),
        ("Noncareer (political), published", (None, 700.0, None, None, None, 650.0)),
    ]


def test_second_value_of_one_year_is_kept() -> None:
    twice = rows({"2024-03-31": 4.0, "2024-09-30": 5.0}, appointment="career")
    native = native_of(charts.draw_bars(ON_BOARD, twice, LIGHT, by="appointment", names=NAMES))
    assert lines(native) == [("Career", (4.0,)), ("Career", (5.0,))]


def test_ranking_is_highest_first_and_sets_apart_what_is_above_the_limit() -> None:
    agencies = pd.concat(
        [
            rows({"2025-11-30": 10.7}, agency_code="IN"),
            rows({"2025-11-30": 30.8}, "published", agency_code="ED"),
            rows({"2025-11-30": 25.0}, agency_code="BO"),
        ]
    )
    names = {"ED": "<b>Education</b>", "IN": "Interior"}
    native = native_of(charts.draw_ranking(SHARE, agencies, DARK, by="agency_code", names=names, limit=AGENCY_LIMIT))
    assert (native.kind, native.limit) == ("bars", AGENCY_LIMIT)
    assert native.categories == ("→ Education", "BO", "Interior")
    assert [(one.name, one.colour, one.values) for one in native.series] == [
        # A share of people is never above a limit of positions, so nothing stands in its red.
        (f"{SHARE.title}, published", LIGHT.noncareer, (30.8, None, None)),
        (SHARE.title, LIGHT.noncareer, (None, 25.0, 10.7)),
    ]


def test_bullet_is_one_bar_with_its_limit() -> None:
    native = native_of(charts.draw_bullet(SHARE, 10.5, "published", AGENCY_LIMIT, DARK))
    assert (native.kind, native.categories, native.limit) == ("bars", (SHARE.title,), AGENCY_LIMIT)
    assert lines(native) == [(f"{SHARE.title}, published", (10.5,))]


def test_map_is_columns_by_postal_code() -> None:
    states = pd.concat(
        [rows({"2025-11-30": count}, duty_state=code) for code, count in (("TX", 90.0), ("DC", 4000.0), ("UM", 1.0))]
    )
    native = native_of(charts.draw_map(ON_BOARD, states, LIGHT, by="duty_state", names={}))
    assert (native.kind, native.categories) == ("columns", ("DC", "TX"))
    assert lines(native) == [(ON_BOARD.title, (4000.0, 90.0))]


def test_pairs_are_two_columns_for_each_trait() -> None:
    table = rows({"2024-09-30": 0.8}, "published", trait="women", numerator=34.0, denominator=44.5)
    native = native_of(
        draw_parity(catalog.find("representation_ratio"), table, LIGHT, by="trait", names={"women": "Women"})
    )
    assert (native.kind, native.categories, native.unit) == ("columns", ("Women",), Unit.PERCENT)
    assert lines(native) == [("Executives, published", (34.0,)), ("Workforce compared with, published", (44.5,))]


Value = tuple[str, object, str, float]


def held(table: pd.DataFrame, by: str) -> Counter[Value]:
    """Every value of some rows with its group, time and evidence."""
    return Counter(zip(table[by].astype(str), table["period"].dt.date, table["evidence"], table["value"], strict=True))


def read(native: Native) -> Counter[Value]:
    """The same as a native chart holds it."""
    return Counter(
        (one.group, category, one.evidence, value)
        for one in native.series
        for category, value in zip(native.categories, one.values, strict=True)
        if value is not None
    )


def some_groups(warehouse: Warehouse, metric: Metric) -> tuple[str, pd.DataFrame]:
    """A breakdown with figures and the rows of a few of its groups; the whole as a single group where it has none."""
    for by in (*metric.always_by, *sorted(metric.breakdowns, key="appointment".__ne__)[:1]):
        table = select_drawn(ask(warehouse, metric, by=[by])).dropna(subset=["value", by])
        if len(table):
            return by, table[table[by].isin(sorted(table[by].unique())[:MOST])]
    return "all", select_drawn(ask(warehouse, metric)).dropna(subset="value").assign(all="everybody")


@pytest.mark.parametrize("metric", catalog.METRICS, ids=lambda metric: metric.name)
def test_every_native_chart_holds_the_answers_values(loaded: Warehouse, metric: Metric) -> None:
    by, table = some_groups(loaded, metric)
    assert len(table) or metric.name in LACKING
    if table.empty:
        return
    native = native_of(charts.draw_trend(metric, table, LIGHT, by=by))
    assert read(native) == held(table, by)
    for one in native.series:
        held_at = [value is not None for value in one.values]
        days = pd.to_datetime(pd.Index(native.categories)[held_at])
        assert all(after - day <= LONGEST_GAP for day, after in pairwise(days))
    newest = table[table["period"] == table["period"].max()].drop_duplicates(by).sort_values("value", ascending=False)
    ranking = native_of(charts.draw_ranking(metric, newest, LIGHT, by=by, names={}))
    keys = [*newest[by].astype(str)]
    assert list(ranking.categories) == keys
    assert [(at, value) for _, at, _, value in read(ranking)] == [*zip(keys, newest["value"], strict=True)]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_a_month_counted_twice_the_words_tell_what_records_say(is_first: bool) -> None:
    parts = [rows({"2026-06-30": 7.0, "2026-07-31": 25.0}), rows({"2026-07-31": 7.6}, "published")]
    picture = charts.draw_trend(SHARE, pd.concat(parts if is_first else parts[::-1], ignore_index=True), LIGHT)
    assert "latest 25.0% in July 2026" in picture.alt
