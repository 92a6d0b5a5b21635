"""What is measured is what it says: a written history has its periods and executives, and emptied files stay unread."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.errors import EtlError
from etl.load import load
from etl.places import Places, places
from etl.sample_calibration import Calibration
from etl.sample_people import UNSPECIFIED_EXECUTIVES
from tests.bench.history_files import bytes_needed, cube_names, empty, month_names, write_files
from tests.bench.periods import month_ends, write_periods

ROWS = 20_000


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """An empty data folder of our own."""
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    return places()


def test_a_history_has_every_executive_at_every_month_end(tmp_path: Path, here: Places) -> None:
    last = date(2024, 10, 31)
    written = write_periods(tmp_path / "files", 3, ROWS, last)
    assert sorted(path.name for path in written) == [
        *("FedScope_Employment_September_2024.zip", "accessions_202408_1.parquet", "accessions_202409_1.parquet"),
        *("accessions_202410_1.parquet", "employment_202408_1.parquet", "employment_202410_1.parquet"),
        *("separations_202408_1.parquet", "separations_202409_1.parquet", "separations_202410_1.parquet"),
    ]
    loaded = load(here, [tmp_path / "files"]).loaded
    assert {extract.provenance.evidence for extract in loaded} == {"sample"}
    assert {extract.rows_read for extract in loaded if extract.subject == "employment"} == {ROWS}
    assert not sum(extract.rows_rejected for extract in loaded)
    found = duckdb.sql(
        f"select period, sum(people)::int from '{here.staged}/executives/*.parquet' group by all order by 1"
    ).fetchall()
    corps = Calibration.load(here).corps
    assert found == [(end, corps(end) + UNSPECIFIED_EXECUTIVES) for end in month_ends(3, last)]


def test_movements_of_a_whole_year_of_months_are_cubes(tmp_path: Path) -> None:
    names = {path.name for path in write_periods(tmp_path, 12, ROWS, date(2024, 9, 30))}
    assert {"FedScope_Separations_FY2024.zip", "FedScope_Accessions_FY2024-2024.zip"} < names
    assert not [name for name in names if name.startswith(("separations", "accessions"))]


def test_emptied_files_are_known_again_and_never_read(tmp_path: Path, here: Places) -> None:
    files = tmp_path / "files"
    names = [*cube_names(1), *month_names(1)]
    assert write_files(files, names, ROWS) <= bytes_needed(names, ROWS)
    assert len(load(here, [files]).loaded) == 2
    for name in names:
        empty(files / name)
    assert sum(path.stat().st_blocks for path in (*files.iterdir(), *here.raw.glob("*/*.zip"))) == 0
    again = load(here, [files])
    assert (len(again.loaded), len(again.known)) == (0, 2)
    os.utime(files / names[0])
    with pytest.raises(EtlError):
        load(here, [files])
