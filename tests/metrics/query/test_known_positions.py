"""Positions known to exist: what they prove of a limit, and what would have to be allocated."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics.analysis.apart import Ask, describe_title_5
from metrics.definitions.catalog import find
from metrics.errors import UnsoundQuery
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text.allocation import describe_need, describe_positions, describe_standings
from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive
from tests.metrics.ask import ask, build_and_open, table, values

pytestmark = pytest.mark.slow

JULY, NOVEMBER = "2027-07-31", "2027-11-30"
SPAN = (JULY, JULY)


def job(code: str, filled_by: str, positions: int, **more: Any) -> Row:
    row: Row = {"source_id": "plum_export", "period": JULY, "agency_code": code, "agency": code, "pay_plan": "ES"}
    marks = {"filled_by": filled_by, "positions": positions, "is_current": True, "is_duplicate": False}
    return row | marks | more


def people(code: str, career: int, noncareer: int, day: str = NOVEMBER) -> list[Row]:
    kinds = (("career", career), ("noncareer", noncareer))
    return [executive(day, kind, count, agency_code=code) for kind, count in kinds if count]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Records of July and November, a listing of July, and the allocation of one agency."""
    world = World(tmp_path_factory.mktemp("known"))
    july = [executive(JULY, "career", 8, agency_code="EP", position_type="career_reserved"), *people("FT", 20, 9, JULY)]
    july += [executive(JULY, "career", 5, agency_code="EP", position_type="general")]
    november = [
        *people("FT", 25, 10),  # more than a quarter of 35 people, a quarter of 48 positions at most
        *people("SB", 24, 15),  # more than a quarter of 47 positions: proves nothing
        *people("EP", 20, 6),  # of 22 listed and 8 known to be career reserved
        *people("IN", 9, 4),  # of no listing and no allocation
        *people("ED", 30, 20),  # of 60 allocated
        *(row for code in ("DD", "AR", "NV", "AF") for row in people(code, 10, 1)),
    ]
    world.load("july.zip", "employment", july, span=SPAN)
    world.load("november.zip", "employment", november, span=(NOVEMBER, NOVEMBER))
    jobs = [
        *(job("FT", "career", 30), job("FT", "noncareer", 8), job("FT", "vacant", 10)),
        *(job("FT", "career", 30, is_duplicate=True), job("FT", "noncareer", 5, is_current=False)),
        *(job("SB", "career", 30), job("SB", "vacant", 17), job("EP", "career", 22), job("ED", "career", 40)),
        *(job(code, "career", 10) for code in ("DD", "AR", "NV", "AF")),
    ]
    world.load("plum.csv", "positions", jobs, evidence="published", span=SPAN, source_id="plum_export")
    letter: Row = {"indicator": "allocations", "population": "ses", "unit": "positions", "source_id": "a letter"}
    letter |= {"agency_code": "ED", "agency": "ED", "as_of": JULY, "value": 60, "confidence": "high"}
    world.load("allocations.csv", "published", [letter], evidence="published", layout="allocations")
    return build_and_open(world)


def of_agencies(warehouse: Warehouse, name: str, day: str = NOVEMBER, **asked: Any) -> dict[str, list[Any]]:
    found = table(warehouse, name, by=["agency_code"], departments="whole", **asked)
    found = found[found["period"] == pd.Timestamp(day)]
    columns = [column for column in ("value", "denominator", "basis") if column in found]
    return {row[0]: [*row[1:]] for row in values(found, "agency_code", *columns)}


def test_listed_and_known_career_reserved_positions_add_up(warehouse: Warehouse) -> None:
    known = {code: value for code, (value,) in of_agencies(warehouse, "positions_lower_bound", JULY).items()}
    assert known == {"FT": 48, "SB": 47, "EP": 22 + 8, "ED": 40, "DD*": 40}


def test_share_of_known_positions_is_the_most_it_can_be(warehouse: Warehouse) -> None:
    found = of_agencies(warehouse, "noncareer_share_of_known_positions")
    assert {code: (round(share, 1), known) for code, (share, known, _) in found.items()} == {
        "FT": (20.8, 48),
        "SB": (31.9, 47),
        "EP": (20.0, 30),
        "ED": (50.0, 40),
        "DD*": (10.0, 40),
    }
    assert {basis for _, _, basis in found.values()} == {"at_least 2027-07-31"}


def test_room_is_told_where_positions_prove_it_and_nowhere_else(warehouse: Warehouse) -> None:
    found = of_agencies(warehouse, "noncareer_headroom")
    assert {code: (room, basis.split(" ")[0]) for code, (room, _, basis) in found.items()} == {
        "FT": (2, "at_least"),
        "SB": (None, "at_least"),
        "EP": (1, "at_least"),
        "ED": (15 - 20, "positions"),
        "DD*": (6, "at_least"),
    }


def test_an_agency_is_within_the_limit_above_it_or_cannot_be_told(warehouse: Warehouse, published: Warehouse) -> None:
    each = table(warehouse, "quarter_standing", by=["agency_code"])
    each = each[each["period"] == pd.Timestamp(NOVEMBER)]
    assert dict(values(each, "agency_code", "standing")) == {
        "FT": "within",
        "SB": "unknown",
        "EP": "within",
        "IN": "unknown",
        "ED": "above",
        "DD*": "within",
    }
    counted = table(warehouse, "quarter_standing")
    counted = counted[counted["period"] == pd.Timestamp(NOVEMBER)]
    assert dict(values(counted, "standing", "value")) == {"within": 3, "above": 1, "unknown": 2}
    only = table(warehouse, "quarter_standing", where={"standing": "above"})
    assert set(only["standing"]) == {"above"}
    # With the shipped figures alone only those without any noncareer executive are known to be within it.
    assert describe_standings(asking(published), None) == (
        "By positions, July 2026: of 72 agencies with executives, 31 are known to be within a quarter of their "
        "positions (none of them has a noncareer executive) and none above it; for 41 too few positions are known to "
        "say."
    )


def test_what_must_be_allocated(warehouse: Warehouse) -> None:
    found = of_agencies(warehouse, "allocation_needed")
    assert {code: value for code, (value, *_) in found.items()} == {
        "FT": 40,
        "SB": 60,
        "EP": 24,
        "IN": 16,
        "ED": 80,
        "DD*": 16,
    }
    whole = table(warehouse, "allocation_needed")
    assert values(whole[whole["period"] == pd.Timestamp(NOVEMBER)], "value") == [(10 * 59,)]
    with pytest.raises(UnsoundQuery, match="Defense is one agency"):
        ask(warehouse, "allocation_needed", where={"agency_code": "AR"})


def test_the_sentence_says_what_would_have_to_be_true(warehouse: Warehouse, published: Warehouse) -> None:
    assert describe_need(published, asking(published), None) == (
        "841 noncareer executives stay within 10% only if OPM has allocated at least 8,410 positions; the last "
        "allocation printed is 8,328 (2012)."
    )
    assert describe_need(warehouse, asking(warehouse), None, "FT") == (
        "10 noncareer executives stay within 25% only if OPM has allocated at least 40 positions; at least 48 were "
        "known to exist in July 2027."
    )


GENERAL = "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d)): "


def test_the_same_share_of_those_the_law_is_about(published: Warehouse) -> None:
    """July 2026: 841 of 6,647 less 4 of 372 at the FBI and the DEA; Justice also less its inspector general's 12."""
    bureaus = "Without the FBI and the DEA, which are outside the SES of title 5"
    assert describe_title_5(asking(published), None) == f"{bureaus}: 13.3% (837 of 6,275)."
    assert describe_title_5(asking(published), None, "DJ") == (
        f"{bureaus}, and without its inspector general, a separate agency for the SES (5 U.S.C. 406(d)), where a file "
        "names it: 15.2% (51 of 335)."
    )
    assert describe_title_5(asking(published), None, "ED") == f"{GENERAL}31.4% (16 of 51)."
    assert describe_title_5(asking(published), None, "SB") == ""  # none of its parts is one
    assert describe_title_5(asking(published), date(2025, 12, 31), "ED") == ""  # parts are not told
    # Governmentwide an inspector general's executives are executives of title 5 like others.
    found = table(published, "on_board_title_5", where={"agency_code": "ED"})
    assert dict(values(found, "period", "value"))[pd.Timestamp("2026-07-31")] == 51
    assert values(table(published, "on_board_title_5").tail(1), "value") == [(6275,)]


def test_records_leave_out_the_inspector_general_of_an_agency_and_of_the_government_none(tmp_path: Path) -> None:
    world = World(tmp_path)
    rows = [*people("ED", 20, 10), executive(NOVEMBER, "career", 5, agency_code="ED", agency_subelement_code="EDEF")]
    rows += [executive(NOVEMBER, "career", 3, agency_code="DD", agency_subelement_code="DD26"), *people("AR", 7, 1)]
    world.load("november.zip", "employment", rows, span=(NOVEMBER, NOVEMBER))
    held = build_and_open(world)
    assert describe_title_5(asking(held), None, "ED") == f"{GENERAL}33.3% (10 of 30)."
    assert describe_title_5(asking(held), None, "DD*") == f"{GENERAL}12.5% (1 of 8)."
    assert describe_title_5(asking(held), None) == ""  # nobody of the FBI and the DEA is there to leave out
    each = table(held, "noncareer_share_title_5", by=["agency_code"])
    assert dict(values(each[each["evidence"] == "records"], "agency_code", "denominator"))["ED"] == 30


def test_what_is_in_career_reserved_positions_of_an_inspector_general_is_none_of_the_agencys(tmp_path: Path) -> None:
    world = World(tmp_path)
    reserved = [
        executive(
            JULY, "career", people, agency_code="ED", agency_subelement_code=part, position_type="career_reserved"
        )
        for part, people in (("EDEF", 5), ("EDER", 8))
    ]
    world.load("july.zip", "employment", reserved, span=SPAN)
    listed = [job("ED", "career", 20)]
    world.load("plum.csv", "positions", listed, evidence="published", span=SPAN, source_id="plum_export")
    held = build_and_open(world)
    assert values(table(held, "positions_lower_bound", where={"agency_code": "ED"}), "value") == [(28,)]
    assert values(table(held, "positions_lower_bound"), "value") == [(33,)]


def test_beside_a_share_of_people_stands_what_is_known_on_positions(warehouse: Warehouse, published: Warehouse) -> None:
    """One rule for page, card, slide, sheet, API and command line: they all ask `beside`."""

    def beside_of(held: Warehouse, name: str, **asked: Any) -> tuple[str, ...]:
        result = ask(held, name, **asked)
        return describe_positions(held, result, result.table)

    whole = beside_of(published, "noncareer_share")
    assert whole[0].startswith("841 noncareer executives stay within 10% only if OPM has allocated at least 8,410")
    assert beside_of(warehouse, "noncareer_share", where={"agency_code": "FT"})[0] == (
        "On positions: at most 20.8%, 10 of 48 known to exist in July 2027, within a quarter if they still exist "
        "(5 U.S.C. 3134(d))."
    )
    assert beside_of(warehouse, "noncareer_share", where={"agency_code": "SB"})[0] == (
        "On positions: at most 31.9%, 15 of 47 known to exist in July 2027, whether that is within a quarter of all "
        "its positions is not known."
    )
    assert beside_of(warehouse, "noncareer_share", where={"agency_code": "ED"})[0] == (
        "On positions: 33.3%, 20 of 60 of those allocated, above a quarter (5 U.S.C. 3134(d))."
    )
    assert beside_of(warehouse, "noncareer_share", where={"agency_code": "IN"})[0] == (
        "On positions: nothing is known of how many it has, so whether that is within a quarter of all its positions "
        "is not known."
    )
    standings = (
        "By positions, November 2027: of 6 agencies with executives, 3 are known to be within a quarter of their "
        "positions and 1 above it; for 2 too few positions are known to say. Positions that are not allocated are "
        "those listed in July 2027, if they still exist."
    )
    assert beside_of(warehouse, "noncareer_share", by=["agency_code"]) == (standings,)
    assert beside_of(warehouse, "agencies_over_quarter") == (standings,)
    assert beside_of(warehouse, "noncareer_share", where={"agency_code": "AR"}) == ()  # a part of Defense has no limit
    assert beside_of(warehouse, "on_board") == ()  # no limit is about it


def asking(held: Warehouse) -> Ask:
    def asked(name: str, selection: Selection) -> Answer:
        return answer(held, find(name), selection)

    return asked
