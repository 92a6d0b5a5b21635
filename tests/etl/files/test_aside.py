"""A file comes whole or not at all: what stood in its place stays until then."""

from pathlib import Path

import pytest

from etl.files.aside import make_aside, write_aside


def test_file_is_made_under_another_name_and_then_has_its_own(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "file.json"
    names: list[str] = []

    def make(aside: Path) -> None:
        names.append(aside.name)
        assert not place.exists()
        aside.write_text("new")

    make_aside(place, make)
    assert names == [".file.json.part"]
    assert [path.name for path in place.parent.iterdir()] == ["file.json"]
    assert place.read_text() == "new"


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "file.json"
    write_aside(place, "old")

    def make(aside: Path) -> None:
        aside.write_text("ha")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        make_aside(place, make)
    assert place.read_text() == "old"
