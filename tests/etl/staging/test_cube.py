"""A FedScope cube of employment is staged as its rows say, whatever the order of its columns and its odd text."""

import random
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.files.zip_archive import NotTheFile
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT, FEDSCOPE_SEPARATIONS
from etl.layouts.spec import Layout
from etl.staging.schema import DATASETS
from tests.etl.staged import Staged
from tests.etl.strange import CLERK, EXECUTIVE, LEAVER, LOOKUPS, cube, table_text
from tests.properties import examples

FACT = "FACTDATA_SEP2024.TXT"


def employment(tmp_path: Path, rows: list[dict[str, str]], **how: Any) -> Staged:
    lookups = how.pop("lookups", None)
    fact, comment = how.pop("fact", FACT), how.pop("comment", b"")
    text = table_text(FEDSCOPE_EMPLOYMENT, rows, **how)
    return Staged(cube(tmp_path / "cube.zip", fact, text, lookups=lookups, comment=comment), tmp_path)


def test_every_partition_has_exactly_the_declared_columns_and_types(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE, CLERK])
    for partition in staged.extract.partitions:
        described = duckdb.sql(f"describe from read_parquet('{staged.into / partition}')").fetchall()
        assert {name: kind.lower() for name, kind, *_ in described} == DATASETS[partition.split("/")[0]]


def test_executive_is_kept_and_clerk_is_counted(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE, CLERK, CLERK])
    assert (staged.extract.rows_read, staged.extract.rows_kept, staged.extract.rows_counted) == (3, 1, 2)
    columns = "period::varchar, corps, appointment, pay_plan, grade, agency_code, duty_state, duty_region, people"
    assert staged.rows("executives", columns) == [
        ("2024-09-30", "ses", "career", "ES", None, "DJ", "DC", "dc_md_va", 1)
    ]
    assert staged.rows("workforce", "category, feeder_grade, is_supervisor, is_permanent, age_band, people") == [
        ("other", None, False, True, None, 2)
    ]


@pytest.mark.parametrize(
    ("pay_plan_and_grade", "appointment_code", "corps", "appointment"),
    [
        ("ES-01", "55", "ses", "noncareer"),
        ("ES-**", "**", "ses", "unspecified"),
        ("SV-H", "60", "ses", "limited_term"),
        ("GS-15", "65", "ses", "limited_emergency"),
        ("ES-00", "10", "ses", "unspecified"),
        ("SL-00", "38", "sl", None),
        ("ST-00", "10", "st", None),
        ("EX-04", "46", "ex", None),
    ],
)
def test_corps_follows_pay_plan_or_appointment(
    tmp_path: Path, pay_plan_and_grade: str, appointment_code: str, corps: str, appointment: str | None
) -> None:
    row = EXECUTIVE | {"pay_plan_and_grade": pay_plan_and_grade, "appointment_code": appointment_code}
    staged = employment(tmp_path, [row])
    assert staged.rows("executives", "corps, appointment") == [(corps, appointment)]
    assert staged.extract.kept_by == {corps: 1}


@pytest.mark.parametrize(
    ("text", "salary"),
    [("039795", 39795.0), ("$42,709", 42709.0), ("", None), ("000000", None), ("REDACTED", None), ("******", None)],
)
def test_salary_is_read_in_every_spelling(tmp_path: Path, text: str, salary: float | None) -> None:
    staged = employment(tmp_path, [EXECUTIVE | {"salary": text}])
    assert staged.rows("executives", "salary") == [(salary,)]
    assert staged.found("unreadable_value") == []


def test_a_salary_that_is_no_number_is_reported_by_their_column(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE | {"salary": "lots"}, EXECUTIVE])
    assert staged.found("unreadable_value") == [("SALARY", 1)]
    assert staged.rows("executives", "salary") == [(161861.0,), (None,)]


@pytest.mark.parametrize(("text", "years"), [("08.58", 8.58), ("125.00", None), ("", None), ("*", None)])
def test_service_of_125_years_is_unknown(tmp_path: Path, text: str, years: float | None) -> None:
    assert employment(tmp_path, [EXECUTIVE | {"service_years": text}]).rows("executives", "service_years") == [(years,)]


def test_withheld_cells_are_unknown_not_zero(tmp_path: Path) -> None:
    hidden = EXECUTIVE | {
        "agency_subelement_code": "AM**",
        "duty_code": "**",
        "occupation_code": "****",
        "education_code": "REDACTED",
        "age_band": "",
        "supervisory_code": "*",
    }
    columns = "agency_code, agency_subelement_code, duty_state, duty_region, occupation_code, education_code, age_band"
    assert employment(tmp_path, [hidden]).rows("executives", f"{columns}, supervisory_code") == [
        ("AM", None, None, None, None, None, "Z", None)
    ]


@pytest.mark.parametrize(
    ("layout", "name", "row"),
    [
        (FEDSCOPE_EMPLOYMENT, "FACTDATA_SEP1066.TXT", EXECUTIVE),
        (FEDSCOPE_EMPLOYMENT, "FACTDATA_DEC1977.TXT", EXECUTIVE),
        (FEDSCOPE_SEPARATIONS, "SEPDATA_FY1066.TXT", LEAVER),
        (FEDSCOPE_SEPARATIONS, "SEPDATA_FY2009-3024.TXT", LEAVER),
    ],
)
def test_no_cube_is_of_a_year_outside_1978_to_2100(
    tmp_path: Path, layout: Layout, name: str, row: dict[str, str]
) -> None:
    path = cube(tmp_path / "a.zip", name, table_text(layout, [row]))
    with pytest.raises(NotTheFile, match=rf"{name} in a.zip is named after \d{{4}}, which is outside 1978–2100"):
        Staged(path, tmp_path)


def test_the_pp_column_and_any_order_change_nothing(tmp_path: Path) -> None:
    plain = employment(tmp_path / "a", [EXECUTIVE, CLERK])
    order = " TOA ,pp,Ppgrd,SALARY,LOS,EMPLOYMENT,AGYSUB,LOC,AGELVL,EDLVL,LOSLVL,OCC,SUPERVIS"
    text = "\r\n".join(
        [
            order,
            '50,ES,ES-**,"161,861",08.58,1,DJ02,11,I,15,G,0340,2',
            "10,99,GS-07,,,1,DJ02,11,I,15,G,0340,8",
            "",
        ]
    )
    other = Staged(cube(tmp_path / "b" / "cube.zip", FACT, text), tmp_path / "b")
    columns = "* exclude (extract_id, work_schedule_code)"
    assert plain.rows("executives", columns) == other.rows("executives", columns)
    assert plain.rows("workforce", "* exclude (extract_id)") == other.rows("workforce", "* exclude (extract_id)")
    assert other.found("unknown_column") == []


def test_unknown_columns_are_named_and_optional_ones_missed(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE], extra={"VETSTAT": "Y"}, without=["WORKSCH"])
    assert staged.found("unknown_column") == [("VETSTAT", 1)]
    assert staged.found("missing_column") == [("WORKSCH", 1)]


def test_fact_may_sit_in_a_folder_under_any_case(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE], fact="Data/2024/factdata_sep2024.txt")
    assert staged.extract.provenance.period_end == "2024-09-30"


def test_latin_1_names_survive(tmp_path: Path) -> None:
    lookups = {"DTagy.txt": "AGY,AGYT,AGYSUB,AGYSUBT\r\nDJ,DJ-BUREAU DE LA PE\xd1A,DJ02,DJ02-X\r\n"}
    staged = employment(tmp_path, [EXECUTIVE], lookups=lookups)
    assert ("agency_code", "DJ", "BUREAU DE LA PEÑA") in staged.rows("labels", "column_name, code, label")


def test_latin_1_bytes_in_the_fact_keep_their_row(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE | {"occupation_code": "03\xe94"}])
    assert staged.rows("executives", "occupation_code") == [("03é4",)]


def test_duplicate_lookup_code_takes_the_first_label_and_is_reported(tmp_path: Path) -> None:
    lookups = LOOKUPS | {
        "DTagy.txt": "AGY,AGYT,AGYSUB,AGYSUBT\r\nDJ,DJ-OLD NAME,DJ02,DJ02-A\r\nDJ,DJ-NEW NAME,DJ02,DJ02-A\r\n"
    }
    staged = employment(tmp_path, [EXECUTIVE], lookups=lookups)
    assert ("DJ", "OLD NAME") in staged.rows("labels", "code, label")
    assert staged.found("duplicate_code") == [("agency_code", 1)]


def test_missing_lookups_and_codes_without_label_are_findings(tmp_path: Path) -> None:
    staged = employment(tmp_path, [EXECUTIVE | {"appointment_code": "55"}])
    assert ("DTloc.txt", 1) in staged.found("missing_lookup")
    assert staged.found("unlabelled_code") == [("appointment_code", 1)]


def test_feeder_grades_need_an_equivalent_pay_plan(tmp_path: Path) -> None:
    rows = [
        CLERK | {"pay_plan_and_grade": grade, "education_code": "17"} for grade in ("GS-15", "GS-14", "WG-15", "GS-13")
    ]
    staged = employment(tmp_path, rows)
    assert staged.rows("workforce", "feeder_grade, education_group, people") == [
        ("14", "advanced", 1),
        ("15", "advanced", 1),
        (None, None, 2),
    ]


def test_schedule_c_is_counted_apart(tmp_path: Path) -> None:
    staged = employment(tmp_path, [CLERK | {"appointment_code": code} for code in ("34", "44", "38")])
    assert staged.rows("workforce", "category, sum(people) over (partition by category)")[-1] == ("schedule_c", 2)


def test_rows_that_cannot_be_counted_are_rejected_and_reported(tmp_path: Path) -> None:
    rows = [EXECUTIVE] * 200 + [CLERK | {"people": "many"}]
    staged = employment(tmp_path, rows)
    assert (staged.extract.rows_kept, staged.extract.rows_counted, staged.extract.rows_rejected) == (200, 0, 1)
    assert staged.found("uncountable_row") == [("EMPLOYMENT", 1)]


def test_a_row_too_short_is_rejected_and_the_account_adds_up(tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE] * 300) + "DJ02,11\r\n"
    staged = Staged(cube(tmp_path / "cube.zip", FACT, text), tmp_path)
    assert (staged.extract.rows_read, staged.extract.rows_kept, staged.extract.rows_rejected) == (301, 300, 1)
    assert staged.found("rejected_row") == [(FACT, 1)]


@pytest.mark.parametrize("comment", [b"SYNTHETIC sample", b""])
def test_the_synthetic_mark_makes_a_sample(tmp_path: Path, comment: bytes) -> None:
    lookups = LOOKUPS if comment else LOOKUPS | {"SYNTHETIC.txt": "not real"}
    staged = employment(tmp_path, [EXECUTIVE], comment=comment, lookups=lookups)
    assert staged.extract.provenance.evidence == "sample"
    assert staged.rows("executives", "evidence") == [("sample",)]


@examples(8)
@given(st.randoms(use_true_random=False))
def test_row_order_changes_no_answer(tmp_path_factory: pytest.TempPathFactory, chance: random.Random) -> None:
    rows = [
        EXECUTIVE | {"age_band": band, "salary": salary} for band in "GHI" for salary in ("100000", "200000", "")
    ] + [CLERK] * 3
    shuffled = chance.sample(rows, len(rows))
    answers = []
    for order in (rows, shuffled):
        staged = employment(tmp_path_factory.mktemp("order"), order)
        answers.append([staged.rows(name, "* exclude (extract_id)") for name in ("executives", "workforce")])
    assert answers[0] == answers[1]
