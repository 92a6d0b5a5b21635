"""Positions known to exist: what they prove of a limit, and what would have to be allocated."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.build import build
from metrics.allocation import (
    Ask,
    standings_in_words,
    what_it_takes,
    without_fbi_and_dea,
    without_inspector_general,
)
from metrics.catalog import find
from metrics.errors import UnsoundQuery
from metrics.query import Answer, answer
from metrics.selection import Selection
from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive
from tests.metrics.ask import ask, table, values

JULY, NOVEMBER = "2027-07-31", "2027-11-30"
SPAN = (JULY, JULY)


def job(code: str, filled_by: str, positions: int, **more: object) -> Row:
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
    return Warehouse.open(build(world.places).path)


def of_agencies(warehouse: Warehouse, name: str, day: str = NOVEMBER, **asked: object) -> dict[str, tuple[object, ...]]:
    found = table(warehouse, name, by=["agency_code"], departments="whole", **asked)
    found = found[found["period"] == pd.Timestamp(day)]
    columns = [column for column in ("value", "denominator", "basis") if column in found]
    return {code: rest for code, *rest in values(found, "agency_code", *columns)}


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
    assert standings_in_words(asking(published), None) == (
        "On positions, July 2026: 31 agencies are known to be within a quarter, none above it; of 41 it cannot be told."
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
    assert what_it_takes(published, asking(published), None) == (
        "841 noncareer executives stay within 10% only if OPM has allocated at least 8,410 positions; the last "
        "allocation printed is 8,328 (2012)."
    )
    assert what_it_takes(warehouse, asking(warehouse), None, "FT") == (
        "10 noncareer executives stay within 25% only if OPM has allocated at least 40 positions; at least 48 were "
        "known to exist in July 2027."
    )


def test_the_same_share_without_the_fbi_and_the_dea(published: Warehouse) -> None:
    said = "Without the FBI and the DEA, which are outside the SES of title 5: "
    assert without_fbi_and_dea(asking(published), None) == f"{said}13.3% (837 of 6,275)."
    assert without_fbi_and_dea(asking(published), None, "DJ") == f"{said}14.7% (51 of 347)."
    assert without_fbi_and_dea(asking(published), None, "ED") == ""


def test_the_same_share_without_the_inspector_general(published: Warehouse) -> None:
    said = "Without its inspector general, a separate agency for the SES (5 U.S.C. 406(d)): "
    ask_of = asking(published)
    assert without_inspector_general(published, ask_of, None, "ED") == f"{said}31.4% (16 of 51)."
    assert without_inspector_general(published, ask_of, None, "SB") == ""  # none of its parts is one
    assert without_inspector_general(published, ask_of, date(2025, 12, 31), "ED") == ""  # parts are not told


def test_records_tell_the_inspector_general_apart(tmp_path: Path) -> None:
    world = World(tmp_path)
    rows = [*people("ED", 20, 10), executive(NOVEMBER, "career", 5, agency_code="ED", agency_subelement_code="EDEF")]
    world.load("november.zip", "employment", rows, span=(NOVEMBER, NOVEMBER))
    held = Warehouse.open(build(world.places).path)
    assert without_inspector_general(held, asking(held), None, "ED").endswith("33.3% (10 of 30).")


def asking(held: Warehouse) -> Ask:
    def asked(name: str, selection: Selection) -> Answer:
        return answer(held, find(name), selection)

    return asked
