"""How many executives there are, how experienced, how paid, and where."""

from metrics.definitions.catalog.measures import (
    EMPLOYEES,
    EXECUTIVES,
    EXECUTIVES_TITLE_5,
    KNOWN_SERVICE,
    count_ses_with,
)
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.marts import ON_BOARD
from metrics.definitions.metric import Measure, Metric, PublishedFigure, Ratio, Statistic, Unit

SENIOR_PROFESSIONALS = Measure(
    ON_BOARD,
    "sum(people) filter (where corps in ('sl', 'st'))",
    PublishedFigure("on_board", ("sl", "st")),
)
KNOWN_POSITION_TYPE = count_ses_with("position_known")
CAREER_RESERVED = count_ses_with("career_reserved")
YEARS_OF_SERVICE = count_ses_with("years_served")
PAID = Measure(ON_BOARD, "sum(people) filter (where corps = 'ses' and salary > 0)")
PAID_UNDER_CITED_CEILING = Measure(
    ON_BOARD, "sum(people) filter (where corps = 'ses' and salary > 0 and pay_ceiling is not null)"
)
AT_CEILING = Measure(ON_BOARD, "sum(people) filter (where corps = 'ses' and salary >= 0.99 * pay_ceiling)")
KNOWN_DUTY_STATION = count_ses_with("station_known")
IN_THE_FIELD = count_ses_with("in_field")


def _salary_percentile(share: float) -> Measure:
    """Continuous percentile over people: a row of the mart is one person."""
    return Measure(ON_BOARD, f"quantile_cont(salary, {share}) filter (where corps = 'ses' and salary > 0)")


METRICS = (
    Metric(
        name="on_board",
        title="Executives on board",
        question="How many senior executives are on board?",
        theme="Strength",
        definition="Members of the Senior Executive Service on board at the end of the period.",
        says="{value} senior executives were on board",
        subject="SES members on board",
        unit=Unit.PEOPLE,
        formula=EXECUTIVES,
        need=Need.PUBLISHED,
        caveats=(Caveat.LIMITED_EMERGENCY_SUPPRESSED, Caveat.FBI_AND_DEA_COUNTED),
    ),
    Metric(
        name="on_board_title_5",
        title="Executives of title 5 on board",
        question="How many executives does the law of the SES cover?",
        theme="Strength",
        definition=(
            "Members of the Senior Executive Service on board at the end of the period, without those of the FBI and "
            "the DEA and, of an agency, without those of its inspector general."
        ),
        says="{value} senior executives of title 5 were on board",
        subject="SES members of title 5 on board, without the FBI and the DEA",
        unit=Unit.PEOPLE,
        formula=EXECUTIVES_TITLE_5,
        need=Need.SUBELEMENTS,
        caveats=(Caveat.TITLE_5_ONLY, Caveat.INSPECTORS_GENERAL_APART, Caveat.LIMITED_EMERGENCY_SUPPRESSED),
    ),
    Metric(
        name="executives_per_thousand",
        title="Executives per 1,000 employees",
        question="How many executives are there for every 1,000 employees?",
        theme="Strength",
        definition=(
            "SES members per 1,000 civilian employees on board in the same agency and period, both counted from one "
            "file of the month."
        ),
        says="There were {value} executives for every 1,000 employees",
        subject="SES members and all civilian employees on board",
        unit=Unit.RATIO,
        formula=Ratio(EXECUTIVES, EMPLOYEES, per=1000, is_of_one_file=True),
        need=Need.EMPLOYMENT_OR_SUMMARY,
        caveats=(Caveat.OF_ONE_FILE,),
    ),
    Metric(
        name="senior_professionals_per_executive",
        title="Senior professional ratio",
        question="Does the expert track keep pace with the SES?",
        theme="Strength",
        definition="Senior-level (SL) and scientific and professional (ST) employees on board for each SES member.",
        says="There were {value} senior professionals for each executive",
        subject="SL, ST and SES members on board",
        unit=Unit.RATIO,
        formula=Ratio(SENIOR_PROFESSIONALS, EXECUTIVES, per=1),
        need=Need.EMPLOYMENT_OR_SUMMARY,
        fixed_columns=("appointment",),
    ),
    Metric(
        name="career_reserved_share",
        title="Executives in career reserved positions",
        question="How much of the SES sits in positions reserved for career executives?",
        theme="Strength",
        definition="Executives in career reserved positions as a share of those whose position type is known.",
        says="{value} of executives held career reserved positions",
        subject="SES members whose position type is known",
        unit=Unit.PERCENT,
        formula=Ratio(CAREER_RESERVED, KNOWN_POSITION_TYPE),
        need=Need.POSITION_TYPES,
        caveats=(Caveat.POSITION_TYPE_RECENT,),
    ),
    Metric(
        name="average_length_of_service",
        title="Average length of service",
        question="How experienced are executives?",
        theme="Strength",
        definition="Mean years of federal service of SES members whose service is known.",
        says="Executives averaged {value} of federal service",
        subject="SES members whose service is known",
        unit=Unit.YEARS,
        formula=Ratio(YEARS_OF_SERVICE, KNOWN_SERVICE, per=1),
        need=Need.PUBLISHED,
        caveats=(Caveat.LEAVE_CREDITABLE,),
        finished_figure=PublishedFigure("average_length_of_service"),
    ),
    Metric(
        name="median_salary",
        title="Median salary",
        question="What is the median executive paid?",
        theme="Strength",
        definition="Median adjusted basic pay of SES members with a valid salary.",
        says="Half of executives were paid more than {value}",
        subject="SES members with a valid salary",
        unit=Unit.DOLLARS,
        formula=Statistic(_salary_percentile(0.5), PAID),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.PAY_REDACTED,),
    ),
    Metric(
        name="salary_p10",
        title="Salary, 10th percentile",
        question="Where does executive pay begin in practice?",
        theme="Strength",
        definition="Adjusted basic pay below which a tenth of SES members with a valid salary fall.",
        says="A tenth of executives were paid less than {value}",
        subject="SES members with a valid salary",
        unit=Unit.DOLLARS,
        formula=Statistic(_salary_percentile(0.1), PAID),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.PAY_REDACTED,),
    ),
    Metric(
        name="salary_p90",
        title="Salary, 90th percentile",
        question="Where does executive pay end in practice?",
        theme="Strength",
        definition="Adjusted basic pay above which a tenth of SES members with a valid salary stand.",
        says="A tenth of executives were paid more than {value}",
        subject="SES members with a valid salary",
        unit=Unit.DOLLARS,
        formula=Statistic(_salary_percentile(0.9), PAID),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.PAY_REDACTED,),
    ),
    Metric(
        name="pay_at_ceiling_share",
        title="Executives paid at the ceiling",
        question="How many executives are already paid at the ceiling?",
        theme="Strength",
        definition="SES members within one percent of that year's certified ceiling, of those with a valid salary.",
        says="{value} of executives were paid at the ceiling",
        subject="SES members with a valid salary",
        unit=Unit.PERCENT,
        formula=Ratio(AT_CEILING, PAID_UNDER_CITED_CEILING),
        need=Need.EMPLOYMENT_UNDER_CITED_CEILING,
        caveats=(Caveat.CEILING_CITED, Caveat.PAY_REDACTED),
    ),
    Metric(
        name="field_share",
        title="Executives outside DC, Maryland and Virginia",
        question="How many executives work outside the District of Columbia, Maryland and Virginia?",
        theme="Strength",
        definition=(
            "SES members whose duty station is outside the District of Columbia, Maryland and Virginia, of those with "
            "a known duty station at home or abroad."
        ),
        says="{value} of executives worked outside the District of Columbia, Maryland and Virginia",
        subject="SES members with a known duty station",
        unit=Unit.PERCENT,
        formula=Ratio(IN_THE_FIELD, KNOWN_DUTY_STATION),
        need=Need.EMPLOYMENT,
        fixed_columns=("duty_state",),
    ),
)
