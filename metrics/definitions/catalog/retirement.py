"""Who can retire, who does, and how many of those who would follow can retire as well."""

from metrics.definitions.catalog.measures import EXECUTIVES, KNOWN_AGE, RETIREMENTS, count_ses_with
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.formula import Eligible
from metrics.definitions.marts import ELIGIBLE, ELIGIBLE_FEEDERS
from metrics.definitions.metric import AsPrinted, Average, Measure, Metric, PublishedFigure, Ratio, Unit
from metrics.definitions.terms import AtStart

CAREER = (("appointment", "career"),)
NOW_AND_IN_FIVE_YEARS = ("0", "5")

SIXTY_AND_OVER = count_ses_with("sixty_and_over")
THIRTY_YEARS = count_ses_with("thirty_years")
KNOWN_SERVICE_BAND = count_ses_with("service_band_known")
ELIGIBLE_NOW = Measure(ELIGIBLE, "sum(central) filter (where horizon_years = 0) / 60.0")

OF_AN_ESTIMATE = (
    *(Caveat.FULL_BENEFITS_ONLY, Caveat.SPECIAL_RULES_LEFT_OUT, Caveat.AGE_BANDS_BOUND),
    *(Caveat.BROKEN_SERVICE, Caveat.LEAVE_CREDITABLE),
)
OF_A_COHORT = (*(Caveat.CLOSED_COHORT, Caveat.ELIGIBLE_NOT_RETIRED, Caveat.AGE_OR_SERVICE_UNKNOWN, *OF_AN_ESTIMATE),)

METRICS = (
    Metric(
        name="retirement_eligible",
        title="Executives who can retire",
        question="How many executives will be able to retire?",
        theme="Retirement",
        definition=(
            "Expected number of career executives on board (of others where the question names appointments) who can "
            "retire on full benefits within so many years of the period, if nobody leaves."
        ),
        says="{value} executives could retire on full benefits by the horizon",
        subject="career SES members on board whose age and service are known",
        unit=Unit.PEOPLE,
        formula=Eligible(ELIGIBLE),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.CAREER_BY_DEFAULT, *OF_A_COHORT),
        by_default=CAREER,
        headlines=NOW_AND_IN_FIVE_YEARS,
    ),
    Metric(
        name="retirement_eligible_share",
        title="Share of executives who can retire",
        question="What share of executives will be able to retire?",
        theme="Retirement",
        definition=(
            "Expected share of career executives on board (of others where the question names appointments) who can "
            "retire on full benefits within so many years of the period, if nobody leaves; of those whose age and "
            "service are known."
        ),
        says="{value} of executives could retire on full benefits by the horizon",
        subject="career SES members on board whose age and service are known",
        unit=Unit.PERCENT,
        formula=Eligible(ELIGIBLE, is_share=True),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.CAREER_BY_DEFAULT, *OF_A_COHORT, Caveat.RULE_NOT_PRINTED),
        finished_figure=PublishedFigure("retirement_eligible_share", by_horizon=True),
        as_printed=AsPrinted(
            definition=(
                "Share of career executives on board who, by the rule of whoever published it, can retire within so "
                "many years of the period, if nobody leaves."
            ),
            says="{value} of executives could retire by the horizon",
            caveats=(
                *(Caveat.CAREER_BY_DEFAULT, Caveat.RULE_NOT_PRINTED, Caveat.CLOSED_COHORT),
                *(Caveat.ELIGIBLE_NOT_RETIRED, Caveat.SPECIAL_RULES_UNKNOWN),
            ),
        ),
        by_default=CAREER,
        headlines=NOW_AND_IN_FIVE_YEARS,
    ),
    Metric(
        name="sixty_and_over_share",
        title="Executives of sixty and over",
        question="How many executives are sixty or older?",
        theme="Retirement",
        definition="Career executives aged 60 or more as a share of those whose age is known.",
        says="{value} of executives were sixty or older",
        subject="career SES members whose age is known",
        unit=Unit.PERCENT,
        formula=Ratio(SIXTY_AND_OVER, KNOWN_AGE),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.CAREER_BY_DEFAULT,),
        fixed_columns=("age_band",),
        finished_figure=PublishedFigure("sixty_and_over_share"),
        by_default=CAREER,
    ),
    Metric(
        name="thirty_years_share",
        title="Executives with thirty years of service",
        question="How many executives have served for thirty years?",
        theme="Retirement",
        definition="Career executives with 30 or more years of service as a share of those whose service is known.",
        says="{value} of executives had thirty or more years of service",
        subject="career SES members whose service is known",
        unit=Unit.PERCENT,
        formula=Ratio(THIRTY_YEARS, KNOWN_SERVICE_BAND),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.CAREER_BY_DEFAULT, Caveat.LEAVE_CREDITABLE),
        fixed_columns=("service_band",),
        finished_figure=PublishedFigure("thirty_years_share"),
        by_default=CAREER,
    ),
    Metric(
        name="retirement_rate",
        title="Retirement rate",
        question="How many executives retire in a year, for every 100 on board?",
        theme="Retirement",
        definition=(
            "Voluntary, early and other retirements of career executives (disability apart) for every 100 of average "
            "on-board strength of the same group."
        ),
        says="Executives retired at a rate of {value} of the average on board",
        subject="retirements per average career SES member on board",
        unit=Unit.PERCENT,
        formula=Ratio(RETIREMENTS, Average(EXECUTIVES)),
        need=Need.EMPLOYMENT_AND_SEPARATIONS,
        caveats=(Caveat.CAREER_BY_DEFAULT, Caveat.RETIRED_BY_THE_AGENCY, Caveat.AVERAGE_STOCK),
        by_default=CAREER,
    ),
    Metric(
        name="eligible_leaving_share",
        title="Eligible executives who retire",
        question="How many of those who can retire do so within a year?",
        theme="Retirement",
        definition=(
            "Retirements of career executives over the twelve months as a share of those who could retire on full "
            "benefits when the twelve months began, by the central estimate."
        ),
        says="Retirements came to {value} of the executives who could have retired",
        subject="career SES members able to retire at the start of the period",
        unit=Unit.PERCENT,
        formula=Ratio(RETIREMENTS, AtStart(ELIGIBLE_NOW)),
        need=Need.EMPLOYMENT_AND_SEPARATIONS,
        caveats=(Caveat.CAREER_BY_DEFAULT, Caveat.LEAVING_WITHIN_THE_YEAR, *OF_AN_ESTIMATE),
        by_default=CAREER,
    ),
    Metric(
        name="feeder_retirement_eligible_share",
        title="Feeder pool who can retire",
        question="Will those who would follow be able to retire as well?",
        theme="Retirement",
        definition=(
            "Expected share of GS-15 employees and equivalents on board who can retire on full benefits within so many "
            "years of the period, if nobody leaves; of those whose age and service are known."
        ),
        says="{value} of the feeder pool could retire on full benefits by the horizon",
        subject="GS-15 employees and equivalents whose age and service are known",
        unit=Unit.PERCENT,
        formula=Eligible(ELIGIBLE_FEEDERS, is_share=True),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.SERVICE_BANDS_BOUND, *OF_A_COHORT),
        headlines=NOW_AND_IN_FIVE_YEARS,
    ),
)
