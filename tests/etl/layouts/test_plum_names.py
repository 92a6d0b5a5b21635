"""Who is in a post is in no file that is made of an export of positions, and in the raw copy only if asked for."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.files.provenance import read_extracts
from etl.layouts.plum import PLUM_BOOK_2016
from etl.load import load, rebuild
from etl.paths import find_places
from tests.etl.plum import FILLED, NEW_ORDER, OLD_NAMES, PAST, VACANT, person, write_export, write_workbook
from tests.etl.strange import text_file

pytestmark = pytest.mark.slow

MARK = re.compile(rb"(FIRST|LAST|ID)MARK\d+Q", re.IGNORECASE)
ROWS = [person(1), person(2, PAST), person(3, FILLED | {"appointment_type": "NA"}), VACANT]
ROWS += [person(number) for number in range(10, 60)]
BOOK_ROW = {"agency": "DEPARTMENT OF EDUCATION", "pay_plan": "Senior Executive Service(ES)"}
NONCAREER, CAREER = "Noncareer Appointment(NA)", "Career Appointment(CA)"
BOOK = [
    BOOK_ROW | {"status": "LASTMARK1Q", "appointment_type": NONCAREER},
    BOOK_ROW | {"status": "Vacant", "appointment_type": NONCAREER},
    BOOK_ROW | {"status": "Career Incumbent", "appointment_type": CAREER},
]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SES_DATA", str(tmp_path / "data"))
    return tmp_path


def marks_in(folder: Path) -> list[str]:
    """Every file under a folder that holds a mark: in its bytes, or in a text cell of its tables."""
    return [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and _holds_mark(path)]


def _holds_mark(path: Path) -> bool:
    if MARK.search(path.read_bytes()):
        return True
    if path.suffix == ".parquet":
        return bool(MARK.search(str(duckdb.sql(f"from read_parquet('{path}')").fetchall()).encode()))
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
            return any(
                MARK.search(str(connection.execute(f'from "{schema}"."{name}"').fetchall()).encode())
                for schema, name in tables
            )
    return False


def slipped(is_old: bool) -> list[list[str]]:
    """Rows as wide as the header whose cells stand one or two columns too far right or left, from each column on.

    Those that have every name where names belong are no matter.
    """
    names = list(OLD_NAMES) if is_old else list(NEW_ORDER)
    cells = {"First Name": "FIRSTMARK7Q", "Last Name": "LASTMARK7Q", "Individual Unique ID": "IDMARK7Q"}
    right = {
        "Agency": "DEPARTMENT OF EDUCATION",
        "Position Title": "DIRECTOR",
        "Position Status": "Filled",
        "Appointment Type": "CA",
        "Duty Location": "Washington, DC",
        "Pay Plan": "ES",
    }
    line = [(right | cells).get(name, "") for name in names]
    last = names.index("Last Name")
    lines = []
    for at in range(last + 1):
        for by in (1, 2):
            lines.append((line[:at] + [""] * by + line[at:])[: len(line)])
            lines.append(line[:at] + line[at + by :] + [""] * by)
    return [
        line
        for line in lines
        if any(MARK.search(c.encode()) and n not in cells for c, n in zip(line, names, strict=True))
    ]


@pytest.mark.parametrize("is_old", [False, True])
def test_no_name_or_id_reaches_anything_that_is_made(data: Path, is_old: bool) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", ROWS, is_old=is_old)
    assert marks_in(data / "in")
    ran = CliRunner().invoke(app, ["load", str(path)])
    assert ran.exit_code == 0, ran.output
    assert not MARK.search(ran.output.encode())
    assert marks_in(data / "data") == []


@pytest.mark.parametrize("keeps_names", [False, True])
@pytest.mark.parametrize("is_old", [False, True])
def test_rows_out_of_their_columns_put_no_name_anywhere(data: Path, is_old: bool, keeps_names: bool) -> None:
    """Neither where the names are left out before anything is read nor where only reading leaves them out."""
    people = [person(number) for number in range(100, 700)]
    lines = slipped(is_old)
    assert len(lines) > 30
    path = write_export(data / "in" / "PLUM-20260804.csv", people, is_old=is_old, lines=lines)
    ran = CliRunner().invoke(app, ["load", str(path), *(["--keep-names"] if keeps_names else [])])
    assert ran.exit_code == 0, ran.output
    assert not MARK.search(ran.output.encode())
    (extract,) = read_extracts(find_places().staged)
    kept = [str(data / "data/raw" / extract.provenance.extract_id / path.name)] if keeps_names else []
    assert marks_in(data / "data") == kept
    assert (extract.rows_kept, extract.rows_rejected) == (len(people), len(lines))


def test_a_name_in_the_place_of_an_agency_or_of_a_code_reaches_nothing(data: Path) -> None:
    """As where a row begins a column late, or two cells are swapped: all else of the row reads well."""
    strange = [FILLED | {"agency": "LASTMARK9Q, FIRSTMARK9Q"}, FILLED | {"agency": "LASTMARK8Q"}]
    short = FILLED | {"appointment_type": "LEE"}
    path = write_export(data / "in" / "PLUM-20260804.csv", [*map(person, range(200)), *strange, short])
    ran = CliRunner().invoke(app, ["load", str(path)])
    assert ran.exit_code == 0, ran.output
    assert not MARK.search(ran.output.encode())
    assert marks_in(data / "data") == []
    (extract,) = read_extracts(find_places().staged)
    told = {one.kind: (one.occurrences, one.example) for one in extract.findings}
    assert told["slipped_row"] == (2, "row 201")
    assert told["unlabelled_code"] == (1, "row 203")
    assert all("LEE" not in str(one) for one in extract.findings)
    assert (extract.rows_kept, extract.rows_rejected) == (201, 2)


def test_an_agency_that_nobody_knows_is_still_one(data: Path) -> None:
    rows = [FILLED | {"agency": "COMMISSION ON TABLE MANNERS"}, FILLED | {"agency": "ARCHITECT OF THE CAPITOL"}]
    (extract,) = load(find_places(), [write_export(data / "in" / "PLUM-20260804.csv", rows)]).extracts
    told = {one.kind: (one.occurrences, one.example) for one in extract.findings}
    assert told["name_without_code"] == (2, "row 1")
    assert (extract.rows_kept, extract.rows_rejected) == (2, 0)


def test_a_row_with_a_cell_too_many_is_left_out_whole_and_counted(data: Path) -> None:
    line = [*("DEPARTMENT OF EDUCATION", "OFFICE", "DIRECTOR", "Filled", "CA", "", "", "Washington", " DC")]
    line += ["FIRSTMARK8Q", "LASTMARK8Q", "IDMARK8Q", "ES", "", "", ""]
    many = [person(number) for number in range(200)]
    path = write_export(data / "in" / "PLUM-20260804.csv", many, lines=[line])
    ran = CliRunner().invoke(app, ["load", str(path)])
    assert ran.exit_code == 0, ran.output
    assert not MARK.search(ran.output.encode())
    assert marks_in(data / "data") == []
    (extract,) = read_extracts(find_places().staged)
    assert (extract.rows_read, extract.rows_kept, extract.rows_rejected) == (201, 200, 1)


@pytest.mark.parametrize("damage", ["a quote that never ends", "a line without end", "bytes of no encoding", "a cut"])
@pytest.mark.parametrize("keeps_names", [False, True])
def test_no_refusal_and_no_half_of_a_damaged_register_names_anybody(data: Path, damage: str, keeps_names: bool) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", [person(number) for number in range(100)])
    content = path.read_bytes()
    at = content.index(b"LASTMARK5Q")
    if damage == "a quote that never ends":
        content = content[:at] + b'"' + content[at:]
    elif damage == "a line without end":
        content = content[:at] + b"LASTMARK5Q" * 400_000 + content[at:]
    elif damage == "bytes of no encoding":
        content = content[:at] + b"\xff\xfe\x81" + content[at:]
    else:
        content = content[: content.index(b"LASTMARK99Q") + 5]
    path.write_bytes(content)
    ran = CliRunner().invoke(app, ["load", str(path), *(["--keep-names"] if keeps_names else [])])
    assert ran.exit_code in (0, 1)
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    assert not MARK.search(ran.output.encode())
    if ran.exit_code == 1:
        assert ran.stderr.count("\n") == 1
    if not (keeps_names and ran.exit_code == 0):
        assert marks_in(data / "data") == []


def test_a_column_that_nobody_knows_may_hold_names_and_is_left_out(data: Path) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", ROWS)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",Middle Name", *(f"{line},LASTMARK99Q" for line in lines[1:])]) + "\n")
    (extract,) = load(find_places(), [path]).extracts
    assert marks_in(data / "data") == []
    assert "Middle Name" in extract.provenance.left_out
    assert [one.item for one in extract.findings if one.kind == "unknown_column"] == ["Middle Name"]


@pytest.mark.parametrize("kind", ["workbook", "zip", "book"])
def test_no_name_comes_out_of_a_workbook_a_zip_or_a_plum_book(data: Path, kind: str) -> None:
    folder = data / "in"
    if kind == "workbook":
        path = write_workbook(folder / "PLUM-20260804.xlsx", ROWS)
    elif kind == "book":
        path = text_file(folder / "plum_book_2016.csv", PLUM_BOOK_2016, BOOK)
    else:
        inside = write_export(folder / "PLUM-20260804.csv", ROWS)
        path = folder / "plum.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(inside, inside.name)
    (extract,) = load(find_places(), [path]).extracts
    assert marks_in(data / "data") == []
    assert extract.provenance.left_out
    assert extract.rows_kept == (3 if kind == "book" else len(ROWS))


def test_a_plum_book_without_names_still_tells_who_is_career_and_what_is_vacant(data: Path) -> None:
    result = load(find_places(), [text_file(data / "plum_book_2016.csv", PLUM_BOOK_2016, BOOK)])
    assert result.build is not None
    with duckdb.connect(str(result.build.path), read_only=True) as connection:
        found = connection.execute(
            "select filled_by, positions from marts.positions where source = 'plum_book_2016' order by 1"
        ).fetchall()
    assert found == [("career", 1), ("noncareer", 1), ("vacant", 1)]


def test_the_copy_says_what_it_is_of_and_is_known_and_staged_again(data: Path) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", [person(1), person(1), *ROWS])
    (extract,) = load(find_places(), [path]).extracts
    known = extract.provenance
    assert known.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert known.bytes == path.stat().st_size
    assert known.left_out == ("First Name", "Last Name", "Individual Unique ID")
    kept = data / "data/raw" / known.extract_id / known.name
    assert known.kept_sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    elsewhere = data / "elsewhere.csv"
    elsewhere.write_bytes(path.read_bytes())
    assert [one.provenance.name for _, one in load(find_places(), [path, elsewhere]).repeats] == [
        known.name,
        known.name,
    ]
    record = data / "data/staged/extracts" / f"{known.extract_id}.json"
    record.write_text(record.read_text("utf-8").replace(extract.recipe, "of another"), "utf-8")
    rebuild(find_places())
    (again,) = read_extracts(find_places().staged)
    assert (again.recipe, again.kept_by, again.findings) == (extract.recipe, extract.kept_by, extract.findings)
    assert [one.occurrences for one in again.findings if one.kind == "duplicate_row"] == [2]


def test_names_are_kept_in_raw_alone_and_only_if_asked_for(data: Path) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", ROWS)
    load(find_places(), [path])
    ran = CliRunner().invoke(app, ["load", str(path), "--keep-names"])
    assert ran.exit_code == 0, ran.output
    (extract,) = read_extracts(find_places().staged)
    assert (extract.provenance.left_out, extract.provenance.kept_sha256) == ((), None)
    raw = data / "data/raw" / extract.provenance.extract_id
    assert (raw / "PLUM-20260804.csv").read_bytes() == path.read_bytes()
    assert marks_in(data / "data") == [str(raw / "PLUM-20260804.csv")]
    assert load(find_places(), [path], keep_names=True).extracts == []


def test_names_that_an_older_version_kept_leave_raw_when_the_file_is_staged_again(data: Path) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", ROWS)
    (extract,) = load(find_places(), [path], keep_names=True).extracts
    record = data / "data/staged/extracts" / f"{extract.provenance.extract_id}.json"
    flat = json.loads(record.read_text("utf-8"))
    for unknown_then in ("kept_sha256", "left_out", "as_of", "keeps_names"):
        del flat[unknown_then]
    record.write_text(json.dumps(flat | {"layout": "plum_export_2025", "recipe": "of then"}), "utf-8")
    rebuild(find_places())
    assert marks_in(data / "data") == []
    (again,) = read_extracts(find_places().staged)
    assert (again.rows_kept, again.provenance.layout) == (extract.rows_kept, "plum_export")
    assert again.provenance.sha256 == extract.provenance.sha256
    assert load(find_places(), [path]).extracts == []
    flat = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps(flat | {"recipe": "of another"}), "utf-8")
    rebuild(find_places())
    assert read_extracts(find_places().staged)[0].rows_kept == extract.rows_kept


def test_names_that_were_asked_for_stay_when_the_file_is_staged_again(data: Path) -> None:
    path = write_export(data / "in" / "PLUM-20260804.csv", ROWS)
    (extract,) = load(find_places(), [path], keep_names=True).extracts
    record = data / "data/staged/extracts" / f"{extract.provenance.extract_id}.json"
    record.write_text(record.read_text("utf-8").replace(extract.recipe, "of another"), "utf-8")
    rebuild(find_places())
    raw = data / "data/raw" / extract.provenance.extract_id
    assert marks_in(data / "data") == [str(raw / "PLUM-20260804.csv")]
