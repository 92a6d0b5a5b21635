"""What several themes count: executives, those who may follow them, the workforce around them, and their movements."""

from metrics.definitions.marts import ACCESSIONS, FEEDER_POOL, ON_BOARD, SEPARATIONS, WORKFORCE
from metrics.definitions.metric import Mart, Measure, PublishedFigure, PublishedQuantity


def _count_ses(mart: Mart, condition: str = "", figure: PublishedFigure | None = None) -> Measure:
    """SES members of a mart, all or those who meet a condition."""
    extra = f" and {condition}" if condition else ""
    return Measure(mart, f"sum(people) filter (where corps = 'ses'{extra})", figure)


EXECUTIVES = _count_ses(ON_BOARD, figure=PublishedFigure("on_board"))
CAREER = Measure(
    ON_BOARD, "sum(people) filter (where appointment = 'career')", PublishedFigure("on_board", ("career",))
)
NONCAREER = Measure(
    ON_BOARD, "sum(people) filter (where appointment = 'noncareer')", PublishedFigure("on_board", ("noncareer",))
)
LIMITED = Measure(
    ON_BOARD,
    "sum(people) filter (where appointment in ('limited_term', 'limited_emergency'))",
    PublishedFigure("on_board", ("limited_term", "limited_emergency"), essential=("limited_term",)),
)


OFFICES = "select code from marts.label where column_name = 'inspector_general'"
"""Offices of inspector general inside another agency, each an agency of its own for the SES (5 U.S.C. 406(d))."""
NO_OFFICE = f"(agency_subelement_code is null or agency_subelement_code not in ({OFFICES}))"


def _count_title_5(condition: str, figure: PublishedFigure) -> Measure:
    """Executives of the SES of title 5: without the FBI and the DEA, unknown where Justice is not told by its parts.

    5 U.S.C. 3132(a)(1)(B) leaves both out of "agency"; they have a service of their own (5 U.S.C. 3151). Of an agency
    its inspector general is left out too, where its part is named.
    """
    is_told = "count(*) filter (where corps = 'ses' and mart.agency_code = 'DJ' and agency_subelement_code is null) = 0"
    without = "(agency_subelement_code is null or agency_subelement_code not in ('DJ02', 'DJ06'))"
    people = f"sum(people) filter (where {condition} and {without}{{}})"
    people_if_known = f"case when {is_told} then {people} end"
    of_an_agency = people_if_known.format(f" and {NO_OFFICE}")
    return Measure(ON_BOARD, people_if_known.format(""), figure, can_be_unknown=True, of_an_agency=of_an_agency)


EXECUTIVES_TITLE_5 = _count_title_5("corps = 'ses'", PublishedFigure("on_board", ("ses_title_5",)))
NONCAREER_TITLE_5 = _count_title_5("appointment = 'noncareer'", PublishedFigure("on_board", ("noncareer_title_5",)))
LIMITED_TITLE_5 = _count_title_5(
    "appointment in ('limited_term', 'limited_emergency')",
    PublishedFigure(
        "on_board", ("limited_term_title_5", "limited_emergency_title_5"), essential=("limited_term_title_5",)
    ),
)
ALLOCATED_POSITIONS = PublishedQuantity(PublishedFigure("allocations"), stands_months=24)


def count_ses_with(trait: str) -> Measure:
    """SES members on board who have a trait of the mart, or its sum over them."""
    return Measure(ON_BOARD, f"sum({trait}) filter (where corps = 'ses')")


KNOWN_SERVICE = count_ses_with("service_known")
UNDER_ONE_YEAR = count_ses_with("under_1_year")
UNDER_TWO_YEARS = count_ses_with("under_2_years")
UNDER_THREE_YEARS = count_ses_with("under_3_years")
KNOWN_AGE = count_ses_with("age_known")
OF_SOME_AGE_BAND = _count_ses(ON_BOARD, "age_band between 'A' and 'K'")
"""The same people, but none and not zero where a split by age band comes to the unknown one."""
UNDER_45 = count_ses_with("under_45")
KNOWN_EDUCATION = count_ses_with("education_known")
ADVANCED_DEGREE = count_ses_with("advanced_degree")
KNOWN_VETERAN = count_ses_with("veteran_known")
VETERANS = count_ses_with("is_veteran")

EMPLOYEES = Measure(WORKFORCE, "sum(people)", PublishedFigure("on_board", ("workforce",)))
SCHEDULE_C = Measure(
    WORKFORCE, "sum(people) filter (where category = 'schedule_c')", PublishedFigure("on_board", ("schedule_c",))
)
POLICY_CAREER = Measure(
    WORKFORCE, "sum(people) filter (where category = 'policy_career')", PublishedFigure("on_board", ("policy_career",))
)
CAREER_IN_WORKFORCE = Measure(
    WORKFORCE, "sum(people) filter (where appointment = 'career')", PublishedFigure("on_board", ("career",))
)


def _count_feeders(
    condition: str = "", grades: str = "= '15'", trait: str = "people", figure: PublishedFigure | None = None
) -> Measure:
    """Employees of the grade below the SES, all or those who meet a condition or have a trait of the mart."""
    extra = f" and {condition}" if condition else ""
    return Measure(FEEDER_POOL, f"sum({trait}) filter (where feeder_grade {grades}{extra})", figure)


FEEDERS = _count_feeders(figure=PublishedFigure("on_board", ("grade_15",)))
FEEDERS_OF_BOTH_GRADES = _count_feeders(
    grades="in ('14', '15')", figure=PublishedFigure("on_board", ("grade_14", "grade_15"))
)
FEEDER_SUPERVISORS = _count_feeders("is_supervisor")
FEEDERS_OF_KNOWN_AGE = _count_feeders(trait="age_known")
FEEDERS_UNDER_45 = _count_feeders(trait="under_45")
FEEDERS_OF_KNOWN_EDUCATION = _count_feeders(trait="education_known")
FEEDERS_WITH_ADVANCED_DEGREE = _count_feeders(trait="advanced_degree")
FEEDERS_KNOWN_VETERAN = _count_feeders(trait="veteran_known")
FEEDER_VETERANS = _count_feeders(trait="is_veteran")

ALL_SEPARATIONS = _count_ses(SEPARATIONS, figure=PublishedFigure("separations"))
SEPARATIONS_WITHOUT_TRANSFERS = _count_ses(
    SEPARATIONS, "separation_group <> 'transfer_out'", PublishedFigure("separations_excluding_transfers")
)
QUITS = _count_ses(SEPARATIONS, "separation_group = 'quit'", PublishedFigure("quits"))
TRANSFERS_OUT = _count_ses(SEPARATIONS, "separation_group = 'transfer_out'")
RETIREMENTS = _count_ses(SEPARATIONS, "separation_group = 'retirement'", PublishedFigure("retirements"))
LEFT_UNDER_ONE_YEAR = _count_ses(SEPARATIONS, "separation_group <> 'transfer_out' and service_years < 1")
LEFT_UNDER_TWO_YEARS = _count_ses(SEPARATIONS, "separation_group <> 'transfer_out' and service_years < 2")

NEW_HIRES = _count_ses(ACCESSIONS, "accession_group = 'new_hire'")
NEW_TO_THE_SES = _count_ses(ACCESSIONS, "accession_category = 'AE'", PublishedFigure("new_hires"))
TRANSFERS_IN = _count_ses(ACCESSIONS, "accession_group = 'transfer_in'")
