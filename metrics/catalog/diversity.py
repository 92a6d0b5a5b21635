"""Who executives are: women and people of color, by appointment type, as far as the public record goes."""

from metrics.caveats import Caveat, Need
from metrics.marts import DEMOGRAPHICS
from metrics.model import Figure, Measure, Metric, Ratio, Unit

WOMEN = Measure(DEMOGRAPHICS, "sum(people) filter (where attribute = 'sex' and \"group\" = 'women')", Figure("women"))
KNOWN_SEX = Measure(
    DEMOGRAPHICS, "sum(people) filter (where attribute = 'sex' and \"group\" in ('women', 'men'))", Figure("on_board")
)
PEOPLE_OF_COLOR = Measure(
    DEMOGRAPHICS,
    "sum(people) filter (where attribute = 'race' and \"group\" not in ('white', 'unknown'))",
    Figure("people_of_color"),
)
KNOWN_RACE = Measure(
    DEMOGRAPHICS, "sum(people) filter (where attribute = 'race' and \"group\" <> 'unknown')", Figure("on_board")
)

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
        formula=Ratio(WOMEN, KNOWN_SEX),
        need=Need.DEMOGRAPHICS,
        better="higher",
        caveats=(Caveat.DEMOGRAPHICS_ENDED,),
        published_as=Figure("women_share"),
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
        formula=Ratio(PEOPLE_OF_COLOR, KNOWN_RACE),
        need=Need.DEMOGRAPHICS,
        better="higher",
        caveats=(Caveat.DEMOGRAPHICS_ENDED, Caveat.MINORITY_CATEGORY),
        published_as=Figure("people_of_color_share"),
    ),
)
