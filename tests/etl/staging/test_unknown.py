"""What is unknown stays unknown, however it is written: OPM's words for it, blanks, months nobody can read."""

from pathlib import Path

import duckdb
import pytest

from etl.files.zip_archive import NotTheFile
from etl.layouts.data_opm import FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.layouts.spec import Layout
from tests.etl.staged import Staged
from tests.etl.staging.test_months import NAMES, answers, month
from tests.etl.strange import CLERK, EXECUTIVE, MONTH_CLERK, MONTH_EXECUTIVE, MONTH_LEAVER, as_parquet, cube, table_text
from tests.etl.strange import text_file as write

FEEDER = MONTH_CLERK | {"grade": "15"}
WORDS = ("NO DATA REPORTED", "No data reported", "INVALID", "invalid", "REDACTED", "*", " ")


@pytest.mark.parametrize("word", WORDS)
def test_words_for_unknown_are_no_agency_occupation_or_degree(word: str, tmp_path: Path) -> None:
    codes = ("agency_code", "agency_subelement_code", "occupation_code", "education_code", "position_code", "grade")
    labels = ("agency_label", "agency_subelement_label", "occupation_label", "appointment_label")
    staged = month(
        tmp_path, [MONTH_EXECUTIVE | dict.fromkeys((*codes, *labels), word), FEEDER | {"education_code": word}]
    )
    columns = "agency_code, agency_subelement_code, occupation_code, education_code, position_type, grade, people"
    assert staged.rows("executives", columns) == [(None, None, None, None, None, None, 1)]
    assert staged.rows("workforce", "education_group, people") == [(None, 1)]
    assert staged.rows("labels", "column_name, code, label") == []


@pytest.mark.parametrize("word", WORDS)
def test_an_unknown_agency_is_told_by_its_subelement(word: str, tmp_path: Path) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"agency_code": word}, MONTH_CLERK | {"agency_code": word}])
    assert staged.rows("executives", "agency_code") == staged.rows("workforce", "agency_code") == [("DJ",)]


def test_a_cubes_invalid_subelement_is_no_department_of_the_interior(tmp_path: Path) -> None:
    rows = [EXECUTIVE, EXECUTIVE | {"agency_subelement_code": "INVALID"}, CLERK | {"agency_subelement_code": "INVALID"}]
    path = cube(
        tmp_path / "FedScope_Employment_September_2024.zip",
        "FACTDATA_SEP2024.TXT",
        table_text(FEDSCOPE_EMPLOYMENT, rows),
    )
    staged = Staged(path, tmp_path)
    assert staged.rows("executives", "agency_code") == [("DJ",), (None,)]
    assert staged.rows("workforce", "agency_code") == [(None,)]


def test_a_code_that_a_spreadsheet_made_a_number_is_no_agency(tmp_path: Path) -> None:
    rows = [
        EXECUTIVE,
        EXECUTIVE | {"agency_subelement_code": "1.00E+91"},
        CLERK | {"agency_subelement_code": "1.00E+91"},
    ]
    text = table_text(FEDSCOPE_EMPLOYMENT, rows)
    staged = Staged(cube(tmp_path / "FedScope_Employment_September_2024.zip", "FACTDATA_SEP2024.TXT", text), tmp_path)
    columns = "agency_code, agency_subelement_code, people"
    assert staged.rows("executives", columns) == [("DJ", "DJ02", 1), (None, None, 1)]
    assert staged.rows("workforce", "agency_code, people") == [(None, 1)]
    assert staged.found("unreadable_value") == [("AGYSUB", 2)]


def test_a_blank_code_means_the_same_in_parquet_and_in_text(tmp_path: Path) -> None:
    blank = dict.fromkeys(("agency_code", "supervisory_code", "education_code", "age_label", "state"), "")
    text = write(
        tmp_path / NAMES["fwd_employment"], FWD_EMPLOYMENT, [MONTH_EXECUTIVE | blank, FEEDER | blank, MONTH_CLERK]
    )
    nulls = as_parquet(text, FWD_EMPLOYMENT)
    blanks = tmp_path / "blank" / nulls.name
    blanks.parent.mkdir()
    duckdb.sql(f"copy (select coalesce(columns(*), '') from read_parquet('{nulls}')) to '{blanks}'")
    told = [answers(Staged(path, tmp_path / str(number))) for number, path in enumerate((text, nulls, blanks))]
    assert told[0] == told[1] == told[2]


def test_a_cubes_band_of_an_absurd_service_is_unknown_too(tmp_path: Path) -> None:
    rows = [EXECUTIVE | {"service_years": "124.6", "service_band": "J"}, EXECUTIVE]
    path = cube(
        tmp_path / "FedScope_Employment_September_2024.zip",
        "FACTDATA_SEP2024.TXT",
        table_text(FEDSCOPE_EMPLOYMENT, rows),
    )
    assert Staged(path, tmp_path).rows("executives", "service_years, service_band") == [(8.58, "G"), (None, "Z")]


def decimals(text: Path, names: tuple[str, ...]) -> Path:
    """The month as pandas writes it once a column of numbers has a blank in it: 50.0 for 50."""
    there = duckdb.sql(f"from read_csv('{text}', all_varchar = true, delim = '|', quote = '')")
    replaced = ", ".join(f"{name}::double as {name}" for name in names)
    path = text.with_name(f"{text.stem}.parquet")
    there.query("month", f"select * replace ({replaced}) from month").write_parquet(str(path))
    return path


NUMBERS = ("snapshot_yyyymm", "appointment_type_code", "education_level_code", "occupational_series_code", "grade")


@pytest.mark.parametrize("kind", ["parquet", "text"])
def test_a_month_saved_again_by_pandas_is_read_in_whole_numbers(kind: str, tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE, MONTH_CLERK, FEEDER, MONTH_EXECUTIVE | dict.fromkeys(("education_code", "grade"), "")]
    text = write(tmp_path / NAMES["fwd_employment"], FWD_EMPLOYMENT, rows)
    again = decimals(text, NUMBERS)
    if kind == "text":
        saved = tmp_path / "again" / text.name
        saved.parent.mkdir()
        duckdb.sql(f"from read_parquet('{again}')").write_csv(str(saved), sep="|")
        again = saved
        assert {"202603.0", "50.0"} <= set(saved.read_text().split("|"))
    staged = Staged(again, tmp_path / "staged")
    assert answers(staged) == answers(Staged(text, tmp_path / "text"))
    assert staged.found("code_with_decimals") == ([(again.name, 5)] if kind == "text" else [])


@pytest.mark.parametrize("month_as", ["July 2026", "202613", "197712", "210101", "302607"])
@pytest.mark.parametrize("layout", [FWD_EMPLOYMENT, FWD_SEPARATIONS], ids=lambda one: one.name)
def test_a_file_whose_months_nobody_can_read_covers_no_month(month_as: str, layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(NotTheFile, match=rf"2 rows of 2 .* no month from 1978 to 2100 \(the first says {month_as}\)"):
        month(tmp_path, [MONTH_LEAVER | {"period_code": month_as}] * 2, layout)


def test_one_movement_of_an_impossible_month_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [
        MONTH_LEAVER,
        MONTH_LEAVER,
        MONTH_LEAVER | {"period_code": "302603"},
        MONTH_LEAVER | {"period_code": "100001"},
    ]
    staged = month(tmp_path, rows, FWD_SEPARATIONS)
    assert staged.rows("separations", "effective_month::varchar, people") == [("2026-03-31", 2)]
    assert staged.found("undated_row") == [("personnel_action_effective_date_yyyymm", 2)]


def test_a_file_without_a_row_that_counts_covers_no_month(tmp_path: Path) -> None:
    with pytest.raises(NotTheFile, match="no row with a month and a count"):
        month(tmp_path, [MONTH_LEAVER | {"people": ""}] * 3, FWD_SEPARATIONS)
