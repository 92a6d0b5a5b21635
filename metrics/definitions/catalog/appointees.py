"""Who may be appointed, and how: career, noncareer and limited appointees against the limits in law."""

from metrics.definitions.catalog.measures import (
    ALLOCATED_POSITIONS,
    CAREER_IN_WORKFORCE,
    EXECUTIVES,
    EXECUTIVES_TITLE_5,
    LIMITED,
    LIMITED_TITLE_5,
    NO_OFFICE,
    NONCAREER,
    NONCAREER_TITLE_5,
    SCHEDULE_C,
)
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.marts import ON_BOARD, POSITIONS, WORKFORCE
from metrics.definitions.metric import (
    AgenciesOver,
    Headroom,
    LeastWhole,
    Limit,
    LowerBound,
    Measure,
    Metric,
    OfKnown,
    PublishedFigure,
    Ratio,
    StandingCount,
    Unit,
)

TEN_PERCENT = Limit(10, "government", "positions", "5 U.S.C. 3134(b)")
QUARTER = Limit(25, "agency", "positions", "5 U.S.C. 3134(d)")
FIVE_PERCENT = Limit(5, "government", "positions", "5 U.S.C. 3134(e)")

POLITICAL_LAYER = Measure(
    WORKFORCE,
    "sum(people) filter (where appointment = 'noncareer' or category in ('schedule_c', 'executive_schedule'))",
    PublishedFigure("on_board", ("noncareer", "schedule_c", "ex")),
)
MISSION_SUPPORT = "('0201', '0343', '0501', '0505', '0510', '0560', '1102', '2210', '1550')"
MISSION_SUPPORT_EXECUTIVES = Measure(
    ON_BOARD, f"sum(people) filter (where corps = 'ses' and occupation_code in {MISSION_SUPPORT})"
)
MISSION_SUPPORT_NONCAREER = Measure(
    ON_BOARD, f"sum(people) filter (where appointment = 'noncareer' and occupation_code in {MISSION_SUPPORT})"
)
GENERAL = "pay_plan = 'ES' and position_type = 'general'"
GENERAL_POSITIONS = Measure(POSITIONS, f"sum(positions) filter (where {GENERAL} and lists_vacancies)")
IN_CAREER_RESERVED = (
    "appointment = 'career' and position_type = 'career_reserved' "
    "and (agency_subelement_code is null or agency_subelement_code not in ('DJ02', 'DJ06'))"
)
KNOWN_POSITIONS = LowerBound(
    GENERAL_POSITIONS,
    Measure(
        ON_BOARD,
        f"sum(people) filter (where {IN_CAREER_RESERVED})",
        of_an_agency=f"sum(people) filter (where {IN_CAREER_RESERVED} and {NO_OFFICE})",
    ),
)
HEADROOM = Headroom(NONCAREER, EXECUTIVES, ALLOCATED_POSITIONS, KNOWN_POSITIONS)
GENERAL_VACANT = Measure(POSITIONS, f"sum(positions) filter (where {GENERAL} and filled_by = 'vacant')")
GENERAL_FILLED = Measure(POSITIONS, f"sum(positions) filter (where {GENERAL} and filled_by <> 'vacant')")
GENERAL_NONCAREER = Measure(POSITIONS, f"sum(positions) filter (where {GENERAL} and filled_by = 'noncareer')")

METRICS = (
    Metric(
        name="noncareer_share",
        title="Political appointees in the SES",
        question="How large a part of executives on board are political appointees?",
        theme="Political appointees",
        definition="Noncareer appointees as a share of all senior executives on board.",
        says="Noncareer appointees were {value} of executives on board",
        subject="SES members on board",
        unit=Unit.PERCENT,
        formula=Ratio(NONCAREER, EXECUTIVES),
        need=Need.PUBLISHED,
        limits=(TEN_PERCENT, QUARTER),
        caveats=(
            Caveat.PEOPLE_NOT_POSITIONS,
            Caveat.FBI_AND_DEA_COUNTED,
            Caveat.SMALL_AGENCIES_EXEMPT,
            Caveat.DEFENSE_AS_ONE,
            Caveat.INSPECTORS_GENERAL_APART,
        ),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="noncareer_share_title_5",
        title="Political appointees in the SES of title 5",
        question="What share of the SES that the limits are about do political appointees make up?",
        theme="Political appointees",
        definition=(
            "Noncareer appointees as a share of senior executives on board, without those of the FBI and the DEA and, "
            "of an agency, without those of its inspector general."
        ),
        says="Noncareer appointees were {value} of executives of the SES of title 5 on board",
        subject="SES members of title 5 on board, without the FBI and the DEA",
        unit=Unit.PERCENT,
        formula=Ratio(NONCAREER_TITLE_5, EXECUTIVES_TITLE_5),
        need=Need.SUBELEMENTS,
        limits=(TEN_PERCENT, QUARTER),
        caveats=(
            Caveat.TITLE_5_ONLY,
            Caveat.PEOPLE_NOT_POSITIONS,
            Caveat.SMALL_AGENCIES_EXEMPT,
            Caveat.DEFENSE_AS_ONE,
            Caveat.INSPECTORS_GENERAL_APART,
        ),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="noncareer_share_of_positions",
        title="Political appointees, share of positions",
        question="Does the government meet the legal test itself?",
        theme="Political appointees",
        definition="Noncareer appointees as a share of the SES positions that OPM has allocated to agencies.",
        says="Noncareer appointees held {value} of the positions allocated to agencies",
        subject="SES positions allocated by OPM",
        unit=Unit.PERCENT,
        formula=Ratio(NONCAREER, ALLOCATED_POSITIONS),
        need=Need.ALLOCATIONS,
        limits=(TEN_PERCENT, QUARTER),
        caveats=(
            Caveat.ALLOCATIONS_STAND,
            Caveat.FBI_AND_DEA_COUNTED,
            Caveat.SMALL_AGENCIES_EXEMPT,
            Caveat.DEFENSE_AS_ONE,
            Caveat.INSPECTORS_GENERAL_APART,
        ),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="limited_share",
        title="Limited appointees",
        question="Do limited appointments stay the exception?",
        theme="Political appointees",
        definition="Limited term and limited emergency appointees as a share of all senior executives on board.",
        says="Limited appointees were {value} of executives on board",
        subject="SES members on board",
        unit=Unit.PERCENT,
        formula=Ratio(LIMITED, EXECUTIVES),
        need=Need.PUBLISHED,
        limits=(FIVE_PERCENT,),
        caveats=(
            Caveat.PEOPLE_NOT_POSITIONS,
            Caveat.FBI_AND_DEA_COUNTED,
            Caveat.LIMITED_EMERGENCY_SUPPRESSED,
        ),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="limited_share_title_5",
        title="Limited appointees in the SES of title 5",
        question="What share of the SES that the limit is about do limited appointees make up?",
        theme="Political appointees",
        definition=(
            "Limited term and limited emergency appointees as a share of senior executives on board, without those of "
            "the FBI and the DEA and, of an agency, without those of its inspector general."
        ),
        says="Limited appointees were {value} of executives of the SES of title 5 on board",
        subject="SES members of title 5 on board, without the FBI and the DEA",
        unit=Unit.PERCENT,
        formula=Ratio(LIMITED_TITLE_5, EXECUTIVES_TITLE_5),
        need=Need.SUBELEMENTS,
        limits=(FIVE_PERCENT,),
        caveats=(
            *(Caveat.TITLE_5_ONLY, Caveat.INSPECTORS_GENERAL_APART, Caveat.PEOPLE_NOT_POSITIONS),
            Caveat.LIMITED_EMERGENCY_SUPPRESSED,
        ),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="limited_share_of_positions",
        title="Limited appointees, share of positions",
        question="Does the government meet the legal test of limited appointments itself?",
        theme="Political appointees",
        definition=(
            "Limited term and limited emergency appointees as a share of the SES positions that OPM has allocated to "
            "agencies."
        ),
        says="Limited appointees held {value} of the positions allocated to agencies",
        subject="SES positions allocated by OPM",
        unit=Unit.PERCENT,
        formula=Ratio(LIMITED, ALLOCATED_POSITIONS),
        need=Need.ALLOCATIONS,
        limits=(FIVE_PERCENT,),
        caveats=(Caveat.ALLOCATIONS_STAND, Caveat.LIMITED_EMERGENCY_SUPPRESSED),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="noncareer_headroom",
        title="Room for political appointees",
        question="How many more may an agency appoint?",
        theme="Political appointees",
        definition=(
            "Noncareer appointees an agency could add within a quarter, rounded down, of the positions allocated to "
            "it; where its allocation is not loaded, at least so many as a quarter of the positions known to exist "
            "allows, and unknown where that is not enough."
        ),
        says="Room for noncareer appointees within a quarter of positions was {value}",
        subject="SES positions allocated, else those known to exist, by agency",
        unit=Unit.PEOPLE,
        formula=HEADROOM,
        need=Need.POSITIONS,
        limits=(QUARTER,),
        caveats=(
            Caveat.BASE_IS_SAID,
            Caveat.ALLOCATIONS_STAND,
            Caveat.LOWER_BOUND,
            Caveat.SMALL_AGENCIES_EXEMPT,
            Caveat.DEFENSE_AS_ONE,
        ),
    ),
    Metric(
        name="agencies_over_quarter",
        title="Agencies with more than a quarter of executives noncareer",
        question="In which agencies are more than a quarter of executives on board political appointees?",
        theme="Political appointees",
        definition=(
            "Agencies of at least four executives, Defense as one, where noncareer appointees are more than a quarter "
            "of executives on board; the limit in law is a quarter of positions."
        ),
        says=(
            "In {value} agencies of at least four executives noncareer appointees were more than a quarter of those on "
            "board"
        ),
        subject="agencies with at least four executives on board",
        unit=Unit.AGENCIES,
        formula=AgenciesOver(NONCAREER, EXECUTIVES),
        need=Need.PUBLISHED,
        limits=(QUARTER,),
        caveats=(
            Caveat.PEOPLE_NOT_POSITIONS,
            Caveat.FBI_AND_DEA_COUNTED,
            Caveat.SMALL_AGENCIES_EXEMPT,
            Caveat.DEFENSE_AS_ONE,
            Caveat.INSPECTORS_GENERAL_APART,
        ),
    ),
    Metric(
        name="positions_lower_bound",
        title="Positions known to exist",
        question="How many SES positions are known to exist?",
        theme="Political appointees",
        definition=(
            "General SES positions listed, filled and vacant, and career executives known in career reserved "
            "positions on the same day: at least so many positions there are."
        ),
        says="At least {value} positions were known to exist",
        subject="SES positions listed, or known by who holds them",
        unit=Unit.POSITIONS,
        formula=KNOWN_POSITIONS,
        need=Need.PLUM,
        caveats=(Caveat.LOWER_BOUND, Caveat.PLUM_NOT_COMPARABLE),
        one_source=True,
    ),
    Metric(
        name="noncareer_share_of_known_positions",
        title="Political appointees, share of positions known to exist",
        question="How high can political appointees' share of positions be at most?",
        theme="Political appointees",
        definition=(
            "Noncareer appointees on board as a share of the SES positions known to exist in the newest listing: "
            "since there may be more positions, the share in law is no more than this."
        ),
        says="Noncareer appointees were at most {value} of positions",
        subject="SES positions listed, or known by who holds them",
        unit=Unit.PERCENT,
        formula=OfKnown(NONCAREER, EXECUTIVES, KNOWN_POSITIONS, months=24),
        need=Need.PLUM,
        limits=(TEN_PERCENT, QUARTER),
        caveats=(Caveat.LOWER_BOUND, Caveat.FBI_AND_DEA_COUNTED, Caveat.DEFENSE_AS_ONE),
        fixed_columns=("appointment",),
        one_source=True,
    ),
    Metric(
        name="allocation_needed",
        title="Positions that would have to be allocated",
        question="How many positions must be allocated for political appointees to stay within the limits?",
        theme="Political appointees",
        definition=(
            "The least number of allocated SES positions with which noncareer appointees on board stay within the "
            "limit: ten times their number governmentwide, four times in one agency."
        ),
        says="To be within the limit, noncareer appointees on board needed at least {value} allocated positions",
        subject="SES positions",
        unit=Unit.POSITIONS,
        formula=LeastWhole(NONCAREER, times=10, times_in_an_agency=4),
        need=Need.PUBLISHED,
        limits=(TEN_PERCENT, QUARTER),
        caveats=(Caveat.ALLOCATIONS_RARELY_PUBLISHED, Caveat.DEFENSE_AS_ONE),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="quarter_standing",
        title="Agencies and the limit of a quarter",
        question="Which agencies are known to stay within a quarter of their positions?",
        theme="Political appointees",
        definition=(
            "Agencies with executives, Defense as one, by what is known of their positions: within a quarter of those "
            "allocated or known to exist, above a quarter of those allocated, or unknown."
        ),
        says="On positions, {value} agencies were known to be within the 25% limit",
        subject="agencies with executives on board",
        unit=Unit.AGENCIES,
        formula=StandingCount(HEADROOM, QUARTER.value),
        need=Need.PUBLISHED,
        limits=(QUARTER,),
        caveats=(
            Caveat.LOWER_BOUND,
            Caveat.BASE_IS_SAID,
            Caveat.FBI_AND_DEA_COUNTED,
            Caveat.DEFENSE_AS_ONE,
            Caveat.INSPECTORS_GENERAL_APART,
        ),
        headlines=("within",),
    ),
    Metric(
        name="political_layer",
        title="The political layer",
        question="How many political appointees and Executive Schedule officials are there for 100 career executives?",
        theme="Political appointees",
        definition=(
            "Noncareer executives, Schedule C employees and people on the Executive Schedule, each once, for every 100 "
            "career executives."
        ),
        says=(
            "There were {value} noncareer executives, Schedule C employees and people on the Executive Schedule for "
            "every 100 career executives"
        ),
        subject="noncareer SES, Schedule C and Executive Schedule against career SES",
        unit=Unit.RATIO,
        formula=Ratio(POLITICAL_LAYER, CAREER_IN_WORKFORCE),
        need=Need.EMPLOYMENT_OR_SUMMARY,
        caveats=(Caveat.WHO_IS_IN_THE_LAYER, Caveat.LOW_AFTER_AN_INAUGURATION, Caveat.SCHEDULE_C_FROM_FILES),
    ),
    Metric(
        name="schedule_c",
        title="Schedule C employees",
        question="How many political appointees serve below the SES?",
        theme="Political appointees",
        definition=(
            "Employees on Schedule C appointments (codes 34 and 44) on board at the end of the period: confidential "
            "and policy posts below the SES."
        ),
        says="{value} Schedule C employees were on board",
        subject="employees on Schedule C appointments on board",
        unit=Unit.PEOPLE,
        formula=SCHEDULE_C,
        need=Need.PUBLISHED,
        caveats=(Caveat.ON_EXECUTIVE_SCHEDULE, Caveat.CONVERSIONS_IN_NO_FLOW),
    ),
    Metric(
        name="mission_support_noncareer_share",
        title="Political appointees in management support occupations",
        question="How many executives in management support occupations are political appointees?",
        theme="Political appointees",
        definition=(
            "Noncareer appointees as a share of executives in personnel, management analysis, finance and budget, "
            "contracting and information technology (series 0201, 0343, 0501, 0505, 0510, 0560, 1102, 1550, 2210)."
        ),
        says="Noncareer appointees were {value} of executives in management support occupations",
        subject="SES members in management support series",
        unit=Unit.PERCENT,
        formula=Ratio(MISSION_SUPPORT_NONCAREER, MISSION_SUPPORT_EXECUTIVES),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.OCCUPATIONS_NOT_OFFICES,),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="general_positions_noncareer_share",
        title="Noncareer in general positions",
        question="Who fills the positions open to any appointee?",
        theme="Political appointees",
        definition="Noncareer appointees' part of the general SES positions that are filled.",
        says="Noncareer appointees held {value} of the general positions that were filled",
        subject="filled general SES positions",
        unit=Unit.PERCENT,
        formula=Ratio(GENERAL_NONCAREER, GENERAL_FILLED),
        need=Need.PLUM,
        caveats=(Caveat.PLUM_NOT_COMPARABLE,),
        one_source=True,
    ),
    Metric(
        name="general_positions_vacancy_rate",
        title="Vacant general positions",
        question="How many general positions are vacant?",
        theme="Political appointees",
        definition="Vacant general SES positions as a share of all current general SES positions listed.",
        says="{value} of general positions were vacant",
        subject="current general SES positions",
        unit=Unit.PERCENT,
        formula=Ratio(GENERAL_VACANT, GENERAL_POSITIONS),
        need=Need.PLUM,
        caveats=(Caveat.PLUM_NOT_COMPARABLE,),
        one_source=True,
    ),
)
