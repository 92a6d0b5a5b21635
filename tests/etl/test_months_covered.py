"""What a cube of movements covers: the months that have rows or that it lists, never those only its name promises."""

from pathlib import Path

import pytest

from etl.layouts.fedscope import FEDSCOPE_SEPARATIONS
from etl.load import load
from etl.paths import Places, find_places
from etl.status import read_status
from etl.warehouse.build import build
from metrics.warehouse import Warehouse
from tests.etl.staged import Staged
from tests.etl.strange import LEAVER, cube, table_text
from tests.etl.world import World, separation
from tests.metrics.ask import table

pytestmark = pytest.mark.slow

CLERK = LEAVER | {"pay_plan_and_grade": "GS-05", "appointment_code": "10"}
WHOLE_YEAR = ("202310", "202311", "202312", *(f"2024{month:02}" for month in range(1, 10)))
HALF_YEAR = WHOLE_YEAR[:6]


def listing(*months: str) -> dict[str, str]:
    return {"DTefdate.txt": "QTR,QTRT,EFDATE,EFDATET\r\n" + "".join(f"1,Q,{month},M\r\n" for month in months)}


def year(folder: Path, rows: list[dict[str, str]], *listed: str, name: str = "SEPDATA_FY2024.TXT") -> Path:
    text = table_text(FEDSCOPE_SEPARATIONS, rows)
    return cube(folder / "FedScope_Separations_FY2024.zip", name, text, lookups=listing(*listed) if listed else {})


def months(path: Path, folder: Path) -> list[str]:
    """The months covered, as the file writes them."""
    return [day[:7].replace("-", "") for day in Staged(path, folder).extract.months or ()]


def of(*dated: str, times: int = 1, row: dict[str, str] = LEAVER) -> list[dict[str, str]]:
    return [row | {"period_code": month} for month in dated for _ in range(times)]


def test_months_without_rows_are_not_covered_whatever_the_name_says(tmp_path: Path) -> None:
    staged = Staged(year(tmp_path, of(*HALF_YEAR)), tmp_path)
    assert staged.extract.months == (
        *("2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"),
    )
    assert staged.extract.covers == ("2023-10-31", "2024-03-31")
    assert staged.found("month_without_rows") == [("EFDATE", 6)]


def test_a_month_in_which_only_others_left_is_covered(tmp_path: Path) -> None:
    rows = [*of("202310", "202312"), *of("202311", row=CLERK)]
    assert months(year(tmp_path, rows), tmp_path) == ["202310", "202311", "202312"]


def test_a_month_that_the_cube_lists_may_be_one_in_which_nobody_left(tmp_path: Path) -> None:
    assert months(year(tmp_path, of("202310", "202401"), *HALF_YEAR), tmp_path) == [*HALF_YEAR]


def test_a_list_that_promises_the_year_is_not_believed_of_months_that_should_have_rows(tmp_path: Path) -> None:
    path = year(tmp_path, of(*HALF_YEAR, times=20), *WHOLE_YEAR)
    assert months(path, tmp_path) == [*HALF_YEAR]
    rows = of("202310", "202311", "202401", "202402", "202403", times=20)
    assert months(year(tmp_path, rows, *HALF_YEAR), tmp_path / "again") == [
        "202310",
        "202311",
        "202401",
        "202402",
        "202403",
    ]


def test_a_row_outside_the_years_of_the_name_adds_no_month(tmp_path: Path) -> None:
    assert months(year(tmp_path, of("202309", "202310", "202410")), tmp_path) == ["202310"]


@pytest.fixture
def reissued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A cube that promises two years and stops in March of the second."""
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    before = ("202210", "202211", "202212", *(f"2023{month:02}" for month in range(1, 10)))
    rows = [*of(*before, *HALF_YEAR, times=10), *of(*before, *HALF_YEAR, times=10, row=CLERK)]
    load(find_places(), [year(tmp_path, rows, name="SEPDATA_FY2023-2024.TXT")])
    return find_places()


def counted(warehouse: Warehouse, window: str) -> list[tuple[str, float]]:
    rows = table(warehouse, "separations", window=window).query("evidence == 'records'")
    return [(f"{day:%Y-%m-%d}", value) for day, value in zip(rows["period"], rows["value"], strict=True)]


def test_a_year_without_all_its_months_is_unknown_and_twelve_months_to_the_last_are_known(reissued: Places) -> None:
    (path,) = reissued.warehouse.glob("*.duckdb")
    warehouse = Warehouse.open(path)
    assert counted(warehouse, window="fy") == [("2023-09-30", 120)]
    assert counted(warehouse, window="12m")[-1] == ("2024-03-31", 120)


def test_status_tells_the_months_that_have_rows(reissued: Places) -> None:
    (cube_file,) = (one for one in read_status(reissued).extracts if one["subject"] == "separations")
    assert (cube_file["period_start"], cube_file["period_end"]) == ("2022-10-31", "2024-03-31")


def reported(world: World, month: str, *left: tuple[str, int], others: tuple[tuple[str, int], ...] = ()) -> None:
    """A file of what was reported in a month: executives who left, and other employees, by effective month."""
    world.load(
        f"separations {month}.txt",
        "separations",
        [separation(day, people=people) for day, people in left],
        span=(month, month),
        layout="fwd_separations",
        counted=[
            {"effective_month": day, "agency_code": "ED", "separation_category": "SD", "people": people}
            for day, people in others
        ],
    )


MONTHS = ("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31")
KNOWN = "select month::varchar, state, later_files, people_own, people_late, executives_own, executives_late, growth "


def test_a_month_is_settled_by_six_later_files_and_late_reports_are_told_apart(tmp_path: Path) -> None:
    world = World(tmp_path)
    for month in MONTHS[:6]:
        reported(world, month, (month, 4), others=((month, 36),))
    build(world.places)
    state = "select state, count(*)::int from marts.known_months group by all"
    assert world.query(state) == [("known", 6)]
    reported(world, MONTHS[6], (MONTHS[6], 4), (MONTHS[0], 1), others=((MONTHS[6], 36), (MONTHS[0], 1)))
    build(world.places)
    assert world.query(
        f"{KNOWN} from marts.known_months where month in ('2026-01-31', '2026-02-28') order by month"
    ) == [
        ("2026-01-31", "settled", 6, 40, 2, 4, 1, 5.0),
        ("2026-02-28", "known", 5, 40, 0, 4, 0, 0.0),
    ]


def test_late_reports_of_a_month_whose_file_is_not_loaded_are_kept_and_no_total(tmp_path: Path) -> None:
    world = World(tmp_path)
    reported(world, "2026-03-31", ("2026-03-31", 4), ("2026-01-31", 2))
    build(world.places)
    assert world.query(f"{KNOWN}, source from marts.known_months order by month") == [
        ("2026-01-31", "part", 0, 0, 2, 0, 2, None, "separations 2026-03-31.txt"),
        ("2026-03-31", "known", 0, 4, 0, 4, 0, 0.0, "separations 2026-03-31.txt"),
    ]
    assert world.query("select month::varchar from marts.coverage where mart = 'separations'") == [("2026-03-31",)]


def test_a_file_of_many_months_is_settled_at_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.load("FY2009.zip", "separations", [separation("2009-03-31")], span=("2008-10-31", "2009-09-30"))
    build(world.places)
    assert world.query("select distinct state, growth from marts.known_months") == [("settled", None)]
