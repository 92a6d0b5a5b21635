"""OPM's export of the register of positions: both headers, how it is dated, who is in a post and who was."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.files.zip_archive import NotTheFile
from etl.load import DayOfMany, load
from etl.paths import find_places
from etl.staging.export_day import DayNotSaid, find_day_in_name
from tests.etl.plum import FILLED, PAST, VACANT, Row, person, write_export, write_workbook
from tests.etl.staged import Staged

pytestmark = pytest.mark.slow

NONCAREER = FILLED | {"appointment_type": "NA"}
DATES = "begin_date::varchar, vacate_date::varchar"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    return tmp_path


def positions(sql: str, *paths: Path) -> list[tuple[object, ...]]:
    result = load(find_places(), paths)
    assert result.build is not None
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        return connection.execute(f"select {sql}").fetchall()


CURRENT = "filled_by, sum(positions) from marts.positions where source = 'plum_export' group by all order by all"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("kind", ["a", "b", "d"])
def test_current_positions_are_counted_whatever_the_header_and_the_container(shared: Path, kind: str) -> None:
    """Three noncareer of nine filled, two vacant of eleven: past incumbents are no positions."""
    assert positions(CURRENT, shared / "cases/case06" / kind) == [("career", 6), ("noncareer", 3), ("vacant", 2)]


@pytest.mark.usefixtures("data")
def test_an_export_of_november_is_of_november_and_replaces_no_other(shared: Path) -> None:
    load(find_places(), [shared / "extracts/plum/plum_export_2025_07.csv"], builds=False)
    sql = "period::varchar, sum(positions) from marts.positions where source = 'plum_export' and pay_plan = 'ES' "
    assert positions(sql + "group by 1 order by 1", shared / "cases/case06/c") == [
        ("2025-07-31", 5265),
        ("2025-11-30", 12),
    ]


def test_of_two_exports_of_one_month_the_later_counts(data: Path) -> None:
    later = write_export(data / "PLUM-20260804.csv", [person(1), person(2)])
    earlier = write_export(data / "PLUM-20260801.csv", [person(1)])
    load(find_places(), [later], builds=False)
    assert positions(CURRENT, earlier) == [("career", 2)]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("PLUM-20260804.csv", "2026-08-04"),
        ("plum_export_2026_06.csv", "2026-06"),
        ("plum export 2026-08-04 (1).csv", "2026-08-04"),
        ("PLUM 8-4-2026.csv", "2026-08-04"),
        ("PLUM_20260804_143000.csv", "2026-08-04"),
        ("PLUM-20261304.csv", None),
        ("PLUM-20260230.csv", None),
        ("PLUM-20991231.csv", None),
        ("plum_archive.csv", None),
        ("download-2026080412.csv", None),
    ],
)
def test_a_day_in_the_name_is_read_and_no_other_number(name: str, day: str | None) -> None:
    found = find_day_in_name(name, date(2026, 11, 30))
    assert (found and found.text) == day


def test_an_export_without_a_date_in_its_name_is_of_its_newest_date_that_is_past(tmp_path: Path) -> None:
    planned = PAST | {"vacate_date": "1/19/2999"}
    rows = [FILLED, FILLED | {"begin_date": "3/5/2025 12:00:00 AM"}, PAST, planned, FILLED | {"begin_date": "2/1/3024"}]
    staged = Staged(write_export(tmp_path / "download.csv", rows), tmp_path)
    assert (staged.extract.provenance.period_end, staged.extract.provenance.version) == ("2025-03-31", "2025-03-05")
    assert staged.found("dated_by_newest_row") == [("give --as-of if it is of a later month", 1)]


def test_an_export_that_nothing_dates_asks_for_its_day(data: Path) -> None:
    path = write_export(data / "download.csv", [VACANT])
    with pytest.raises(DayNotSaid, match=r"download\.csv is: .* load it with --as-of 2026-08-04"):
        load(find_places(), [path])
    ran = CliRunner().invoke(app, ["load", str(path), "--as-of", "2026-08-04"])
    assert ran.exit_code == 0, ran.output
    assert not (data / "data/raw/.incoming").exists()
    (extract,) = (known for _, known in load(find_places(), [path]).repeats)
    assert (extract.provenance.period_end, extract.provenance.as_of) == ("2026-08-31", "2026-08-04")


def test_another_day_for_a_loaded_export_dates_it_again(data: Path) -> None:
    path = write_export(data / "download.csv", [person(1)])
    load(find_places(), [path], builds=False)
    result = load(find_places(), [path], as_of=date(2026, 8, 4), builds=False)
    assert [extract.provenance.period_end for extract in result.extracts] == ["2026-08-31"]
    assert load(find_places(), [path], as_of=date(2026, 8, 4), builds=False).extracts == []
    assert positions("period::varchar from marts.positions where source = 'plum_export'", *[path, *_another(data)]) == [
        ("2026-08-31",),
        ("2026-10-31",),
    ]


def test_an_export_that_cannot_be_dated_again_stays_as_it_was(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_export(data / "download.csv", [person(1)])
    load(find_places(), [path])

    def state() -> dict[str, bytes]:
        made = [data / "data/raw", data / "data/staged"]
        return {str(file): file.read_bytes() for folder in made for file in folder.rglob("*") if file.is_file()}

    before = state()

    def fail(*_: object, **_others: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("etl.warehouse.build.build", fail)
    with pytest.raises(OSError, match="no room"):
        load(find_places(), [path], as_of=date(2026, 8, 4))
    assert state() == before


def _another(folder: Path) -> list[Path]:
    return [write_export(folder / "PLUM-20261001.csv", [person(2)])]


def test_a_day_for_several_exports_or_for_none_is_refused(data: Path) -> None:
    first, second = (write_export(data / f"{name}.csv", [person(1)], is_old=name == "b") for name in "ab")
    with pytest.raises(DayOfMany, match="there are 2"):
        load(find_places(), [first, second], as_of=date(2026, 8, 4))
    (data / "allocations.csv").write_text("agency_code,as_of,positions,source\nED,2026-06-30,60,a letter\n")
    with pytest.raises(DayOfMany, match="none of these files is one"):
        load(find_places(), [data / "allocations.csv"], as_of=date(2026, 8, 4))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/21/2025", "2025-01-21"),
        ("01/21/2025 12:00:00 AM", "2025-01-21"),
        ("2025-01-21", "2025-01-21"),
        ("2025-01-21T00:00:00", "2025-01-21"),
        ("2025-01-21 00:00:00.000", "2025-01-21"),
        ("1/21/3025", None),
        ("21/1/2025", None),
    ],
)
def test_dates_come_in_three_forms_and_impossible_years_are_told_not_guessed(
    tmp_path: Path, text: str, day: str | None
) -> None:
    rows = [PAST | {"begin_date": text, "vacate_date": "2/1/2025"}]
    staged = Staged(write_export(tmp_path / "PLUM-20260804.csv", rows), tmp_path)
    assert staged.rows("positions", DATES) == [(day, "2025-02-01")]
    assert staged.found("impossible_date") == ([] if day else [("Begin Date", 1)])


def test_a_finding_names_the_column_as_the_file_spells_it(tmp_path: Path) -> None:
    rows = [PAST | {"begin_date": "1/1/3024"}]
    staged = Staged(write_export(tmp_path / "PLUM-20260804.csv", rows, is_old=True), tmp_path)
    assert staged.found("impossible_date") == [("IncumbentBeginDate", 1)]


@pytest.mark.parametrize("is_old", [False, True])
def test_only_the_same_person_in_the_same_post_twice_is_a_repeat(data: Path, is_old: bool) -> None:
    """Two people in posts of one title are two positions, and where people have ids so are two vacant posts."""
    rows: list[Row] = [person(1), person(1), person(2), VACANT, VACANT]
    vacant = 1 if is_old else 2
    path = write_export(data / "PLUM-20260804.csv", rows, is_old=is_old)
    assert positions(CURRENT, path) == [("career", 2), ("vacant", vacant)]


def test_workbooks_are_read_sheet_by_sheet(data: Path) -> None:
    path = write_workbook(data / "PLUM-20260804.xlsx", [person(1), person(2, NONCAREER), VACANT])
    assert positions(CURRENT, path) == [("career", 1), ("noncareer", 1), ("vacant", 1)]


def test_a_status_that_opm_never_used_is_refused_where_many_rows_have_it(data: Path) -> None:
    rows = [person(number, FILLED | {"status": "Occupied"}) for number in range(20)]
    with pytest.raises(NotTheFile, match=r"20 rows of 21 .*Position Status must be Filled or Vacant or Historical"):
        load(find_places(), [write_export(data / "PLUM-20260804.csv", [*rows, VACANT])])
