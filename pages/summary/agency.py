"""Agency: one agency beside the government and beside its peers; without one chosen, all of them."""

from metrics.exhibits.numbers import Number
from metrics.exhibits.recipes import figures
from pages.components.agency import every_headline, is_chosen, trends
from pages.components.briefing import of_the_agency
from pages.components.cards import headline, lead
from pages.components.directory import directory
from pages.components.figure import figure

if is_chosen():
    lead("on_board", "noncareer_share")
    of_the_agency()
    headline(
        "on_board",
        "noncareer_share",
        Number("retirement_eligible", "career", years=5),
        Number("separations", "career"),
    )
    every_headline()
    trends("noncareer_share", "separation_rate", "retirement_eligible_share", "average_length_of_service")
else:
    directory()
    figure(figures.CLOSE_TO_A_QUARTER)
