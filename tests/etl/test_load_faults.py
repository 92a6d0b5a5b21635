"""Every fault of a file is told in one sentence, with exit status 1, nothing kept and the served build untouched."""

import gzip
import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.layouts.analyst_files import DEMOGRAPHICS
from etl.layouts.data_opm import FWD_EMPLOYMENT, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.etl.strange import EXECUTIVE, MONTH_EXECUTIVE, as_parquet, cube, table_text, text_file

pytestmark = pytest.mark.slow

FACT = "FACTDATA_SEP2024.TXT"
PEOPLE = {"as_of": "2024-09-30", "appointment": "career", "attribute": "sex", "group": "women", "people": "40"}
GOOD = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one file loaded and a build being served."""
    folder = tmp_path_factory.mktemp("served")
    good = cube(folder / "files" / "FedScope_Employment_June_2024.zip", "FACTDATA_JUN2024.TXT", GOOD)
    result = CliRunner().invoke(app, ["load", str(good)], env={"SES_DATA": str(folder / "data")})
    assert result.exit_code == 0, result.output
    return folder / "data"


def everything(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes, locks apart."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {".lock", "LOCK"}
    }


def truncated(folder: Path) -> Path:
    path = cube(folder / "cut.zip", FACT, GOOD)
    path.write_bytes(path.read_bytes()[:-300])
    return path


def corrupt(folder: Path) -> Path:
    path = folder / "corrupt.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(FACT, GOOD)
    path.write_bytes(path.read_bytes().replace(b"161861", b"999999", 1))
    return path


def unknown(folder: Path) -> Path:
    path = folder / "shopping.csv"
    path.write_text("item,price\nmilk,2\n")
    return path


def zip_of_something_else(folder: Path) -> Path:
    return cube(folder / "photos.zip", "holiday.jpg", "not a cube")


def missing_column(folder: Path) -> Path:
    return cube(folder / "old.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE], without=["TOA", "LOS"]))


def empty(folder: Path) -> Path:
    path = folder / "nothing.csv"
    path.write_bytes(b"")
    return path


def header_only(folder: Path) -> Path:
    return cube(folder / "header.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, []))


def header_only_text(folder: Path) -> Path:
    path = folder / "demographics.csv"
    path.write_text(table_text(DEMOGRAPHICS, []))
    return path


def web_page(folder: Path) -> Path:
    path = folder / "FedScope_Employment_September_2024.zip"
    path.write_text("<!DOCTYPE html><html><body>403 Forbidden</body></html>")
    return path


def web_page_in_a_zip(folder: Path) -> Path:
    return cube(folder / "inside.zip", FACT, "<html><body>Not found</body></html>\n")


def wrong_delimiter(folder: Path) -> Path:
    path = folder / "demographics.csv"
    path.write_text(table_text(DEMOGRAPHICS, [PEOPLE]).replace(",", ";"))
    return path


def nul_bytes(folder: Path) -> Path:
    return cube(folder / "nul.zip", FACT, GOOD + "\0\0\0\r\n")


def nul_bytes_far_down(folder: Path) -> Path:
    return cube(folder / "nul.zip", FACT, GOOD + "DJ02,11\0\r\n".rjust(2**17) + "\r\n")


def half_a_text(folder: Path) -> Path:
    path = folder / "demographics.csv"
    path.write_text(table_text(DEMOGRAPHICS, [PEOPLE] * 300)[:-25])
    return path


def rows_that_do_not_fit(folder: Path) -> Path:
    return cube(folder / "rows.zip", FACT, GOOD + "DJ02,11\r\n" * 50)


def path_that_leaves(folder: Path) -> Path:
    return cube(folder / "slip.zip", FACT, GOOD, lookups={"../../x.txt": "gotcha"})


def bomb(folder: Path) -> Path:
    path = folder / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(FACT, "w", force_zip64=True) as member,
    ):
        for _ in range(80):
            member.write(b"0" * 2**20)
    return path


def empty_member(folder: Path) -> Path:
    return cube(folder / "hollow.zip", FACT, "")


def two_facts(folder: Path) -> Path:
    return cube(folder / "two.zip", FACT, GOOD, lookups={"FACTDATA_JUN2024.TXT": GOOD})


def missing_part(folder: Path) -> Path:
    return text_file(folder / "March_2025_Employment_1.txt", OPM_RAW_EMPLOYMENT, [MONTH_EXECUTIVE])


def a_month(folder: Path) -> Path:
    return text_file(folder / "employment_202603_1.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * 300)


def half_a_month(folder: Path) -> Path:
    path = a_month(folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def a_month_by_semicolons(folder: Path) -> Path:
    path = a_month(folder)
    path.write_bytes(path.read_bytes().replace(b"|", b";"))
    return path


def a_month_in_a_7z(folder: Path) -> Path:
    path = folder / "employment_202603_1.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c\0\4" + b"\x01" * 100)
    return path


def half_a_month_in_utf_16(folder: Path) -> Path:
    path = a_month(folder)
    path.write_bytes(path.read_text().encode("utf-16")[:-201])
    return path


def half_a_parquet(folder: Path) -> Path:
    path = as_parquet(a_month(folder), FWD_EMPLOYMENT)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def a_month_without_a_month(folder: Path) -> Path:
    return text_file(folder / "download.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE | {"period_code": ""}] * 3)


def a_fact_without_its_zip(folder: Path) -> Path:
    path = folder / FACT
    path.write_text(GOOD)
    return path


def a_download_that_has_not_ended(folder: Path) -> Path:
    return truncated(folder).rename(folder / "FedScope_Employment_September_2024.zip.crdownload")


def half_a_gzip(folder: Path) -> Path:
    path = folder / "employment_202603_1.txt.gz"
    path.write_bytes(gzip.compress(a_month(folder).read_bytes())[:-30])
    return path


def two_members_of_one_name(folder: Path) -> Path:
    path = cube(folder / "twins.zip", FACT, GOOD)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")  # what writes it knows better, too
        archive.writestr(FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 9))
    return path


def lists_in_a_parquet(folder: Path) -> Path:
    path = as_parquet(a_month(folder), FWD_EMPLOYMENT)
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path))
        rows.project("* replace ([appointment_type_code] as appointment_type_code)").create("nested")
        connection.table("nested").write_parquet(str(path))
    return path


def objects_in_a_json(folder: Path) -> Path:
    path = folder / "employment_202603_1.json"
    columns = {theirs: MONTH_EXECUTIVE.get(ours, "") for ours, theirs in FWD_EMPLOYMENT.tables[0].columns.items()}
    path.write_text("".join(json.dumps(columns | {"grade": {"code": "00"}}) + "\n" for _ in range(9)))
    return path


def a_count_that_is_another_number(folder: Path) -> Path:
    return cube(folder / "numbers.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE | {"people": "50000000"}]))


def more_executives_than_there_are(folder: Path) -> Path:
    rows = [EXECUTIVE | {"people": "1000", "salary": str(number)} for number in range(1_001)]
    return cube(folder / "crowd.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, rows))


def no_such_path(folder: Path) -> Path:
    return folder / "nowhere.zip"


FAULTS: list[tuple[Callable[[Path], Path], str]] = [
    (truncated, "not a whole zip"),
    (corrupt, "damaged"),
    (unknown, "matches no known layout"),
    (zip_of_something_else, "matches no known layout"),
    (missing_column, "lacks the columns TOA, LOS"),
    (empty, "is empty"),
    (header_only, "no rows"),
    (header_only_text, "no rows"),
    (web_page, "web page"),
    (web_page_in_a_zip, "web page"),
    (wrong_delimiter, "separates its columns by ';'"),
    (empty_member, "is empty"),
    (nul_bytes, "NUL bytes"),
    (nul_bytes_far_down, "NUL bytes"),
    (half_a_text, "middle of a row"),
    (rows_that_do_not_fit, "do not fit its header"),
    (path_that_leaves, "leaves the folder"),
    (bomb, "was not unpacked"),
    (two_facts, "2 fact members"),
    (missing_part, "part 2 and part 3 of 3 are missing"),
    (half_a_month, "middle of a row"),
    (a_month_by_semicolons, "separates its columns by ';'"),
    (a_month_in_a_7z, "is a 7-Zip archive; unpack it"),
    (half_a_month_in_utf_16, "no whole text in UTF-16-LE"),
    (half_a_parquet, "without its end"),
    (a_month_without_a_month, "neither its name nor its rows tell its month"),
    (a_fact_without_its_zip, "is the inside of a zip (FedScope employment cube, 1998-2024); load the zip it came in"),
    (a_download_that_has_not_ended, "is a download that has not ended"),
    (half_a_gzip, "is not a whole gzip file"),
    (two_members_of_one_name, f"two members called {FACT}"),
    (lists_in_a_parquet, "has lists or objects instead of values in appointment_type_code; save each"),
    (objects_in_a_json, "has lists or objects instead of values in grade; save each"),
    (a_count_that_is_another_number, "no row with a month and a count that can be read"),
    (more_executives_than_there_are, "has 1,001,000 executives and senior professionals by its column EMPLOYMENT"),
    (no_such_path, "is not there"),
]
every_fault = pytest.mark.parametrize(("fault", "words"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])


@every_fault
def test_a_bad_file_is_refused_in_one_sentence(
    served: Path, tmp_path: Path, fault: Callable[[Path], Path], words: str
) -> None:
    before = everything(served)
    result = CliRunner().invoke(app, ["load", str(fault(tmp_path))], env={"SES_DATA": str(served)})
    assert result.exit_code == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")
    assert result.stdout == ""
    assert everything(served) == before


def test_one_bad_file_among_good_ones_keeps_nothing(served: Path, tmp_path: Path) -> None:
    before = everything(served)
    folder = tmp_path / "files"
    for month in ("MAR", "SEP", "DEC"):
        cube(folder / f"FedScope_Employment_{month}_2023.zip", f"FACTDATA_{month}2023.TXT", GOOD)
    corrupt(folder)
    result = CliRunner().invoke(app, ["load", str(folder)], env={"SES_DATA": str(served)})
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "corrupt.zip" in result.stderr
    assert everything(served) == before


def test_a_broken_download_in_a_folder_is_not_passed_over(served: Path, tmp_path: Path) -> None:
    web_page(tmp_path)
    result = CliRunner().invoke(app, ["load", str(tmp_path)], env={"SES_DATA": str(served)})
    assert result.exit_code == 1
    assert "web page" in result.stderr


def test_a_folder_of_nothing_known_is_an_error(served: Path, tmp_path: Path) -> None:
    unknown(tmp_path)
    result = CliRunner().invoke(app, ["load", str(tmp_path)], env={"SES_DATA": str(served)})
    assert result.exit_code == 1
    assert "No file of a known layout" in result.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    good = cube(tmp_path / "a.zip", FACT, GOOD)
    result = CliRunner().invoke(app, ["load", str(good)], env={"SES_DATA": str(tmp_path / "file" / "data")})
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert str(tmp_path / "file") in result.stderr
