"""A served build that the disk has spoilt: no question ends in anything but a sentence, and health says so."""

import json
import shutil
import tempfile
from pathlib import Path

import duckdb
import pytest

from etl.paths import find_places
from etl.warehouse.build import build
from metrics.api import serving
from metrics.api.health import _check_health
from metrics.definitions import catalog
from metrics.errors import DamagedBuild, NoWarehouse
from metrics.export.data.archive import Form, find_archive
from metrics.open_builds import OpenBuilds
from metrics.query.answer import answer
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, open_current, read_current_build
from tests.damage import BLOCK, cut_short, spoilt_rows

pytestmark = pytest.mark.slow


@pytest.fixture
def data(shipped_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with a build of the shipped figures."""
    shutil.copytree(shipped_data / "warehouse", tmp_path / "warehouse")
    monkeypatch.setenv("SES_DATA", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(serving, "OPEN_BUILDS", OpenBuilds())
    return tmp_path


FORMS: tuple[Form, ...] = ("parquet", "csv")
FIGURES = "select min(source), max(indicator), sum(value) from marts.published"


def has_spoilt_figures() -> bool:
    """Does the build open, and not tell its figures?"""
    try:
        held = open_current()
    except NoWarehouse:
        return False
    try:
        held.rows(FIGURES)
    except DamagedBuild:
        return True
    finally:
        held.connection.close()
    return False


def health() -> tuple[int, str]:
    answer = _check_health()
    return answer.status_code, str(json.loads(bytes(answer.body)).get("error", ""))


def spoil(data: Path) -> Path:
    (file,) = (data / "warehouse").glob("*.duckdb")
    spoilt_rows(file, has_spoilt_figures)
    return file


def test_health_reads_rows_and_a_new_build_is_the_cure(data: Path) -> None:
    file = spoil(data)
    status, sentence = health()
    assert status == 503
    assert sentence == f"The build {file.stem} is damaged; make one with: python -m etl build"
    assert str(data) not in sentence
    build(find_places())
    assert health()[0] == 200


def test_every_indicator_of_a_damaged_build_answers_or_says_so(data: Path) -> None:
    spoil(data)
    held, said = open_current(), 0
    for metric in catalog.METRICS:
        try:
            answer(held, metric, Selection())
        except DamagedBuild:
            said += 1
    assert said
    for form in FORMS:
        with pytest.raises(DamagedBuild):
            find_archive(held, form)


def test_a_long_answer_that_breaks_off_says_so_too(data: Path) -> None:
    """In parts, of which the first ones are whole."""
    (file,) = (data / "warehouse").glob("*.duckdb")
    rows = "select range as number, hash(range)::varchar as text from range(900000)"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"create table marts.long as {rows}; checkpoint")
    whole = bytearray(file.read_bytes())
    place = len(whole) * 9 // 10
    whole[place : place + BLOCK] = bytes(BLOCK)
    file.write_bytes(whole)
    parts = open_current().batches("select * from marts.long")
    assert parts.read_next_batch().num_rows > 0
    with pytest.raises(DamagedBuild, match="is damaged; make one with"):
        parts.read_all()


def test_a_build_cut_short_is_said_to_be_so(data: Path) -> None:
    cut_short(next((data / "warehouse").glob("*.duckdb")))
    assert health()[0] == 503
    build(find_places())
    assert health()[0] == 200


@pytest.mark.parametrize(
    "words", [b"", b"\xff\xfe\x00", b"x" * 5_000_000, b"../../other", b"a b/c\n"], ids=lambda words: ascii(words[:12])
)
def test_a_damaged_pointer_points_at_nothing(data: Path, words: bytes) -> None:
    (data / "warehouse/CURRENT").write_bytes(words)
    with pytest.raises(NoWarehouse, match="python -m etl build"):
        read_current_build()
    made = build(find_places())
    assert isinstance(open_current(), Warehouse)
    assert read_current_build() == made.build_id


def test_a_folder_in_the_place_of_the_pointer_is_moved_away(data: Path) -> None:
    (data / "warehouse/CURRENT").unlink()
    (data / "warehouse/CURRENT").mkdir()
    (data / "warehouse/CURRENT/notes.txt").write_text("mine")
    with pytest.raises(NoWarehouse, match="python -m etl build"):
        read_current_build()
    made = build(find_places())
    assert read_current_build() == made.build_id
    (kept,) = (data / "warehouse").glob("*/notes.txt")
    assert kept.read_text() == "mine"
