"""Small files of records in the shapes that people have them in: each is loaded, or refused with a true sentence.

How a file was saved is settled once it is staged: of each kind of file one is built from, the others are only staged.
"""

from pathlib import Path

import pytest

from etl.files.provenance import read_extracts
from etl.load import load
from tests.conftest import ROOT
from tests.etl.command import run_etl
from tests.etl.world import World

CASES = ROOT.parent / "shared" / "cases"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_dir(), reason="the cases are kept beside the project, not in it"),
]

EXECUTIVES = "select period::varchar, sum(people)::int from marts.on_board where evidence = 'records' group by all"
A_CUBE = [("2024-09-30", 12)]
MARCH = [("2025-03-31", 7)]
STRANGERS = {
    "abs_zip": "tool.zip",
    "crdownload": "FedScope_Employment_June_2024.zip.crdownload",
    "empty": "empty.txt",
    "locked_zip": "payslip.zip",
    "other_zip": "holiday.zip",
    "other_zip_cut": "holiday.zip",
    "parquet_cut": "mine.parquet",
    "part": "abc.part",
    "tinypar": "tiny.dat",
    "vm_image": "vm.zip",
}


def run(built: World, *paths: str) -> tuple[int, str, str]:
    """Exit status, what was said and what was complained of after loading cases."""
    result = run_etl(built.places.raw.parent, "load", *(str(CASES / path) for path in paths))
    return result.exit_code, result.stdout, result.stderr


def staged(world: World, path: str) -> list[tuple[object, ...]]:
    """Executives by period after staging a case."""
    load(world.places, [CASES / path], builds=False)
    return world.staged()


def loaded(built: World, *paths: str) -> list[tuple[object, ...]]:
    status, _, complaint = run(built, *paths)
    assert (status, complaint) == (0, "")
    return built.query(EXECUTIVES)


def refused(built: World, path: str) -> str:
    status, _, complaint = run(built, path)
    assert (status, complaint.count("\n")) == (1, 1)
    assert "download it again" not in complaint
    return complaint


@pytest.mark.parametrize(
    "name",
    [
        *("Employment_202607_1.parquet", "download", "download.parquet", "employment-202607-v1.parquet"),
        *("employment_202607.parquet", "employment_202607_1 (1).parquet", "employment_202607_1.parquet"),
        *("employment_202607_1_2026-09-04.parquet", "employment_202607_v1.parquet"),
        *("opm-federal-employment-202607.parquet", "txt_nov", "txt_plain"),
    ],
)
def test_case_01_a_month_is_known_under_any_name(name: str, world: World) -> None:
    assert staged(world, f"case01/{name}") == [("2026-07-31", 12)]
    (extract,) = read_extracts(world.places.staged)
    assert str(extract.provenance.version).split(" of ")[0] == "1"


def test_case_01_the_same_bytes_under_ten_names_are_one_file(built: World) -> None:
    assert loaded(built, "case01") == [("2026-07-31", 12)]
    assert len(list(built.places.raw.glob("*/*.parquet"))) == 1
    assert built.query("select distinct version from meta.extracts where layout = 'fwd_employment'") == [("1",)]


def test_case_07_service_above_sixty_or_below_zero_is_unknown_and_the_person_stays(built: World) -> None:
    assert loaded(built, "case07") == [("2025-03-31", 15)]
    served = "sum(years_served * people), sum(service_known * people)::int"
    assert built.query(f"select {served} from marts.on_board where evidence = 'records'") == [(200, 10)]


def test_case_08_opms_json_is_loaded(built: World) -> None:
    loaded(built, "case08")
    left = "select sum(people)::int from marts.separations where evidence = 'records' and corps = 'ses'"
    assert built.value(left) == 5


@pytest.mark.parametrize(
    "name",
    [
        *("browser", "cp1252", "csvname", "datelookup", "double", "excel", "lower_fs", "macosx", "nested"),
        *("nested_macosx", "plain", "tab"),
    ],
)
def test_case_11_a_cube_is_read_as_people_have_it(name: str, world: World) -> None:
    assert staged(world, f"case11/{name}") == A_CUBE


def test_case_11_so_is_one_of_1998(built: World) -> None:
    assert loaded(built, "case11/y1998") == [("1998-09-30", 12)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("semicolon", "separates its columns by ';'"),
        ("sevenz", "is a 7-Zip archive; unpack it"),
        ("sevenz/FedScope_Employment_September_2024.7z", "is a 7-Zip archive; unpack it"),
        ("part", "is a download that has not ended"),
        ("unzipped", "is the inside of a zip (FedScope employment cube, 1998-2024); load the zip it came in"),
    ],
)
def test_case_11_what_cannot_be_read_is_told_truly(path: str, words: str, built: World) -> None:
    assert words in refused(built, f"case11/{path}")


def test_case_11_half_a_cube_under_its_own_name_stops_the_load(built: World) -> None:
    status, _, complaint = run(built, "case11/part2")
    assert (status, "is not a whole zip file" in complaint) == (1, True)


def test_case_12_strangers_are_named_a_line_each_and_stop_nothing(built: World) -> None:
    status, printed, complaint = run(built, *(f"case12/{name}" for name in STRANGERS))
    assert (status, complaint) == (0, "")
    names = [line.split()[2] for line in printed.splitlines() if line.startswith("Passed over: ")]
    assert sorted(names) == sorted(STRANGERS.values())
    assert built.query(EXECUTIVES) == A_CUBE


@pytest.mark.parametrize(("name", "count"), [*dict.fromkeys(STRANGERS, 1).items(), ("docx", 3), ("notes", 3)])
def test_case_12_a_stranger_alone_stops_no_cube_beside_it(name: str, count: int, world: World) -> None:
    passed_over = load(world.places, [CASES / "case12" / name], builds=False).strangers
    assert len(passed_over) == count
    assert name not in STRANGERS or [path.name for path in passed_over] == [STRANGERS[name]]
    assert world.staged() == A_CUBE


@pytest.mark.parametrize(
    "name",
    [
        *("bom_crlf", "comma", "cp1252", "csvending", "gz", "latin-1", "tab", "utf-16", "utf-8", "zip", "zippar"),
    ],
)
def test_case_17_a_month_is_read_however_it_was_saved(name: str, world: World) -> None:
    assert staged(world, f"case17/{name}") == [("2026-07-31", 10)]


def test_case_17_such_a_month_is_built_from(built: World) -> None:
    assert loaded(built, "case17/utf-16") == [("2026-07-31", 10)]


@pytest.mark.parametrize("name", ["one", "three"])
def test_case_20_march_2025_is_loaded_in_one_file_or_in_three(name: str, built: World) -> None:
    assert loaded(built, f"case20/{name}") == MARCH


def test_case_20_a_first_part_alone_is_told_how_to_be_the_whole(built: World) -> None:
    assert "if one file holds them all, take the number of a part out of its name" in refused(built, "case20/one_named")


def test_case_21_no_data_reported_is_no_agency_no_occupation_and_no_degree(built: World) -> None:
    assert loaded(built, "case21") == [("2026-07-31", 10)]
    educated = "sum(advanced_degree * people)::int, sum(education_known * people)::int"
    assert built.query(f"select {educated} from marts.on_board where evidence = 'records'") == [(5, 5)]
    words = "('NO DATA REPORTED', 'INVALID', 'NO')"
    for mart in ("on_board", "separations"):
        columns = ("agency_code", "agency_subelement_code", "occupation_code")
        named = " or ".join(f"upper({column}::varchar) in {words}" for column in columns)
        assert built.value(f"select count(*) from marts.{mart} where evidence = 'records' and ({named})") == 0
    assert built.value(f"select count(*) from marts.label where upper(label) in {words}") == 0


@pytest.mark.parametrize("path", sorted(CASES.glob("case23/*")) or [CASES], ids=lambda path: path.name)
def test_case_23_the_inside_of_a_cube_is_called_so(path: Path, built: World) -> None:
    complaint = refused(built, f"case23/{path.name}")
    assert f"{path.name} is the inside of a zip (FedScope " in complaint
    assert "load the zip it came in" in complaint
