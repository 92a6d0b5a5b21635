"""A baseline is offered where enough of the numbers have a real figure near it and a later one."""

from datetime import date

import pandas as pd
import pytest

from metrics.analysis.baselines import Baseline, choose_baselines, find_baselines
from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.definitions import catalog
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text.baselines import warn_of_few_figures

JANUARY = date(2021, 1, 31)


def series(*periods: str, evidence: str = "published", flag: str = "") -> Answer:
    rows = pd.DataFrame({"period": pd.to_datetime([*periods]), "value": 1.0, "evidence": evidence, "flag": flag})
    return Answer(catalog.find("on_board"), Selection(), rows)


@pytest.mark.parametrize(
    ("results", "known"),
    [
        ([series("2020-01-31", "2026-07-31")], 1),
        ([series("2020-01-30", "2026-07-31")], 0),
        ([series("2021-01-31", "2026-07-31")], 1),
        ([series("2021-02-28", "2026-07-31")], 0),
        ([series("2020-09-30")], 0),
        ([series("2020-09-30", "2021-01-31")], 0),
        ([series("2020-09-30", "2026-07-31", evidence="sample")], 0),
        ([series("2020-09-30", "2026-07-31", flag="partial")], 0),
    ],
)
def test_number_compares_with_a_figure_of_the_year_before_and_one_after(results: list[Answer], known: int) -> None:
    (found,) = find_baselines([*results, series("2009-09-30", "2026-07-31")], [JANUARY])
    assert found.known == known


def test_one_in_three_is_enough_and_the_default_stands_first() -> None:
    several = [Baseline(JANUARY, 1, 3), Baseline(date(2024, 9, 30), 2, 3), Baseline(date(2019, 9, 30), 0, 3)]
    assert choose_baselines(several) == [DEFAULT_BASELINE, date(2024, 9, 30), JANUARY]
    assert not Baseline(JANUARY, 1, 4).is_enough
    assert not Baseline(JANUARY, 0, 0).is_enough


def test_days_without_a_figure_of_their_own_are_offered_where_readers_ask_for_them() -> None:
    (january, march) = find_baselines([series("2024-09-30", "2026-07-31")] * 3, [date(2025, 1, 31), date(2025, 3, 31)])
    assert january.is_enough
    assert march.is_enough
    assert not january.has_own
    assert choose_baselines([january, march]) == [DEFAULT_BASELINE, date(2025, 1, 31)]


def test_reader_learns_how_little_compares() -> None:
    assert warn_of_few_figures(Baseline(JANUARY, 2, 28)) == (
        "Only 2 of the 28 headline numbers have a figure within the year before January 2021; the others show no "
        "change."
    )
    assert "No number on these pages has a figure near January 2021" in warn_of_few_figures(Baseline(JANUARY, 0, 28))
