"""The shared cases that are about months: cubes that promise more than they hold, agencies that are missing."""

from pathlib import Path

import pytest

from metrics.analysis.crossings import find_crossings
from metrics.warehouse import Warehouse
from tests.metrics.command import Ask
from tests.metrics.conftest import Made

pytestmark = pytest.mark.slow


def case(in_folder: Made, shared: Path, name: str) -> Warehouse:
    """One of the cases, loaded; a test of it skips where the folder is not at hand."""
    folder = shared / "cases" / name
    if not folder.is_dir():
        pytest.skip("the cases are kept beside the project (../shared), not in it")
    return in_folder(name, [folder])


def shown(run: Ask, held: Warehouse, *words: str) -> list[dict[str, str]]:
    """The rows of an answer that records give."""
    return [row for row in run(held, "show", *words, "--format", "csv").rows if row["evidence"] == "records"]


def test_a_cube_re_issued_in_mid_year(in_folder: Made, shared: Path, run: Ask) -> None:
    held = case(in_folder, shared, "case05")
    years = [(row["period"], row["value"]) for row in shown(run, held, "separations")]
    assert years == [("2022-09-30", "120"), ("2023-09-30", "120")]
    trailing = shown(run, held, "separations", "--window", "12m")
    assert (trailing[-1]["period"], trailing[-1]["value"]) == ("2024-03-31", "120")
    told = run(held, "show", "separations").err
    assert "Fiscal year 2024 is part of a year: of its separations October 2023 to March 2024 are known." in told


def test_cubes_that_stop_a_year_before_their_name(in_folder: Made, shared: Path, run: Ask) -> None:
    held = case(in_folder, shared, "case05b")
    years = {row["period"]: row["value"] for row in shown(run, held, "separations")}
    assert years == {f"{year}-09-30": "120" for year in range(2020, 2024)}
    assert shown(run, held, "separations", "--window", "12m")[-1]["period"] == "2023-09-30"
    for name in ("separation_rate", "outside_hire_share", "estimated_entries"):
        assert shown(run, held, name)[-1]["period"] == "2023-09-30"


def test_army_and_navy_are_absent_and_then_most_of_defense(in_folder: Made, shared: Path, run: Ask) -> None:
    held = case(in_folder, shared, "case10")
    rows = {row["period"]: row for row in shown(run, held, "noncareer_share")}
    assert {period: row["flag"] for period, row in rows.items()} == {
        "2026-04-30": "",
        "2026-05-31": "",
        "2026-06-30": "partial",
        "2026-07-31": "partial",
    }
    assert (rows["2026-06-30"]["streak"], rows["2026-07-31"]["streak"]) == ("", "")
    (since,) = run(held, "show", "noncareer_share", "--baseline", "2016-09", "--format", "csv").rows
    assert (since["latest_period"], since["latest_evidence"]) == ("2026-05-31", "records")
    assert float(since["latest"]) == pytest.approx(100 * 30 / 340)
    assert not {one.agency_code for one in find_crossings(held)} & {"DD*", "DJ", "TR"}
