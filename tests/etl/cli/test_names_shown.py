"""A file may be called anything; its name is shown and commands no terminal."""

import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.cli.tables import printable
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.etl.strange import EXECUTIVE, cube, table_text

NAMES = ["two\nlines", "\x1b[2Jcleared", "back\r\b\bwards", "\x9b31mred", "right\u202eto left", "bell\x07"]


def is_plain(output: str) -> bool:
    """Is there nothing but text and the ends of lines?"""
    return all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Zl", "Zp") for letter in output)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_of_a_file_moves_the_terminal(tmp_path: Path, name: str) -> None:
    environment = {"SES_DATA": str(tmp_path / "data")}
    good = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE])
    cube(tmp_path / "files" / f"{name}.zip", "FACTDATA_SEP2024.TXT", good)
    (tmp_path / "files" / f"{name}.txt").write_text("item,price\n")
    run = CliRunner()
    for words in (["load", str(tmp_path / "files")], ["load", str(tmp_path / "files" / f"{name}.txt")], ["status"]):
        result = run.invoke(app, words, env=environment)
        assert is_plain(result.output), ascii(result.output)
        assert printable(name)[:8] in result.output
    refused = run.invoke(app, ["load", str(tmp_path / f"{name}.csv")], env=environment)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)


def test_a_name_in_any_script_stays_as_it_is() -> None:
    assert printable("données 2024 – 名前 [1].zip") == "données 2024 – 名前 [1].zip"
