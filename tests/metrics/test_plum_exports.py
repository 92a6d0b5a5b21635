"""What leaves the program of a register of positions: figures, and no trace of who is in them."""

import re
import zipfile
from pathlib import Path

import pytest

from etl.load import load
from etl.paths import find_places
from metrics.warehouse import Warehouse
from tests.etl.plum import FILLED, PAST, VACANT, person, write_export
from tests.metrics.command import Ask
from tests.metrics.conftest import open_data

pytestmark = pytest.mark.slow

MARK = re.compile(rb"(FIRST|LAST|ID)MARK\d+Q", re.IGNORECASE)
NONCAREER = FILLED | {"appointment_type": "NA"}


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse with an export of thirty filled positions, a third of them noncareer, and ten vacant ones."""
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    rows = [person(number, NONCAREER if number % 3 == 0 else FILLED) for number in range(30)]
    rows += [person(100, PAST), *[VACANT] * 10]
    load(find_places(), [write_export(tmp_path / "in" / "PLUM-20260804.csv", rows)])
    return open_data(tmp_path / "data")


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "pptx", "html", "svg"])
@pytest.mark.parametrize(
    ("name", "share"), [("general_positions_noncareer_share", 33.3), ("general_positions_vacancy_rate", 25.0)]
)
def test_no_export_names_anybody(
    run: Ask, register: Warehouse, tmp_path: Path, ending: str, name: str, share: float
) -> None:
    file = tmp_path / f"figure.{ending}"
    done = run(register, "export", name, "--to", str(file))
    assert (done.status, done.err) == (0, "")
    inside = [file.read_bytes()]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            inside = [archive.read(member) for member in archive.namelist()]
    assert not any(MARK.search(content) for content in inside)
    shown = run(register, "show", name, "--format", "csv")
    (row,) = [row for row in shown.rows if row["source"] == "plum_export"]
    assert round(float(row["value"]), 1) == share
