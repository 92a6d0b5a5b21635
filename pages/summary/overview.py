"""Overview: the health of the service on one screen."""

from pages.components.cards import Only, lead, themes
from pages.components.limits import limits

lead("on_board", "noncareer_share")
limits()
themes(
    strength="on_board",
    appointees="noncareer_share",
    retirement=Only("career", "retirement_eligible_share", years=5),
    turnover=Only("career", "separations"),
    onboarding="estimated_entries",
    diversity=Only("career", "women_share"),
    pipeline="bench_strength",
)
