"""Turnover: how many leave, why, and whether they are replaced; career and noncareer apart."""

from pages.ui.blocks import indicator
from pages.ui.cards import Only, headline, lead, part_years

BOTH = ("career", "noncareer")

lead(Only("career", "separations"))
part_years(Only("career", "separations"), Only("noncareer", "separations"))
headline(Only("career", "separations"), Only("career", "separation_rate"), Only("career", "quit_rate"), "net_change")
indicator("separations", as_="bars", by="appointment", appointment=BOTH)
for appointment in BOTH:
    indicator(
        "separations",
        as_="ranked",
        by="separation_group",
        title=f"Why do {appointment} executives leave?",
        appointment=appointment,
    )
indicator("separation_rate", as_="bars", by="appointment", appointment=BOTH)
indicator("net_change", as_="bars", by="appointment", appointment=BOTH)
indicator("retirement_share_of_separations", as_="bars", by="appointment", appointment=BOTH)
