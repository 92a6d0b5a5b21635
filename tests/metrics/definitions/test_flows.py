"""Who comes and who goes: what must be loaded for it, what makes it unknown, and in which year it counts."""

from pathlib import Path

import pandas as pd
import pytest

from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive, separation
from tests.metrics.ask import at, build_and_open, table, values

pytestmark = pytest.mark.slow

BEFORE, END = "2015-09-30", "2016-09-30"
YEAR = ("2015-10-31", END)
SHARES = ("outside_hire_share", "transfer_in_share")
EARLY = ("early_departure_rate", "first_year_departure_rate")


def arrival(month: str, category: str = "AE", group: str = "new_hire", people: int = 1) -> Row:
    row = separation(month, people=people)
    del row["separation_category"], row["separation_group"]
    return row | {"accession_category": category, "accession_group": group}


class Year:
    """Fiscal 2016 as it is loaded: employment of both ends, leavers and newcomers, each if wanted.

    It is built when it is first asked, and not before it is asked again after more has been loaded.
    """

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.with_sample = False
        self._built: Warehouse | None = None

    def employed(self, day: str, *people: Row, evidence: str = "records") -> None:
        self._load(f"employment {day}.zip", "employment", people, (day, day), evidence)

    def left(self, *people: Row, span: tuple[str, str] = YEAR) -> None:
        self._load("separations.zip", "separations", people, span)

    def came(self, *people: Row, evidence: str = "records") -> None:
        self._load("accessions.zip", "accessions", people, YEAR, evidence)

    def _load(
        self, name: str, subject: str, people: tuple[Row, ...], span: tuple[str, str], evidence: str = "records"
    ) -> None:
        self.world.load(name, subject, list(people), span=span, evidence=evidence)
        self._built = None

    def ask(self, name: str, **asked: object) -> pd.DataFrame:
        self._built = self._built or build_and_open(self.world, with_sample=self.with_sample)
        found = table(self._built, name, **asked)
        return found[found["period"] == END]


@pytest.fixture
def year(tmp_path: Path) -> Year:
    return Year(tmp_path)


def stocks(year: Year, before: int, end: int) -> None:
    year.employed(BEFORE, executive(BEFORE, people=before))
    year.employed(END, executive(END, people=end))


def test_entries_are_the_change_and_all_who_left(year: Year) -> None:
    stocks(year, 100, 104)
    year.left(separation("2016-01-31", people=5), separation("2016-02-29", "SA", "transfer_out", people=3))
    year.came(arrival("2016-03-31", people=6), arrival("2016-04-30", "AA", "transfer_in", people=3))
    assert values(year.ask("estimated_entries"), "evidence", "value") == [("records", 12)]
    assert values(year.ask("outside_hire_share"), "value", "numerator", "denominator") == [(50, 6, 12)]
    assert values(year.ask("transfer_in_share"), "value", "numerator", "denominator") == [(25, 3, 12)]
    assert values(year.ask("replacement_ratio"), "value") == [(1.5,)]


@pytest.mark.parametrize("name", SHARES)
def test_more_arrivals_than_entries_make_the_share_unknown(year: Year, name: str) -> None:
    stocks(year, 100, 100)
    year.left(separation("2016-01-31", people=2))
    year.came(arrival("2016-03-31", people=3), arrival("2016-03-31", "AB", "transfer_in", people=3))
    assert values(year.ask(name), "value", "numerator", "denominator") == [(None, 3, 2)]


def test_fewer_on_board_than_can_have_left_make_entries_unknown(year: Year) -> None:
    stocks(year, 100, 90)
    year.left(separation("2016-01-31", people=4))
    year.came(arrival("2016-03-31"))
    for name in ("estimated_entries", "outside_hire_share", "replacement_ratio"):
        assert values(year.ask(name), "evidence", "value") == [("records", None)]


def test_no_accessions_loaded_leave_shares_of_entries_unsaid(year: Year) -> None:
    stocks(year, 100, 100)
    year.left(separation("2016-01-31"))
    assert len(year.ask("estimated_entries")) == 1
    for name in SHARES:
        assert year.ask(name).empty


def test_no_separations_loaded_leave_entries_unsaid(year: Year) -> None:
    stocks(year, 100, 100)
    year.came(arrival("2016-03-31"))
    for name in ("estimated_entries", *SHARES):
        assert year.ask(name).empty


def test_entries_from_records_may_stand_on_published_stock_and_say_so(year: Year) -> None:
    """OPM published 7,968 executives in September 2015 and 8,158 a year later."""
    year.left(separation("2016-01-31", people=500))
    year.came(arrival("2016-03-31", people=69))
    entries = year.ask("estimated_entries")
    assert values(entries, "evidence", "value") == [("published", 8158 - 7968 + 500)]
    assert set(entries["source"].iloc[0].split("; ")) == {"fedscope_gender_cube", "separations.zip"}
    hired = year.ask("outside_hire_share")
    assert values(hired, "evidence", "value", "numerator", "denominator") == [("published", 10, 69, 690)]
    assert set(hired["source"].iloc[0].split("; ")) == {"fedscope_gender_cube", "separations.zip", "accessions.zip"}


@pytest.mark.parametrize("name", SHARES)
def test_sample_arrivals_are_never_a_share_of_real_entries(year: Year, name: str) -> None:
    stocks(year, 100, 100)
    year.left(separation("2016-01-31", people=5))
    year.came(arrival("2016-03-31"), arrival("2016-03-31", "AA", "transfer_in"), evidence="sample")
    year.with_sample = True
    assert year.ask(name).empty


def test_early_departures_count_the_new_on_both_sides(year: Year) -> None:
    year.employed(
        BEFORE, executive(BEFORE, people=8, service_years=1.5), executive(BEFORE, people=50, service_years=9.0)
    )
    year.employed(END, executive(END, people=10, service_years=0.5), executive(END, people=2, service_years=None))
    year.left(
        separation("2016-01-31", "SC", "quit", people=2, service_years=0.9),
        separation("2016-01-31", "SC", "quit", people=1, service_years=1.9),
        separation("2016-01-31", "SA", "transfer_out", people=4, service_years=0.9),
        separation("2016-01-31", "SD", "retirement", people=7, service_years=2.0),
        separation("2016-01-31", "SD", "retirement", people=7),
    )
    two = values(year.ask("early_departure_rate"), "numerator", "denominator", "flag")
    one = values(year.ask("first_year_departure_rate"), "numerator", "denominator", "flag")
    assert two == [(3, 9, "too_few;two_ends")]
    assert one == [(2, 5, "too_few;two_ends")]


@pytest.mark.parametrize("name", EARLY)
def test_early_departures_need_records_at_both_ends(year: Year, name: str) -> None:
    year.left(separation("2016-01-31", "SC", "quit", people=2, service_years=0.9))
    assert len(year.ask("separation_rate")) == 1  # on the published stock
    assert year.ask(name).empty
    year.employed(END, executive(END, people=10, service_years=0.5))
    assert year.ask(name).empty
    year.employed(BEFORE, executive(BEFORE, people=10, service_years=0.5))
    assert values(year.ask(name), "evidence", "numerator", "denominator") == [("records", 2, 10)]


def test_a_late_report_counts_in_the_month_it_took_effect(year: Year) -> None:
    """A file of October tells of someone who left in September, who belongs to the year before."""
    late = ("2015-10-31", "2016-10-31")
    year.left(separation(END, people=3), separation("2016-10-31", people=40), span=late)
    found = year.ask("separations", window="12m")
    assert values(found, "value") == [(3,)]
    after = table(build_and_open(year.world), "separations", window="12m")
    assert values(at(after, "2016-10-31"), "value") == [(43,)]


def test_twelve_months_may_end_between_fiscal_years(year: Year) -> None:
    for day, people in (("2015-06-30", 80), (BEFORE, 82), ("2015-12-31", 84), ("2016-03-31", 86), ("2016-06-30", 88)):
        year.employed(day, executive(day, people=people))
    span = ("2015-07-31", "2016-06-30")
    year.left(separation("2015-07-31", people=2), separation("2016-06-30", people=2), span=span)
    year.world.load("accessions.zip", "accessions", [arrival("2015-08-31", people=3)], span=span)
    warehouse = build_and_open(year.world)
    trailing = {
        name: values(
            at(table(warehouse, name, window="12m"), "2016-06-30"), "value", "numerator", "denominator", "flag"
        )
        for name in ("separation_rate", "outside_hire_share")
    }
    assert trailing == {
        "separation_rate": [(pytest.approx(100 * 4 / 84), 4, 84, "")],
        "outside_hire_share": [(25, 3, 12, "")],
    }
    for name in trailing:
        assert at(table(warehouse, name), "2016-06-30").empty
    assert values(at(table(warehouse, "estimated_entries", window="12m"), "2016-06-30"), "value") == [(12,)]


def test_transfers_are_all_that_the_two_counts_differ_by(loaded: Warehouse) -> None:
    groups = table(loaded, "separations", by=["separation_group"]).query("evidence == 'sample'")
    apart = groups[groups["separation_group"] == "transfer_out"].set_index("period")["value"]
    counts = {
        name: table(loaded, name).query("evidence == 'sample'").set_index("period")["value"]
        for name in ("separations", "separations_excluding_transfers")
    }
    assert apart.min() > 0
    pd.testing.assert_series_equal(
        counts["separations"] - counts["separations_excluding_transfers"], apart, check_names=False
    )
    rates = {
        name: table(loaded, name).query("evidence == 'sample'").set_index("period")["value"]
        for name in ("separation_rate", "separation_rate_excluding_transfers", "transfer_out_rate")
    }
    whole, without, out = rates.values()
    pd.testing.assert_series_equal(whole - without, out, check_names=False)
