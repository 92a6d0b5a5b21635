"""Onboarding: how many come in, by which way, and how many newcomers leave again."""

from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.one_answer import Indicator, Ranking
from pages.components.cards import headline, part_years
from pages.components.case_studies import cases_about
from pages.components.entries import explain_missing_ways, open_with_entries
from pages.components.figure import figure

open_with_entries()
part_years("new_hires")
headline("estimated_entries", "outside_hire_share", "transfer_in_share", "new_to_government_share")
figure(figures.WAYS_IN)
explain_missing_ways()
figure(Indicator("new_hires", window="month", title="How many are newly hired into the SES, month by month?"))
figure(Ranking("new_hires", window="12m", title="Which agencies hired the most within twelve months?"))
figure(figures.ENTRIES_BY_TYPE)
figure(Indicator("outside_hire_share", "bars", "appointment", (figures.BOTH_TYPES,)))
figure(Indicator("first_year_departure_rate"))
figure(figures.EARLY_DEPARTURES)
figure(Indicator("new_to_government_share"))
figure(Indicator("new_to_government_share_3_years"))
cases_about("Onboarding")
