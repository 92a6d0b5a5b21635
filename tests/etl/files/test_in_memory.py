"""A file in memory is read like any other, again and again, and is gone once closed."""

import tempfile
from pathlib import Path

import duckdb
import pytest

from etl.files import in_memory
from etl.files.in_memory import MemoryFile

CONTENT = b"a,b\n1,2\n3,4\n"


@pytest.mark.parametrize("has_memory", [True, False], ids=["in memory", "where there is no such thing"])
def test_it_is_read_like_any_other_and_gone_once_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_memory: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if not has_memory:
        monkeypatch.setattr(in_memory, "_open_in_memory", lambda _name: None)
    held = MemoryFile("PLUM-20260804.csv", CONTENT)
    assert (held.path.name, held.path.stat().st_size) == ("PLUM-20260804.csv", len(CONTENT))
    assert [held.path.read_bytes() for _ in range(2)] == [CONTENT, CONTENT]
    assert duckdb.sql(f"select sum(a) from read_csv('{held.path}')").fetchall() == [(4,)]
    lies = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_symlink()]
    assert bool(lies) is not has_memory
    held.close()
    assert [*tmp_path.iterdir()] == []
