"""Retirement: how many career executives can retire by when, in which agencies, and what such an estimate can tell."""

from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.ladder import Bands
from metrics.exhibits.recipes.retirement import AgenciesByHorizon, Fan
from pages.components.cards import headline
from pages.components.case_studies import cases_about
from pages.components.figure import figure, side_by_side
from pages.components.retirement import follow_horizon, list_assumptions, open_with_eligibility

SHARE = "retirement_eligible_share"

open_with_eligibility()
side_by_side(figures.ELIGIBLE, figures.ELIGIBLE_SHARE)
figure(AgenciesByHorizon(SHARE, title="In which agencies can the largest share retire?"))
follow_horizon(*figures.ELIGIBLE_OVER_TIME)
side_by_side(
    Bands(SHARE, "age_band", title="Which ages can retire within five years?"),
    Bands(SHARE, "service_band", title="Which lengths of service can?"),
)
headline("sixty_and_over_share", "thirty_years_share", "retirement_rate", "eligible_leaving_share")
figure(Fan("feeder_retirement_eligible_share"))
list_assumptions(SHARE, title="What these numbers can and cannot tell")
cases_about("Retirement")
