"""What another version of the program or other tables staged is staged again from raw/; what is current is not."""

import dataclasses
import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.build import build
from etl.formats import FEDSCOPE_EMPLOYMENT
from etl.load import load, rebuild
from etl.places import Places, places
from etl.record import staged_extracts
from etl.staged import RawFileGone, outdated
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A data folder with one cube loaded, and shipped tables of its own that may be changed."""
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    shutil.copytree(places().reference, tmp_path / "reference")
    where = dataclasses.replace(places(), reference=tmp_path / "reference")
    load(where, [the_cube(tmp_path)])
    return where


def the_cube(folder: Path) -> Path:
    path = folder / "files" / "FedScope_Employment_September_2024.zip"
    if not path.is_file():
        cube(path, "FACTDATA_SEP2024.TXT", table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3 + [CLERK]))
    return path


def age(where: Places) -> None:
    """Make the staged cube look as an older program left it: another recipe, and 33 people where there are 3."""
    (record,) = (where.staged / "extracts").iterdir()
    record.write_text(json.dumps(json.loads(record.read_text("utf-8")) | {"recipe": "older"}), "utf-8")
    (partition,) = (where.staged / "executives").iterdir()
    with duckdb.connect() as connection:
        connection.execute(f"create table executives as from '{partition}'")
        connection.execute(f"copy (select * replace (33 as people) from executives) to '{partition}' (format parquet)")


def executives(where: Places) -> list[tuple[object, ...]]:
    build_id = (where.warehouse / "CURRENT").read_text("utf-8").strip()
    with duckdb.connect(str(where.warehouse / f"{build_id}.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select duty_region, sum(people)::int from marts.on_board where evidence = 'records' group by all"
        ).fetchall()


def test_a_partition_of_an_older_program_is_made_again(here: Places) -> None:
    (before,) = staged_extracts(here.staged)
    age(here)
    build(here)
    assert executives(here) == [("dc_md_va", 33)]
    rebuild(here)
    assert [people for _, people in executives(here)] == [3]
    assert staged_extracts(here.staged) == [before]
    assert outdated(here, [before]) == []


@pytest.mark.parametrize("words", [["build"], ["load"]])
def test_every_command_that_builds_does_so(words: list[str], tmp_path: Path) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    given = [str(the_cube(tmp_path))]
    assert CliRunner().invoke(app, ["load", *given], env=environment).exit_code == 0
    data = tmp_path / "data"
    where = dataclasses.replace(places(), raw=data / "raw", staged=data / "staged", warehouse=data / "warehouse")
    age(where)
    result = CliRunner().invoke(app, words + (given if words == ["load"] else []), env=environment)
    assert result.exit_code == 0, result.output
    assert [people for _, people in executives(where)] == [3]


def test_another_reference_table_stages_again_what_joins_it(here: Places) -> None:
    locations = here.reference / "locations.csv"
    locations.write_text(locations.read_text("utf-8").replace("11,DC,dc_md_va,", "11,DC,abroad,"), "utf-8")
    rebuild(here)
    assert executives(here) == [("abroad", 3)]


def test_a_table_that_staging_does_not_join_stages_nothing_again(here: Places) -> None:
    (partition,) = (here.staged / "executives").iterdir()
    before = partition.stat()
    with (here.reference / "agencies.csv").open("a", encoding="utf-8") as agencies:
        agencies.write("@@,Department of Tests,Tests,small,@@,,made up\n")
    rebuild(here)
    assert (partition.stat().st_ino, partition.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_run_killed_after_staging_again_is_finished_by_the_next(here: Places, tmp_path: Path) -> None:
    (record,) = (here.staged / "extracts").iterdir()
    later = record.stat().st_mtime + 5
    os.utime(record, (later, later))
    assert load(here, [the_cube(tmp_path)]).build is not None


def test_a_shipped_table_that_changed_is_built_in_by_the_next_load(here: Places, tmp_path: Path) -> None:
    assert load(here, [the_cube(tmp_path)]).build is None
    with (here.reference / "agencies.csv").open("a", encoding="utf-8") as agencies:
        agencies.write("@@,Department of Tests,Tests,small,@@,,made up\n")
    assert load(here, [the_cube(tmp_path)]).build is not None
    assert load(here, [the_cube(tmp_path)]).build is None


def test_without_the_file_in_raw_the_build_stops_and_loading_it_again_mends_it(here: Places, tmp_path: Path) -> None:
    served = (here.warehouse / "CURRENT").read_text("utf-8")
    age(here)
    (kept,) = here.raw.glob("*/*.zip")
    kept.unlink()
    with pytest.raises(RawFileGone, match=r"is gone or changed; load the file again"):
        rebuild(here)
    assert (here.warehouse / "CURRENT").read_text("utf-8") == served
    load(here, [the_cube(tmp_path)])
    assert [people for _, people in executives(here)] == [3]
    assert kept.is_file()


def test_a_file_changed_in_raw_is_not_passed_off_as_the_one_loaded(here: Places) -> None:
    age(here)
    (kept,) = here.raw.glob("*/*.zip")
    content = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(content[:-1] + b"x")
    with pytest.raises(RawFileGone):
        rebuild(here)
