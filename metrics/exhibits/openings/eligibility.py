"""How many can retire, in the first sentences of the theme."""

from __future__ import annotations

from metrics.analysis import horizons
from metrics.exhibits.view import View
from metrics.text import retirement

ELIGIBLE = ("retirement_eligible", "retirement_eligible_share")


def describe_eligibility(view: View) -> list[str]:
    """How many career executives can retire at once and within five years; nothing where that is not known."""
    people, shares = (view.answer(name, view.selection(horizons.HORIZON)) for name in ELIGIBLE)
    return retirement.describe_able(people, shares, view.agency)
