"""The SES of title 5: executives without those of the FBI and the DEA, where the parts of Justice are told apart."""

from pathlib import Path

import pandas as pd
import pytest

from etl.build import build
from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive
from tests.metrics.ask import table, values

DAY = "2023-11-30"
JULY, JANUARY, DECEMBER = (pd.Timestamp(day) for day in ("2026-07-31", "2026-01-31", "2025-12-31"))
NAMES = ("on_board_title_5", "noncareer_share_title_5", "limited_share_title_5")


def justice(subelement: str | None, career: int, noncareer: int) -> list[Row]:
    kinds = (("career", career), ("noncareer", noncareer))
    return [
        executive(DAY, kind, count, agency_code="DJ", agency_subelement_code=subelement)
        for kind, count in kinds
        if count
    ]


def built(folder: Path, rows: list[Row]) -> Warehouse:
    world = World(folder)
    world.load("employment.zip", "employment", rows, span=(DAY, DAY))
    return Warehouse.open(build(world.places).path)


@pytest.fixture(scope="module")
def told_apart(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    rows = [
        *justice("DJ02", 30, 1),
        *justice("DJ06", 9, 2),
        *justice("DJ01", 20, 10),
        executive(DAY, "career", 40, agency_code="ED", agency_subelement_code="EDEF"),
        executive(DAY, "limited_term", 2, agency_code="ED", agency_subelement_code=None),
    ]
    return built(tmp_path_factory.mktemp("told"), rows)


def known(warehouse: Warehouse, name: str, **asked: object) -> pd.DataFrame:
    found = table(warehouse, name, **asked)
    return found[found["period"] == pd.Timestamp(DAY)]


def test_records_are_counted_without_both(told_apart: Warehouse) -> None:
    assert values(known(told_apart, "on_board_title_5"), "value") == [(72,)]
    shares = known(told_apart, "noncareer_share_title_5")
    assert values(shares, "numerator", "denominator") == [(10, 72)]
    assert values(known(told_apart, "limited_share_title_5"), "numerator", "denominator") == [(2, 72)]
    by_agency = known(told_apart, "noncareer_share_title_5", by=["agency_code"])
    assert values(by_agency, "agency_code", "numerator", "denominator") == [("DJ", 10, 30), ("ED", 0, 42)]


def test_unknown_where_files_do_not_tell_the_parts_of_justice(tmp_path: Path) -> None:
    rows = [*justice("DJ01", 20, 10), *justice(None, 5, 0), executive(DAY, "career", 40, agency_code="ED")]
    warehouse = built(tmp_path, rows)
    for name in NAMES:
        found = known(warehouse, name)
        assert not (found["evidence"] == "records").any()
    others = known(warehouse, "on_board_title_5", by=["agency_code"])
    assert values(others, "agency_code", "value") == [("ED", 40)]


def test_shipped_figures_of_july_2026(published: Warehouse) -> None:
    shares = table(published, "noncareer_share_title_5").set_index("period")
    assert tuple(shares.loc[JULY, ["numerator", "denominator"]]) == (837, 6275)
    assert round(shares.loc[JULY, "value"], 2) == 13.34
    assert DECEMBER not in shares.index
    limited = table(published, "limited_share_title_5").set_index("period")
    assert tuple(limited.loc[JULY, ["numerator", "denominator"]]) == (44, 6275)


def test_executives_of_january_2026_are_those_of_the_export_without_both(published: Warehouse) -> None:
    counts = table(published, "on_board_title_5").set_index("period")["value"]
    assert counts[JANUARY] == 6650 - 272 - 71
    assert counts[JULY] == 6275


def test_justice_is_told_without_both_and_every_other_agency_whole(published: Warehouse) -> None:
    without = table(published, "noncareer_share_title_5", by=["agency_code"])
    whole = table(published, "noncareer_share", by=["agency_code"])
    columns = ["agency_code", "numerator", "denominator"]
    without, whole = (each[each["period"] == JULY][columns].set_index("agency_code") for each in (without, whole))
    assert tuple(whole.loc["DJ"]) == (55, 719)
    assert tuple(without.loc["DJ"]) == (51, 719 - 372)
    pd.testing.assert_frame_equal(without.drop("DJ"), whole.drop("DJ"))
