"""Strength: how many executives there are, how experienced, how paid, and where."""

from pages.components.cards import Only, headline, lead
from pages.components.case_studies import cases_about
from pages.components.indicator import indicator
from pages.components.map import stations
from pages.components.pay import ribbon

SERVED = Only("career", "average_length_of_service")

lead("on_board", SERVED)
headline("on_board", "executives_per_thousand", "senior_professionals_per_executive", SERVED)
indicator(
    "on_board",
    as_="multiples",
    by="appointment",
    appointment=("career", "noncareer", "limited_term", "limited_emergency"),
)
indicator("on_board", as_="ranked", by="agency_code", title="Where do executives serve?")
indicator("executives_per_thousand")
indicator("senior_professionals_per_executive")
indicator("average_length_of_service", by="appointment")
headline("median_salary", "pay_at_ceiling_share", "field_share", "career_reserved_share")
ribbon("What are executives paid, between floor and ceiling?")
stations("on_board", "In which states do executives serve?")
indicator("field_share")
cases_about("Strength")
