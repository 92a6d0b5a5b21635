"""Rows that stand for many employees: sums by agency and grade true in any number of rows, executives one by one."""

import csv
import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.paths import find_places
from etl.sample.calibration import Calibration, Counts, allot
from etl.sample.extracts import write_sample
from etl.sample.posts import Posts, Rest, allot_posts
from etl.sample.workforce import EVERYONE_ELSE
from etl.warehouse.retirement import birth_year, can_retire, under_csrs
from tests.properties import examples

pytestmark = pytest.mark.slow

CALIBRATION = Calibration.load(find_places())
OUTSIDE_THE_SES = 2_302_356
SEPTEMBER = date(2024, 9, 30)
BY_AGENCY = allot(OUTSIDE_THE_SES, CALIBRATION.workforce_shares(SEPTEMBER))
TRANSFERS = ("SA", "SB")
Row = dict[str, str]


def facts(archive: Path) -> list[Row]:
    with zipfile.ZipFile(archive) as opened:
        (name,) = (each for each in opened.namelist() if "DATA_" in each)
        return list(csv.DictReader(io.StringIO(opened.read(name).decode("latin-1"), newline="")))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Nine quarter ends to September 2025 and two years of movement, by the words that tell their files apart."""
    folder = tmp_path_factory.mktemp("sample")
    written = {path.name: path for path in write_sample(folder, rows=20_000, periods=9)}
    kinds = {
        name: f"FedScope_Employment_{name}_SYNTHETIC.zip" for name in ("September_2024", "December_2024", "March_2025")
    }
    kinds |= {name: f"FedScope_Employment_{name}_SYNTHETIC.zip" for name in ("June_2025", "September_2025")}
    kinds["separations"] = "FedScope_Separations_FY2025_SYNTHETIC.zip"
    found = {kind: facts(written[name]) for kind, name in kinds.items()}
    with zipfile.ZipFile(folder / "FedScope_Accessions_FY2024-2025_SYNTHETIC.zip") as opened:
        text = opened.read("ACCDATA_FY2025.TXT").decode("latin-1")
    return found | {"accessions": list(csv.DictReader(io.StringIO(text, newline="")))}


def people(rows: list[Row]) -> int:
    return sum(int(row.get("EMPLOYMENT") or row["COUNT"]) for row in rows)


def is_executive(row: Row) -> bool:
    return row["TOA"] in ("50", "55", "60", "65") or row["PPGRD"][:2] in ("ES", "SL", "ST", "EX")


def by_agency(found: Posts) -> Counts:
    return np.bincount(found.agency, found.employees, minlength=len(BY_AGENCY)).astype(np.int64)


def in_grade(found: Posts, grade: str) -> int:
    graded = [place for place, job in enumerate(EVERYONE_ELSE) if job.pay_grade in (f"GS-{grade}", f"GG-{grade}")]
    return int(found.employees[np.isin(found.job, graded)].sum())


@examples(20)
@given(st.integers(2_000, 400_000))
def test_sums_by_agency_and_grade_are_true_in_any_number_of_rows(rows: int) -> None:
    found = allot_posts(CALIBRATION, Rest(BY_AGENCY, 1_100, rows))
    assert len(found.job) == len(found.agency) == len(found.employees) == rows
    assert found.employees.min() >= 1
    assert np.array_equal(by_agency(found), BY_AGENCY)
    assert in_grade(found, "15") == pytest.approx(69_100, abs=400)
    assert in_grade(found, "14") == pytest.approx(155_200, abs=400)


def test_with_a_row_for_each_employee_every_row_counts_one() -> None:
    found = allot_posts(CALIBRATION, Rest(BY_AGENCY, 1_100, OUTSIDE_THE_SES))
    assert set(found.employees.tolist()) == {1}
    assert np.array_equal(by_agency(found), BY_AGENCY)
    nurses = next(place for place, job in enumerate(EVERYONE_ELSE) if job.pay_grade == "VN-02")
    there = found.agency[found.job == nurses]
    assert len(there) > 40_000
    assert {CALIBRATION.agency_codes[agency] for agency in there} == {"VA"}


def test_movement_is_a_part_of_the_rows_and_of_the_people() -> None:
    moving = Rest(BY_AGENCY, 1_100, 50_000).moving(0.1)
    assert (moving.rows, moving.schedule_c, moving.by_agency.sum()) == (5_000, 110, round(OUTSIDE_THE_SES * 0.1))


def test_the_whole_workforce_has_its_published_size(year: dict[str, list[Row]]) -> None:
    rows = year["September_2024"]
    assert len(rows) == 20_000
    assert people(rows) == pytest.approx(2_313_216, rel=0.0001)
    for agency, published in (("VA", 482_831), ("DJ", 117_129), ("EP", 16_839), ("ED", 4_209)):
        assert people([row for row in rows if row["AGYSUB"][:2] == agency]) == pytest.approx(published, rel=0.02)


def test_executives_and_schedule_c_count_one_a_row(year: dict[str, list[Row]]) -> None:
    alone = [row for rows in year.values() for row in rows if is_executive(row) or row["TOA"] == "44"]
    assert {row.get("EMPLOYMENT") or row["COUNT"] for row in alone} == {"1"}
    schedule_c = [row for row in year["September_2024"] if row["TOA"] == "44"]
    assert people(schedule_c) == 1_100


def test_what_stands_below_the_ses_has_its_published_size(year: dict[str, list[Row]]) -> None:
    grades: Counter[str] = Counter()
    for row in year["September_2024"]:
        grades[row["PPGRD"]] += int(row["EMPLOYMENT"])
    assert grades["GS-15"] == pytest.approx(66_787, rel=0.03)
    assert grades["GS-14"] == pytest.approx(147_224, rel=0.03)


@pytest.mark.parametrize("rows", [3_000, 12_000, 30_000])
def test_executives_per_thousand_employees_are_the_governments_however_few_the_rows(tmp_path: Path, rows: int) -> None:
    archive = next(path for path in write_sample(tmp_path, rows=rows, periods=1) if "Employment" in path.name)
    every = facts(archive)
    ses = [row for row in every if row["TOA"] in ("50", "55", "60", "65")]
    assert 1000 * len(ses) / people(every) == pytest.approx(3.54, abs=0.1)


def test_the_rest_of_the_workforce_moves_as_far_as_its_size(year: dict[str, list[Row]]) -> None:
    def others(kind: str) -> int:
        return people([row for row in year[kind] if not is_executive(row)])

    change = others("September_2025") - others("September_2024")
    assert others("accessions") - others("separations") == pytest.approx(change, rel=0.01)


def test_of_executives_new_to_service_most_stay_even_when_the_administration_changes(
    year: dict[str, list[Row]],
) -> None:
    def newcomers(kind: str) -> int:
        ses = [row for row in year[kind] if row["TOA"] in ("50", "55", "60", "65") and row["LOS"]]
        return sum(float(row["LOS"]) < 2 for row in ses if row.get("SEP") not in TRANSFERS)

    quarters = [newcomers(kind) for kind in year if kind[-4:] in ("2024", "2025")]
    assert len(quarters) == 5
    assert 0.1 < newcomers("separations") / np.mean(quarters) < 0.6


@pytest.mark.parametrize(("years", "published"), [(5, 0.622), (10, 0.798)])
def test_career_executives_able_to_retire_come_near_the_published_shares(
    year: dict[str, list[Row]], years: int, published: float
) -> None:
    career = [row for row in year["September_2024"] if row["TOA"] == "50" and row["LOS"] and row["AGELVL"] <= "K"]
    born = {band: 12 * (15 + 5 * place) for place, band in enumerate("ABCDEFGHIJK")}
    ages = np.array([born[row["AGELVL"]] for row in career])[:, None] + np.arange(60)
    served = np.array([round(float(row["LOS"]) * 12) for row in career])[:, None]
    ahead, csrs = 12 * years, under_csrs(SEPTEMBER, served)
    able = can_retire(ages + ahead, served + ahead, birth_year(SEPTEMBER, ages), csrs)
    assert able.mean() == pytest.approx(published, abs=0.025)
