"""The figures that a page and a briefing both show, or that a page names: each title is typed here and nowhere else."""

from __future__ import annotations

from metrics.analysis import horizons
from metrics.exhibits.recipes.entries import WaysIn
from metrics.exhibits.recipes.flows import Account
from metrics.exhibits.recipes.ladder import Ladder
from metrics.exhibits.recipes.limits import LimitBar
from metrics.exhibits.recipes.one_answer import Indicator, Ranking
from metrics.exhibits.recipes.parity import ParityBars
from metrics.exhibits.recipes.pay import PayRibbon
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.recipes.retirement import Fan, HorizonTrend
from metrics.exhibits.view import View

SOON = horizons.SOON
BOTH_TYPES = ("appointment", ("career", "noncareer"))
ALL_TYPES = ("appointment", ("career", "noncareer", "limited_term", "limited_emergency"))
CAREER = ("appointment", "career")

BY_TYPE = Indicator("on_board", "multiples", "appointment", (ALL_TYPES,))
WHERE_EXECUTIVES_SERVE = Ranking("on_board", title="Where do executives serve?")
PAY = PayRibbon(title="What are executives paid, between floor and ceiling?")

NONCAREER_SHARE = Indicator("noncareer_share")
CLOSE_TO_A_QUARTER = Ranking(
    "noncareer_share",
    companion_name="noncareer_share_of_known_positions",
    title="Where are political appointees close to a quarter of executives on board?",
)
LIMITED_SHARE = Indicator("limited_share")

ELIGIBLE = Fan("retirement_eligible")
ELIGIBLE_SHARE = Fan("retirement_eligible_share")
ELIGIBLE_BY_AGENCY = Ranking(
    "retirement_eligible_share",
    where=((horizons.HORIZON, f"{SOON}"),),
    title="In which agencies can the largest share retire within five years?",
)
_GROWING = "Is the part that can retire within five years growing?"
ELIGIBLE_OVER_TIME = (
    HorizonTrend("retirement_eligible_share", SOON, title=_GROWING),
    HorizonTrend("retirement_eligible", SOON, title=_GROWING),
)
"""The first that makes a trend is drawn."""

CAREER_ACCOUNTS = (Account("career"), Account("career", 1))
NONCAREER_ACCOUNTS = (Account("noncareer"), Account("noncareer", 1))
LOSING_AGENCIES = Ranking(
    "separation_rate", where=(CAREER,), title="Which agencies lose the most of their career executives?"
)

WAYS_IN = WaysIn()
ENTRIES_BY_TYPE = Indicator("estimated_entries", "bars", "appointment", (BOTH_TYPES,))
EARLY_DEPARTURES = Indicator("early_departure_rate")

WOMEN_BY_TYPE = Indicator("women_share", by="appointment")
PEOPLE_OF_COLOR_BY_TYPE = Indicator("people_of_color_share", by="appointment")
LIKE_THE_GOVERNMENT = ParityBars(
    ("women", "people_of_color"), title="Do executives look like the government they lead?"
)

STEPS = Ladder(title="Who stands on the steps to the SES?")
BENCH_BY_AGENCY = Ranking(
    "bench_strength", title="Which agencies have the most GS-15 employees for each career executive?"
)

_NONCAREER, _LIMITED = "Noncareer appointees", "Limited appointees"
GOVERNMENT_LIMIT = LimitBar("noncareer_share", "government", title=_NONCAREER)
AGENCY_LIMIT = LimitBar("noncareer_share", "agency", title=_NONCAREER)
HIGHEST_LIMIT = LimitBar("noncareer_share", "highest", title=_NONCAREER)
LIMITED_LIMIT = LimitBar("limited_share", "government", title=_LIMITED)


def limit_bars(view: View) -> tuple[LimitBar, LimitBar, LimitBar]:
    """The three limits: of the government, of the view's agency or else the highest one, and of limited appointees."""
    return GOVERNMENT_LIMIT, AGENCY_LIMIT if view.agency_code else HIGHEST_LIMIT, LIMITED_LIMIT


def first_drawn(view: View, recipes: tuple[Recipe, ...]) -> Recipe | None:
    """The first of some recipes that has something to draw."""
    return next((recipe for recipe in recipes if recipe.gap(view) is None), None)
