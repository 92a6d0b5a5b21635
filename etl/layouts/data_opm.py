"""The layouts of OPM's record files after the cubes: a month of data.opm.gov, and the raw employment of March 2025."""

from datetime import date

from etl.layouts.spec import OPM, WITHHELD_MARKS, Layout, Period, TableLayout

DOWNLOADED_TWICE = r"(?:\s*\(\d+\))?"  # browsers number a second download of one file
ENDINGS = r"(?:\.(?:txt|csv|tsv|parquet|pq|json|jsonl|ndjson))?"
YEAR = r"(?:1\d|2[01]|30)\d\d"
"""A year, or a slip of one (1026, 3026), which is refused by name; other numbers may be days, and name no month."""
UNKNOWN = (*WITHHELD_MARKS, "UNSPECIFIED")


def _build_name_pattern(subject: str) -> str:
    """OPM's own names, and those that people and mirrors make of them: by hyphens, without the version, dated."""
    return (
        rf"{subject}[_-](?P<year>{YEAR})[_-]?(?P<month>0[1-9]|1[0-2])(?:[_-]?v|[_-])?(?P<version>(?<!\d)\d{{1,4}})?"
        rf"(?:[_-](?P<issued>\d{{4}}-?\d\d-?\d\d))?{DOWNLOADED_TWICE}{ENDINGS}"
    )


# What the three kinds of month have in common; ours <- theirs.
PERSON = {
    "agency_code": "agency_code",
    "agency_subelement_code": "agency_subelement_code",
    "age_label": "age_bracket",
    "service_years": "length_of_service_years",
    "occupation_code": "occupational_series_code",
    "pay_plan": "pay_plan_code",
    "grade": "grade",
    "appointment_code": "appointment_type_code",
    "salary": "annualized_adjusted_basic_pay",
    "people": "count",
}
EVENT = PERSON | {"period_code": "personnel_action_effective_date_yyyymm"}
IF_THERE = {
    "state": "duty_station_state_abbreviation",
    "duty_code": "duty_station_state_country_territory_code",
    "country_code": "duty_station_country_code",
    "work_schedule_code": "work_schedule_code",
    "position_code": "position_occupied_code",
    "veteran_mark": "veteran_indicator",
    "office_code": "personnel_office_identifier_code",
    "agency_label": "agency",
    "agency_subelement_label": "agency_subelement",
    "occupation_label": "occupational_series",
    "appointment_label": "appointment_type",
    "pay_plan_label": "pay_plan",
}
STATE_BEFORE_2026_02 = {"duty_station_state_code": "duty_station_state_country_territory_code"}
UNREAD = (
    *("bargaining_unit", "bargaining_unit_code", "bargaining_unit_status", "cfo_act_agency_indicator"),
    *("consolidated_statistical_area", "consolidated_statistical_area_code", "core_based_statistical_area"),
    *("core_based_statistical_area_code", "department", "department_code", "duty_station_city", "duty_station_code"),
    *("duty_station_country", "duty_station_county", "duty_station_county_code", "duty_station_state"),
    *("education_level", "education_level_bracket", "flsa_category", "flsa_category_code", "locality_pay_area"),
    *("locality_pay_area_code", "nsftp_indicator", "occupational_category", "occupational_category_code"),
    *("occupational_group", "occupational_group_code", "pay_basis", "pay_basis_code", "position_occupied"),
    *("service_computation_date_leave", "stem_occupation", "stem_occupation_type", "step_or_rate_type"),
    *("step_or_rate_type_code", "supervisory_status", "tenure", "tenure_code", "work_schedule"),
)
EVENT_UNREAD = (
    *("appointment_not_to_exceed_date", "pathways_group", "education_level_code", "supervisory_status_code"),
    *UNREAD,
)
LATE_REPORTS = (
    "A file holds what was reported in its month, some of it effective months before: each row counts in its "
    "effective month, while coverage is by the file's own month."
)

FWD_EMPLOYMENT = Layout(
    name="fwd_employment",
    title="Employment of one month, data.opm.gov, 2005 to now",
    subject="employment",
    evidence="records",
    publisher=OPM,
    source_id="fwd_employment",
    container="text",
    usual_name=_build_name_pattern("employment"),
    example_name="employment_202603_1.txt",
    tables=(
        TableLayout(
            "fact",
            columns=PERSON
            | {
                "period_code": "snapshot_yyyymm",
                "education_code": "education_level_code",
                "supervisory_code": "supervisory_status_code",
            },
            optional=IF_THERE,
            other_spellings=STATE_BEFORE_2026_02,
            unread=UNREAD,
        ),
    ),
    datasets=("executives", "workforce"),
    period=Period.MONTH_IN_FILE_NAME,
    delimiter="|",
    quote="",
    unknown=UNKNOWN,
    note="Text or Parquet. The newest version of a month replaces the older ones, in whichever order they are loaded.",
)

FWD_SEPARATIONS = Layout(
    name="fwd_separations",
    title="Separations of one month, data.opm.gov, 2005 to now",
    subject="separations",
    evidence="records",
    publisher=OPM,
    source_id="fwd_separations",
    container="text",
    usual_name=_build_name_pattern("separations"),
    example_name="separations_202603_1.txt",
    tables=(
        TableLayout(
            "fact",
            columns=EVENT | {"event_code": "separation_category_code"},
            optional=IF_THERE | {"event_label": "separation_category", "drp_mark": "drp_indicator"},
            other_spellings=STATE_BEFORE_2026_02,
            unread=EVENT_UNREAD,
        ),
    ),
    datasets=("separations", "separations_workforce"),
    period=Period.MONTH_IN_FILE_NAME,
    delimiter="|",
    quote="",
    unknown=UNKNOWN,
    note=LATE_REPORTS,
)

FWD_ACCESSIONS = Layout(
    name="fwd_accessions",
    title="Accessions of one month, data.opm.gov, 2005 to now",
    subject="accessions",
    evidence="records",
    publisher=OPM,
    source_id="fwd_accessions",
    container="text",
    usual_name=_build_name_pattern("accessions"),
    example_name="accessions_202603_1.txt",
    tables=(
        TableLayout(
            "fact",
            columns=EVENT | {"event_code": "accession_category_code"},
            optional=IF_THERE | {"event_label": "accession_category"},
            other_spellings=STATE_BEFORE_2026_02,
            unread=EVENT_UNREAD,
        ),
    ),
    datasets=("accessions", "accessions_workforce"),
    period=Period.MONTH_IN_FILE_NAME,
    delimiter="|",
    quote="",
    unknown=UNKNOWN,
    note=LATE_REPORTS,
)

OPM_RAW_EMPLOYMENT = Layout(
    name="opm_raw_employment",
    title="Raw employment, March 2025, in three parts",
    subject="employment",
    evidence="records",
    publisher=OPM,
    source_id="opm_raw_employment_2025",
    container="text",
    usual_name=rf"March[_ -]2025[_ -]Employment(?:[_ -](?:part[_ -]?)?(?P<part>[123]))?{DOWNLOADED_TWICE}{ENDINGS}",
    example_name="March_2025_Employment_1.txt",
    parts=3,
    tables=(
        TableLayout(
            "fact",
            columns={
                "agency_code": "AGY",
                "agency_subelement_code": "AGYSUB",
                "period_code": "DATECODE",
                "age_label": "AGELVLT",
                "education_code": "EDLVL",
                "service_years": "LOS",
                "occupation_code": "OCC",
                "pay_plan": "PAYPLAN",
                "supervisory_code": "SUPERVIS",
                "appointment_code": "TOA",
                "people": "COUNT",
                "salary": "SALARY",
                "grade": "GRD",
            },
            optional={
                "work_schedule_code": "WORKSCH",
                "duty_code": "LOC",
                "state": "STATE",
                "state_label": "STATET",
                "country_label": "COUNTRYT",
                "agency_label": "AGYT",
                "agency_subelement_label": "AGYSUBT",
                "occupation_label": "OCCT",
                "appointment_label": "TOAT",
                "pay_plan_label": "PAYPLANT",
            },
            unread=(*("EDLVLT", "OCCFAM", "OCCFAMT", "STEMAGGT", "STEMTYPT", "SUPERVIST", "WORKSCHT", "COUNTRY"),),
        ),
    ),
    datasets=("executives", "workforce"),
    period=Period.KNOWN,
    known_period=date(2025, 3, 31),
    delimiter="|",
    unknown=UNKNOWN,
    note="All three parts together make the month, or one file without the number of a part in its name. "
    "People on leave awaiting separation count as on board.",
)
