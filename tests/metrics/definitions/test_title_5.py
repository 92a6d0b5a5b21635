"""The SES of title 5: executives without those of the FBI and the DEA, where the parts of Justice are told apart."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics.warehouse import Warehouse
from tests.etl.world import Row, World, executive
from tests.metrics.ask import build_and_open, table, values

pytestmark = pytest.mark.slow

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
    return build_and_open(world)


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


def known(warehouse: Warehouse, name: str, **asked: Any) -> pd.DataFrame:
    found = table(warehouse, name, **asked)
    return found[found["period"] == pd.Timestamp(DAY)]


def test_records_are_counted_without_both(told_apart: Warehouse) -> None:
    assert values(known(told_apart, "on_board_title_5"), "value") == [(72,)]
    shares = known(told_apart, "noncareer_share_title_5")
    assert values(shares, "numerator", "denominator") == [(10, 72)]
    assert values(known(told_apart, "limited_share_title_5"), "numerator", "denominator") == [(2, 72)]
    # Of an agency its inspector general (EDEF) is left out as well: an agency of its own by 5 U.S.C. 406(d).
    by_agency = known(told_apart, "noncareer_share_title_5", by=["agency_code"])
    assert values(by_agency, "agency_code", "numerator", "denominator") == [("DJ", 10, 30), ("ED", 0, 2)]


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
    assert shares["value"].round(2)[JULY] == 13.34
    assert DECEMBER not in shares.index
    limited = table(published, "limited_share_title_5").set_index("period")
    assert tuple(limited.loc[JULY, ["numerator", "denominator"]]) == (44, 6275)


def test_executives_of_january_2026_are_those_of_the_export_without_both(published: Warehouse) -> None:
    counts = table(published, "on_board_title_5").set_index("period")["value"]
    assert counts[JANUARY] == 6650 - 272 - 71
    assert counts[JULY] == 6275


def test_an_agency_is_told_without_its_inspector_general_and_justice_without_both_bureaus(
    published: Warehouse, root: Path
) -> None:
    """July 2026, against the shipped rows of the offices themselves."""
    figures = pd.read_csv(root / "data/published/figures.csv", dtype=str, keep_default_na=False)
    codes = pd.read_csv(root / "data/reference/codes.csv", dtype=str)
    offices = set(codes.loc[codes["column_name"] == "inspector_general", "code"])
    july = figures[(figures["as_of"] == "2026-07-31") & (figures["indicator"] == "headcount")]
    july = july[july["agency_code"].isin(offices)].assign(agency=july["agency_code"].str[:2])
    columns = {"numerator": "noncareer", "denominator": "ses"}
    without, whole = (
        table(published, name, by=["agency_code"]).set_index("agency_code")
        for name in ("noncareer_share_title_5", "noncareer_share")
    )
    without, whole = (each.loc[each["period"] == JULY, [*columns]] for each in (without, whole))
    assert tuple(whole.loc["DJ"]) == (55, 719)
    assert tuple(without.loc["DJ"]) == (51, 719 - 372 - 12)
    assert tuple(whole.loc["DL"] - without.loc["DL"]) == (1, 5)  # one of Labor's five there is noncareer
    for column, population in columns.items():
        rows = july[july["population"] == population]
        apart = rows["value"].astype(int).groupby(rows["agency"]).sum()
        apart["DD*"] = apart["DD"]
        expected = whole[column] - apart.reindex(whole.index).fillna(0)
        assert without[column].drop("DJ").to_dict() == expected.drop("DJ").to_dict()


def test_the_export_of_january_tells_offices_of_inspector_general_apart(shared_all: Warehouse) -> None:
    """The export names 6 executives of Education's, whom the shipped figures of January do not tell apart."""
    found = table(shared_all, "on_board_title_5", where={"agency_code": "ED"}).set_index("period")["value"]
    assert found[JANUARY] == 53
