"""Onboarding: how many come in, by which way, and how many newcomers leave again."""

from pages.components.cards import headline, part_years
from pages.components.case_studies import cases_about
from pages.components.entries import entered, ways
from pages.components.indicator import indicator

BOTH = ("career", "noncareer")

entered()
part_years("new_hires")
headline("estimated_entries", "outside_hire_share", "transfer_in_share", "new_to_government_share")
ways()
indicator("new_hires", window="month", title="How many are newly hired into the SES, month by month?")
indicator(
    "new_hires",
    as_="ranked",
    by="agency_code",
    window="12m",
    title="Which agencies hired the most within twelve months?",
)
indicator("estimated_entries", as_="bars", by="appointment", appointment=BOTH)
indicator("outside_hire_share", as_="bars", by="appointment", appointment=BOTH)
indicator("first_year_departure_rate")
indicator("early_departure_rate")
indicator("new_to_government_share")
indicator("new_to_government_share_3_years")
cases_about("Onboarding")
