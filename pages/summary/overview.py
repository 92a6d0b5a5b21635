"""Overview: the health of the service on one screen."""

from metrics.exhibits.numbers import Number
from pages.components.cards import lead, themes
from pages.components.limits import limits

lead("on_board", "noncareer_share")
limits()
themes(
    strength="on_board",
    appointees="noncareer_share",
    retirement=Number("retirement_eligible_share", "career", years=5),
    turnover=Number("separations", "career"),
    onboarding="estimated_entries",
    diversity=Number("women_share", "career"),
    pipeline="bench_strength",
)
