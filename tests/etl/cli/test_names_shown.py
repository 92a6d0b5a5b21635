"""A file may be called anything; its name is shown and commands no terminal."""

import unicodedata
from pathlib import Path

import pytest

from etl.cli.tables import make_printable
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.etl.command import run_etl
from tests.etl.strange import EXECUTIVE, cube, table_text

NAMES = ["two\nlines", "\x1b[2Jcleared", "back\r\b\bwards", "\x9b31mred", "right\u202eto left", "bell\x07"]


def is_plain(output: str) -> bool:
    """Is there nothing but text and the ends of lines?"""
    return all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Zl", "Zp") for letter in output)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cube under each of the names, with as many people as no other has, and a stranger of that name beside it."""
    folder = tmp_path_factory.mktemp("names")
    for number, name in enumerate(NAMES, start=1):
        rows = [EXECUTIVE | {"period_code": f"20{number:02}09"}] * number
        cube(folder / "files" / f"{name}.zip", f"FACTDATA_SEP20{number:02}.TXT", table_text(FEDSCOPE_EMPLOYMENT, rows))
        (folder / "files" / f"{name}.txt").write_text("item,price\n")
    return folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> list[str]:
    """What a load of the folder and the status after it show."""
    results = [run_etl(folder / "data", *words) for words in (["load", str(folder / "files")], ["status"])]
    assert [result.exit_code for result in results] == [0, 0]
    return [result.output for result in results]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_of_a_file_moves_the_terminal(folder: Path, shown: list[str], name: str) -> None:
    stranger = run_etl(folder / "data", "load", str(folder / "files" / f"{name}.txt"))
    for output in (*shown, stranger.output):
        assert is_plain(output), ascii(output)
        assert make_printable(name)[:8] in output
    refused = run_etl(folder / "data", "load", str(folder / f"{name}.csv"))
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_a_name_in_any_script_stays_as_it_is() -> None:
    assert make_printable("données 2024 – 名前 [1].zip") == "données 2024 – 名前 [1].zip"
