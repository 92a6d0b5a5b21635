"""Retirement: how many career executives can retire by when, in which agencies, and what such an estimate can tell."""

from pages.components.cards import headline
from pages.components.case_studies import cases_about
from pages.components.ladder import composition
from pages.components.retirement import able, assumptions, by_agency, fans, over_time

able()
fans("retirement_eligible", "retirement_eligible_share")
by_agency("retirement_eligible_share", title="In which agencies can the largest share retire?")
over_time(
    "retirement_eligible_share",
    "retirement_eligible",
    years=5,
    title="Is the part that can retire within five years growing?",
)
composition(
    "retirement_eligible_share",
    age_band="Which ages can retire within five years?",
    service_band="Which lengths of service can?",
)
headline("sixty_and_over_share", "thirty_years_share", "retirement_rate", "eligible_leaving_share")
fans("feeder_retirement_eligible_share")
assumptions("retirement_eligible_share", title="What these numbers can and cannot tell")
cases_about("Retirement")
