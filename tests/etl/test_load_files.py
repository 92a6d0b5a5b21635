"""Loading keeps files as published, knows them again, and survives being interrupted."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.files.raw import INCOMING
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.load import load
from etl.locks import LoadBusy
from etl.paths import Places, find_places
from tests.etl.killing import run_load
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text

pytestmark = pytest.mark.slow


def employment(folder: Path, month: str, people: int = 3, name: str | None = None) -> Path:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * people + [CLERK])
    return cube(folder / (name or f"FedScope_Employment_{month}_2024.zip"), f"FACTDATA_{month}2024.TXT", text)


def current(here: Places) -> str:
    return (here.warehouse / "CURRENT").read_text()


def on_board(here: Places) -> list[tuple[str, int]]:
    path = here.warehouse / f"{current(here).strip()}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "select period::varchar, sum(people)::int from marts.on_board "
            "where evidence = 'records' group by all order by all"
        ).fetchall()


def test_raw_keeps_the_bytes_and_their_provenance(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path, "SEP")
    load(here, [path])
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = here.raw / sha256[:12]
    assert (kept / path.name).read_bytes() == path.read_bytes()
    provenance = json.loads((kept / "provenance.json").read_text())
    assert (provenance["sha256"], provenance["origin"]) == (sha256, str(path))
    assert (provenance["layout"], provenance["evidence"]) == ("fedscope_employment", "records")
    assert provenance["period_end"] == "2024-09-30"
    assert on_board(here) == [("2024-09-30", 3)]


def test_an_unchanged_file_is_known_without_reading_it(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path, "SEP")
    load(here, [path])
    build = current(here)
    status = path.stat()
    path.unlink()
    path.write_bytes(b"x" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = load(here, [path])
    assert (again.extracts, len(again.repeats), again.build) == ([], 1, None)
    assert current(here) == build


def test_the_same_bytes_elsewhere_are_known_by_their_hash(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path, "SEP")
    load(here, [path])
    copy = tmp_path / "copy" / "renamed.zip"
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    again = load(here, [copy])
    assert (again.extracts, len(again.repeats)) == ([], 1)
    assert len(list(here.raw.iterdir())) == 1


def test_files_in_any_order_or_at_once_give_the_same_marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [employment(tmp_path, month, people) for month, people in (("MAR", 2), ("JUN", 4), ("SEP", 3))]
    answers = []
    for number, loads in enumerate(([files], [files[::-1]], [[files[2]], [files[0]], [files[1]]])):
        monkeypatch.setenv("SES_DATA", str(tmp_path / str(number)))
        for batch in loads:
            load(find_places(), batch)
        answers.append(on_board(find_places()))
    assert answers[0] == answers[1] == answers[2] == [("2024-03-31", 2), ("2024-06-30", 4), ("2024-09-30", 3)]


def test_big_files_are_staged_in_processes_of_their_own(
    here: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.staging.executor.BIG", 1)
    result = load(here, [employment(tmp_path, "MAR", 2), employment(tmp_path, "JUN", 4)])
    assert len(result.extracts) == 2
    assert on_board(here) == [("2024-03-31", 2), ("2024-06-30", 4)]


def test_unknown_files_in_a_folder_are_listed_and_hidden_ones_ignored(here: Places, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    employment(folder / "deeper", "SEP")
    (folder / "notes.txt").write_text("remember the milk\n")
    (folder / ".hidden.csv").write_text("a,b\n")
    result = load(here, [folder])
    assert [extract.provenance.layout for extract in result.extracts] == ["fedscope_employment"]
    assert [path.name for path in result.strangers] == ["notes.txt"]


def test_our_own_folders_are_never_loaded_again(here: Places, tmp_path: Path) -> None:
    employment(tmp_path / "data" / "sample", "SEP")
    load(here, [tmp_path / "data"])
    again = load(here, [tmp_path / "data"])
    assert (again.extracts, len(again.repeats)) == ([], 1)


def test_file_names_that_look_like_patterns_are_only_names(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path / "it's [1] *?", "SEP", name="cube [2024] (1)'s *.zip")
    assert len(load(here, [path]).extracts) == 1
    assert on_board(here) == [("2024-09-30", 3)]


def test_a_load_killed_before_building_is_finished_by_the_next(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path, "SEP")
    load(here, [path])
    shutil.rmtree(here.warehouse)
    (here.raw / INCOMING / "0").mkdir(parents=True)
    (here.raw / INCOMING / "0" / "half.zip").write_bytes(b"PK")
    (here.staged / ".tmp").mkdir()
    again = load(here, [path])
    assert (again.extracts, again.build is not None) == ([], True)
    assert on_board(here) == [("2024-09-30", 3)]
    assert not (here.raw / INCOMING).exists()
    assert not (here.staged / ".tmp").exists()


def test_a_killed_load_leaves_the_served_build_and_the_next_one_completes(here: Places, tmp_path: Path) -> None:
    load(here, [employment(tmp_path, "JUN")])
    before = current(here)
    path = employment(tmp_path, "SEP", people=60_000)
    assert run_load(here.raw.parent, path, at="staged/.tmp").returncode == -signal.SIGKILL
    assert (here.staged / ".tmp").exists()
    assert current(here) == before
    load(here, [path])
    assert on_board(here) == [("2024-06-30", 3), ("2024-09-30", 60_000)]


def test_two_loads_at_once_are_refused(here: Places, tmp_path: Path) -> None:
    path = employment(tmp_path, "SEP")
    here.staged.mkdir(parents=True)
    with (here.staged / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LoadBusy):
            load(here, [path])
    assert len(load(here, [path]).extracts) == 1


def test_a_full_disk_is_one_sentence_and_keeps_nothing(here: Places, root: Path, tmp_path: Path) -> None:
    """The system refuses to let any file grow beyond 20 kB: what a full disk does, felt by every writer.

    By Python's own, too: it would keep the first 20 kB of a compiled module, and every program that imports it after
    that, this one's next run among them, would end in "marshal data too short". So none is written here.
    """
    path = employment(tmp_path, "SEP", people=20_000)

    # Within the program and not before it: to split off a process that lowers its own limit takes twice the memory.
    no_room = "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
    ran = subprocess.run(
        [sys.executable, "-c", f"{no_room}runpy.run_module('etl', run_name='__main__', alter_sys=True)", "load", path],
        cwd=root,
        env=os.environ | {"SES_DATA": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert "make room" in ran.stderr
    assert list(here.raw.glob("*")) == []
    assert list(here.staged.glob("*/*")) == []


def test_a_whole_folder_of_real_files_loads_and_passes_over_the_rest(here: Places, shared: Path) -> None:
    result = load(here, [shared / "extracts"])
    assert sorted(extract.provenance.layout for extract in result.extracts) == [
        "fedscope_separations",
        "opm_appointment_export",
        "opm_employment_summary",
        "plum_book_2016",
        "plum_book_2020",
        "plum_export",
    ]
    assert {"SOURCES.md", "fwd_employment_header.txt"} <= {path.name for path in result.strangers}
