"""Strength: how many executives there are, how experienced, how paid, and where."""

from metrics.exhibits.numbers import Number
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.one_answer import Indicator
from metrics.exhibits.recipes.stations import StationMap
from pages.components.cards import headline, lead
from pages.components.case_studies import cases_about
from pages.components.figure import figure

SERVICE = Number("average_length_of_service", "career")

lead("on_board", SERVICE)
headline("on_board", "executives_per_thousand", "senior_professionals_per_executive", SERVICE)
figure(figures.BY_TYPE)
figure(figures.WHERE_EXECUTIVES_SERVE)
figure(Indicator("executives_per_thousand"))
figure(Indicator("senior_professionals_per_executive"))
figure(Indicator("average_length_of_service", by="appointment"))
headline("median_salary", "pay_at_ceiling_share", "field_share", "career_reserved_share")
figure(figures.PAY)
figure(StationMap("on_board", title="In which states do executives serve?"))
figure(Indicator("field_share"))
cases_about("Strength")
