"""Months of movements: which still grow, by how much settled ones grew, and what is told of a part of a year."""

from pathlib import Path

import pytest

from metrics.definitions import catalog
from metrics.errors import UnsoundQuery
from metrics.exhibits.from_request import exhibit_of
from metrics.query.known_months import read_known_months
from metrics.query.selection import Selection
from metrics.text.gaps import list_remarks
from metrics.warehouse import Warehouse
from tests.etl.world import World, separation
from tests.metrics.ask import ask, build_and_open, table
from tests.metrics.command import Ask

pytestmark = pytest.mark.slow

ENDS = (
    *("2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"),
    *("2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30"),
)


def reported(world: World, month: str, *left: tuple[str, int]) -> None:
    rows = [separation(day, people=people) for day, people in left]
    world.load(f"separations {month}.txt", "separations", rows, span=(month, month), layout="fwd_separations")


@pytest.fixture
def held(tmp_path: Path) -> Warehouse:
    """Fourteen months of 50 who left each; the next file adds one to October 2024, and late ones of September 2024."""
    world = World(tmp_path)
    for month in ENDS:
        late = [("2024-10-31", 4), ("2024-09-30", 3)] if month == "2024-11-30" else []
        reported(world, month, (month, 50), *late)
    return build_and_open(world)


def test_the_growth_of_settled_months_is_divided_after_adding_up(held: Warehouse) -> None:
    found = read_known_months(held, "separations")
    assert found is not None
    assert [f"{day}" for day in found.growing] == [*ENDS[-6:]]
    assert (found.settled_count, found.growth) == (8, 100 * 4 / (8 * 50))
    assert [f"{day}" for day in found.part] == ["2025-10-31", "2025-11-30"]
    assert ([f"{day}" for day in found.late], found.executives_late) == (["2024-09-30"], 3)


def test_a_year_whose_last_months_still_grow_says_so(held: Warehouse) -> None:
    year = table(held, "separations").query("evidence == 'records'")
    assert [(f"{day:%Y-%m-%d}", flag) for day, flag in zip(year["period"], year["flag"], strict=True)] == [
        ("2025-09-30", "unsettled")
    ]
    assert list(year["value"]) == [12 * 50 + 4]


def test_it_is_told_at_the_command_line_and_on_what_leaves_it(held: Warehouse, run: Ask) -> None:
    told = [
        "Fiscal year 2026 is part of a year: of its separations October 2025 to November 2025 are known.",
        "Separations of June 2025 to November 2025 will still grow, as later files add to earlier months: "
        "the last 8 months that six later files settled grew by 1.0% on average.",
        "Late reports of September 2024, whose own file is not loaded, are kept (3 executives) but make no total.",
    ]
    said = run(held.path.parent.parent, "show", "separations").err
    notes = exhibit_of(held, catalog.find("separations"), Selection()).notes
    for sentence in told:
        assert sentence in said
        assert sentence in notes


def test_what_others_published_says_nothing_of_our_files(published: Warehouse) -> None:
    assert read_known_months(published, "separations") is None
    result = ask(published, "separations", where={"appointment": "career"})
    assert set(result.table["evidence"]) == {"published"}
    assert list_remarks(published, result, result.table) == ()
    assert not result.table["flag"].str.contains("unsettled").any()


def test_a_whole_cube_is_settled_and_leaves_nothing_to_tell(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.load("FY2009.zip", "separations", [separation("2009-03-31")], span=("2008-10-31", "2009-09-30"))
    held = build_and_open(world)
    found = read_known_months(held, "separations")
    assert found is not None
    assert (found.growing, found.growth, found.part, found.late) == ((), None, (), ())
    assert set(table(held, "separations").query("evidence == 'records'")["flag"]) == {""}


def test_single_months_are_those_known_each_with_what_later_files_added(held: Warehouse) -> None:
    months = table(held, "separations", window="month")
    told = {f"{day:%Y-%m-%d}": value for day, value in zip(months["period"], months["value"], strict=True)}
    assert told == dict.fromkeys(ENDS, 50) | {"2024-10-31": 54}
    assert list(months["flag"]) == [""] * 8 + ["unsettled"] * 6
    exhibit = exhibit_of(held, catalog.find("separations"), Selection(window="month"))
    assert exhibit.as_of == "November 2025"
    assert "in November 2025" in exhibit.said


def test_a_share_of_those_who_left_in_a_month_is_divided_in_that_month(held: Warehouse) -> None:
    shares = table(held, "retirement_share_of_separations", window="month")
    assert set(shares["value"]) == {100}
    assert list(shares["denominator"]) == [54, *[50] * 13]


@pytest.mark.parametrize("name", ["separation_rate", "net_change", "estimated_entries", "outside_hire_share"])
def test_what_needs_a_year_has_no_single_month(held: Warehouse, name: str) -> None:
    with pytest.raises(UnsoundQuery, match="no value for a single month"):
        table(held, name, window="month")
