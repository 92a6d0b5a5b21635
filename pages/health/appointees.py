"""Political appointees: how many, where, and against which limits."""

from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.agencies import AgenciesOverTime
from metrics.exhibits.recipes.one_answer import Ranking
from pages.components.cards import headline, lead
from pages.components.case_studies import cases_about
from pages.components.figure import figure
from pages.components.limits import limits
from pages.components.quarter import over_a_quarter

lead("noncareer_share", "agencies_over_quarter")
limits()
figure(figures.NONCAREER_SHARE)
figure(figures.CLOSE_TO_A_QUARTER)
over_a_quarter()
figure(AgenciesOverTime("noncareer_share", title="How did the largest agencies get there?"))
headline("limited_share", "political_layer", "general_positions_noncareer_share", "general_positions_vacancy_rate")
figure(figures.LIMITED_SHARE)
figure(Ranking("general_positions_noncareer_share"))
figure(Ranking("general_positions_vacancy_rate"))
figure(Ranking("schedule_c", title="Where do Schedule C employees serve?"))
cases_about("Political appointees")
