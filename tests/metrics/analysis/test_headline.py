"""A headline: the newest real value, the value at the baseline, and what lies between them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics.analysis.headline import DEFAULT_BASELINE, Headline, build_headline, find_headline
from metrics.definitions import catalog
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import headlines
from metrics.warehouse import Warehouse
from tests.etl.world import World, executive
from tests.metrics.ask import build_and_open

pytestmark = pytest.mark.slow

SEPTEMBER_2016 = date(2016, 9, 30)


def line(warehouse: Warehouse, name: str, baseline: date = DEFAULT_BASELINE, **asked: Any) -> Headline:
    found = find_headline(warehouse, catalog.find(name), Selection.of(**asked), baseline)
    assert found is not None
    return found


def of_rows(
    name: str, rows: Sequence[tuple[str, float | None, str]], baseline: date = SEPTEMBER_2016
) -> Headline | None:
    """The headline of typed rows: day, value, evidence."""
    table = pd.DataFrame(rows, columns=["period", "value", "evidence"]).assign(source="a source", flag="")
    table["period"] = pd.to_datetime(table["period"])
    table["value"] = table["value"].astype(float)
    return build_headline(Answer(catalog.find(name), Selection(), table), baseline)


def test_baseline_is_september_2016_unless_another_is_asked() -> None:
    assert DEFAULT_BASELINE == SEPTEMBER_2016


def test_noncareer_share_against_the_pivotal_year(published: Warehouse) -> None:
    found = line(published, "noncareer_share")
    assert (found.latest.period, round(found.latest.value, 1)) == (date(2026, 7, 31), 12.7)
    assert (found.latest.numerator, found.latest.denominator) == (841, 6647)
    assert found.latest.flag == ""
    assert found.baseline is not None
    assert (found.baseline.period, round(found.baseline.value, 1)) == (SEPTEMBER_2016, 9.0)
    assert found.change == pytest.approx(100 * 841 / 6647 - 100 * 736 / 8158)
    # Two works of OPM: what changed may be the counting, so there is no verdict.
    assert (found.mixed, found.verdict) == ("source", None)
    assert found.works == (
        ("Federal Workforce Data (OPM)",),
        ("FedScope employment cubes (OPM)",),
    )


def test_women_have_become_more_which_is_better(published: Warehouse) -> None:
    """Within one work, OPM's FedScope cubes of 2010 and 2017."""
    found = line(published, "women_share", date(2010, 9, 30), where={"appointment": "career"}, end=date(2017, 12, 31))
    assert found.baseline is not None
    assert found.latest.value > found.baseline.value
    assert (found.mixed, found.verdict) == ("", "better")


def test_career_women_since_2016_are_told_with_both_publishers_and_no_verdict(published: Warehouse) -> None:
    metric, found = catalog.find("women_share"), line(published, "women_share", where={"appointment": "career"})
    assert headlines.write_headline(metric, found, appointment="career") == (
        "Women were 37.6% of career executives in September 2022, up 3.4 points since September 2016 by another "
        "source: Senior Executive Service: Trends over 25 years (Partnership for Public Service) now, FedScope "
        "employment cubes (OPM) then."
    )


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("women_share", {}),
        ("women_share", {"where": {"appointment": "noncareer"}}),
        ("people_of_color_share", {}),
        ("representation_ratio", {}),
    ],
)
def test_what_moves_with_an_administration_is_compared_for_career_executives_alone(
    published: Warehouse, name: str, asked: dict[str, Any]
) -> None:
    """January 2017 replaced the noncareer executives, of whom far more were women."""
    found = line(published, name, **asked)
    assert found.latest.period > date(2017, 1, 20)
    assert (found.baseline, found.change, found.verdict, found.kept_apart) == (None, None, None, "transition")


def test_counts_in_round_numbers_are_no_points_of_a_series(published: Warehouse) -> None:
    series = answer(published, catalog.find("on_board"), Selection()).table
    assert not {8200.0, 8800.0} & set(series["value"])
    every = answer(published, catalog.find("on_board"), Selection(all_sources=True)).table
    marked = every[every["flag"].str.contains("rounded")]
    assert dict(zip(marked["period"].dt.date, marked["value"], strict=True)) == {
        date(2022, 9, 30): 8200,
        date(2025, 2, 28): 8800,
    }


def test_readers_period_ends_the_series(published: Warehouse) -> None:
    found = line(published, "noncareer_share", end=date(2017, 12, 31))
    assert found.latest.period == date(2017, 9, 30)
    assert round(found.latest.value, 1) == 6.0


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        (date(2016, 9, 30), date(2016, 9, 30)),
        (date(2016, 11, 15), date(2016, 9, 30)),
        (date(2021, 1, 20), None),  # the last figure before it is of September 2018
        (date(2019, 9, 30), date(2018, 9, 30)),
        (date(2019, 10, 1), None),
        (date(1998, 9, 29), None),
    ],
)
def test_baseline_is_the_nearest_at_or_before_within_twelve_months(
    published: Warehouse, asked: date, nearest: date | None
) -> None:
    found = line(published, "noncareer_share", asked)
    assert (found.baseline and found.baseline.period) == nearest
    assert (found.change is None) == (nearest is None)
    assert found.verdict is None  # whatever is near is of another work
    assert found.asked_baseline == asked


def test_what_moved_before_the_baseline_is_no_movement_since(published: Warehouse) -> None:
    """The newest awards are of fiscal year 2016, which ended on the day of the baseline."""
    found = line(published, "award_share")
    assert found.latest.period == SEPTEMBER_2016
    assert (found.baseline, found.change, found.verdict, found.kept_apart) == (None, None, None, "early")
    earlier = line(published, "award_share", date(2015, 9, 30))
    assert earlier.baseline is not None
    assert earlier.baseline.period == date(2015, 9, 30)


def test_newest_wins_and_records_win_at_the_same_period() -> None:
    newer = of_rows("on_board", [("2024-09-30", 8000, "records"), ("2025-09-30", 7000, "published")])
    same = of_rows("on_board", [("2025-09-30", 7000, "published"), ("2025-09-30", 7010, "records")])
    assert newer is not None
    assert (newer.latest.value, newer.latest.evidence) == (7000, "published")
    assert same is not None
    assert (same.latest.value, same.latest.evidence) == (7010, "records")


def test_two_kinds_of_evidence_are_called_mixed() -> None:
    rows = [("2016-09-30", 8158.0, "published"), ("2025-09-30", 7000.0, "records")]
    found = of_rows("on_board", rows)
    assert found is not None
    assert found.mixed == "evidence"
    alike = of_rows("on_board", [*rows, ("2016-09-30", 8150, "records")])
    assert alike is not None
    assert alike.baseline is not None
    assert (alike.baseline.evidence, alike.mixed) == ("records", "")


def test_sample_never_enters_a_headline_beside_a_real_figure() -> None:
    found = of_rows("on_board", [("2016-09-30", 8158, "published"), ("2025-09-30", 7300, "sample")])
    assert found is not None
    assert (found.latest.period, found.latest.evidence) == (SEPTEMBER_2016, "published")
    assert found.baseline is None
    alone = of_rows("on_board", [("2025-09-30", 7300, "sample")])
    assert alone is not None
    assert alone.latest.evidence == "sample"


def test_sample_waits_behind_the_figures_of_a_warehouse(tmp_path: Path) -> None:
    world = World(tmp_path)
    rows = [executive("2026-06-30", people=70, salary=160_000.0)]
    world.load("sample.zip", "employment", rows, span=("2026-06-30", "2026-06-30"), evidence="sample")
    warehouse = build_and_open(world, with_sample=True)
    assert line(warehouse, "on_board").latest.evidence == "published"
    assert line(warehouse, "median_salary").latest.evidence == "sample"


def test_unknown_values_are_passed_over_and_nothing_makes_no_headline(published: Warehouse) -> None:
    found = of_rows("on_board", [("2024-09-30", 8000, "records"), ("2025-09-30", None, "records")])
    assert found is not None
    assert found.latest.value == 8000
    assert of_rows("on_board", [("2025-09-30", None, "records")]) is None
    assert find_headline(published, catalog.find("career_reserved_share"), Selection(), SEPTEMBER_2016) is None


@pytest.mark.parametrize(
    ("name", "then", "now", "verdict"),
    [
        ("bench_strength", 33.0, 35.0, "better"),  # higher is better
        ("bench_strength", 35.0, 33.0, "worse"),
        ("separation_rate", 8.0, 9.0, "worse"),  # lower is better
        ("separation_rate", 9.0, 8.0, "better"),
        ("bench_strength", 33.0, 33.004, "neither"),  # no change that a reader would see
        ("noncareer_share", 9.0, 12.0, "neither"),  # neither is better
    ],
)
def test_verdict_follows_the_declared_direction(name: str, then: float, now: float, verdict: str) -> None:
    found = of_rows(name, [("2016-09-30", then, "published"), ("2025-09-30", now, "published")])
    assert found is not None
    assert found.verdict == verdict
    assert found.change == pytest.approx(now - then)
