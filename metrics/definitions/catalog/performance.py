"""How executives are rated and rewarded, as far as OPM has published it: no record file holds ratings or awards."""

from datetime import date

from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.metric import Metric, PublishedFigure, PublishedQuantity, Unit

RATING_CEILING = date(2025, 10, 1)
"""First day of fiscal 2026, from which ratings are forced into a distribution (rule of 15 September 2025)."""
CAREER = ("career",)

METRICS = (
    Metric(
        name="rating_share",
        title="Ratings by level",
        question="How are executives rated?",
        theme="Performance",
        definition="Share of rated career executives at each level, 5 the highest.",
        says="{value} of rated career executives were at the level",
        subject="rated career executives",
        unit=Unit.PERCENT,
        formula=PublishedQuantity(PublishedFigure("rating_share", CAREER, key="rating"), kind="flow", has_whole=False),
        need=Need.PUBLISHED,
        caveats=(Caveat.RATED_AS_SAID, Caveat.RATINGS_BREAK),
        fixed_columns=("appointment",),
        finished_figure=PublishedFigure("rating_share", key="rating"),
        headlines=("5", "4"),
        breaks=(RATING_CEILING,),
    ),
    Metric(
        name="award_share",
        title="Executives given awards",
        question="How many executives are given a performance award?",
        theme="Performance",
        definition="Share of career executives who were given a performance award in the fiscal year.",
        says="{value} of career executives were given a performance award",
        subject="career executives",
        unit=Unit.PERCENT,
        formula=PublishedQuantity(PublishedFigure("award_share", CAREER), kind="flow"),
        need=Need.PUBLISHED,
        caveats=(Caveat.RATED_AS_SAID, Caveat.RATINGS_BREAK),
        fixed_columns=("appointment",),
        finished_figure=PublishedFigure("award_share"),
        breaks=(RATING_CEILING,),
    ),
    Metric(
        name="average_award",
        title="Average award",
        question="How large are performance awards?",
        theme="Performance",
        definition="Mean performance award of career executives who were given one in the fiscal year.",
        says="The average performance award of career executives was {value}",
        subject="career executives given a performance award",
        unit=Unit.DOLLARS,
        formula=PublishedQuantity(PublishedFigure("average_award", CAREER, key="rating"), kind="flow"),
        need=Need.PUBLISHED,
        caveats=(Caveat.RATED_AS_SAID, Caveat.RATINGS_BREAK),
        fixed_columns=("appointment",),
        finished_figure=PublishedFigure("average_award", key="rating"),
        breaks=(RATING_CEILING,),
    ),
)
