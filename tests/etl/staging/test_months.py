"""A month of data.opm.gov is staged as its rows say, text or Parquet, early release or late."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS, OPM_RAW_EMPLOYMENT
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Layout
from tests.etl.staged import Staged
from tests.etl.strange import MONTH_CLERK, MONTH_EXECUTIVE, MONTH_LEAVER, REDACTED, as_parquet, text_file

pytestmark = pytest.mark.slow

NAMES = {
    FWD_EMPLOYMENT.name: "employment_202603_2.txt",
    FWD_SEPARATIONS.name: "separations_202603_1.txt",
    FWD_ACCESSIONS.name: "accessions_202603_1.txt",
    OPM_RAW_EMPLOYMENT.name: "March_2025_Employment_2.txt",
}
NOT_IN_JANUARY_2026 = [
    *("position_occupied_code", "veteran_indicator", "personnel_office_identifier_code"),
    "duty_station_state_country_territory_code",
]

Rows = list[dict[str, str]]


def month(folder: Path, rows: Rows, layout: Layout = FWD_EMPLOYMENT, **how: Any) -> Staged:
    return Staged(text_file(folder / NAMES[layout.name], layout, rows, **how), folder)


def answers(staged: Staged) -> list[list[tuple[Any, ...]]]:
    """Every staged row, whichever file it came from."""
    datasets = [name.split("/")[0] for name in staged.extract.partitions]
    return [staged.rows(name, "* exclude (extract_id)") for name in datasets]


def test_version_and_month_are_those_of_the_name(tmp_path: Path) -> None:
    known = month(tmp_path, [MONTH_EXECUTIVE]).extract.provenance
    assert (known.layout, known.period_start, known.period_end, known.version) == (
        *("fwd_employment", "2026-03-31", "2026-03-31", "2"),
    )


def test_executive_is_kept_with_every_fact_and_the_rest_are_counted(tmp_path: Path) -> None:
    feeder = MONTH_CLERK | {"grade": "15", "age_label": "40-44", "people": "2"}
    staged = month(tmp_path, [MONTH_EXECUTIVE, MONTH_CLERK, feeder])
    assert (staged.extract.rows_read, staged.extract.rows_kept, staged.extract.rows_counted) == (3, 1, 2)
    columns = (
        "period::varchar, appointment, agency_code, age_band, service_band, service_years, duty_state, duty_region"
    )
    assert staged.rows("executives", f"{columns}, position_type, veteran, salary, people") == [
        ("2026-03-31", "career", "DJ", "I", "D", 8.5, "DC", "dc_md_va", "career_reserved", True, 187198.0, 1)
    ]
    assert staged.rows("workforce", "feeder_grade, age_band, service_band, education_group, veteran, people") == [
        ("15", "F", "D", "advanced", True, 2),
        (None, None, None, None, None, 1),
    ]
    assert staged.found("unlabelled_code") == []


@pytest.mark.parametrize("layout", [FWD_EMPLOYMENT, FWD_SEPARATIONS, FWD_ACCESSIONS], ids=lambda one: one.name)
def test_text_and_parquet_of_one_month_are_staged_alike(layout: Layout, tmp_path: Path) -> None:
    rows = [MONTH_LEAVER, MONTH_LEAVER | {"age_label": "", "salary": "REDACTED"}, MONTH_CLERK | {"event_code": "SC"}]
    text = text_file(tmp_path / "a" / NAMES[layout.name], layout, rows)
    parquet = as_parquet(text, layout)
    told = [Staged(path, tmp_path / "staged" / path.suffix[1:]) for path in (text, parquet)]
    assert answers(told[0]) == answers(told[1])
    assert told[0].extract.findings == told[1].extract.findings
    assert told[0].extract.rows_read == told[1].extract.rows_read == 3


def test_parquet_with_numbers_as_numbers_says_the_same(tmp_path: Path) -> None:
    text = text_file(tmp_path / NAMES["fwd_employment"], FWD_EMPLOYMENT, [MONTH_EXECUTIVE | {"people": "3"}])
    parquet = text.with_suffix(".parquet")
    typed = "count::int as count, annualized_adjusted_basic_pay::double as annualized_adjusted_basic_pay"
    duckdb.sql(
        f"copy (select * replace ({typed}) from read_csv('{text}', all_varchar = true, delim = '|')) to '{parquet}'"
    )
    assert answers(Staged(text, tmp_path / "text")) == answers(Staged(parquet, tmp_path / "parquet"))


def test_the_first_release_lacks_columns_and_calls_the_state_otherwise(tmp_path: Path) -> None:
    early = month(
        tmp_path / "early",
        [MONTH_EXECUTIVE],
        extra={"duty_station_state_code": "11"},
        without=NOT_IN_JANUARY_2026,
    )
    late = month(tmp_path / "late", [MONTH_EXECUTIVE])
    common = "* exclude (extract_id, position_type, veteran)"
    assert early.rows("executives", common) == late.rows("executives", common)
    assert early.rows("executives", "position_type, veteran, duty_code") == [(None, None, "11")]
    assert early.found("unknown_column") == []
    missed = {name for name, _ in early.found("missing_column")}
    assert missed == set(NOT_IN_JANUARY_2026) - {"duty_station_state_country_territory_code"}


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    assert month(tmp_path, [MONTH_EXECUTIVE], extra={"remote_work": "Y"}).found("unknown_column") == [
        ("remote_work", 1)
    ]


@pytest.mark.parametrize(
    ("label", "band"),
    [
        *(("LESS THAN 20", "A"), ("Less than 20", "A"), ("20-24", "B"), ("35-39", "E"), ("60-64", "J")),
        *(("65 OR MORE", "K"), ("65 or more", "K"), ("UNSPECIFIED", "Z"), ("REDACTED", "Z"), ("", "Z")),
    ],
)
def test_age_labels_are_opms_bands(tmp_path: Path, label: str, band: str) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"age_label": label}])
    assert staged.rows("executives", "age_band") == [(band,)]
    assert staged.found("unreadable_value") == []


def test_an_age_label_that_is_none_is_unspecified_and_reported(tmp_path: Path) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"age_label": "21-23"}])
    assert staged.rows("executives", "age_band") == [("Z",)]
    assert staged.found("unreadable_value") == [("age_bracket", 1)]


@pytest.mark.parametrize(
    ("years", "band"), [("0", "A"), ("2.9", "B"), ("3", "C"), ("34.9", "I"), ("35", "J"), ("60", "J")]
)
def test_service_falls_into_opms_bands(tmp_path: Path, years: str, band: str) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"service_years": years}])
    assert staged.rows("executives", "service_years, service_band") == [(float(years), band)]


@pytest.mark.parametrize("years", ["60.1", "61", "124.6", "126.4", "-0.4", "-1", "ages"])
def test_absurd_service_is_unknown_and_counted(tmp_path: Path, years: str) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"service_years": years}, MONTH_EXECUTIVE])
    assert staged.rows("executives", "service_years, service_band") == [(8.5, "D"), (None, "Z")]
    assert staged.found("unreadable_value") == [("length_of_service_years", 1)]


@pytest.mark.parametrize(
    ("cells", "state", "region"),
    [
        ({"state": "VA"}, "VA", "dc_md_va"),
        ({"state": "REDACTED"}, "DC", "dc_md_va"),
        ({"state": "REDACTED", "duty_code": "REDACTED"}, None, None),
        ({"state": "", "duty_code": "", "country_code": "GM"}, None, "abroad"),
        ({"state": "PR", "duty_code": "72", "country_code": "RQ"}, "PR", "elsewhere_us"),
    ],
)
def test_duty_place_is_told_by_whatever_is_given(
    tmp_path: Path, cells: dict[str, str], state: str | None, region: str | None
) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | cells])
    assert staged.rows("executives", "duty_state, duty_region") == [(state, region)]


@pytest.mark.parametrize(
    ("code", "kind"), [("3", "general"), ("4", "career_reserved"), ("1", None), ("REDACTED", None)]
)
def test_position_occupied_tells_the_position_type(tmp_path: Path, code: str, kind: str | None) -> None:
    assert month(tmp_path, [MONTH_EXECUTIVE | {"position_code": code}]).rows("executives", "position_type") == [(kind,)]


def test_rows_are_counts(tmp_path: Path) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE | {"people": "4"}, MONTH_EXECUTIVE, MONTH_CLERK | {"people": "3"}])
    assert staged.rows("executives", "sum(people)") == [(5,)]
    assert staged.rows("workforce", "sum(people)") == [(3,)]
    assert staged.extract.rows_read == 3


def test_one_synthetic_row_makes_the_file_a_sample(tmp_path: Path) -> None:
    staged = month(tmp_path, [MONTH_EXECUTIVE, MONTH_CLERK | {"office_code": "SYNTHETIC"}])
    assert staged.extract.provenance.evidence == "sample"
    assert staged.rows("executives", "evidence") == [("sample",)]


def test_a_quote_is_a_character_like_any_other(tmp_path: Path) -> None:
    rows = [MONTH_EXECUTIVE | {"agency_subelement_label": 'OFFICE OF THE "SECRETARY'}, MONTH_EXECUTIVE]
    staged = month(tmp_path, rows)
    assert staged.extract.rows_kept == 2
    assert ("DJ02", 'OFFICE OF THE "SECRETARY') in staged.rows("labels", "code, label")


def test_a_movement_counts_in_its_effective_month_or_in_its_files(tmp_path: Path) -> None:
    rows = [
        MONTH_LEAVER,
        MONTH_LEAVER | {"period_code": "202601", "drp_mark": "N"},
        MONTH_LEAVER | {"period_code": "REDACTED", "drp_mark": ""},
        MONTH_CLERK | {"event_code": "SC", "period_code": "202602"},
    ]
    staged = month(tmp_path, rows, FWD_SEPARATIONS)
    assert staged.rows("separations", "effective_month::varchar, separation_group, drp") == [
        ("2026-01-31", "retirement", False),
        ("2026-03-31", "retirement", True),
        ("2026-03-31", "retirement", None),
    ]
    assert staged.rows("separations_workforce", "effective_month::varchar, people") == [("2026-02-28", 1)]
    assert staged.found("late_report") == [("personnel_action_effective_date_yyyymm", 2)]
    assert staged.found("dated_by_file") == [("personnel_action_effective_date_yyyymm", 1)]
    assert (staged.extract.provenance.period_start, staged.extract.provenance.period_end) == ("2026-03-31",) * 2


def test_wholly_redacted_rows_are_still_counted_under_their_agency(tmp_path: Path) -> None:
    hidden = REDACTED | {"agency_code": "DD", "people": "1", "period_code": "202503"}
    staged = month(tmp_path, [hidden] * 3, OPM_RAW_EMPLOYMENT)
    assert (staged.extract.rows_read, staged.extract.rows_counted) == (3, 3)
    assert staged.rows("workforce", "agency_code, category, feeder_grade, is_permanent, people") == [
        ("DD", "other", None, None, 3)
    ]


def test_schedules_below_the_ses_are_told_apart(tmp_path: Path) -> None:
    codes = ("30", "34", "44", "67", "68")
    rows = [
        MONTH_EXECUTIVE | {"pay_plan": "GS", "grade": "15", "appointment_code": code, "people": str(number)}
        for number, code in enumerate(codes, 1)
    ]
    staged = month(tmp_path, rows, FWD_EMPLOYMENT)
    assert staged.rows("workforce", "category, is_permanent, people") == [
        ("other", True, 1),
        ("policy_career", False, 5),
        ("policy_career", True, 4),
        ("schedule_c", False, 3),
        ("schedule_c", True, 2),
    ]


def test_raw_employment_of_march_2025_is_quoted_and_tells_ages_as_labels(tmp_path: Path) -> None:
    raw = MONTH_EXECUTIVE | {
        "period_code": "202503",
        "age_label": "65 or more",
        "occupation_code": "340",
        "duty_code": "",
    }
    raw |= {"state": "", "state_label": "VIRGINIA", "occupation_label": 'CHIEF "ACTING" | OTHER'}
    staged = month(tmp_path, [raw], OPM_RAW_EMPLOYMENT)
    columns = "period::varchar, age_band, occupation_code, duty_state, position_type, veteran"
    assert staged.rows("executives", columns) == [("2025-03-31", "K", "0340", "VA", None, None)]
    assert (staged.extract.provenance.part, staged.extract.provenance.version) == ("2", None)


def test_every_layout_of_records_says_what_a_finding_should_call_its_columns() -> None:
    for layout in LAYOUTS:
        if layout.evidence == "records":
            assert {"salary", "service_years", "people"} <= set(layout.tables[0].columns)
