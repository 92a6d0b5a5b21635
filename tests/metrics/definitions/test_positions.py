"""Limits held against allocated positions where they are loaded, and against people on board where they are not."""

from pathlib import Path
from typing import Any

import pytest

from metrics.errors import UnsoundQuery
from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive
from tests.metrics.ask import ask, at, build_and_open, table, values

pytestmark = pytest.mark.slow

SEPTEMBER, NOVEMBER = "2023-09-30", "2023-11-30"


def allocated(code: str | None, day: str, positions: int) -> Row:
    words: Row = {"indicator": "allocations", "population": "ses", "unit": "positions", "source_id": "a letter"}
    return words | {"agency_code": code, "agency": code, "as_of": day, "value": positions, "confidence": "medium"}


def people(code: str, career: int, noncareer: int, day: str = NOVEMBER) -> list[Row]:
    kinds = (("career", career), ("noncareer", noncareer))
    return [executive(day, kind, count, agency_code=code) for kind, count in kinds if count]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """One day of records, with allocations of two months before for the government and for some agencies."""
    world = World(tmp_path_factory.mktemp("positions"))
    rows = [
        *people("ED", 20, 10),  # 10 of 30 on board, of 60 positions
        *people("IN", 30, 8),  # no allocation that still stands: 8 of 41 on board
        *people("AB", 6, 2),  # 2 of 8 on board, but of 3 positions: exempt
        *people("LB", 9, 0),
        *(row for code in ("DD", "AR", "NV", "AF") for row in people(code, 10, 5)),
        executive(NOVEMBER, "limited_term", 3, agency_code="IN"),
    ]
    world.load("employment.zip", "employment", rows, span=(NOVEMBER, NOVEMBER))
    figures = [
        *(allocated(code, SEPTEMBER, count) for code, count in ((None, 200), ("ED", 60), ("AB", 3), ("LB", 20))),
        *(allocated(code, SEPTEMBER, 15) for code in ("DD", "AR", "NV", "AF")),
        allocated("LB", "2022-06-30", 100),  # replaced since
        allocated("IN", "2021-10-31", 100),  # too old to stand in November 2023
    ]
    world.load("allocations.csv", "published", figures, evidence="published", layout="allocations")
    return build_and_open(world)


def on_the_day(warehouse: Warehouse, name: str, **asked: Any) -> dict[str, list[Any]]:
    found = table(warehouse, name, **asked)
    found = found[(found["period"] == NOVEMBER) & (found["evidence"] != "sample")]
    rows = values(found, "agency_code", "value", "denominator", "basis", "flag")
    return {row[0]: [*row[1:]] for row in rows}


def test_both_bases_stand_side_by_side(warehouse: Warehouse) -> None:
    on_board = at(table(warehouse, "noncareer_share"), NOVEMBER)
    positions = at(table(warehouse, "noncareer_share_of_positions"), NOVEMBER, "published")
    assert values(on_board, "numerator", "denominator") == [(40, 148)]
    assert values(positions, "value", "numerator", "denominator", "basis", "source") == [
        (20, 40, 200, "positions 2023-09-30", "a letter; employment.zip")
    ]
    limited = at(table(warehouse, "limited_share_of_positions"), NOVEMBER, "published")
    assert values(limited, "value", "numerator", "denominator") == [(1.5, 3, 200)]


def test_headroom_is_of_positions_where_they_are_known_and_each_row_says_so(warehouse: Warehouse) -> None:
    assert on_the_day(warehouse, "noncareer_headroom") == {
        "AB": [None, 3, "positions 2023-09-30", "exempt;medium_confidence"],
        "DD*": [15 - 20, 60, "positions 2023-09-30", "medium_confidence"],
        "ED": [15 - 10, 60, "positions 2023-09-30", "medium_confidence"],
        "LB": [5, 20, "positions 2023-09-30", "medium_confidence"],
    }


def test_agencies_above_a_quarter_are_counted_by_people_and_say_so(warehouse: Warehouse) -> None:
    named = on_the_day(warehouse, "agencies_over_quarter", by=["agency_code"])
    assert named == {"DD*": [1, 60, "on_board", ""], "ED": [1, 30, "on_board", ""]}
    counted = table(warehouse, "agencies_over_quarter")
    counted = counted[(counted["period"] == NOVEMBER)]
    assert values(counted, "evidence", "value", "basis") == [("records", 2, "on_board")]


def test_share_of_positions_of_an_agency_flags_the_exempt(warehouse: Warehouse) -> None:
    shares = on_the_day(warehouse, "noncareer_share_of_positions", by=["agency_code"], departments="whole")
    assert {code: (round(share, 1), flag) for code, (share, _, _, flag) in shares.items()} == {
        "AB": (66.7, "exempt;too_few;medium_confidence"),
        "DD*": (33.3, "medium_confidence"),
        "ED": (16.7, "medium_confidence"),
        "LB": (0.0, "medium_confidence"),
    }


def test_a_component_of_defense_has_no_line_of_its_own(warehouse: Warehouse) -> None:
    with pytest.raises(UnsoundQuery, match="Defense is one agency"):
        ask(warehouse, "noncareer_headroom", where={"agency_code": "AR"})


def test_people_on_board_are_never_the_base_of_headroom(records: Warehouse, warehouse: Warehouse) -> None:
    assert table(records, "noncareer_headroom").query("evidence == 'records'").empty
    assert "IN" not in on_the_day(warehouse, "noncareer_headroom")


def test_an_allocation_of_another_day_never_lends_itself_backwards(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.load("employment.zip", "employment", people("ED", 20, 10, SEPTEMBER), span=(SEPTEMBER, SEPTEMBER))
    world.load("allocations.csv", "published", [allocated("ED", NOVEMBER, 60)], evidence="published")
    found = table(build_and_open(world), "noncareer_headroom", where={"agency_code": "ED"})
    assert found[found["period"] == SEPTEMBER].empty
