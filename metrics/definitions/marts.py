"""The tables indicators may read: what one row is, whether it is a stock or a flow, and how it can be broken down."""

from metrics.definitions.metric import Mart, Summary

ON_BOARD = Mart(
    name="on_board",
    kind="stock",
    grain="executives and senior professionals on board at a period end, one row per person",
    breakdowns=(
        "agency_code",
        "agency_subelement_code",
        "appointment",
        "age_band",
        "service_band",
        "occupation_code",
        "duty_state",
        "education_code",
        "supervisory_code",
    ),
    summary=Summary(
        name="on_board_by",
        code="code",
        keys=("corps", "appointment"),
        dimensions=(
            "agency_code",
            "agency_subelement_code",
            "age_band",
            "service_band",
            "occupation_code",
            "duty_state",
            "supervisory_code",
            "education_code",
        ),
        sums=(
            *("people", "age_known", "under_45", "sixty_and_over", "service_known", "under_1_year", "under_2_years"),
            *("under_3_years", "years_served", "service_band_known", "thirty_years", "education_known"),
            *("advanced_degree", "veteran_known", "is_veteran", "position_known", "career_reserved", "station_known"),
            "in_field",
        ),
    ),
    details=(*("duty_region", "position_type", "veteran", "service_years", "service_class", "salary", "pay_ceiling"),),
)
WORKFORCE_BY = Summary(
    name="workforce_by",
    keys=("category", "appointment", "feeder_grade", "is_supervisor", "is_permanent"),
    dimensions=("agency_code", "age_band", "service_band", "education_group", "veteran"),
    sums=(*("people", "age_known", "under_45", "education_known", "advanced_degree", "veteran_known", "is_veteran"),),
)
WORKFORCE = Mart(
    name="workforce",
    kind="stock",
    grain="every civilian employee on board at a period end, counted by agency and group",
    breakdowns=("agency_code",),
    summary=WORKFORCE_BY,
)
FEEDER_POOL = Mart(
    name="workforce",
    kind="stock",
    grain="employees of grades GS-14 and GS-15 and equivalents, counted by agency, age, service and education",
    breakdowns=("agency_code", "age_band", "service_band", "education_group"),
    summary=WORKFORCE_BY,
)
SEPARATIONS = Mart(
    name="separations",
    kind="flow",
    grain="departures of executives and senior professionals, by effective month",
    breakdowns=(
        "agency_code",
        "agency_subelement_code",
        "appointment",
        "separation_category",
        "separation_group",
        "sex",
        "age_band",
        "service_band",
        "occupation_code",
        "duty_state",
    ),
)
ACCESSIONS = Mart(
    name="accessions",
    kind="flow",
    grain="arrivals of executives and senior professionals from outside their agency, by effective month",
    breakdowns=(
        "agency_code",
        "agency_subelement_code",
        "appointment",
        "accession_category",
        "accession_group",
        "sex",
        "age_band",
        "service_band",
        "occupation_code",
        "duty_state",
    ),
)
POSITIONS = Mart(
    name="positions",
    kind="stock",
    grain="listed executive positions at a date, by agency and how they are filled",
    breakdowns=("agency_code",),
    has_source=True,
)


def _ahead(people: str) -> str:
    """Rows of people at every horizon, with what the lookup says of their age and service: nothing where unknown."""
    return (
        "(select person.*, horizon_years, people * low as low, people * central as central, people * high as high,\n"
        "        if(low is null, 0, people) as known, if(low is null, people, 0) as left_out\n"
        f"      from {people} as person cross join (select distinct horizon_years from marts.eligibility)\n"
        "      left join marts.eligibility using (period, age_band, service_class, horizon_years))"
    )


ELIGIBLE = Mart(
    name="on_board",
    kind="stock",
    grain="executives on board at a period end, and how many of them can retire on full benefits by each horizon",
    breakdowns=(
        *("agency_code", "agency_subelement_code", "appointment", "age_band", "service_band", "occupation_code"),
        *("duty_state", "horizon_years"),
    ),
    rows=_ahead("(select * from marts.on_board where corps = 'ses')"),
    numbers=("horizon_years",),
    summary=Summary(
        name="eligible_by",
        keys=("appointment", "horizon_years"),
        dimensions=(
            *("agency_code", "agency_subelement_code", "age_band", "service_band", "occupation_code"),
            "duty_state",
        ),
        sums=("known", "left_out", "low", "central", "high"),
        among="pool = 'executives'",
    ),
)
ELIGIBLE_FEEDERS = Mart(
    name="workforce",
    kind="stock",
    grain="employees of GS-15 and equivalents, and how many of them can retire on full benefits by each horizon",
    breakdowns=("agency_code", "age_band", "service_band", "horizon_years"),
    rows=_ahead("(select * from marts.workforce where feeder_grade = '15')"),
    numbers=("horizon_years",),
    summary=Summary(
        name="eligible_by",
        keys=("horizon_years",),
        dimensions=("agency_code", "age_band", "service_band"),
        sums=("known", "left_out", "low", "central", "high"),
        among="pool = 'feeders'",
    ),
)
DEMOGRAPHICS = Mart(
    name="demographics",
    kind="stock",
    grain="people by sex or race at a period end, by agency and appointment",
    breakdowns=("agency_code", "appointment"),
    has_source=True,
    has_totals=True,
)
