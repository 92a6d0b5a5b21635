"""Agency: one agency beside the government and beside its peers; without one chosen, all of them."""

from pages.components.agency import every_headline, is_chosen, trends
from pages.components.briefing import of_the_agency
from pages.components.cards import Only, headline, lead
from pages.components.directory import directory
from pages.components.indicator import indicator

if is_chosen():
    lead("on_board", "noncareer_share")
    of_the_agency()
    headline(
        "on_board", "noncareer_share", Only("career", "retirement_eligible", years=5), Only("career", "separations")
    )
    every_headline()
    trends("noncareer_share", "separation_rate", "retirement_eligible_share", "average_length_of_service")
else:
    directory()
    indicator(
        "noncareer_share",
        as_="ranked",
        by="agency_code",
        beside="noncareer_share_of_known_positions",
        title="Where are political appointees close to a quarter of executives on board?",
    )
