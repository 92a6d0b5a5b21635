"""Turnover: how many leave, why, and whether they are replaced; career and noncareer apart."""

from pages.ui.blocks import Only, headline, indicator, lead

lead(Only("career", "separations"), Only("career", "separation_rate"))
headline(
    Only("career", "separations"),
    Only("career", "separation_rate"),
    Only("career", "quit_rate"),
    "net_change",
)
indicator("separations", as_="bars", by="appointment")
for appointment in ("career", "noncareer"):
    indicator(
        "separations",
        as_="ranked",
        by="separation_group",
        title=f"Why do {appointment} executives leave?",
        appointment=appointment,
    )
indicator(
    "separations", as_="ranked", by="separation_group", title="Why do career executives leave?", appointment="career"
)
indicator(
    "separations",
    as_="ranked",
    by="separation_group",
    title="Why do noncareer executives leave?",
    appointment="noncareer",
)
indicator("separation_rate", as_="bars", by="appointment")
indicator("net_change", as_="bars", by="appointment")
indicator("retirement_share_of_separations", as_="bars", by="appointment")
