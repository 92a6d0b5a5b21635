"""What a disk or a hand has spoilt in the served build is no reason to stop: one build mends it."""

import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.status import is_behind
from etl.warehouse.build import build
from etl.warehouse.publish import find_current_path, read_current_build
from tests.damage import cut_short, spoilt_rows
from tests.etl.world import World, executive

pytestmark = pytest.mark.slow

ROW = "select * from marts.published limit 1"
ALL = "select min(source), sum(value) from marts.published"
SPAN = ("2024-09-30", "2024-09-30")


def has_spoilt_rows(file: Path, asked: str = ALL) -> bool:
    """Does it open, and not tell what the next build compares itself with?"""
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            connection.execute("from meta.build")
            try:
                connection.execute(asked).fetchall()
            except duckdb.IOException:
                return True
    except duckdb.Error:
        return False
    return False


@pytest.mark.parametrize("how", ["rows", "cut short", "no database"])
def test_a_damaged_build_is_none_to_compare_with(built: World, how: str) -> None:
    served = find_current_path(built.places.warehouse)
    assert served is not None
    match how:
        case "rows":
            spoilt_rows(served, lambda: has_spoilt_rows(served))
        case "cut short":
            cut_short(served)
        case _:
            served.write_bytes(b"no database")
    built.load("a.zip", "employment", [executive("2024-09-30")], span=SPAN)
    made = build(built.places)
    assert read_current_build(built.places.warehouse) == made.build_id
    assert built.value("select sum(people) from marts.on_board") == 1
    assert built.value("select count(*) from meta.revisions") == 0
    assert {check.name for check in made.warnings} <= {"near_published"}


def test_a_build_with_spoilt_rows_is_behind_and_the_next_load_builds(built: World) -> None:
    served = find_current_path(built.places.warehouse)
    assert served is not None
    assert not is_behind(built.places)
    spoilt_rows(served, lambda: has_spoilt_rows(served, ROW))
    assert is_behind(built.places)
    build(built.places)
    assert not is_behind(built.places)


@pytest.mark.parametrize("words", ["status", "doctor"])
def test_every_command_that_reads_it_says_what_to_do(shipped_data: Path, tmp_path: Path, words: str) -> None:
    shutil.copytree(shipped_data / "warehouse", tmp_path / "warehouse")
    (file,) = (tmp_path / "warehouse").glob("*.duckdb")
    spoilt_rows(file, lambda: has_spoilt_rows(file))
    run, environment = CliRunner(), {"SES_DATA": str(tmp_path)}
    said = run.invoke(app, [words], env=environment)
    assert not isinstance(said.exception, duckdb.Error)
    assert "make room" not in said.output
    assert run.invoke(app, ["build"], env=environment).exit_code == 0
    assert run.invoke(app, [words], env=environment).exit_code == 0
