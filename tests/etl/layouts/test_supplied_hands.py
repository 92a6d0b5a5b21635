"""Supplied files as a spreadsheet or a person writes them: read as they are meant, or refused in one sentence."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from etl.__main__ import app
from etl.layouts.analyst_files import ALLOCATIONS, DEMOGRAPHICS, INDICATORS
from etl.layouts.spec import Layout
from etl.load import load
from etl.paths import find_places
from tests.etl.staged import Staged
from tests.etl.strange import table_text, text_file

pytestmark = pytest.mark.slow

ROW = {"agency_code": "ED", "as_of": "2026-06-30", "positions": "60", "source": "a letter"}
ROWS = [ROW, ROW | {"agency_code": "", "positions": "8,410"}]
READ = [("ED", "2026-06-30", 60.0), (None, "2026-06-30", 8410.0)]
COLUMNS = "agency_code, as_of::varchar, value"


@pytest.mark.parametrize("kind", ["allocations", "indicators", "demographics"])
def test_dates_as_an_american_spreadsheet_writes_them_are_of_this_century(
    shared: Path, tmp_path: Path, kind: str
) -> None:
    staged = Staged(shared / "cases/case14" / f"{kind}.csv", tmp_path)
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (2, 0)
    assert staged.extract.provenance.period_end == "2026-06-30"


def test_the_years_of_an_analysts_dates_reach_every_answer(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    result = load(find_places(), [shared / "cases/case14"])
    assert result.build is not None
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        periods = connection.execute(
            "select min(period)::varchar, max(period)::varchar from (select period from marts.published "
            "where source in ('Letter', 'Own count') union all select period from marts.demographics)"
        ).fetchall()
    assert periods == [("2026-03-31", "2026-06-30")]


@pytest.mark.parametrize("text", ["6/30/26", "06/30/2026", "6/30/2026 0:00", "2026-06-30", "2026-06-30T00:00:00"])
def test_a_day_may_be_written_in_several_ways(tmp_path: Path, text: str) -> None:
    path = text_file(tmp_path / "allocations.csv", ALLOCATIONS, [ROW | {"as_of": text}])
    assert Staged(path, tmp_path).rows("published", COLUMNS) == READ[:1]


@pytest.mark.parametrize(
    "text", ["0026-06-30", "6/30/1926", "6/30/71", "2101-01-01", "3024-06-30", "30/6/2026", "46203"]
)
@pytest.mark.parametrize("layout", [ALLOCATIONS, INDICATORS, DEMOGRAPHICS], ids=lambda layout: layout.name)
def test_no_day_outside_1978_to_2100_enters(tmp_path: Path, layout: Layout, text: str) -> None:
    rows = {
        "allocations": ROW,
        "indicators": {"indicator": "x", "as_of": "2026-06-30", "value": "1", "unit": "days"},
        "demographics": {"as_of": "2026-06-30", "attribute": "sex", "group": "women", "people": "40"},
    }
    good = rows[layout.name]
    path = text_file(tmp_path / f"{layout.name}.csv", layout, [good, good | {"as_of": text}])
    staged = Staged(path, tmp_path)
    assert (staged.extract.rows_kept, staged.found("unreadable_value")) == (1, [("as_of", 1)])


@pytest.mark.parametrize("text", ["1e30", "1e400", "-1e15", "9999999999999999", "nan"])
def test_no_figure_of_a_workforce_has_sixteen_digits(tmp_path: Path, text: str) -> None:
    good = {"indicator": "x", "as_of": "2026-06-30", "value": "999999999999999", "unit": "days"}
    path = text_file(tmp_path / "indicators.csv", INDICATORS, [good, good | {"value": text}])
    staged = Staged(path, tmp_path)
    assert staged.rows("published", "value") == [(999999999999999.0,)]
    assert (staged.extract.rows_rejected, staged.found("unreadable_value")) == (1, [("value", 1)])


def test_a_name_without_a_letter_from_a_to_z_or_a_digit_is_none(tmp_path: Path) -> None:
    names = ["離職率", "採用日数", "%", "Café days", "離職率 2026"]
    rows = [{"indicator": name, "as_of": "2026-06-30", "value": "7", "unit": "days"} for name in names]
    staged = Staged(text_file(tmp_path / "indicators.csv", INDICATORS, rows), tmp_path)
    assert staged.rows("published", "indicator") == [("2026",), ("caf_days",)]
    assert (staged.extract.rows_rejected, staged.found("unreadable_value")) == (3, [("indicator", 3)])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_allocations_are_read_in_the_letters_a_spreadsheet_saves(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "allocations.csv"
    path.write_bytes(table_text(ALLOCATIONS, ROWS).encode(encoding))
    assert Staged(path, tmp_path).rows("published", COLUMNS) == READ


@pytest.mark.parametrize(
    ("text", "value"), [("8410", 8410.0), ("8410.0", 8410.0), ("$8,410", 8410.0), ("8410.5", None), ("-3", None)]
)
def test_a_whole_number_may_have_commas_and_nothing_else(tmp_path: Path, text: str, value: float | None) -> None:
    path = text_file(tmp_path / "allocations.csv", ALLOCATIONS, [ROW, ROW | {"agency_code": "DN", "positions": text}])
    found = Staged(path, tmp_path).rows("published", "value")
    assert (value in [one for (one,) in found]) == (value is not None)


def test_counts_of_people_may_have_commas(tmp_path: Path) -> None:
    row = {"as_of": "2026-06-30", "attribute": "sex", "group": "women", "people": "2,500"}
    assert Staged(text_file(tmp_path / "d.csv", DEMOGRAPHICS, [row]), tmp_path).rows("demographics", "people") == [
        (2500,)
    ]


def test_a_workbook_of_allocations_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["# allocations.csv: filled in by hand"])
    sheet.append(["agency_code", "as_of", "positions", "source"])
    sheet.append(["ED", datetime(2026, 6, 30), 60, "a letter"])
    sheet.append([])
    sheet.append([None, datetime(2026, 6, 30), 8410.0, "a letter"])
    book.save(tmp_path / "allocations.xlsx")
    assert Staged(tmp_path / "allocations.xlsx", tmp_path).rows("published", COLUMNS) == READ


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (table_text(ALLOCATIONS, [ROW]).replace(",", ";"), "commas between columns"),
        (table_text(ALLOCATIONS, [ROW, ROW]).replace("60", "8,410"), "write 8,410 as 8410"),
    ],
    ids=["semicolons", "a comma too many"],
)
def test_what_cannot_be_told_apart_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, sentence: str
) -> None:
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    path = tmp_path / "allocations.csv"
    path.write_text(content)
    ran = CliRunner().invoke(app, ["load", str(path)])
    assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1)
    assert sentence in ran.stderr
    assert not list((tmp_path / "data").rglob("*.parquet"))
