"""The synthetic sample: OPM's layouts to the letter, marked as synthetic, and held to the published figures."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sample.calibration import allot
from etl.sample.extracts import FolderNotWritable, NotOurSample, SampleImpossible, is_sample, write_sample

pytestmark = pytest.mark.slow

EMPLOYMENT_HEADER = (
    "AGYSUB,LOC,AGELVL,EDLVL,GSEGRD,LOSLVL,OCC,PATCO,PPGRD,SALLVL,STEMOCC,SUPERVIS,TOA,WORKSCH,WORKSTAT,DATECODE,"
    "EMPLOYMENT,SALARY,LOS"
)
SEPARATIONS_HEADER = "AGYSUB,SEP,EFDATE,AGELVL,GSEGRD,LOSLVL,LOC,OCC,PATCO,PPGRD,SALLVL,TOA,WORKSCH,COUNT,SALARY,LOS"
ROWS = 60_000
OLDEST_AGE_OF_BAND = {band: 25 + 5 * place for place, band in enumerate("BCDEFGHIJ")}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, rows=ROWS, periods=9)
    return folder


def member(archive: Path, name: str) -> str:
    with zipfile.ZipFile(archive) as opened:
        return opened.read(name).decode("latin-1")


def facts(archive: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(member(archive, name), newline="")))


@pytest.fixture(scope="module")
def september_2024(sample: Path) -> list[dict[str, str]]:
    return facts(sample / "FedScope_Employment_September_2024_SYNTHETIC.zip", "FACTDATA_SEP2024.TXT")


def test_nine_quarters_two_fiscal_years_and_demographics_are_written(sample: Path) -> None:
    quarters = [f"{month}_{year}" for year in (2024, 2025) for month in ("March", "June", "September")]
    quarters += ["September_2023", "December_2023", "December_2024"]
    assert {path.name for path in sample.iterdir()} == {
        *(f"FedScope_Employment_{quarter}_SYNTHETIC.zip" for quarter in quarters),
        "FedScope_Separations_FY2024_SYNTHETIC.zip",
        "FedScope_Separations_FY2025_SYNTHETIC.zip",
        "FedScope_Accessions_FY2024-2025_SYNTHETIC.zip",
        "demographics_SYNTHETIC.csv",
    }


def test_every_file_says_in_its_own_bytes_that_it_is_synthetic(sample: Path) -> None:
    assert all(is_sample(path) for path in sample.iterdir())
    for archive in sample.glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            assert opened.comment.startswith(b"SYNTHETIC")
        assert member(archive, "SYNTHETIC.txt").startswith("SYNTHETIC")
    with (sample / "demographics_SYNTHETIC.csv").open(newline="") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {"SYNTHETIC"}


def test_headers_are_the_layouts_own(sample: Path) -> None:
    plain = member(sample / "FedScope_Employment_June_2025_SYNTHETIC.zip", "FACTDATA_JUN2025.TXT").splitlines()
    planned = member(sample / "FedScope_Employment_March_2025_SYNTHETIC.zip", "FACTDATA_MAR2025.TXT").splitlines()
    assert plain[0] == EMPLOYMENT_HEADER
    assert planned[0] == EMPLOYMENT_HEADER.replace("PPGRD", "PP,PPGRD")
    separations = member(sample / "FedScope_Separations_FY2025_SYNTHETIC.zip", "SEPDATA_FY2025.TXT").splitlines()
    assert separations[0] == SEPARATIONS_HEADER
    accessions = member(sample / "FedScope_Accessions_FY2024-2025_SYNTHETIC.zip", "ACCDATA_FY2024.TXT").splitlines()
    assert accessions[0] == SEPARATIONS_HEADER.replace("SEP", "ACC")
    assert {len(line.split(",")) for line in plain} == {19}


def test_early_separations_carry_gender(tmp_path: Path) -> None:
    write_sample(tmp_path, rows=500, periods=38)
    early = member(tmp_path / "FedScope_Separations_FY2017_SYNTHETIC.zip", "SEPDATA_FY2017.TXT").splitlines()
    late = member(tmp_path / "FedScope_Separations_FY2018_SYNTHETIC.zip", "SEPDATA_FY2018.TXT").splitlines()
    assert early[0] == SEPARATIONS_HEADER.replace("AGELVL", "AGELVL,GENDER")
    assert late[0] == SEPARATIONS_HEADER


def test_executives_have_the_published_size_whatever_the_rows(september_2024: list[dict[str, str]]) -> None:
    by_appointment = Counter(row["TOA"] for row in september_2024)
    assert len(september_2024) == ROWS
    assert (by_appointment["50"], by_appointment["55"], by_appointment["60"]) == (7951, 765, 64)
    by_plan = Counter(row["PPGRD"][:2] for row in september_2024)
    assert (by_plan["SL"], by_plan["ST"], by_plan["EX"]) == (1213, 426, 434)


def test_a_few_executives_are_on_another_plan_or_have_no_stated_appointment(
    september_2024: list[dict[str, str]],
) -> None:
    assert [row["PPGRD"] for row in september_2024 if row["TOA"] == "50" and row["PPGRD"] != "ES-**"] == ["SV-H"]
    assert sum(row["PPGRD"] == "ES-**" and row["TOA"] == "**" for row in september_2024) == 5


def test_political_appointees_leave_in_january(sample: Path) -> None:
    left = facts(sample / "FedScope_Separations_FY2025_SYNTHETIC.zip", "SEPDATA_FY2025.TXT")
    months = Counter(row["EFDATE"] for row in left if row["TOA"] == "55")
    assert months.most_common(1)[0][0] == "202501"
    assert months["202501"] > sum(months.values()) / 2


def test_career_separations_of_an_ordinary_year_are_eight_to_ten_percent(sample: Path) -> None:
    left = facts(sample / "FedScope_Separations_FY2024_SYNTHETIC.zip", "SEPDATA_FY2024.TXT")
    career = [row for row in left if row["TOA"] == "50"]
    assert 0.08 < len(career) / 7_900 < 0.10
    assert Counter(row["SEP"] for row in career).most_common(1)[0][0] == "SD"
    assert {row["SEP"] for row in left} <= {f"S{letter}" for letter in "ABCDEFGHIJKL"}


def test_stock_and_flows_leave_room_for_entries(sample: Path) -> None:
    counts = {}
    for year in (2023, 2024, 2025):
        rows = facts(sample / f"FedScope_Employment_September_{year}_SYNTHETIC.zip", f"FACTDATA_SEP{year}.TXT")
        counts[year] = Counter(row["TOA"] for row in rows)
    for year in (2024, 2025):
        left = Counter(
            row["TOA"]
            for row in facts(sample / f"FedScope_Separations_FY{year}_SYNTHETIC.zip", f"SEPDATA_FY{year}.TXT")
        )
        came = facts(sample / "FedScope_Accessions_FY2024-2025_SYNTHETIC.zip", f"ACCDATA_FY{year}.TXT")
        hired = Counter(row["TOA"] for row in came)
        for appointment in ("50", "55"):
            entries = counts[year][appointment] - counts[year - 1][appointment] + left[appointment]
            assert 0 < hired[appointment] <= entries


def test_service_never_exceeds_the_years_since_eighteen(september_2024: list[dict[str, str]]) -> None:
    known = [row for row in september_2024 if row["LOS"] and row["AGELVL"] in OLDEST_AGE_OF_BAND]
    assert len(known) > 50_000
    assert not [row for row in known if float(row["LOS"]) > OLDEST_AGE_OF_BAND[row["AGELVL"]] - 18]


def test_career_executives_look_like_the_published_ones(september_2024: list[dict[str, str]]) -> None:
    career = [row for row in september_2024 if row["TOA"] == "50"]
    service = [float(row["LOS"]) for row in career if row["LOS"]]
    salary = [int(row["SALARY"]) for row in career if row["SALARY"]]
    assert np.mean(service) == pytest.approx(23.6, abs=0.7)
    assert np.mean(salary) == pytest.approx(209_287, rel=0.01)
    assert max(salary) < 228_000
    assert np.mean([row["AGELVL"] in ("J", "K") for row in career]) == pytest.approx(0.266, abs=0.03)
    assert np.mean([row["AGELVL"] in ("F", "G") for row in career]) == pytest.approx(0.217, abs=0.03)
    assert np.mean([years >= 30 for years in service]) == pytest.approx(0.32, abs=0.03)
    assert np.mean([row["LOC"] in ("11", "24", "51") for row in career]) == pytest.approx(0.70, abs=0.03)


def test_agencies_keep_their_published_sizes(sample: Path) -> None:
    rows = facts(sample / "FedScope_Employment_September_2025_SYNTHETIC.zip", "FACTDATA_SEP2025.TXT")
    by_agency = Counter(row["AGYSUB"][:2] for row in rows if row["TOA"] == "50")
    assert by_agency["DJ"] / sum(by_agency.values()) == pytest.approx(634 / 6543, abs=0.001)


def test_values_are_written_as_opm_writes_them(september_2024: list[dict[str, str]]) -> None:
    for row in september_2024[::97]:
        assert not row["SALARY"] or (len(row["SALARY"]) == 6 and row["SALARY"].isdigit())
        assert not row["LOS"] or (row["LOS"][2] == "." and len(row["LOS"]) == 5)
        assert row["DATECODE"] == "202409"
        assert row["EMPLOYMENT"].isdigit()
    assert 0 < sum(not row["SALARY"] for row in september_2024) < ROWS * 0.01
    assert 0 < sum(row["LOC"] == "**" for row in september_2024) < ROWS * 0.01


def test_every_code_has_its_lookup(sample: Path, september_2024: list[dict[str, str]]) -> None:
    archive = sample / "FedScope_Employment_September_2024_SYNTHETIC.zip"
    for file, column in (
        ("DTagy.txt", "AGYSUB"), ("DTloc.txt", "LOC"), ("DTagelvl.txt", "AGELVL"), ("DTedlvl.txt", "EDLVL"),
        ("DTloslvl.txt", "LOSLVL"), ("DTpatco.txt", "PATCO"), ("DTppgrd.txt", "PPGRD"), ("DTsallvl.txt", "SALLVL"),
        ("DTsuper.txt", "SUPERVIS"), ("DTtoa.txt", "TOA"), ("DTwrksch.txt", "WORKSCH"), ("DTwkstat.txt", "WORKSTAT"),
        ("DTgsegrd.txt", "GSEGRD"), ("DTdate.txt", "DATECODE"), ("DTpp.txt", "PP"),
    ):  # fmt: skip
        labelled = {row[column] for row in facts(archive, file)}
        assert {row[column] for row in september_2024} <= labelled, file


def test_women_and_people_of_color_have_their_published_shares(sample: Path) -> None:
    with (sample / "demographics_SYNTHETIC.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["as_of"] == "2024-09-30" and row["appointment"] == "career"]
    assert all(row["agency_code"] for row in rows)
    government: Counter[str] = Counter()
    for row in rows:
        government[row["group"]] += int(row["people"])
    assert government["women"] + government["men"] == 7951
    assert government["women"] / 7951 == pytest.approx(0.376, abs=0.001)
    assert government["people_of_color"] / 7951 == pytest.approx(0.247, abs=0.001)


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (
        [path.read_bytes() for path in write_sample(tmp_path / name, rows=14_000, periods=5, seed=seed)]
        for name, seed in (("first", 7), ("again", 7), ("other", 8))
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("rows", [1, 60, 5_000])
def test_very_small_samples_have_exactly_the_rows_asked_for(tmp_path: Path, rows: int) -> None:
    archive, *_ = write_sample(tmp_path, rows=rows, periods=1)
    assert len(facts(archive, "FACTDATA_SEP2025.TXT")) == rows


def test_progress_is_told_of_each_file(tmp_path: Path) -> None:
    told: list[str] = []
    written = write_sample(tmp_path, rows=100, periods=2, on_progress=told.append)
    assert told == [path.name for path in written]


def test_an_earlier_sample_is_overwritten_and_anything_else_is_not(tmp_path: Path) -> None:
    write_sample(tmp_path, rows=100, periods=1)
    write_sample(tmp_path, rows=100, periods=1, seed=2)
    (tmp_path / "demographics_SYNTHETIC.csv").write_text(
        "as_of,agency_code,appointment,attribute,group,people,source\n"
    )
    before = (tmp_path / "FedScope_Employment_September_2025_SYNTHETIC.zip").read_bytes()
    with pytest.raises(NotOurSample, match=r"demographics_SYNTHETIC\.csv is not a synthetic sample"):
        write_sample(tmp_path, rows=100, periods=1, seed=3)
    assert (tmp_path / "FedScope_Employment_September_2025_SYNTHETIC.zip").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderNotWritable, match=r"could not be written to .*choose another folder"):
        write_sample(tmp_path / "file", rows=100, periods=1)


@pytest.mark.parametrize(("rows", "periods", "seed"), [(0, 1, 1), (10, 0, 1), (10, 110, 1), (10, 1, -1)])
def test_impossible_sizes_are_one_sentence(tmp_path: Path, rows: int, periods: int, seed: int) -> None:
    with pytest.raises(SampleImpossible, match="cannot be made: ask for"):
        write_sample(tmp_path, rows=rows, periods=periods, seed=seed)
    assert not list(tmp_path.iterdir())


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=50))
def test_allotment_adds_up_and_is_within_one_of_its_share(total: int, shares: list[float]) -> None:
    weights = np.array(shares)
    counts = allot(total, weights)
    assert counts.sum() == total
    assert np.all(np.abs(counts - weights / weights.sum() * total) < 1 + 1e-6)


def test_even_one_period_comes_with_a_year_of_movement(tmp_path: Path) -> None:
    names = {path.name for path in write_sample(tmp_path, rows=500, periods=1)}
    assert {"FedScope_Separations_FY2025_SYNTHETIC.zip", "FedScope_Accessions_FY2025-2025_SYNTHETIC.zip"} <= names
