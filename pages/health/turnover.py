"""Turnover: how many leave, why, and whether they are replaced; career and noncareer apart."""

from metrics.exhibits.numbers import Number
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.one_answer import Indicator
from pages.components.cards import headline, part_years
from pages.components.case_studies import cases_about
from pages.components.figure import figure
from pages.components.turnover import draw_accounts, open_with_turnover

DEPARTURES = Number("separations", "career")

open_with_turnover("career")
part_years(DEPARTURES, Number("separations", "noncareer"))
headline(DEPARTURES, Number("separation_rate", "career"), Number("quit_rate", "career"), "net_change")
draw_accounts(*figures.CAREER_ACCOUNTS)
draw_accounts(*figures.NONCAREER_ACCOUNTS)
for rate in ("separation_rate", "retirement_rate", "quit_rate"):
    figure(Indicator(rate, "multiples", "appointment", (figures.BOTH_TYPES,)))
figure(figures.LOSING_AGENCIES)
figure(Indicator("net_change", "bars", "appointment", (figures.BOTH_TYPES,)))
cases_about("Turnover")
