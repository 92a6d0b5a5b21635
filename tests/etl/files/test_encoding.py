"""A text is read however it was saved again: its letters, the marks between its columns, as JSON; or says why not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.files.encoding import detect_utf16
from etl.files.zip_archive import NotTheFile
from etl.layouts.data_opm import FWD_EMPLOYMENT, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.layouts.recognise import UnknownFile
from tests.etl.staged import Staged
from tests.etl.staging.test_months import NAMES, answers
from tests.etl.strange import CLERK, EXECUTIVE, LOOKUPS, MONTH_CLERK, MONTH_EXECUTIVE, cube, table_text, text_file

NAME = NAMES["fwd_employment"]
ROWS = [
    MONTH_EXECUTIVE
    | {"agency_label": "DÉPARTEMENT – “JUSTICE”, À NOTRE FAÇON", "occupation_label": "ACTUARY, €\u0192"},
    MONTH_EXECUTIVE | {"agency_subelement_label": 'OFFICE OF THE "SECRETARY", AND MORE'},
    MONTH_CLERK,
]
TEXT = table_text(FWD_EMPLOYMENT, ROWS)
LATIN = TEXT.replace("–", "-").replace("“", "'").replace("”", "'").replace("€\u0192", "E")


def saved(folder: Path, content: bytes, name: str = NAME) -> Staged:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Staged(path, folder)


@pytest.mark.parametrize(
    ("encoding", "text", "kind"),
    [
        ("utf-8", TEXT, None),
        ("utf-8-sig", TEXT, None),
        ("latin-1", LATIN, "latin_1_text"),
        ("cp1252", TEXT, "windows_1252_text"),
        ("utf-16", TEXT, "utf_16_le_text"),
        ("utf-16-be", TEXT, "utf_16_be_text"),
        ("utf-16-le", TEXT, "utf_16_le_text"),
    ],
)
def test_letters_are_the_same_in_every_encoding(encoding: str, text: str, kind: str | None, tmp_path: Path) -> None:
    staged = saved(tmp_path / "again", text.encode(encoding))
    assert answers(staged) == answers(saved(tmp_path / "plain", text.encode("utf-8")))
    assert [one.kind for one in staged.extract.findings] == ([kind] if kind else [])


def test_a_byte_without_a_letter_in_windows_1252_stops_nothing(tmp_path: Path) -> None:
    staged = saved(tmp_path, TEXT.encode("cp1252").replace(b"ACTUARY", b"\x81\x8d\x8f\x90\x9d"))
    assert ("0340", "\x81\x8d\x8f\x90\x9d, €\u0192") in staged.rows("labels", "code, label")


@pytest.mark.parametrize("start", [b"agency|agency_code\n", b"\xff\xfe\0\0a\0\0\0", b"\0\0\0\0", b"", b"a\0b"])
def test_what_is_not_utf_16_is_not_taken_for_it(start: bytes) -> None:
    assert detect_utf16(start) is None


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_columns_may_be_set_apart_by_other_marks(delimiter: str, tmp_path: Path) -> None:
    plain = saved(tmp_path / "plain", TEXT.encode())
    there = duckdb.sql(f"from read_csv('{tmp_path / 'plain' / NAME}', all_varchar = true, delim = '|', quote = '')")
    again = tmp_path / "again" / NAME
    again.parent.mkdir()
    there.write_csv(str(again), sep=delimiter, quoting="all" if delimiter == "|" else None)
    staged = Staged(again, tmp_path / "staged")
    assert answers(staged) == answers(plain)
    assert staged.found("other_delimiter") == ([] if delimiter == "|" else [(NAME, 1)])


def test_a_cube_may_hold_tabs_in_its_facts_and_in_its_lists(tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE, CLERK])
    tabs = {name: lookup.replace(",", "\t") for name, lookup in LOOKUPS.items()}
    told = [
        Staged(
            cube(
                tmp_path / kind / "FedScope_Employment_September_2024.zip", "FACTDATA_SEP2024.TXT", facts, lookups=lists
            ),
            tmp_path / kind,
        )
        for kind, facts, lists in (("commas", text, LOOKUPS), ("tabs", text.replace(",", "\t"), tabs))
    ]
    assert answers(told[0]) == answers(told[1])
    assert ("DJ", "DEPARTMENT OF JUSTICE") in told[1].rows("labels", "code, label")


def test_windows_letters_in_a_cube_are_read(tmp_path: Path) -> None:
    lists = LOOKUPS | {"DTagy.txt": LOOKUPS["DTagy.txt"].replace("DJ02-FBI", "DJ02-FBI – “BUREAU”")}
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE])
    path = cube(tmp_path / "c.zip", "FACTDATA_SEP2024.TXT", text, lookups=lists, encoding="cp1252")
    assert ("DJ02", "FBI – “BUREAU”") in Staged(path, tmp_path).rows("labels", "code, label")


def test_semicolons_in_a_cube_are_refused_for_their_decimal_commas(tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE]).replace(",", ";")
    path = cube(tmp_path / "c.zip", "FACTDATA_SEP2024.TXT", text)
    with pytest.raises(NotTheFile, match=r"FACTDATA_SEP2024.TXT in c.zip separates .*';'.* decimal commas"):
        Staged(path, tmp_path)


def objects(text: str) -> list[dict[str, str]]:
    header, *rows = (line.split("|") for line in text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def without_blanks(rows: list[dict[str, Any]]) -> str:
    return lines([{name: value for name, value in row.items() if value != ""} for row in rows])


def with_numbers(rows: list[dict[str, Any]]) -> str:
    return lines(
        [
            row | {"count": int(row["count"]), "length_of_service_years": float(row["length_of_service_years"])}
            for row in rows
        ]
    )


@pytest.mark.parametrize("write", [lines, json.dumps, without_blanks, with_numbers])
def test_objects_of_json_are_rows_like_any_other(write: Callable[[list[dict[str, Any]]], str], tmp_path: Path) -> None:
    staged = saved(tmp_path / "json", write(objects(TEXT)).encode(), "employment_202603_2.json")
    assert answers(staged) == answers(saved(tmp_path / "plain", TEXT.encode()))
    assert staged.extract.rows_read == len(ROWS)


@pytest.mark.parametrize("cut", [-20, 300])
def test_half_a_json_file_is_refused(cut: int, tmp_path: Path) -> None:
    with pytest.raises(NotTheFile, match=r"employment_202603_2\.json"):
        saved(tmp_path, lines(objects(TEXT)).encode()[:cut], "employment_202603_2.json")


def test_objects_of_something_else_are_no_month(tmp_path: Path) -> None:
    with pytest.raises(UnknownFile):
        saved(tmp_path, b'[{"agency": "X"}]', "employment_202603_2.json")


def test_every_delimiter_of_a_quoted_layout_is_read(tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE | {"period_code": "202503", "occupation_label": 'CHIEF, "ACTING" | OTHER'}]
    plain = text_file(tmp_path / "plain" / NAMES["opm_raw_employment"], OPM_RAW_EMPLOYMENT, rows)
    again = tmp_path / "again" / plain.name
    again.parent.mkdir()
    duckdb.read_csv(str(plain), sep="|", all_varchar=True).write_csv(str(again))
    assert answers(Staged(again, tmp_path / "a")) == answers(Staged(plain, tmp_path / "p"))
