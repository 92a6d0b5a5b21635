"""FedScope cubes of those who left and came: in which month they count, and for which years a file speaks."""

from pathlib import Path

import pytest

from etl.layouts.fedscope import FEDSCOPE_ACCESSIONS, FEDSCOPE_SEPARATIONS
from tests.etl.staged import Staged
from tests.etl.strange import LEAVER, cube, table_text


def test_separations_take_the_effective_month_and_the_group(tmp_path: Path) -> None:
    rows = [
        LEAVER,
        LEAVER | {"event_code": "SA", "period_code": "200810", "sex_code": "Z"},
        LEAVER | {"pay_plan_and_grade": "GS-05", "appointment_code": "10"},
    ]
    text = table_text(FEDSCOPE_SEPARATIONS, rows)
    staged = Staged(cube(tmp_path / "cube.zip", "SEPDATA_FY2009.TXT", text), tmp_path)
    assert staged.rows("separations", "effective_month::varchar, separation_category, separation_group, sex") == [
        ("2008-10-31", "SA", "transfer_out", None),
        ("2009-09-30", "SD", "retirement", "women"),
    ]
    assert staged.rows("separations_workforce", "separation_category, appointment_code, people") == [("SD", "10", 1)]


def test_separations_of_later_years_leave_sex_out(tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_SEPARATIONS, [LEAVER | {"period_code": "202406"}], without=["GENDER"])
    staged = Staged(cube(tmp_path / "cube.zip", "SEPDATA_FY2024.TXT", text), tmp_path)
    assert staged.rows("separations", "effective_month::varchar, separation_group, sex") == [
        ("2024-06-30", "retirement", None)
    ]
    assert staged.found("missing_column") == [("GENDER", 1)]


@pytest.mark.parametrize(
    ("member", "first", "last"),
    [
        ("ACCDATA_FY2005-2009.TXT", "2004-10-31", "2009-09-30"),
        ("accdata_fy2010_fy2014.txt", "2009-10-31", "2014-09-30"),
        ("ACCDATA_FY2024.txt", "2023-10-31", "2024-09-30"),
    ],
)
def test_accessions_speak_for_the_fiscal_years_of_their_member(
    tmp_path: Path, member: str, first: str, last: str
) -> None:
    entry = LEAVER | {"event_code": "AE", "period_code": last.replace("-", "")[:6]}
    known = Staged(cube(tmp_path / "cube.zip", member, table_text(FEDSCOPE_ACCESSIONS, [entry])), tmp_path).extract
    assert (known.provenance.period_start, known.provenance.period_end) == (first, last)
    assert known.kept_by == {"ses": 1}


def test_an_undated_separation_is_rejected(tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_SEPARATIONS, [LEAVER] * 150 + [LEAVER | {"period_code": "******"}])
    staged = Staged(cube(tmp_path / "cube.zip", "SEPDATA_FY2009.TXT", text), tmp_path)
    assert (staged.extract.rows_kept, staged.extract.rows_rejected) == (150, 1)
    assert staged.found("undated_row") == [("EFDATE", 1)]


def test_accessions_of_several_members_are_one_file(tmp_path: Path) -> None:
    entry = LEAVER | {"event_code": "AE", "period_code": "200601"}
    later = table_text(FEDSCOPE_ACCESSIONS, [entry | {"event_code": "AA", "period_code": "201001"}], without=["GENDER"])
    path = cube(
        tmp_path / "cube.zip",
        "ACCDATA_FY2005-2009.TXT",
        table_text(FEDSCOPE_ACCESSIONS, [entry]),
        lookups={"ACCDATA_FY2010-2011.TXT": later},
    )
    staged = Staged(path, tmp_path)
    assert staged.rows("accessions", "effective_month::varchar, accession_group, sex") == [
        ("2006-01-31", "new_hire", "women"),
        ("2010-01-31", "transfer_in", None),
    ]
    assert (staged.extract.provenance.period_start, staged.extract.provenance.period_end) == (
        "2004-10-31",
        "2011-09-30",
    )
