"""The whole warehouse in one file, opened by programs that are not ours."""

import fcntl
import os
import resource
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from metrics.export.data.archive import ArchiveNotWritten, Form, find_archive, write
from metrics.warehouse import Warehouse
from tests.metrics.command import data_of

pytestmark = pytest.mark.slow

TABLES = "select distinct schema_name, table_name from meta.columns order by all"


@pytest.fixture(scope="module", params=["parquet", "csv"])
def form(request: pytest.FixtureRequest) -> Form:
    chosen: Form = request.param
    return chosen


@pytest.fixture(scope="module", autouse=True)
def _own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("archives")))
        yield


@pytest.fixture(scope="module")
def unpacked(loaded: Warehouse, form: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked."""
    folder = tmp_path_factory.mktemp(form)
    with zipfile.ZipFile(find_archive(loaded, form)) as whole:
        assert whole.testzip() is None
        whole.extractall(folder)
    return folder


def test_every_table_is_there_with_every_row(loaded: Warehouse, form: Form, unpacked: Path) -> None:
    tables = loaded.rows(TABLES)
    assert {f"{schema}/{table}.{form}" for schema, table in tables.to_numpy()} | {"README.md"} == {
        str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()
    }
    for schema, table in tables.to_numpy():
        file, held = unpacked / schema / f"{table}.{form}", f"{schema}.{table}"
        read = f"read_csv('{file}', header = true)" if form == "csv" else f"'{file}'"
        assert duckdb.sql(f"select count(*) from {read}").fetchone() == tuple(
            loaded.rows(f"select count(*) from {held}").iloc[0]
        ), held


def test_people_are_the_people_of_the_warehouse(loaded: Warehouse, form: Form, unpacked: Path) -> None:
    sums = "select period, appointment, sum(people)::bigint as people from {} group by all order by all"
    found = duckdb.sql(sums.format(f"'{unpacked}/marts/on_board.{form}'")).df()
    held = loaded.rows(sums.format("marts.on_board"))
    assert found["people"].sum() > 0
    assert found["people"].to_list() == held["people"].to_list()
    assert found["appointment"].to_list() == held["appointment"].to_list()


def test_no_file_says_where_another_lay_on_this_machine(loaded: Warehouse, form: Form, unpacked: Path) -> None:
    assert loaded.extracts["origin"].str.startswith("/").any()
    folder = os.fsencode(data_of(loaded).parent)
    assert [path.name for path in unpacked.rglob("*") if path.is_file() and folder in path.read_bytes()] == []
    origins = duckdb.sql(f"select origin from '{unpacked}/meta/extracts.{form}' where origin is not null").fetchall()
    assert [origin for (origin,) in origins if not origin.startswith("http")] == []


def test_paper_says_build_sample_licence_citation_and_every_column(loaded: Warehouse, unpacked: Path) -> None:
    paper = (unpacked / "README.md").read_text("utf-8")
    assert loaded.build_id in paper
    assert "Synthetic sample, not real figures" in paper
    assert "## Licence" in paper
    assert "The SES health dashboard contributors (" in paper
    for column, meaning in loaded.rows("select column_name, meaning from meta.columns").to_numpy():
        assert f"| `{column}` |" in paper
        assert meaning.replace("|", "/") in paper


def test_paper_of_real_figures_speaks_of_no_sample(published: Warehouse, tmp_path: Path) -> None:
    write(published, "parquet", tmp_path / "real.zip")
    with zipfile.ZipFile(tmp_path / "real.zip") as whole:
        assert "Synthetic sample, not real" not in whole.read("README.md").decode()


def test_same_build_makes_the_same_bytes(loaded: Warehouse, form: Form, tmp_path: Path) -> None:
    write(loaded, form, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == find_archive(loaded, form).read_bytes()


def test_archive_of_an_older_build_makes_room(
    published: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    older = tmp_path / "20200101T000000Z-0000.duckdb"
    shutil.copy(published.path, older)
    first = find_archive(Warehouse.open(older), "parquet")
    assert find_archive(Warehouse.open(older), "parquet") == first
    newer = shutil.copy(published.path, tmp_path / "20200102T000000Z-0000.duckdb")
    second = find_archive(Warehouse.open(newer), "parquet")  # type: ignore[arg-type]
    assert [*first.parent.iterdir()] == [second]


def test_without_room_for_it_a_sentence_says_so(
    published: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(ArchiveNotWritten, match="make room there, or set TMPDIR to a folder that has some"):
        find_archive(published, "parquet")


def test_half_an_archive_does_not_stay_where_the_disk_is_full(
    published: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = find_archive(published, "csv")
    folder, enough = whole.parent, whole.stat().st_size // 2
    whole.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (enough, before[1]))
    try:
        with pytest.raises(ArchiveNotWritten, match="make room there"):
            find_archive(published, "csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [*folder.iterdir()] == []


def test_what_a_killed_process_left_half_written_goes_and_what_is_being_written_stays(
    published: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = find_archive(published, "parquet")
    whole.unlink()
    left, going_on = (whole.with_name(f"{whole.stem.removesuffix('.parquet')}.csv.zip.{number}") for number in (1, 2))
    left.write_bytes(b"half")
    with going_on.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert find_archive(published, "parquet") == whole
        assert {*whole.parent.iterdir()} == {whole, going_on}


def test_folder_of_somebody_else_is_not_trusted(
    published: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = find_archive(published, "parquet").parent
    moved = folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(moved)
    with pytest.raises(ArchiveNotWritten, match="belongs to another user"):
        find_archive(published, "parquet")
