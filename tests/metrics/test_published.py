"""Indicators from published figures: what figures.csv says, added and divided by hand."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from metrics import catalog
from metrics.catalog import find
from metrics.part_year import part_year
from metrics.warehouse import Warehouse
from tests.metrics.ask import table

Figures = list[dict[str, str]]
Found = dict[tuple[str, str], float]
"""Values by period and source."""

PARTS = ("career", "noncareer", "limited_term", "limited_emergency")


def read(root: Path) -> Figures:
    with (root / "data/published/figures.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def given(figures: Figures, indicator: str, population: str, breakdown: str = "") -> Found:
    """One population's governmentwide figures as printed."""
    return {
        (row["as_of"], row["source_id"]): float(row["value"])
        for row in figures
        if (row["indicator"], row["population"], row["breakdown"]) == (indicator, population, breakdown)
        and not row["agency"]
        and not row["agency_code"]
    }


def executives(figures: Figures) -> Found:
    """A source's own total, else its appointments where career and noncareer are there, else its pay plan total."""
    total = given(figures, "headcount", "senior_executive_pay_plan")
    parts = [given(figures, "headcount", part) for part in PARTS]
    parts.append(given(figures, "headcount", "senior_executive_pay_plan", "type=unspecified_appointment"))
    for key in parts[0].keys() & parts[1].keys():
        total[key] = sum(part.get(key, 0) for part in parts)
    return total | given(figures, "headcount", "ses")


def divided(top: Found, bottom: Found, per: float = 100) -> Found:
    return {key: per * top[key] / bottom[key] for key in top.keys() & bottom.keys()}


def added(first: Found, second: Found) -> Found:
    return {key: first[key] + second[key] for key in first.keys() & second.keys()}


def limited(figures: Figures) -> Found:
    term, emergency = (given(figures, "headcount", part) for part in PARTS[2:])
    return {key: value + emergency.get(key, 0) for key, value in term.items()}


def change_in_a_year(stock: Found) -> Found:
    """From September to September within one source."""
    return {
        (day, source): value - stock[(f"{int(day[:4]) - 1}{day[4:]}", source)]
        for (day, source), value in stock.items()
        if day.endswith("-09-30") and (f"{int(day[:4]) - 1}{day[4:]}", source) in stock
    }


def of_positions(figures: Figures) -> Found:
    """Noncareer appointees counted up to two years after the day for which positions are given, whoever counted them."""
    noncareer = given(figures, "headcount", "noncareer")
    return {
        (counted, f"{counter}; {source}"): 100 * people / positions
        for (day, source), positions in given(figures, "allocations", "ses").items()
        for (counted, counter), people in noncareer.items()
        if day <= counted <= f"{int(day[:4]) + 2}{day[4:]}"
    }


def general_positions(figures: Figures) -> Found:
    """Every agency's listed positions together, by how they are filled."""
    counts: dict[str, float] = defaultdict(float)
    for row in figures:
        is_general = (row["indicator"], row["population"]) == ("positions", "general_positions")
        if is_general and row["agency"] and row["agency_code"] != "DD*" and row["breakdown"].startswith("filled_by="):
            counts[row["breakdown"]] += float(row["value"])
    assert "filled_by=vacant" not in counts
    return {("2020-06-30", "plum_book_2020"): 100 * counts["filled_by=noncareer"] / sum(counts.values())}


PUBLISHED: dict[str, Callable[[Figures], Found]] = {
    "on_board": executives,
    "executives_per_thousand": lambda f: divided(
        executives(f), given(f, "headcount", "governmentwide_workforce"), 1000
    ),
    "senior_professionals_per_executive": lambda f: divided(
        added(given(f, "headcount", "sl"), given(f, "headcount", "st")), executives(f), 1
    ),
    "average_length_of_service": lambda f: given(f, "average_length_of_service", "ses"),
    "noncareer_share": lambda f: divided(given(f, "headcount", "noncareer"), executives(f)),
    "noncareer_share_of_positions": of_positions,
    "limited_share": lambda f: divided(limited(f), executives(f)),
    "general_positions_noncareer_share": general_positions,
    "separations_excluding_transfers": lambda f: given(f, "separations", "ses"),
    "net_change": lambda f: change_in_a_year(executives(f)),
    "retirement_share_of_separations": lambda f: divided(
        given(f, "retirements", "ses"), given(f, "separations", "ses")
    ),
    "women_share": lambda f: divided(given(f, "women", "ses"), executives(f)) | given(f, "women_share", "ses"),
    "people_of_color_share": lambda f: given(f, "people_of_color_share", "ses"),
}
"""Indicators that the shipped figures answer for the whole government."""
BY_AGENCY_ONLY = {"noncareer_headroom", "agencies_over_quarter"}


@pytest.fixture(scope="module")
def figures(root: Path) -> Figures:
    return read(root)


def answered(warehouse: Warehouse, name: str, **asked: object) -> Iterable[tuple[str, str, float]]:
    found = table(warehouse, name, **asked)
    return zip(found["period"].dt.strftime("%Y-%m-%d"), found["source"], found["value"], strict=True)


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_figures_give_what_the_list_gives(published: Warehouse, figures: Figures, name: str) -> None:
    expected = PUBLISHED[name](figures)
    ours = list(answered(published, name, all_sources=True))
    assert {(day, source) for day, source, _ in ours} == expected.keys()
    for day, source, value in ours:
        assert value == pytest.approx(expected[day, source], abs=0.05), (day, source)


@pytest.mark.parametrize("name", PUBLISHED)
def test_one_source_speaks_for_a_period(published: Warehouse, name: str) -> None:
    every = {(day, source): value for day, source, value in answered(published, name, all_sources=True)}
    best = list(answered(published, name))
    assert len({day for day, _, _ in best}) == len(best) == len({day for day, _ in every})
    for day, source, value in best:
        assert value == every[day, source]


def test_figures_answer_no_indicator_without_an_expectation(published: Warehouse) -> None:
    answered_now = {metric.name for metric in catalog.METRICS if len(table(published, metric))}
    assert answered_now == PUBLISHED.keys() | BY_AGENCY_ONLY


def test_part_of_a_year_stands_beside_the_same_months_a_year_before(published: Warehouse) -> None:
    found = part_year(published, find("separations"), "career")
    assert found is not None
    assert (found.last, found.months, found.value, found.before) == (date(2025, 11, 30), 11, 1959, 753)
    assert (found.source, found.is_medium) == ("fwd_openfeds_2026", True)
    assert part_year(published, find("separations"), "career", date(2020, 9, 30)) is None
    assert part_year(published, find("separation_rate"), "career") is None
