"""Turnover: how many leave, why, and whether they are replaced; career and noncareer apart."""

from pages.components.cards import Only, headline, part_years
from pages.components.case_studies import cases_about
from pages.components.flows import account, turned
from pages.components.indicator import indicator

BOTH = ("career", "noncareer")

turned("career")
part_years(Only("career", "separations"), Only("noncareer", "separations"))
headline(Only("career", "separations"), Only("career", "separation_rate"), Only("career", "quit_rate"), "net_change")
account("career")
account("noncareer")
indicator("separation_rate", as_="multiples", by="appointment", appointment=BOTH)
indicator("retirement_rate", as_="multiples", by="appointment", appointment=BOTH)
indicator("quit_rate", as_="multiples", by="appointment", appointment=BOTH)
indicator(
    "separation_rate",
    as_="ranked",
    by="agency_code",
    title="Which agencies lose the most of their career executives?",
    appointment="career",
)
indicator("net_change", as_="bars", by="appointment", appointment=BOTH)
cases_about("Turnover")
