"""Who may become an executive: the grades below the SES, and how they stand to the executives they would follow."""

from metrics.definitions.catalog.measures import (
    CAREER_IN_WORKFORCE,
    FEEDER_SUPERVISORS,
    FEEDERS,
    FEEDERS_OF_BOTH_GRADES,
    POLICY_CAREER,
)
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.marts import ELIGIBLE, WORKFORCE
from metrics.definitions.metric import Measure, Metric, Ratio, Unit

SUPERVISORS_BELOW = Measure(WORKFORCE, FEEDER_SUPERVISORS.sql)
"""The same people by agency only: whoever follows an executive is not of the same age or length of service."""
ELIGIBLE_WITHIN_FIVE_YEARS = Measure(
    ELIGIBLE, "sum(central) filter (where appointment = 'career' and horizon_years = 5) / 60.0"
)

METRICS = (
    Metric(
        name="feeder_pool",
        title="Feeder pool",
        question="How many employees stand one grade below the SES?",
        theme="Pipeline",
        definition="GS-15 employees and equivalents on board at the end of the period.",
        says="{value} employees of GS-15 and equivalents were on board",
        subject="GS-15 employees and equivalents on board",
        unit=Unit.PEOPLE,
        formula=FEEDERS,
        need=Need.PUBLISHED,
        caveats=(Caveat.EQUIVALENTS_LISTED, Caveat.GRADE_ON_ANY_PLAN),
    ),
    Metric(
        name="feeder_pool_gs14_15",
        title="Feeder pool of two grades",
        question="How many employees stand within two grades of the SES?",
        theme="Pipeline",
        definition="GS-14 and GS-15 employees and equivalents on board at the end of the period.",
        says="{value} employees of GS-14, GS-15 and equivalents were on board",
        subject="GS-14 and GS-15 employees and equivalents on board",
        unit=Unit.PEOPLE,
        formula=FEEDERS_OF_BOTH_GRADES,
        need=Need.PUBLISHED,
        caveats=(Caveat.EQUIVALENTS_LISTED, Caveat.GRADE_ON_ANY_PLAN),
    ),
    Metric(
        name="feeder_pool_supervisors",
        title="Supervisors in the feeder pool",
        question="How many employees below the SES lead people already?",
        theme="Pipeline",
        definition="GS-15 employees and equivalents who are supervisors or managers (supervisory status 2).",
        says="{value} supervisors of GS-15 and equivalents were on board",
        subject="GS-15 supervisors and equivalents on board",
        unit=Unit.PEOPLE,
        formula=FEEDER_SUPERVISORS,
        need=Need.EMPLOYMENT,
        caveats=(Caveat.EQUIVALENTS_LISTED,),
    ),
    Metric(
        name="schedule_policy_career",
        title="Schedule Policy/Career",
        question="How many career employees serve in policy posts without appeal of removal?",
        theme="Pipeline",
        definition=(
            "Employees on Schedule Policy/Career appointments (codes 67 and 68) on board at the end of the period."
        ),
        says="{value} employees of Schedule Policy/Career were on board",
        subject="employees on Schedule Policy/Career appointments on board",
        unit=Unit.PEOPLE,
        formula=POLICY_CAREER,
        need=Need.PUBLISHED,
        caveats=(Caveat.POLICY_CAREER_BEGINS, Caveat.CONVERSIONS_IN_NO_FLOW),
    ),
    Metric(
        name="bench_strength",
        title="Bench strength",
        question="How many employees stand one grade below the SES for each career executive?",
        theme="Pipeline",
        definition="GS-15 employees and equivalents for each career SES member of the same agency and period.",
        says="There were {value} employees of the feeder pool for each career executive",
        subject="GS-15 employees and equivalents, and career SES members",
        unit=Unit.RATIO,
        formula=Ratio(FEEDERS, CAREER_IN_WORKFORCE, per=1),
        need=Need.PUBLISHED,
        better="higher",
        caveats=(Caveat.EQUIVALENTS_LISTED, Caveat.GRADE_ON_ANY_PLAN),
    ),
    Metric(
        name="successors_per_expected_vacancy",
        title="Supervisors below for each career executive who can retire within five years",
        question="How many supervisors stand one grade below each career executive who can retire within five years?",
        theme="Pipeline",
        definition=(
            "GS-15 supervisors and equivalents for each career executive who can retire on full benefits within five "
            "years, by the central estimate."
        ),
        says="There were {value} supervisors of the feeder pool for each career executive able to retire in five years",
        subject="GS-15 supervisors and equivalents, and career SES members able to retire within five years",
        unit=Unit.RATIO,
        formula=Ratio(SUPERVISORS_BELOW, ELIGIBLE_WITHIN_FIVE_YEARS, per=1),
        need=Need.EMPLOYMENT,
        better="higher",
        caveats=(
            *(Caveat.EQUIVALENTS_LISTED, Caveat.ELIGIBLE_NOT_RETIRED, Caveat.CLOSED_COHORT, Caveat.FULL_BENEFITS_ONLY),
            *(Caveat.SPECIAL_RULES_LEFT_OUT, Caveat.AGE_BANDS_BOUND, Caveat.BROKEN_SERVICE, Caveat.LEAVE_CREDITABLE),
        ),
    ),
)
