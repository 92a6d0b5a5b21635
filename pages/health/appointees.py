"""Political appointees: how many, where, and against which limits."""

from pages.components.agency_grid import agencies_over_time
from pages.components.cards import headline, lead
from pages.components.case_studies import cases_about
from pages.components.indicator import indicator
from pages.components.limits import limits, over_a_quarter

lead("noncareer_share", "agencies_over_quarter")
limits()
indicator("noncareer_share")
indicator(
    "noncareer_share",
    as_="ranked",
    by="agency_code",
    beside="noncareer_share_of_known_positions",
    title="Where are political appointees close to a quarter of executives on board?",
)
over_a_quarter("noncareer_share", "noncareer_share_of_known_positions")
agencies_over_time("noncareer_share", "How did the largest agencies get there?")
headline("limited_share", "political_layer", "general_positions_noncareer_share", "general_positions_vacancy_rate")
indicator("limited_share")
indicator("general_positions_noncareer_share", as_="ranked", by="agency_code")
indicator("general_positions_vacancy_rate", as_="ranked", by="agency_code")
indicator("schedule_c", as_="ranked", by="agency_code", title="Where do Schedule C employees serve?")
cases_about("Political appointees")
