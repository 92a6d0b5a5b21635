"""What leaves the program of a register of positions: figures, and no trace of who is in them."""

import re
import zipfile
from pathlib import Path

import pytest

from metrics.warehouse import Warehouse
from tests.etl.plum import FILLED, PAST, VACANT, person, write_export
from tests.metrics.command import Ask
from tests.metrics.conftest import Made

pytestmark = pytest.mark.slow

MARK = re.compile(rb"(FIRST|LAST|ID)MARK\d+Q", re.IGNORECASE)
NONCAREER = FILLED | {"appointment_type": "NA"}


@pytest.fixture(scope="module")
def register(in_folder: Made, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with an export of thirty filled positions, a third of them noncareer, and ten vacant ones."""
    rows = [person(number, NONCAREER if number % 3 == 0 else FILLED) for number in range(30)]
    rows += [person(100, PAST), *[VACANT] * 10]
    return in_folder("register", [write_export(tmp_path_factory.mktemp("in") / "PLUM-20260804.csv", rows)])


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
