"""The table of contents: every section, its pages in reading order, and what each one answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its script under pages/, its name in the navigation, its heading, and the filters it obeys.

    `has_trends` offers to mark administrations on its charts over time.
    """

    script: str
    title: str
    heading: str
    icon: str
    help: str
    filters: tuple[str, ...] = ("agency", "period", "baseline")
    has_trends: bool = True


CONTENTS: dict[str, tuple[Page, ...]] = {
    "Summary": (
        Page(
            script="summary/overview.py",
            title="Overview",
            heading="The health of the Senior Executive Service",
            icon=":material/monitor_heart:",
            help="The service on one screen: strength, appointees, turnover, diversity and the limits in law",
            has_trends=False,
        ),
        Page(
            script="summary/agency.py",
            title="Agency",
            heading="One agency",
            icon=":material/account_balance:",
            help="One agency beside the government and its peers: every headline, its rank, its trends",
        ),
        Page(
            script="summary/explorer.py",
            title="Explorer",
            heading="Explorer",
            icon=":material/query_stats:",
            help="Any indicator by any of its breakdowns, for up to five agencies, as chart or table",
        ),
    ),
    "Health": (
        Page(
            script="health/strength.py",
            title="Strength",
            heading="Strength",
            icon=":material/groups:",
            help="How many executives there are, how experienced, how paid, and where",
        ),
        Page(
            script="health/appointees.py",
            title="Political appointees",
            heading="Political appointees",
            icon=":material/balance:",
            help="Career, noncareer and limited appointees against the limits in law",
        ),
        Page(
            script="health/retirement.py",
            title="Retirement",
            heading="Retirement",
            icon=":material/event_upcoming:",
            help="How many career executives can retire by when, and in which agencies",
        ),
        Page(
            script="health/turnover.py",
            title="Turnover",
            heading="Turnover",
            icon=":material/swap_horiz:",
            help="How many leave, why, and whether they are replaced",
        ),
        Page(
            script="health/onboarding.py",
            title="Onboarding",
            heading="Onboarding",
            icon=":material/login:",
            help="How many come in, by which way, and how many newcomers leave again",
        ),
        Page(
            script="health/diversity.py",
            title="Diversity",
            heading="Diversity",
            icon=":material/diversity_3:",
            help="Women and people of color, as far as the public record goes",
        ),
        Page(
            script="health/pipeline.py",
            title="Pipeline",
            heading="Pipeline",
            icon=":material/stairs:",
            help="Who stands below the SES, and how many could follow each executive",
        ),
    ),
    "Reform": (
        Page(
            script="reform/agenda.py",
            title="Agenda",
            heading="The reform agenda",
            icon=":material/checklist:",
            help="Eleven recommendations, each with what shows movement or what data is missing",
            has_trends=False,
        ),
        Page(
            script="reform/case_studies.py",
            title="Case studies",
            heading="Case studies",
            icon=":material/menu_book:",
            help="What agencies tried for their executives, and what came of it",
            filters=(),
            has_trends=False,
        ),
        Page(
            script="reform/primer.py",
            title="Primer",
            heading="Primer",
            icon=":material/school:",
            help="What the SES is, who may hold office, the limits in law, how one enters and retires; a glossary",
            filters=(),
            has_trends=False,
        ),
    ),
    "Reference": (
        Page(
            script="reference/briefing.py",
            title="Briefing",
            heading="Make a briefing",
            icon=":material/co_present:",
            help="A slide deck, workbook or document of an agency or the whole government, to carry into a room",
            has_trends=False,
        ),
        Page(
            script="reference/dictionary.py",
            title="Dictionary",
            heading="Dictionary",
            icon=":material/dictionary:",
            help="Every indicator: definition, formula, SQL, limits, sources, and where it appears",
            filters=(),
            has_trends=False,
        ),
        Page(
            script="reference/sources.py",
            title="Sources",
            heading="Sources",
            icon=":material/inventory_2:",
            help="What was loaded, from where and when, and which checks passed",
            filters=(),
            has_trends=False,
        ),
    ),
}
