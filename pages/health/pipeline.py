"""Pipeline: who stands below the SES, how many of them there are for each executive, and how many can retire."""

from pages.ui.blocks import indicator
from pages.ui.cards import headline
from pages.ui.ladder import climb, ladder
from pages.ui.reform import cases_about

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
