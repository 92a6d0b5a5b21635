"""What another version of the program or other tables staged is staged again from raw/; what is current is not."""

import dataclasses
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.files.provenance import find_damaged_records, read_extracts
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.load import load, rebuild
from etl.paths import Places, find_places
from etl.staging import fingerprint
from etl.staging.store import find_outdated
from etl.status import read_status
from etl.warehouse.build import BuildResult, build
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def with_cube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the cube, a data folder into which it was loaded, and a copy of the shipped tables."""
    folder = tmp_path_factory.mktemp("with_cube")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_DATA", str(folder / "data"))
        shutil.copytree(find_places().reference, folder / "reference")
        load(dataclasses.replace(find_places(), reference=folder / "reference"), [the_cube(folder)])
    return folder


@pytest.fixture
def here(with_cube: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A data folder with one cube loaded, and shipped tables of its own that may be changed."""
    shutil.copytree(with_cube, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    return dataclasses.replace(find_places(), reference=tmp_path / "reference")


def the_cube(folder: Path) -> Path:
    path = folder / "files" / "FedScope_Employment_September_2024.zip"
    if not path.is_file():
        cube(path, "FACTDATA_SEP2024.TXT", table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3 + [CLERK]))
    return path


def age(where: Places) -> None:
    """Make the staged cube look as an older program left it: another recipe, and 33 people where there are 3."""
    (record,) = (where.staged / "extracts").iterdir()
    older = {"recipe": "older", "partitions_sha256": []}
    record.write_text(json.dumps(json.loads(record.read_text("utf-8")) | older), "utf-8")
    (partition,) = (where.staged / "executives").iterdir()
    with duckdb.connect() as connection:
        connection.execute(f"create table executives as from '{partition}'")
        connection.execute(f"copy (select * replace (33 as people) from executives) to '{partition}' (format parquet)")


def executives(where: Places) -> list[tuple[Any, ...]]:
    build_id = (where.warehouse / "CURRENT").read_text("utf-8").strip()
    with duckdb.connect(str(where.warehouse / f"{build_id}.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select duty_region, sum(people)::int from marts.on_board where evidence = 'records' group by all"
        ).fetchall()


def test_a_partition_of_an_older_program_is_made_again(here: Places) -> None:
    (before,) = read_extracts(here.staged)
    age(here)
    build(here)
    assert executives(here) == [("dc_md_va", 33)]
    rebuild(here)
    assert [people for _, people in executives(here)] == [3]
    assert read_extracts(here.staged) == [before]
    assert find_outdated(here, [before]) == []


@pytest.mark.parametrize("words", [["build"], ["load"]])
def test_every_command_that_builds_does_so(words: list[str], tmp_path: Path) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    given = [str(the_cube(tmp_path))]
    assert CliRunner().invoke(app, ["load", *given], env=environment).exit_code == 0
    data = tmp_path / "data"
    where = dataclasses.replace(find_places(), raw=data / "raw", staged=data / "staged", warehouse=data / "warehouse")
    age(where)
    result = CliRunner().invoke(app, words + (given if words == ["load"] else []), env=environment)
    assert result.exit_code == 0, result.output
    assert [people for _, people in executives(where)] == [3]


@pytest.mark.parametrize(
    "changed",
    ["files/zip_archive.py", "files/of_tomorrow.py", "layouts/plum.py", "staging/schema.py", "sql/staging/people.sql"],
)
def test_whatever_changes_in_the_code_that_stages_is_another_fingerprint(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(fingerprint.PROGRAM, tmp_path / "etl", ignore=shutil.ignore_patterns("__pycache__"))  # type: ignore[attr-defined]
    monkeypatch.setattr(fingerprint, "PROGRAM", tmp_path / "etl")
    before = fingerprint._read_code.__wrapped__()
    with (tmp_path / "etl" / changed).open("a", encoding="utf-8") as module:
        module.write("\n")
    assert fingerprint._read_code.__wrapped__() != before


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


def unmended(build: BuildResult) -> list[tuple[str, str]]:
    """What the checks say of files that could not be staged again."""
    names = ("staged_by_this_version", "records_can_be_read")
    return [(check.name, check.example) for check in build.warnings if check.name in names]


def spoil(kept: Path) -> None:
    content = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(content[:-1] + b"x")


@pytest.mark.parametrize("damage", [Path.unlink, spoil])
def test_what_cannot_be_staged_again_stays_as_it_was_staged_until_it_is_loaded_again(
    here: Places, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    age(here)
    (kept,) = here.raw.glob("*/*.zip")
    damage(kept)
    for _ in range(2):
        assert unmended(rebuild(here)) == [("staged_by_this_version", f"file {kept.name}")]
        assert [people for _, people in executives(here)] == [33]
    mended = load(here, [the_cube(tmp_path)])
    assert [extract.provenance.name for extract in mended.extracts] == [kept.name]
    assert mended.build is not None
    assert unmended(mended.build) == []
    assert [people for _, people in executives(here)] == [3]
    assert kept.read_bytes() == the_cube(tmp_path).read_bytes()


DAMAGE = [b"", b"\xff\xfe\x00", b"[]", b"{}", b'{"findings": [1]}', b"null", b"9" * 5000]


@pytest.mark.parametrize("damage", DAMAGE, ids=["cut short", *map(ascii, DAMAGE[1:-1]), "digits"])
def test_a_spoilt_record_is_made_again_from_raw(here: Places, damage: bytes) -> None:
    (before,) = read_extracts(here.staged)
    (record,) = (here.staged / "extracts").iterdir()
    record.write_bytes(damage or record.read_bytes()[:-40])
    assert (read_extracts(here.staged), find_damaged_records(here.staged)) == ([], [record])
    assert read_status(here).damaged_records == [record.name]
    assert unmended(rebuild(here)) == []
    assert read_extracts(here.staged) == [before]
    assert executives(here) == [("dc_md_va", 3)]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00"])
def test_a_record_that_nothing_can_mend_is_set_aside_and_named(here: Places, tmp_path: Path, damage: bytes) -> None:
    (record,) = (here.staged / "extracts").iterdir()
    record.write_bytes(damage)
    (provenance,) = here.raw.glob("*/provenance.json")
    provenance.write_bytes(damage)
    assert unmended(rebuild(here)) == [("records_can_be_read", f"file {record.stem}")]
    assert executives(here) == []
    assert find_damaged_records(here.staged) == []
    assert len(load(here, [the_cube(tmp_path)]).extracts) == 1
    assert [people for _, people in executives(here)] == [3]


@pytest.mark.parametrize("left", [None, 0, 100])
def test_a_partition_that_is_gone_or_cut_short_is_made_again(here: Places, left: int | None) -> None:
    (partition,) = (here.staged / "executives").iterdir()
    whole = partition.read_bytes()
    partition.unlink()
    if left is not None:
        partition.write_bytes(whole[:left])
    assert unmended(rebuild(here)) == []
    assert [people for _, people in executives(here)] == [3]
    assert partition.read_bytes()[-4:] == b"PAR1"


def flip(partition: Path, seed: int) -> None:
    """Turn over some bits between the first bytes and the last."""
    chance, content = random.Random(seed), bytearray(partition.read_bytes())
    for _ in range(3):
        content[chance.randrange(4, len(content) - 4)] ^= 0xFF
    partition.write_bytes(content)


@pytest.mark.parametrize("seed", range(6))
def test_a_partition_with_flipped_bytes_is_made_again(here: Places, seed: int) -> None:
    (partition,) = (here.staged / "executives").iterdir()
    flip(partition, seed)
    assert unmended(rebuild(here)) == []
    assert executives(here) == [("dc_md_va", 3)]


def test_a_spoilt_partition_whose_file_is_gone_is_left_out_and_named(here: Places, tmp_path: Path) -> None:
    (partition,) = (here.staged / "executives").iterdir()
    flip(partition, 1)
    (kept,) = here.raw.glob("*/*.zip")
    kept.unlink()
    assert unmended(rebuild(here)) == [("records_can_be_read", f"file {kept.name}")]
    assert executives(here) == []
    assert len(load(here, [the_cube(tmp_path)]).extracts) == 1
    assert executives(here) == [("dc_md_va", 3)]


def test_a_load_beside_a_spoilt_record_mends_it(here: Places, tmp_path: Path) -> None:
    (record,) = (here.staged / "extracts").iterdir()
    record.write_text("{}")
    june = cube(tmp_path / "cube.zip", "FACTDATA_JUN2024.TXT", table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 4))
    load(here, [june])
    assert sum(int(str(people)) for _, people in executives(here)) == 3 + 4


def test_a_load_of_something_else_goes_on_beside_a_spoilt_file(here: Places, tmp_path: Path) -> None:
    age(here)
    spoil(next(here.raw.glob("*/*.zip")))
    june = cube(
        tmp_path / "FedScope_Employment_June_2024.zip",
        "FACTDATA_JUN2024.TXT",
        table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 4),
    )
    first = load(here, [june])
    assert [extract.provenance.name for extract in first.extracts] == [june.name]
    assert sum(int(str(people)) for _, people in executives(here)) == 33 + 4
    assert load(here, [june]).build is None, "what cannot be mended is tried once, not at every load"
