"""Who executives are: sex, race, age, education and veterans, as far as the public record goes."""

from metrics.definitions.catalog.measures import (
    ADVANCED_DEGREE,
    FEEDER_VETERANS,
    FEEDERS_KNOWN_VETERAN,
    FEEDERS_OF_KNOWN_AGE,
    FEEDERS_OF_KNOWN_EDUCATION,
    FEEDERS_UNDER_45,
    FEEDERS_WITH_ADVANCED_DEGREE,
    KNOWN_AGE,
    KNOWN_EDUCATION,
    KNOWN_VETERAN,
    OF_SOME_AGE_BAND,
    UNDER_45,
    VETERANS,
)
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.formula import Mix, Parity, Trait
from metrics.definitions.marts import DEMOGRAPHICS
from metrics.definitions.metric import Measure, Metric, PublishedFigure, PublishedQuantity, Ratio, Unit

WOMEN = Measure(
    DEMOGRAPHICS, "sum(people) filter (where attribute = 'sex' and \"group\" = 'women')", PublishedFigure("women")
)
KNOWN_SEX = Measure(
    DEMOGRAPHICS,
    "sum(people) filter (where attribute = 'sex' and \"group\" in ('women', 'men'))",
    PublishedFigure("on_board"),
)
PEOPLE_OF_COLOR = Measure(
    DEMOGRAPHICS,
    "sum(people) filter (where attribute = 'race' and \"group\" not in ('white', 'unknown'))",
    PublishedFigure("people_of_color"),
)
KNOWN_RACE = Measure(
    DEMOGRAPHICS,
    "sum(people) filter (where attribute = 'race' and \"group\" <> 'unknown')",
    PublishedFigure("on_board"),
)

WOMEN_AMONG_KNOWN = Ratio(WOMEN, KNOWN_SEX)
PEOPLE_OF_COLOR_AMONG_KNOWN = Ratio(PEOPLE_OF_COLOR, KNOWN_RACE)
YOUNGER_AMONG_KNOWN = Ratio(UNDER_45, KNOWN_AGE)
DEGREES_AMONG_KNOWN = Ratio(ADVANCED_DEGREE, KNOWN_EDUCATION)
VETERANS_AMONG_KNOWN = Ratio(VETERANS, KNOWN_VETERAN)
WOMEN_SHARE, PEOPLE_OF_COLOR_SHARE = PublishedFigure("women_share"), PublishedFigure("people_of_color_share")
PERMANENT = ("permanent",)

METRICS = (
    Metric(
        name="women_share",
        title="Women executives",
        question="How many executives are women?",
        theme="Diversity",
        definition="Women as a share of executives whose sex is known, by appointment type.",
        says="Women were {value} of senior executives",
        subject="SES members whose sex is known",
        unit=Unit.PERCENT,
        formula=WOMEN_AMONG_KNOWN,
        need=Need.DEMOGRAPHICS,
        better="higher",
        caveats=(Caveat.DEMOGRAPHICS_ENDED,),
        finished_figure=WOMEN_SHARE,
        turns=True,
    ),
    Metric(
        name="people_of_color_share",
        title="Executives of color",
        question="How many executives are people of color?",
        theme="Diversity",
        definition="People of color, as the source defines them, as a share of executives of the type.",
        says="People of color were {value} of senior executives",
        subject="SES members",
        unit=Unit.PERCENT,
        formula=PEOPLE_OF_COLOR_AMONG_KNOWN,
        need=Need.DEMOGRAPHICS,
        better="higher",
        caveats=(Caveat.DEMOGRAPHICS_ENDED, Caveat.MINORITY_CATEGORY),
        finished_figure=PEOPLE_OF_COLOR_SHARE,
        turns=True,
    ),
    Metric(
        name="race_share",
        title="Executives by race",
        question="Which races and origins are executives of?",
        theme="Diversity",
        definition="Share of SES members in each group of race and ethnic origin, as published.",
        says="{value} of senior executives were of the group",
        subject="SES members",
        unit=Unit.PERCENT,
        formula=PublishedQuantity(PublishedFigure("race_share", key="race"), has_whole=False),
        need=Need.PUBLISHED,
        caveats=(Caveat.RACE_AS_PUBLISHED,),
        fixed_columns=("appointment",),
    ),
    Metric(
        name="under_45_share",
        title="Executives under 45",
        question="How many executives are under 45?",
        theme="Diversity",
        definition="SES members under 45 as a share of those whose age is known.",
        says="{value} of executives were under 45",
        subject="SES members whose age is known",
        unit=Unit.PERCENT,
        formula=YOUNGER_AMONG_KNOWN,
        need=Need.EMPLOYMENT,
        fixed_columns=("age_band",),
    ),
    Metric(
        name="age_mix",
        title="Executives by age",
        question="How old are executives?",
        theme="Diversity",
        definition="SES members of each five-year age band as a share of those whose age is known.",
        says="{value} of executives were of the age band",
        subject="SES members whose age is known",
        unit=Unit.PERCENT,
        formula=Mix(OF_SOME_AGE_BAND, "age_band"),
        need=Need.EMPLOYMENT,
    ),
    Metric(
        name="advanced_degree_share",
        title="Executives with an advanced degree",
        question="How many executives hold an advanced degree?",
        theme="Diversity",
        definition=(
            "SES members with a master's, professional or doctoral degree or study after one (education levels 15 to "
            "22), of those whose education is known."
        ),
        says="{value} of executives held an advanced degree",
        subject="SES members whose education is known",
        unit=Unit.PERCENT,
        formula=DEGREES_AMONG_KNOWN,
        need=Need.PUBLISHED,
        fixed_columns=("education_code",),
        finished_figure=PublishedFigure("advanced_degree_share"),
    ),
    Metric(
        name="veteran_share",
        title="Veterans among executives",
        question="How many executives are veterans?",
        theme="Diversity",
        definition="Veterans as a share of SES members of whom the file says whether they are.",
        says="{value} of executives were veterans",
        subject="SES members known to be veterans or not",
        unit=Unit.PERCENT,
        formula=VETERANS_AMONG_KNOWN,
        need=Need.VETERANS,
        caveats=(Caveat.VETERANS_RECENT,),
    ),
    Metric(
        name="representation_ratio",
        title="Executives against the workforce",
        question="Do executives look like the workforce?",
        theme="Diversity",
        definition=(
            "A group's share among SES members divided by its share in the feeder pool (age, education, veterans) or "
            "among all permanent employees (sex, people of color): 1 is parity."
        ),
        says="The share among executives was {value} times the share in the workforce",
        subject="SES members against the feeder pool or all permanent employees",
        unit=Unit.RATIO,
        formula=Parity(
            (
                Trait(
                    "women",
                    WOMEN_AMONG_KNOWN,
                    PublishedQuantity(PublishedFigure("women_share", PERMANENT)),
                    WOMEN_SHARE,
                ),
                Trait(
                    "people_of_color",
                    PEOPLE_OF_COLOR_AMONG_KNOWN,
                    PublishedQuantity(PublishedFigure("people_of_color_share", PERMANENT)),
                    PEOPLE_OF_COLOR_SHARE,
                ),
                Trait("under_45", YOUNGER_AMONG_KNOWN, Ratio(FEEDERS_UNDER_45, FEEDERS_OF_KNOWN_AGE)),
                Trait(
                    "advanced_degree",
                    DEGREES_AMONG_KNOWN,
                    Ratio(FEEDERS_WITH_ADVANCED_DEGREE, FEEDERS_OF_KNOWN_EDUCATION),
                ),
                Trait("veteran", VETERANS_AMONG_KNOWN, Ratio(FEEDER_VETERANS, FEEDERS_KNOWN_VETERAN)),
            )
        ),
        need=Need.PUBLISHED,
        caveats=(Caveat.COMPARED_WITH, Caveat.DEMOGRAPHICS_ENDED, Caveat.VETERANS_RECENT),
        headlines=("women", "people_of_color"),
        turns=True,
    ),
)
