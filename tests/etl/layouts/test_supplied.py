"""What an analyst supplies: templates that load as written, allocations and indicators as published figures."""

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.layouts.analyst_files import ALLOCATIONS, DEMOGRAPHICS, INDICATORS
from etl.layouts.template import TEMPLATES, FileInTheWay, UnknownTemplate, format_template, write_template
from etl.load import load
from etl.paths import find_places
from tests.etl.staged import Staged
from tests.etl.strange import text_file

pytestmark = pytest.mark.slow

every_template = pytest.mark.parametrize("name", sorted(TEMPLATES))


@every_template
def test_a_template_loads_as_it_is_written(name: str, tmp_path: Path) -> None:
    staged = Staged(write_template(name, tmp_path), tmp_path)
    assert staged.extract.provenance.layout == name
    assert staged.extract.rows_kept == staged.extract.rows_read == 2
    assert staged.extract.findings == ()


@every_template
def test_every_column_of_a_template_is_explained(name: str) -> None:
    lines = format_template(name).splitlines()
    header = next(line for line in lines if not line.startswith("#"))
    for column in header.split(","):
        assert any(line.startswith(f"#   {column} ") for line in lines)


@every_template
def test_a_template_that_went_through_a_spreadsheet_still_loads(name: str, tmp_path: Path) -> None:
    """Spreadsheets put comment lines in quotes, fill up their cells, and begin with a byte-order mark."""
    lines = format_template(name).splitlines()
    commas = "," * lines[-1].count(",")
    saved = [f'"{line}"{commas}' if line.startswith("#") and "," in line else line for line in lines]
    path = tmp_path / f"{name}.csv"
    path.write_bytes(("\ufeff" + "\r\n".join(saved) + "\r\n").encode())
    assert Staged(path, tmp_path).extract.rows_kept == 2


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    path = write_template("allocations", tmp_path)
    with pytest.raises(FileInTheWay, match="is there already"):
        write_template("allocations", path)


def test_an_unknown_template_is_told_which_there_are() -> None:
    with pytest.raises(UnknownTemplate, match="allocations, demographics, indicators"):
        format_template("budget")


def test_the_command_prints_or_writes(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["template", "indicators"])
    assert (printed.exit_code, printed.stdout) == (0, format_template("indicators"))
    written = CliRunner().invoke(app, ["template", "indicators", "--to", str(tmp_path / "mine.csv")])
    assert written.exit_code == 0
    assert (tmp_path / "mine.csv").read_text("utf-8") == format_template("indicators")
    refused = CliRunner().invoke(app, ["template", "indicators", "--to", str(tmp_path / "mine.csv")])
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def supplied(path: Path, monkeypatch: pytest.MonkeyPatch, columns: str, where: str) -> list[tuple[object, ...]]:
    monkeypatch.setenv("SES_DATA", str(path.parent / "data"))
    result = load(find_places(), [path])
    assert result.build is not None
    assert "words_are_translated" not in {check.name for check in result.build.warnings}
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        return connection.execute(f"select {columns} from marts.published where {where} order by all").fetchall()


def test_allocations_become_published_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"agency_code": code, "as_of": "2025-09-15", "positions": positions, "source": "a letter"}
        for code, positions in {"": "8100", "ed": "90", "DD": "10", "AR": "20", "NV": "30", "AF": "40"}.items()
    ]
    path = text_file(tmp_path / "allocations.csv", ALLOCATIONS, rows)
    columns = "coalesce(agency_code, ''), scope, appointment, period::varchar, value, unit"
    found = supplied(path, monkeypatch, columns, "indicator = 'allocations' and source = 'a letter'")
    assert ("", "government", "all", "2025-09-30", 8100.0, "positions") in found
    assert ("ED", "agency", "all", "2025-09-30", 90.0, "positions") in found
    assert ("DD*", "agency", "all", "2025-09-30", 100.0, "positions") in found
    assert len(found) == 7


def test_allocations_that_cannot_be_read_are_rejected_by_column(tmp_path: Path) -> None:
    good = {"agency_code": "ED", "as_of": "2025-09-30", "positions": "90", "source": "a letter"}
    rows = [good, good | {"as_of": "soon"}, good | {"positions": "-4"}, good | {"agency_code": "0X"}, good]
    staged = Staged(text_file(tmp_path / "allocations.csv", ALLOCATIONS, rows), tmp_path)
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (3, 2)
    assert staged.found("unreadable_value") == [("as_of", 1), ("value", 1)]
    assert staged.found("unlabelled_code") == [("agency_code", 1)]
    assert staged.found("duplicate_row") == [("whole row", 1)]


def test_indicators_divide_what_is_given_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = {"indicator": "Mentors, trained", "as_of": "2025-06-30", "source": "a survey", "agency_code": "ED"}
    rows = [
        common | {"numerator": "3", "denominator": "8", "unit": "percent"},
        common | {"indicator": "days to hire", "value": "91.5", "unit": "days", "agency_code": ""},
        common | {"indicator": "per head", "numerator": "30", "denominator": "4", "unit": "ratio"},
    ]
    path = text_file(tmp_path / "indicators.csv", INDICATORS, rows)
    columns = "indicator, scope, numerator, denominator, value, unit"
    assert supplied(path, monkeypatch, columns, "source = 'a survey'") == [
        ("days_to_hire", "government", None, None, 91.5, "days"),
        ("mentors_trained", "agency", 3.0, 8.0, 37.5, "percent"),
        ("per_head", "agency", 30.0, 4.0, 7.5, "ratio"),
    ]


@pytest.mark.parametrize(
    "cells", [{"denominator": "0"}, {"denominator": ""}, {"numerator": "few"}, {"indicator": " "}, {"as_of": "3024"}]
)
def test_indicators_without_an_answer_are_rejected(tmp_path: Path, cells: dict[str, str]) -> None:
    good = {"indicator": "x", "as_of": "2025-06-30", "numerator": "1", "denominator": "2", "unit": "percent"}
    staged = Staged(text_file(tmp_path / "indicators.csv", INDICATORS, [good, good | cells]), tmp_path)
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (1, 1)
    assert len(staged.found("unreadable_value")) == 1


def test_counts_by_sex_that_cannot_be_read_are_rejected_by_column_and_doubles_are_told(tmp_path: Path) -> None:
    good = {"as_of": "2024-09-30", "attribute": "sex", "group": "women", "people": "40"}
    odd = [{"as_of": "soon"}, {"people": "-1"}, {"attribute": "shoe size"}, {"group": ""}, {"appointment": "duke"}]
    rows = [good, good | {"appointment": "all", "people": "41"}, *(good | cells for cells in odd)]
    staged = Staged(text_file(tmp_path / "demographics.csv", DEMOGRAPHICS, rows), tmp_path)
    assert sorted(staged.found("unreadable_value")) == [
        (column, 1) for column in ("appointment", "as_of", "attribute", "group", "people")
    ]
    assert staged.found("duplicate_row") == [("all but people", 1)]
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (2, 5)
    assert staged.rows("demographics", "appointment, people, source") == [
        ("all", 40, "demographics"),
        ("all", 41, "demographics"),
    ]
