"""Onboarding: how many come in, by which way, and how many newcomers leave again."""

from pages.ui.blocks import indicator
from pages.ui.cards import headline
from pages.ui.entries import entered, ways
from pages.ui.reform import cases_about

BOTH = ("career", "noncareer")

entered()
headline("estimated_entries", "outside_hire_share", "transfer_in_share", "new_to_government_share")
ways()
indicator("estimated_entries", as_="bars", by="appointment", appointment=BOTH)
indicator("outside_hire_share", as_="bars", by="appointment", appointment=BOTH)
indicator("first_year_departure_rate")
indicator("early_departure_rate")
indicator("new_to_government_share")
indicator("new_to_government_share_3_years")
cases_about("Onboarding")
