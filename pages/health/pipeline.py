"""Pipeline: who stands below the SES, how many of them there are for each executive, and how many can retire."""

from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.one_answer import Indicator, Ranking
from pages.components.cards import headline
from pages.components.case_studies import cases_about
from pages.components.figure import figure
from pages.components.steps import open_with_the_steps

open_with_the_steps()
figure(figures.STEPS)
headline("feeder_pool", "feeder_pool_supervisors", "bench_strength", "successors_per_expected_vacancy")
figure(Indicator("bench_strength"))
figure(figures.BENCH_BY_AGENCY)
figure(Indicator("successors_per_expected_vacancy"))
figure(Indicator("feeder_pool"))
figure(Ranking("schedule_policy_career", title="Where do employees of Schedule Policy/Career serve?"))
cases_about("Pipeline")
