"""Who is on board: executives one by one, the workforce counted, and the sums that plain questions read."""

from dataclasses import replace

from etl.warehouse.marts.columns import (
    AGE_BAND,
    AGENCY_CODE,
    APPOINTMENT,
    CORPS,
    DUTY_REGION,
    DUTY_STATE,
    EVIDENCE,
    HORIZON_YEARS,
    OCCUPATION,
    PEOPLE,
    PERIOD,
    SALARY,
    SERVICE_BAND,
    SERVICE_CLASS,
    SERVICE_YEARS,
    SUBELEMENT,
    VETERAN,
)
from etl.warehouse.marts.table import Column, MartTable, use_enums


def _build_trait(name: str, meaning: str, condition: str) -> Column:
    return Column(
        name, "integer", f"1 for a person {meaning}, else 0", "people", f"coalesce(({condition})::integer, 0)"
    )


TRAITS = (
    _build_trait("age_known", "whose age band is known", "age_band between 'A' and 'K'"),
    _build_trait("under_45", "under 45 years old", "age_band between 'A' and 'F'"),
    _build_trait("sixty_and_over", "60 or more years old", "age_band in ('J', 'K')"),
    _build_trait("service_known", "whose years of service are known", "service_years is not null"),
    _build_trait("under_1_year", "with less than one year of service", "service_years < 1"),
    _build_trait("under_2_years", "with less than two years of service", "service_years < 2"),
    _build_trait("under_3_years", "with less than three years of service", "service_years < 3"),
    _build_trait("service_band_known", "whose band of service is known", "service_band between 'A' and 'J'"),
    _build_trait("thirty_years", "with 30 or more years of service", "service_band in ('I', 'J')"),
    _build_trait("education_known", "whose education is known", "education_code is not null"),
    _build_trait(
        "advanced_degree", "with a master's, professional or doctoral degree", "education_code between '15' and '22'"
    ),
    _build_trait("veteran_known", "of whom it is known whether a veteran", "veteran is not null"),
    _build_trait("is_veteran", "who is a veteran", "veteran"),
    _build_trait(
        "position_known", "whose type of position is known", "position_type in ('general', 'career_reserved')"
    ),
    _build_trait("career_reserved", "in a career reserved position", "position_type = 'career_reserved'"),
    _build_trait("station_known", "whose duty station is known", "duty_region is not null"),
    _build_trait("in_field", "outside DC, Maryland and Virginia", "duty_region in ('elsewhere_us', 'abroad')"),
    Column("years_served", "double", "years of service, 0 where unknown", "years", "coalesce(service_years, 0)"),
)

SUMS = [*(trait.name for trait in TRAITS), "people"]


def _build_count(name: str, meaning: str, condition: str) -> Column:
    """People of a row of many; empty where they are not so, that a sum over nobody stays empty."""
    return Column(
        name, "bigint", f"people of the row {meaning}; empty if not", "people", f"if({condition}, people, null)"
    )


FEEDER_TRAITS = (
    _build_count("age_known", "whose age band is known", "age_band between 'A' and 'K'"),
    _build_count("under_45", "under 45 years old", "age_band between 'A' and 'F'"),
    _build_count("education_known", "whose education is known", "education_group is not null"),
    _build_count("advanced_degree", "with a master's, professional or doctoral degree", "education_group = 'advanced'"),
    _build_count("veteran_known", "of whom it is known whether a veteran", "veteran is not null"),
    _build_count("is_veteran", "who are veterans", "veteran"),
)
"""Known in the feeder grades alone, as the columns that they are computed from."""

FEEDER_SUMS = [*(trait.name for trait in FEEDER_TRAITS), "people"]

ELIGIBLE_SPLIT_BY = {
    *("appointment", "agency_code", "agency_subelement_code", "age_band", "service_band", "occupation_code"),
    "duty_state",
}

ELIGIBILITY = MartTable(
    "marts",
    "eligibility",
    use_enums(
        PERIOD,
        HORIZON_YEARS,
        Column("age_band", "varchar", "OPM's five-year age band, A to K (65 or more taken as 65 to 69)"),
        Column("service_class", "smallint", "2 x interval of service + (before 1984), or 100 + the place of the band"),
        Column("low", "smallint", "60 if the youngest of the band can retire by then, else 0", "months"),
        Column("central", "smallint", "months of age, of the band's sixty, at which one can retire by then", "months"),
        Column("high", "smallint", "60 if the oldest of the band can retire by then, else 0", "months"),
    ),
)

ON_BOARD = MartTable(
    "marts",
    "on_board",
    use_enums(
        EVIDENCE,
        PERIOD,
        CORPS,
        APPOINTMENT,
        AGENCY_CODE,
        SUBELEMENT,
        AGE_BAND,
        SERVICE_BAND,
        SERVICE_YEARS,
        SERVICE_CLASS,
        OCCUPATION,
        DUTY_STATE,
        DUTY_REGION,
        Column("supervisory_code", "varchar", "OPM's supervisory status; 2 is supervisor or manager"),
        Column("education_code", "varchar", "OPM's education level; 15 to 22 are advanced degrees"),
        Column("position_type", "varchar", "general or career_reserved; empty if the file does not say"),
        SALARY,
        VETERAN,
        Column(
            "pay_ceiling",
            "double",
            "highest SES rate under a certified appraisal system in the period's calendar year; empty if not cited",
            "dollars",
        ),
        *TRAITS,
        PEOPLE,
    ),
)

ON_BOARD_BY = MartTable(
    "marts",
    "on_board_by",
    (
        Column(
            "dimension",
            "varchar",
            "the one column beyond corps and appointment that splits these rows, or none",
        ),
        Column("code", "varchar", "value of that column; empty if unknown"),
        *use_enums(
            *(EVIDENCE, PERIOD, CORPS, APPOINTMENT),
            *(Column(trait.name, trait.type, f"sum over people: {trait.meaning}", trait.unit) for trait in TRAITS),
            PEOPLE,
        ),
    ),
)

ELIGIBLE_BY = MartTable(
    "marts",
    "eligible_by",
    (
        Column("pool", "varchar", "executives (SES members) or feeders (GS-15 and equivalents, without appointment)"),
        Column("dimension", "varchar", "the one column beyond appointment that splits these rows, or none"),
        *use_enums(
            EVIDENCE,
            PERIOD,
            HORIZON_YEARS,
            *(column for column in ON_BOARD.columns if column.name in ELIGIBLE_SPLIT_BY),
            Column("known", "bigint", "people whose age and service are known", "people"),
            Column("left_out", "bigint", "people whose age or service is unknown", "people"),
            Column(
                "low", "bigint", "people times months of the lookup; divided by sixty, those able to retire", "months"
            ),
            Column("central", "bigint", "the same of the central estimate", "months"),
            Column("high", "bigint", "the same of the highest estimate", "months"),
        ),
    ),
)

WORKFORCE = MartTable(
    "marts",
    "workforce",
    use_enums(
        EVIDENCE,
        PERIOD,
        AGENCY_CODE,
        Column(
            "category",
            "varchar",
            "executive, executive_schedule, schedule_c, policy_career, senior_professional or other",
        ),
        APPOINTMENT,
        Column("feeder_grade", "varchar", "15 or 14: that General Schedule grade or its equivalent; empty otherwise"),
        Column("is_supervisor", "boolean", "supervisory status 2"),
        Column("is_permanent", "boolean", "on a permanent type of appointment"),
        Column("age_band", "varchar", "OPM's age band, only where feeder_grade is given"),
        Column("service_band", "varchar", "OPM's length-of-service band, only where feeder_grade is given"),
        SERVICE_CLASS,
        Column("education_group", "varchar", "advanced or other, only where feeder_grade is given; empty if unknown"),
        Column("veteran", "boolean", "whether a veteran, only where feeder_grade is given; empty if unknown"),
        PEOPLE,
        *FEEDER_TRAITS,
    ),
)

PARTIAL_MONTHS = MartTable(
    "marts",
    "partial_months",
    (
        EVIDENCE,
        Column("source", "varchar", "file of records, or source of published figures, that lacks it; others may not"),
        PERIOD,
        Column("agency_code", "varchar", "agency, or DD* for Defense, of which some is missing; empty: the government"),
        Column("is_whole", "boolean", "whether so little is missing that the month is shown as whole, with a caveat"),
        Column("people_missing", "bigint", "people of the period before who are missing, if known", "people"),
        Column("reason", "varchar", "what is missing, in words"),
        Column(
            "found_by", "varchar", "register (data/reference/gaps.csv) or build (by comparing with earlier periods)"
        ),
    ),
)

WORKFORCE_BY = MartTable(
    "marts",
    "workforce_by",
    (
        Column("dimension", "varchar", "the one column beyond the plain ones that splits these rows, or none"),
        *(replace(column, expression="") for column in WORKFORCE.columns if column is not SERVICE_CLASS),
    ),
)
