"""What is made of a listing that names every agency, and what is not made of any other."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.layouts.registry import PUBLISHED_FIGURES, PUBLISHED_SOURCES
from etl.load import load
from etl.paths import find_places
from metrics.analysis.crossings import find_crossings
from metrics.analysis.peers import compare_agencies
from metrics.definitions import catalog
from metrics.exhibits import forms
from metrics.exhibits.forms import Wanted
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, open_current
from tests.etl.strange import text_file
from tests.metrics.ask import at, table, values

JULY = "2026-07-31"
LETTER = {
    "source_id": "letter_2026",
    "publisher": "Office of Made-up Letters",
    "title": "A letter of executives by agency",
    "year": "2026",
    "address": "https://example.invalid/letter",
}
TOLD = {
    # agency: career, noncareer, limited term
    "ED": (60, 30, 0),
    "EP": (200, 10, 5),
    "OM": (36, 14, None),
}


def letter(folder: Path, complete: str) -> Warehouse:
    """The shipped figures and a letter of September 2026 about three agencies, limited appointees of one unknown."""
    rows = [
        {
            "indicator": "headcount",
            "population": population,
            "agency": f"Agency {code}",
            "agency_code": code,
            "as_of": "2026-09-30",
            "value": str(number),
            "unit": "people",
            "source_id": "letter_2026",
            "confidence": "high",
        }
        for code, numbers in TOLD.items()
        for population, number in zip(("career", "noncareer", "limited_term"), numbers, strict=True)
        if number is not None
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder / "data"))
        text_file(folder / "figures.csv", PUBLISHED_FIGURES, rows)
        text_file(folder / "sources.csv", PUBLISHED_SOURCES, [LETTER | {"complete": complete}])
        load(find_places(), [folder / "figures.csv"])
        return open_current()


@pytest.fixture(scope="module")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return letter(tmp_path_factory.mktemp("in_part"), "no")


@pytest.fixture(scope="module")
def in_full(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return letter(tmp_path_factory.mktemp("in_full"), "yes")


@pytest.mark.parametrize(
    ("day", "noncareer", "everyone", "share"),
    [("2025-11-30", 750, 7336, 10.22), ("2025-12-31", 766, 7269, 10.54), (JULY, 841, 6647, 12.65)],
)
def test_noncareer_share_of_the_last_three_months_known(
    published: Warehouse, day: str, noncareer: float, everyone: float, share: float
) -> None:
    (row,) = values(at(table(published, "noncareer_share"), day, "published"), "numerator", "denominator", "value")
    assert row == (noncareer, everyone, pytest.approx(share, abs=0.005))


@pytest.mark.parametrize(("day", "people"), [("2025-01-31", 8067), ("2026-01-31", 5837), (JULY, 5758)])
def test_career_executives_are_known_by_month(published: Warehouse, day: str, people: float) -> None:
    career = table(published, "on_board", where={"appointment": "career"})
    assert values(at(career, day, "published"), "value") == [(people,)]


def test_career_executives_are_known_every_month_since_october_2020(published: Warehouse) -> None:
    career = table(published, "on_board", where={"appointment": "career"}, start=date(2020, 10, 1))
    assert list(career["period"]) == list(pd.date_range("2020-10-31", JULY, freq="ME"))


def test_agencies_over_a_quarter_are_counted_where_every_agency_is_known_and_nowhere_else(
    published: Warehouse,
) -> None:
    counted = table(published, "agencies_over_quarter")
    assert values(counted, "period", "value") == [(pd.Timestamp("2025-11-30"), 5), (pd.Timestamp(JULY), 4)]


def test_agencies_over_a_quarter_in_july_2026(published: Warehouse) -> None:
    above = at(table(published, "agencies_over_quarter", by=["agency_code"]), JULY, "published")
    shares = 100 * above["numerator"] / above["denominator"]
    assert dict(zip(above["agency_code"], shares.round(1), strict=True)) == {
        "SB": 38.5,
        "FT": 34.3,
        "ED": 27.6,
        "QQ": 28.6,
    }
    assert list(above.loc[above["flag"].str.contains("too_few"), "agency_code"]) == ["QQ"]


def test_an_appointment_type_without_a_row_is_unknown_and_not_nobody(published: Warehouse) -> None:
    """Career and noncareer executives of one agency are known every month of 2026, limited ones are not."""
    shares = table(published, "noncareer_share", where={"agency_code": "OM"}, start=date(2026, 1, 1))
    assert list(shares["period"].astype(str)) == [JULY]
    both = table(published, "on_board", by=["appointment"], where={"agency_code": "OM"}, start=date(2026, 3, 1))
    march = at(both, "2026-03-31", "published")
    assert values(march, "appointment", "value") == [("career", 38.0), ("noncareer", 13.0)]


def test_a_part_of_an_agency_is_in_no_sum_list_or_rank(published: Warehouse) -> None:
    for name in ("on_board", "noncareer_share", "executives_per_thousand"):
        codes = table(published, name, by=["agency_code"], departments="both")["agency_code"]
        assert {code for code in codes if len(code) > 2} <= {"DD*"}, name
    components = at(table(published, "on_board", by=["agency_code"]), JULY, "published")
    assert components["value"].sum() == 6647


def test_a_part_of_an_agency_is_answerable_on_its_own(published: Warehouse) -> None:
    rows = published.rows(
        "select agency_code, value from marts.published where scope = 'subelement' and appointment = 'all'\n"
        "  and agency_code in ('DJ02', 'DJ06') and source = 'fwd_2026_07' order by all"
    )
    assert values(rows, "agency_code", "value") == [("DJ02", 295.0), ("DJ06", 77.0)]


def test_an_agency_in_a_partial_listing_has_its_own_share_where_all_its_parts_are_known(in_part: Warehouse) -> None:
    shares = at(table(in_part, "noncareer_share", by=["agency_code"]), "2026-09-30", "published")
    assert values(shares, "agency_code", "numerator", "denominator") == [("ED", 30, 90), ("EP", 10, 215)]


def test_no_count_rank_median_or_crossing_is_made_of_a_partial_listing(in_part: Warehouse) -> None:
    assert table(in_part, "agencies_over_quarter")["period"].max() == pd.Timestamp(JULY)
    assert table(in_part, "agencies_over_quarter", by=["agency_code"])["period"].max() == pd.Timestamp(JULY)
    metric = catalog.find("noncareer_share")
    assert compare_agencies(in_part, metric).period == date(2026, 7, 31)
    assert compare_agencies(in_part, metric, date(2026, 9, 30)).places == ()
    assert forms.rankable(answer(in_part, metric, Selection.of(by=["agency_code"], start=date(2026, 8, 1)))).empty
    assert {each.period for each in find_crossings(in_part)} <= {date(2026, 7, 31)}


def test_agencies_add_up_only_where_each_is_known(in_part: Warehouse) -> None:
    def noncareer(*codes: str) -> list[object]:
        asked = {"appointment": "noncareer", "agency_code": codes}
        return list(at(table(in_part, "on_board", where=asked), "2026-09-30", "published")["value"])

    assert noncareer("ED", "EP") == [40]
    assert noncareer("ED", "AG") == []


def test_a_listing_said_to_be_complete_is_counted_and_ranked(in_full: Warehouse) -> None:
    counted = at(table(in_full, "agencies_over_quarter"), "2026-09-30", "published")
    assert values(counted, "value") == [(2,)]
    ranked = compare_agencies(in_full, catalog.find("noncareer_share"))
    assert (ranked.period, [place.agency_code for place in ranked.places]) == (date(2026, 9, 30), ["ED", "OM", "EP"])
    both = table(in_full, "on_board", where={"appointment": "noncareer", "agency_code": ["ED", "AG"]})
    assert values(at(both, "2026-09-30", "published"), "value") == [(30,)]


def test_a_ranking_is_drawn_of_a_whole_listing_only(in_part: Warehouse, in_full: Warehouse) -> None:
    for warehouse, form in ((in_part, "table"), (in_full, "ranked")):
        asked = Selection.of(by=["agency_code"], start=date(2026, 8, 1))
        result = answer(warehouse, catalog.find("noncareer_share"), asked)
        assert forms.form(result, Wanted.RANKED) == form
