"""Diversity: who executives are by appointment type, beside the workforce, as far as the public record goes."""

from metrics.exhibits.numbers import Number
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.one_answer import Indicator, Ranking
from metrics.exhibits.recipes.parity import ParityBars
from pages.components.cards import headline, lead
from pages.components.case_studies import cases_about
from pages.components.figure import figure
from pages.components.series_ends import say_when_series_end

lead(Number("women_share", "career"), Number("people_of_color_share", "career"))
say_when_series_end("women_share", "people_of_color_share", by="appointment")
headline(Number("women_share", "noncareer"), Number("people_of_color_share", "noncareer"))
figure(figures.WOMEN_BY_TYPE)
figure(figures.PEOPLE_OF_COLOR_BY_TYPE)
figure(figures.LIKE_THE_GOVERNMENT)
figure(
    ParityBars(
        ("under_45", "advanced_degree", "veteran"), title="Do executives look like the grade they are chosen from?"
    )
)
figure(
    Indicator(
        "representation_ratio",
        by="trait",
        where=(("trait", ("women", "people_of_color")),),
        title="Is the distance closing?",
    )
)
figure(Ranking("race_share", by="race"))
figure(Indicator("women_share", title="How many executives of any type are women?"))
figure(Indicator("people_of_color_share", title="How many executives of any type are people of color?"))
figure(Indicator("under_45_share"))
figure(Indicator("advanced_degree_share"))
figure(Indicator("veteran_share"))
cases_about("Diversity")
