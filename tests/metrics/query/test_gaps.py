"""Months from which agencies are missing, in answers: marked, told, and never a headline, streak, rank or crossing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.warehouse.build import build
from metrics import charts
from metrics.analysis.crossings import find_crossings
from metrics.analysis.headline import find_headline
from metrics.analysis.peers import compare_agencies
from metrics.charts.theme import LIGHT
from metrics.definitions import catalog
from metrics.exhibits import forms
from metrics.exhibits.from_request import exhibit_of
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.text import tables
from metrics.text.gaps import describe_gaps, list_remarks
from metrics.warehouse import Warehouse
from tests.conftest import Once
from tests.etl.world import World, executive, separation
from tests.metrics.ask import ask, at, build_and_open, table, values
from tests.metrics.command import Ask
from tests.metrics.conftest import open_data

pytestmark = pytest.mark.slow

APRIL, MAY, JUNE, JULY = "2028-04-30", "2028-05-31", "2028-06-30", "2028-07-31"
BASELINE = date(2016, 9, 30)
MISSING = "Army and Navy are missing from the file"
# Career and noncareer executives. Justice rises above the line in May, Treasury in the incomplete June.
BEFORE = {"TR": (85, 15), "DJ": (46, 14), "DD": (60, 0), "AR": (40, 0), "NV": (40, 0)}
WHOLE = BEFORE | {"DJ": (44, 16)}
LACKING = {"TR": (70, 30), "DJ": (44, 16), "DD": (50, 10)}


def month(world: World, period: str, agencies: dict[str, tuple[int, int]]) -> None:
    rows = [
        executive(period, kind, people, agency_code=code, age_band="I", service_band="G")
        for code, held in agencies.items()
        for kind, people in zip(("career", "noncareer"), held, strict=True)
        if people
    ]
    world.load(f"employment {period}.txt", "employment", rows, span=(period, period))


@pytest.fixture(scope="module")
def held(once: Once) -> Warehouse:
    """April to June, June without Army and Navy."""

    def fill(folder: Path) -> None:
        world = World(folder)
        for period, agencies in ((APRIL, BEFORE), (MAY, WHOLE), (JUNE, LACKING)):
            month(world, period, agencies)
        build(world.places)

    return open_data(once("lacking-june", fill))


@pytest.fixture(scope="module")
def after(once: Once) -> Warehouse:
    """The same, and July whole again."""

    def fill(folder: Path) -> None:
        world = World(folder)
        for period, agencies in ((APRIL, WHOLE), (MAY, WHOLE), (JUNE, LACKING), (JULY, WHOLE)):
            month(world, period, agencies)
        build(world.places)

    return open_data(once("whole-july", fill))


def flags(rows: pd.DataFrame, *by: str) -> list[tuple[Any, ...]]:
    real = rows[rows["period"] >= APRIL].assign(period=lambda some: some["period"].dt.strftime("%Y-%m-%d"))
    return values(real, "period", *by, "flag")


def test_the_government_is_marked(held: Warehouse) -> None:
    assert flags(table(held, "noncareer_share")) == [(APRIL, ""), (MAY, ""), (JUNE, "partial")]
    assert flags(table(held, "noncareer_share", where={"agency_code": "DJ"})) == [(APRIL, ""), (MAY, ""), (JUNE, "")]


def test_agencies_are_marked_where_they_or_a_component_are_missing(held: Warehouse) -> None:
    marked = [
        code for day, code, flag in flags(table(held, "noncareer_share", by=["agency_code"]), "agency_code") if flag
    ]
    assert marked == ["DD*"]


@pytest.mark.parametrize("by", ["appointment", "age_band", "duty_state"])
def test_every_other_split_is_one_of_the_government(held: Warehouse, by: str) -> None:
    rows = at(table(held, "on_board", by=[by]), JUNE)
    assert len(rows)
    assert set(rows["flag"]) == {"partial"}


def test_a_count_of_nobody_in_such_a_month_is_unknown(held: Warehouse) -> None:
    army = table(held, "on_board", where={"agency_code": "AR"})
    assert values(army[army["period"] >= APRIL], "value", "flag") == [(40, ""), (40, ""), (None, "partial")]


def test_the_newest_whole_month_is_the_headline_and_the_other_is_told_beside_it(held: Warehouse) -> None:
    metric = catalog.find("noncareer_share")
    found = find_headline(held, metric, Selection(), BASELINE)
    assert found is not None
    assert (found.latest.period.isoformat(), found.latest.numerator, found.latest.denominator) == (MAY, 31, 300)
    assert describe_gaps(ask(held, metric), found.latest.period) == f"June 2028 is incomplete: {MISSING}"


def test_a_baseline_is_no_such_month(after: Warehouse) -> None:
    found = find_headline(after, catalog.find("on_board"), Selection(), date.fromisoformat(JUNE))
    assert found is not None
    assert found.baseline is not None
    assert (found.latest.period.isoformat(), found.baseline.period.isoformat()) == (JULY, MAY)


def test_streaks_pass_over_it(after: Warehouse, run: Ask) -> None:
    shown = run(after, "show", "noncareer_share", "--by", "agency_code", "--from", "2028-04", "--format", "csv").rows
    of = {code: [row["streak"] for row in shown if row["agency_code"] == code] for code in ("DJ", "DD*")}
    assert of == {"DJ": ["1", "2", "3", "4"], "DD*": ["0", "0", "", "0"]}
    government = run(after, "show", "noncareer_share", "--from", "2028-04", "--format", "csv").rows
    assert [row["streak"] for row in government] == ["1", "2", "", "3"]


def test_ranks_are_those_of_the_newest_whole_month(held: Warehouse) -> None:
    ranking = compare_agencies(held, catalog.find("noncareer_share"))
    assert ranking.period == date.fromisoformat(MAY)
    assert [place.agency_code for place in ranking.places] == ["DJ", "TR", "DD*"]
    asked_for = compare_agencies(held, catalog.find("noncareer_share"), date.fromisoformat(JUNE))
    assert [place.agency_code for place in asked_for.places] == ["TR", "DJ"]
    latest = forms.latest(ask(held, "noncareer_share", by=["agency_code"]))
    assert set(latest["period"]) == {pd.Timestamp(MAY)}


def test_what_is_missing_crosses_no_line(once: Once) -> None:
    """Defense lost its career executives of two components: 10 of 20 are noncareer, which is no news."""

    def fill(folder: Path) -> None:
        world = World(folder)
        month(world, APRIL, BEFORE | {"DD": (10, 10)})
        month(world, MAY, {"TR": (85, 15), "DJ": (44, 16), "DD": (10, 10)})
        build(world.places)

    found = find_crossings(open_data(once("crossing-may", fill)))
    assert [(one.agency_code, one.is_above) for one in found] == [("DJ", True)]


def test_a_count_of_agencies_above_a_line_is_marked_with_the_government(held: Warehouse) -> None:
    assert flags(table(held, "agencies_over_quarter")) == [(APRIL, ""), (MAY, ""), (JUNE, "partial")]


class Years:
    """Employment at quarter ends of fiscal 2027, one of them incomplete, and everyone who left."""

    ENDS = ("2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30", "2027-09-30")

    def __init__(self, folder: Path, lacking: str) -> None:
        world = World(folder)
        for end in self.ENDS:
            month(world, end, LACKING if end == lacking else WHOLE)
        left = [separation("2027-02-28", agency_code="TR", people=12)]
        world.load("separations.zip", "separations", left, span=("2026-10-31", "2027-09-30"))
        self.warehouse = build_and_open(world)

    def ask(self, name: str, *columns: str, by: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        return values(at(table(self.warehouse, name, by=by), "2027-09-30"), *columns)


def test_an_average_leaves_out_a_quarter_end_that_lacks_people(tmp_path: Path) -> None:
    years = Years(tmp_path, lacking="2027-03-31")
    assert years.ask("separation_rate", "value", "denominator", "flag") == [(4.0, 300, "two_ends")]
    assert years.ask("net_change", "value", "flag") == [(0, "")]


def test_a_change_or_rate_to_an_incomplete_month_is_unknown(tmp_path: Path) -> None:
    years = Years(tmp_path, lacking="2027-09-30")
    for name in ("separation_rate", "net_change", "estimated_entries"):
        ((value, flag),) = years.ask(name, "value", "flag")
        assert (value, "partial" in flag) == (None, True)
    assert years.ask("separations", "value", "flag") == [(12, "")]
    by_agency = dict(years.ask("net_change", "agency_code", "value", by=["agency_code"]))
    assert (by_agency["TR"], by_agency["AR"]) == (0, None)


def test_it_is_drawn_hollow_by_itself_and_says_why(after: Warehouse) -> None:
    result = ask(after, "noncareer_share", start=date.fromisoformat(APRIL))
    rows = tables.credit_sources(after, forms.shown(result, "trend"))
    picture = charts.draw_trend(result.metric, rows, LIGHT)
    line, apart = picture.plot.data
    assert list(line.y.round(1)[:2]) == [10.3, 10.3]
    assert pd.isna(line.y[2]), "no line leads from May to July"
    assert (apart.mode, apart.marker.color, list(apart.x)) == ("markers", LIGHT.page, [pd.Timestamp(JUNE)])
    assert apart.hovertext[0].endswith(f"<br>Incomplete: {MISSING}")
    assert line.marker.color != LIGHT.page
    assert "latest 10.3% in July 2028" in picture.alt
    assert "Incomplete and drawn apart: June 2028." in picture.alt
    assert picture.native is not None
    assert sorted(one.is_hollow for one in picture.native.series) == [False, False, True]
    assert [one.name for one in picture.native.series if one.is_partial] == [
        "Political appointees in the SES, incomplete month"
    ]


def test_a_label_at_the_end_of_a_line_is_of_a_whole_month(held: Warehouse) -> None:
    result = ask(held, "noncareer_share", start=date.fromisoformat(APRIL))
    picture = charts.draw_trend(result.metric, forms.shown(result, "trend"), LIGHT)
    said = [note.text for note in picture.plot.layout.annotations]
    assert any("10.3%" in words for words in said)
    assert not any("25.5%" in words for words in said)


def test_what_leaves_the_page_tells_it(held: Warehouse, run: Ask) -> None:
    told = f"Incomplete, and so without headline, streak or rank: June 2028 ({MISSING})."
    exhibit = exhibit_of(held, catalog.find("noncareer_share"), Selection())
    assert told in exhibit.notes
    assert "in May 2028" in exhibit.said
    assert exhibit.as_of == "May 2028"
    shown = run(held, "show", "noncareer_share", "--from", "2028-04", "--format", "csv")
    assert told in shown.err
    assert told not in run(held, "show", "noncareer_share", "--to", "2028-05", "--format", "csv").err


def test_figures_of_june_2026_are_partial_for_defense_and_july_is_a_headline_with_its_caveat(
    published: Warehouse,
) -> None:
    metric = catalog.find("noncareer_share")
    found = find_headline(published, metric, Selection(), BASELINE)
    assert found is not None
    assert (found.latest.period, found.latest.numerator, found.latest.denominator) == (date(2026, 7, 31), 841, 6647)
    result = answer(published, metric, Selection())
    assert "Education Activity" in describe_gaps(result, found.latest.period)
    assert any("Education Activity" in note for note in list_remarks(published, result, result.table))
    career = table(published, "on_board", by=["appointment"], where={"appointment": "career"})
    assert set(at(career, "2026-06-30", "published")["flag"]) == {"partial"}
    assert set(at(career, "2026-07-31", "published")["flag"]) == {""}


JULY_2026 = "2026-07-31"
LISTED = (841, 6647)
"""Noncareer executives and all of them in the full listing of July 2026."""


@pytest.fixture(scope="module")
def lacking_july(once: Once) -> Warehouse:
    """May and June 2026 whole and July without Army and Navy, beside the shipped figures, which tell July whole."""

    def fill(folder: Path) -> None:
        world = World(folder)
        for period, agencies in (("2026-05-31", WHOLE), (JULY_2026, LACKING)):
            month(world, period, agencies)
        build(world.places)

    return open_data(once("lacking-july-2026", fill))


def test_a_partial_file_marks_no_listing_of_its_month(lacking_july: Warehouse) -> None:
    rows = at(table(lacking_july, "noncareer_share"), JULY_2026, "published")
    assert values(rows, "numerator", "denominator", "flag") == [(*LISTED, "")]
    assert set(at(table(lacking_july, "noncareer_share"), JULY_2026)["flag"]) == {"partial"}
    of_defense = table(lacking_july, "noncareer_share", where={"agency_code": "DD*"})
    assert set(at(of_defense, JULY_2026, "published")["flag"]) == {""}
    assert set(at(of_defense, JULY_2026)["flag"]) == {"partial"}
    over = table(lacking_july, "agencies_over_quarter")
    assert values(at(over, JULY_2026, "published"), "value", "flag") == [(4, "")]
    assert set(at(over, JULY_2026)["flag"]) == {"partial"}
    result = answer(lacking_july, catalog.find("noncareer_share"), Selection())
    told = " ".join(list_remarks(lacking_july, result, at(result.table, JULY_2026, "published")))
    assert (MISSING in told, "Education Activity" in told) == (False, True)
    assert MISSING in " ".join(list_remarks(lacking_july, result, at(result.table, JULY_2026)))


def test_no_listing_takes_the_place_of_incomplete_records_in_a_headline_streak_rank_or_crossing(
    lacking_july: Warehouse, run: Ask
) -> None:
    metric = catalog.find("noncareer_share")
    found = find_headline(lacking_july, metric, Selection(), BASELINE)
    assert found is not None
    assert (found.latest.period, found.latest.evidence) == (date(2026, 5, 31), "records")
    assert compare_agencies(lacking_july, metric).period == date(2026, 5, 31)
    shown = run(lacking_july, "show", "noncareer_share", "--from", "2026-07", "--format", "csv").rows
    assert [row["streak"] for row in shown] == ["", ""]
    assert [(one.agency_code, one.evidence) for one in find_crossings(lacking_july)] == [("TR", "records")]


def test_a_partial_listing_marks_no_file_of_its_month(once: Once) -> None:
    """What others counted from OPM's file of June 2026 lacks some of Defense; a cube of June would not."""

    def fill(folder: Path) -> None:
        world = World(folder)
        rows = [executive("2026-06-30", "career", 300, agency_code=code) for code in ("TR", "AR", "NV", "DD", "AF")]
        span = ("2026-06-30", "2026-06-30")
        world.load("cube of June.zip", "employment", rows, span=span, layout="fedscope_employment")
        build(world.places)

    held = open_data(once("whole-june-2026", fill))
    career = at(table(held, "on_board", by=["appointment"], where={"appointment": "career"}), "2026-06-30")
    assert values(career, "value", "flag") == [(1500, "")]
    published = table(held, "on_board", by=["appointment"], where={"appointment": "career"})
    assert set(at(published, "2026-06-30", "published")["flag"]) == {"partial"}
    found = find_headline(held, catalog.find("on_board"), Selection(), BASELINE)
    assert found is not None
    assert found.latest.evidence == "published"


def test_a_gap_of_one_publisher_is_not_one_of_another_of_the_same_month(once: Once) -> None:
    """Who counted OPM's file of June 2026 lacks some of Defense; who counted otherwise does not."""
    letter = {"indicator": "headcount", "population": "career", "as_of": "2026-06-30", "value": 5800.0}
    letter |= {"unit": "people", "source_id": "letter_2026", "confidence": "high"}

    def fill(folder: Path) -> None:
        world = World(folder)
        world.load("figures.csv", "published", [letter], evidence="published")
        build(world.places)

    held = open_data(once("letter-of-june-2026", fill))
    every = table(held, "on_board", where={"appointment": "career"}, all_sources=True)
    june = at(every, "2026-06-30", "published")
    assert values(june, "source", "flag") == [("fwd_monthly_2026", "partial"), ("letter_2026", "")]
