"""What raw/ keeps is its own: nobody who edits a file of theirs in place changes what was loaded."""

import random
import shutil
from pathlib import Path

import pytest

from etl.files.raw import hash_file
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.load import load
from etl.paths import Places
from tests.etl.strange import CLERK, EXECUTIVE, LOOKUPS, cube, table_text

pytestmark = pytest.mark.slow

NAME = "FedScope_Employment_September_2024.zip"


def september(folder: Path, **others: str) -> Path:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 3 + [CLERK])
    return cube(folder / NAME, "FACTDATA_SEP2024.TXT", text, lookups=LOOKUPS | others)


def in_raw(here: Places) -> Path:
    (kept,) = here.raw.glob(f"*/{NAME}")
    return kept


def test_a_file_edited_in_place_is_kept_as_it_was_loaded(here: Places, tmp_path: Path) -> None:
    path = september(tmp_path)
    (extract,) = load(here, [path]).extracts
    with path.open("r+b") as edited:
        edited.write(b"something else")
    assert hash_file(in_raw(here)) == extract.provenance.sha256


def test_a_linked_file_of_somebody_elses_is_copied_too(here: Places, tmp_path: Path) -> None:
    path = september(tmp_path / "theirs")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / NAME).symlink_to(path)
    load(here, [tmp_path / "mine"])
    assert not in_raw(here).is_symlink()
    assert not in_raw(here).samefile(path)


def test_a_download_of_our_own_takes_no_room_twice(here: Places) -> None:
    path = september(here.downloads)
    load(here, [path])
    assert in_raw(here).samefile(path)


def test_the_same_bytes_from_elsewhere_mend_a_spoilt_copy(here: Places, tmp_path: Path) -> None:
    path = september(tmp_path)
    (extract,) = load(here, [path]).extracts
    in_raw(here).write_bytes(b"no zip any more")
    again = tmp_path / "again" / NAME
    again.parent.mkdir()
    shutil.copyfile(path, again)
    (mended,) = load(here, [again]).extracts
    assert mended.provenance.sha256 == extract.provenance.sha256 == hash_file(in_raw(here))


def test_the_hash_is_of_the_copy(here: Places, tmp_path: Path) -> None:
    """Of several pages, so that a copy cut short would show."""
    path = september(tmp_path, handbook=random.Random(1978).randbytes(3 * 2**20).decode("latin-1"))
    (extract,) = load(here, [path]).extracts
    assert extract.provenance.sha256 == hash_file(in_raw(here)) == hash_file(path)
