"""A month is loaded under any name: OPM's, a mirror's, a browser's; where a name tells nothing, the rows tell."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.files.zip_archive import NotTheFile
from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.layouts.recognise import MonthNotNamed
from etl.layouts.spec import Layout
from etl.load import OtherMonth, load
from tests.etl.staged import Staged
from tests.etl.strange import (
    EXECUTIVE,
    MONTH_CLERK,
    MONTH_EXECUTIVE,
    MONTH_LEAVER,
    as_parquet,
    cube,
    table_text,
    text_file,
)
from tests.etl.world import World

pytestmark = pytest.mark.slow


def movements(*months: str) -> list[dict[str, str]]:
    return [MONTH_LEAVER | {"period_code": month} for month in months]


def known_as(
    path: Path, layout: Layout, rows: list[dict[str, str]], folder: Path
) -> tuple[str, str | None, str | None]:
    """Layout, month and version of a file of that name with those rows."""
    known = Staged(text_file(path, layout, rows), folder).extract.provenance
    return known.layout, known.period_end, known.version


@pytest.mark.parametrize(
    ("name", "version"),
    [
        *(("employment_202603.txt", "1"), ("employment-202603-v2.txt", "2"), ("employment_202603_1 (1).txt", "1")),
        *(("employment_202603_1_2026-05-04.txt", "1 of 2026-05-04"), ("opm-federal-employment-202603.txt", "1")),
        *(("download", "1"), ("data.csv", "1"), ("download (3)", "1"), ("saved on 2026-11-30.txt", "1")),
    ],
)
def test_people_on_board_tell_their_month_under_any_name(name: str, version: str, tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE, MONTH_CLERK]
    assert known_as(tmp_path / name, FWD_EMPLOYMENT, rows, tmp_path) == ("fwd_employment", "2026-03-31", version)


def test_parquet_under_any_name_is_the_same(tmp_path: Path) -> None:
    parquet = as_parquet(
        text_file(tmp_path / "employment_202603_1.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE]), FWD_EMPLOYMENT
    )
    staged = Staged(parquet.rename(tmp_path / "download"), tmp_path)
    assert staged.extract.provenance.period_end == "2026-03-31"
    assert staged.rows("executives", "period::varchar, people") == [("2026-03-31", 1)]


@pytest.mark.parametrize("layout", [FWD_SEPARATIONS, FWD_ACCESSIONS], ids=lambda one: one.subject)
def test_movements_are_of_the_commonest_month_and_the_rest_are_late_reports(layout: Layout, tmp_path: Path) -> None:
    rows = movements("202603", "202603", "202603", "202602", "202512", "202604")
    assert known_as(tmp_path / "download", layout, rows, tmp_path) == (layout.name, "2026-03-31", "1")


@pytest.mark.parametrize(
    ("name", "months", "month"),
    [
        ("opm separations 202603.txt", ("202603", "202602"), "2026-03-31"),
        ("separations of 2026-02 and 2026-03.txt", ("202603", "202602"), None),
        ("download", ("202603", "202602"), None),
        ("download of 202611.txt", ("202603", "202602"), None),
        ("download", (*(f"2025{month:02}" for month in range(1, 10)), "202509"), None),
        ("all.txt", ("202601", "202601", "202601", "202602", "202602"), None),
        ("download", ("", ""), None),
        ("opm separations 202603.txt", ("", ""), "2026-03-31"),
    ],
)
def test_a_month_that_rows_leave_open_is_told_by_the_name_or_asked_for(
    name: str, months: tuple[str, ...], month: str | None, tmp_path: Path
) -> None:
    if month:
        assert known_as(tmp_path / name, FWD_SEPARATIONS, movements(*months), tmp_path)[1] == month
        return
    with pytest.raises(
        MonthNotNamed, match=r"neither its name nor its rows tell its month .* --month 2026-03`, or rename"
    ):
        known_as(tmp_path / name, FWD_SEPARATIONS, movements(*months), tmp_path)


def test_people_of_several_months_in_one_file_are_refused(tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE | {"period_code": month} for month in ("202603", "202604")]
    with pytest.raises(MonthNotNamed, match=r"of 2 months \(2026-03 to 2026-04\) where a file speaks for one"):
        known_as(tmp_path / "download", FWD_EMPLOYMENT, rows, tmp_path)


def test_a_month_asked_for_is_taken_at_its_word_where_nothing_tells_otherwise(built: World, tmp_path: Path) -> None:
    path = text_file(tmp_path / "files" / "download.txt", FWD_SEPARATIONS, movements("202603", "202602"))
    environment = {"SES_DATA": str(built.places.raw.parent)}
    refused = CliRunner().invoke(app, ["load", str(path)], env=environment)
    assert (refused.exit_code, "--month 2026-03" in refused.stderr) == (1, True)
    wrong = CliRunner().invoke(app, ["load", str(path), "--month", "March"], env=environment)
    assert (wrong.exit_code, wrong.stderr) == (1, "March is no month; write it as 2026-03, from 1978 to 2100.\n")
    done = CliRunner().invoke(app, ["load", str(path), "--month", "2026-02"], env=environment)
    assert done.exit_code == 0, done.stderr
    counted = "select period::varchar, sum(people)::int from marts.separations where evidence = 'records' group by all"
    assert sorted(built.query(counted)) == [("2026-02-28", 1), ("2026-03-31", 1)]
    assert built.value("select period_end::varchar from meta.extracts where layout = 'fwd_separations'") == "2026-02-28"


def test_a_month_asked_for_that_the_file_is_not_of_is_a_slip(built: World, tmp_path: Path) -> None:
    path = text_file(tmp_path / "files" / "download.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE])
    with pytest.raises(OtherMonth, match=r"download.txt is of 2026-03, .* and not of 2026-04"):
        load(built.places, [path], month=date(2026, 4, 30))
    assert list(built.places.raw.glob("*")) == []


def test_the_same_bytes_under_two_names_are_one_file_and_the_telling_name_counts(built: World, tmp_path: Path) -> None:
    for name in ("download", "employment_202603_2.txt", "data.txt"):
        text_file(tmp_path / "files" / name, FWD_EMPLOYMENT, [MONTH_EXECUTIVE])
    result = load(built.places, [tmp_path / "files"])
    assert [(one.provenance.name, one.provenance.version) for one in result.extracts] == [
        ("employment_202603_2.txt", "2")
    ]
    assert built.value("select sum(people)::int from marts.on_board where evidence = 'records'") == 1


def test_a_month_without_a_version_gives_way_to_a_second(built: World, tmp_path: Path) -> None:
    text_file(tmp_path / "files" / "employment_202603_2.txt", FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * 2)
    text_file(tmp_path / "files" / "download", FWD_EMPLOYMENT, [MONTH_EXECUTIVE] * 5)
    load(built.places, [tmp_path / "files"])
    assert built.value("select sum(people)::int from marts.on_board where evidence = 'records'") == 2


def test_march_2025_in_one_file_is_the_whole_month(built: World, tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE | {"period_code": "202503"}] * 3
    for name in ("fedscope_employment_March_2025.txt", "March_2025_Employment.txt"):
        assert known_as(tmp_path / name, OPM_RAW_EMPLOYMENT, rows, tmp_path / name.split(".")[0])[1] == "2025-03-31"
    load(built.places, [tmp_path / "March_2025_Employment.txt"])
    parts = [text_file(tmp_path / f"March_2025_Employment_{part}.txt", OPM_RAW_EMPLOYMENT, rows) for part in (1, 2, 3)]
    for number, part in enumerate(parts, start=1):
        part.write_text(part.read_text() + part.read_text().splitlines()[1].replace("0340", f"034{number}") + "\n")
    load(built.places, parts)
    assert built.value("select sum(people)::int from marts.on_board where evidence = 'records'") == 12


def test_a_part_under_another_name_is_not_taken_for_the_month(tmp_path: Path) -> None:
    rows = [MONTH_CLERK | {"period_code": "202503", "people": "760000"}]
    with pytest.raises(NotTheFile, match=r"760,000 people, a part of .* like March_2025_Employment_1.txt"):
        known_as(tmp_path / "march.txt", OPM_RAW_EMPLOYMENT, rows, tmp_path)


@pytest.mark.parametrize("fact", ["FACTDATA.TXT", "FACTDATA_SEP2024.csv", "cube/factdata.csv", "FACTDATA_SEP2024.TXT"])
def test_a_cubes_fact_may_be_named_without_its_month_or_as_csv(fact: str, tmp_path: Path) -> None:
    staged = Staged(cube(tmp_path / "c.zip", fact, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE])), tmp_path)
    known = staged.extract.provenance
    assert (known.period_end, known.version) == ("2024-09-30", None)
    assert staged.rows("executives", "period::varchar, people") == [("2024-09-30", 1)]


@pytest.mark.parametrize("fact", ["FACTDATA_SEP0204.TXT", "FACTDATA_SEP1977.TXT", "FACTDATA_SEP2101.TXT"])
def test_no_cube_is_of_a_year_before_the_service_or_far_after(fact: str, tmp_path: Path) -> None:
    path = cube(tmp_path / "c.zip", fact, table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE]))
    with pytest.raises(NotTheFile, match=rf"{fact} in c.zip is named after \d{{4}}, which is outside 1978–2100"):
        Staged(path, tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "employment_195003_1.parquet",
        "employment-1026-03.parquet",
        "employment_302603.parquet",
        "employment_210101_1.txt",
    ],
)
def test_no_month_is_of_a_year_before_the_service_or_far_after(name: str, tmp_path: Path) -> None:
    """Not even where its rows say another: whoever named it so meant something else."""
    with pytest.raises(NotTheFile, match=rf"{name} is named after \d{{4}}, which is outside 1978–2100"):
        known_as(tmp_path / name, FWD_EMPLOYMENT, [MONTH_EXECUTIVE], tmp_path)
