"""Pipeline: who stands below the SES, how many of them there are for each executive, and how many can retire."""

from pages.components.cards import headline
from pages.components.case_studies import cases_about
from pages.components.indicator import indicator
from pages.components.ladder import climb, ladder

climb()
ladder("Who stands on the steps to the SES?")
headline("feeder_pool", "feeder_pool_supervisors", "bench_strength", "successors_per_expected_vacancy")
indicator("bench_strength")
indicator(
    "bench_strength",
    as_="ranked",
    by="agency_code",
    title="Which agencies have the most GS-15 employees for each career executive?",
)
indicator("successors_per_expected_vacancy")
indicator("feeder_pool")
indicator(
    "schedule_policy_career",
    as_="ranked",
    by="agency_code",
    title="Where do employees of Schedule Policy/Career serve?",
)
cases_about("Pipeline")
