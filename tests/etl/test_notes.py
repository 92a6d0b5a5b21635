"""What is odd but harmless is accepted with a note, exit status 0: when it is loaded, and again in `status --json`."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl.__main__ import app
from etl.layouts.data_opm import FWD_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from tests.etl.strange import EXECUTIVE, LOOKUPS, MONTH_CLERK, MONTH_EXECUTIVE, cube, table_text, text_file

pytestmark = pytest.mark.slow

FACT = "FACTDATA_SEP2024.TXT"


def load(folder: Path, *paths: Path) -> Result:
    return CliRunner().invoke(app, ["load", *map(str, paths)], env={"SES_DATA": str(folder / "data")})


def month(folder: Path, version: int, **cells: str) -> Path:
    rows = [MONTH_EXECUTIVE, MONTH_CLERK | cells]
    return text_file(folder / f"employment_202603_{version}.txt", FWD_EMPLOYMENT, rows)


def unknown_column(folder: Path) -> Sequence[Path]:
    return [cube(folder / "a.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE], extra={"FAVOURITE": "blue"}))]


def missing_lookup(folder: Path) -> Sequence[Path]:
    return [cube(folder / "a.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE]), lookups={})]


def code_without_a_label(folder: Path) -> Sequence[Path]:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE | {"agency_subelement_code": "DJ99"}])
    return [cube(folder / "a.zip", FACT, text)]


def code_with_two_labels(folder: Path) -> Sequence[Path]:
    twice = LOOKUPS["DTagy.txt"] + "1,Cabinet,DJ,DJ-DEPARTMENT OF JUSTICE,DJ02,DJ02-OTHER\r\n"
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE])
    return [cube(folder / "a.zip", FACT, text, lookups=LOOKUPS | {"DTagy.txt": twice})]


def unreadable_salary(folder: Path) -> Sequence[Path]:
    return [cube(folder / "a.zip", FACT, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE | {"salary": "lots"}]))]


def latin_1_text(folder: Path) -> Sequence[Path]:
    path = month(folder, 1, agency_label="CORREG\u00cdDOR")
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    return [path]


def older_version_after_a_newer(folder: Path) -> Sequence[Path]:
    assert load(folder, month(folder, 2)).exit_code == 0
    return [month(folder, 1, grade="08")]


NOTED: list[tuple[Callable[[Path], Sequence[Path]], str]] = [
    (unknown_column, "unknown column (FAVOURITE, once, for instance FACTDATA_SEP2024.TXT)"),
    (missing_lookup, "missing lookup (DTagy.txt, DTagelvl.txt, DTloslvl.txt, DTocc.txt, …)"),
    (code_without_a_label, "unlabelled code (agency_subelement_code, once, for instance DJ99)"),
    (code_with_two_labels, "duplicate code (agency_subelement_code, once, for instance DJ02)"),
    (unreadable_salary, "unreadable value (SALARY, once, for instance lots)"),
    (latin_1_text, "Noted in employment_202603_1.txt: latin 1 text (employment_202603_1.txt, once)"),
    (
        older_version_after_a_newer,
        "employment_202603_1.txt: left out: employment_202603_2.txt covers the same period, newer or loaded later.",
    ),
]


@pytest.mark.parametrize(("oddity", "words"), NOTED, ids=[oddity.__name__ for oddity, _ in NOTED])
def test_it_is_loaded_with_a_note(oddity: Callable[[Path], Sequence[Path]], words: str, tmp_path: Path) -> None:
    result = load(tmp_path, *oddity(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert words in result.stdout
    told = CliRunner().invoke(app, ["status", "--json"], env={"SES_DATA": str(tmp_path / "data")}).stdout
    (ours,) = (one for one in json.loads(told)["extracts"] if one["name"] in ("a.zip", "employment_202603_1.txt"))
    kinds = {finding["kind"].replace("_", " ") for finding in ours["findings"]}
    assert any(kind in words for kind in kinds) or ours["note"] in words
    assert ours["is_used"] is (oddity is not older_version_after_a_newer)


def test_a_file_loaded_before_is_noted(tmp_path: Path) -> None:
    path = month(tmp_path, 1)
    assert "already loaded" not in load(tmp_path, path).stdout
    again = load(tmp_path, path)
    assert (again.exit_code, again.stderr) == (0, "")
    assert f"{path} is already loaded (as employment_202603_1.txt, " in again.stdout


def test_many_notes_are_told_of_some_files_and_counted(tmp_path: Path) -> None:
    files = [
        cube(
            tmp_path / f"{number}.zip",
            f"FACTDATA_SEP20{number:02}.TXT",
            table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE | {"salary": "lots"}]),
        )
        for number in range(10, 20)
    ]
    said = load(tmp_path, *files).stdout
    assert said.count("Noted in ") == 9
    assert "Noted in 2 more files, too: `python -m etl status --json` tells what." in said
