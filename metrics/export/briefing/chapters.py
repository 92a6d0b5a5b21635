"""What a briefing says on each theme: its first sentences, its numbers and its charts, as the pages have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metrics import formatting
from metrics.analysis import entries, horizons, ladder
from metrics.analysis.part_year import part_year
from metrics.errors import MetricsError
from metrics.exhibits import recipes as charts
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import Figure, Number, asked, figure, sentence
from metrics.exhibits.view import BriefingView
from metrics.export.briefing.model import Chapter
from metrics.nearest import find_nearest
from metrics.query.answer import select_drawn
from metrics.query.gaps import drop_incomplete
from metrics.text import briefing, headlines
from metrics.text import flows as of_flows
from metrics.text import retirement as of_retirement

Charts = Callable[[BriefingView], list[Exhibit | None]]
Words = Callable[[BriefingView], list[str]]
BOTH = ("career", "noncareer")
TYPES = ("career", "noncareer", "limited_term", "limited_emergency")
SOON = horizons.SOON


class UnknownTheme(MetricsError):
    """No theme has the name asked for."""


@dataclass(frozen=True)
class Theme:
    """What is told of a theme; `key` is how a command names it, beside its title."""

    key: str
    title: str
    said: Words
    numbers: tuple[Number, ...]
    charts: Charts


def chapter(asking: BriefingView, theme: Theme) -> Chapter:
    """A theme told in a view; where nothing is known of it, a sentence says so."""
    known = {wanted: found for wanted in theme.numbers if (found := figure(asking, wanted))}
    old = {wanted: one for wanted, one in known.items() if formatting.is_history(one.period, asking.newest)}
    figures = [one for wanted, one in known.items() if wanted not in old]
    exhibits = [found for found in theme.charts(asking) if found]
    told = [*filter(None, theme.said(asking))]
    # Every sentence of one agency names it, and twice on a page is once too often.
    said = " ".join(told[:1] if asking.agency else told)
    said = said or _instead(figures or [*old.values()], exhibits)
    earlier = [each for wanted in old if (each := sentence(asking, wanted)) not in told]
    # Every sentence of one agency names it, and the first of a theme has.
    history = headlines.list_history(
        [*briefing.drop_repetitions([formatting.at(asking.agency), *earlier], asking.agency)][1:]
    )
    return Chapter(theme.title, said, tuple(figures), tuple(exhibits), tuple(old.values()), history)


def _instead(figures: Sequence[Figure], exhibits: Sequence[Exhibit]) -> str:
    """What is said of a theme that has no sentence of its own."""
    if exhibits:
        return exhibits[0].said
    told = [briefing.write_lone_number(each.title, each.value, each.dated) for each in figures]
    return told[0] if told else briefing.NOTHING_KNOWN


def find(name: str) -> Theme:
    """The theme of a name: its key or its title, whatever the case; raises UnknownTheme with the nearest and all."""
    word = name.strip().casefold()
    spelled = {theme.key: theme for theme in THEMES} | {theme.title.casefold(): theme for theme in THEMES}
    if word not in spelled:
        near = find_nearest(word, spelled)
        meant = f"; nearest: {spelled[near[0]].key}" if near else ""
        raise UnknownTheme(f"unknown theme '{name}'{meant}. All there are: {', '.join(each.key for each in THEMES)}")
    return spelled[word]


def _headlines(*wanted: Number) -> Words:
    return lambda asking: [sentence(asking, each) for each in wanted]


def _strength(asking: BriefingView) -> list[Exhibit | None]:
    own = charts.one(asking, "on_board", "multiples", "appointment", appointment=TYPES)
    if asking.agency_code:
        return [
            own or charts.one(asking, "on_board", "ranked", "appointment"),
            charts.against_peers(asking, "average_length_of_service"),
        ]
    pay = charts.pay_ribbon(asking, "What are executives paid, between floor and ceiling?")
    return [own, charts.ranking(asking, "on_board", "Where do executives serve?"), pay]


def _appointees(asking: BriefingView) -> list[Exhibit | None]:
    close = charts.ranking(
        asking,
        "noncareer_share",
        "Where are political appointees close to a quarter of executives on board?",
        beside="noncareer_share_of_known_positions",
    )
    if asking.agency_code:
        return [charts.against_peers(asking, "noncareer_share"), close]
    return [charts.one(asking, "noncareer_share"), close, charts.one(asking, "limited_share")]


def _retirement(asking: BriefingView) -> list[Exhibit | None]:
    which = "In which agencies can the largest share retire within five years?"
    fan = charts.fan(asking, "retirement_eligible_share", "retirement_eligible")
    ranking = charts.ranking(asking, "retirement_eligible_share", which, horizon_years=f"{SOON}")
    if asking.agency_code:
        return [fan, ranking]
    growing = "Is the part that can retire within five years growing?"
    band = charts.band(asking, ("retirement_eligible_share", "retirement_eligible"), SOON, growing)
    return [fan, ranking, band]


def _turnover(asking: BriefingView) -> list[Exhibit | None]:
    accounts = charts.accounts(asking, "career")
    if asking.agency_code:
        return [*accounts[:1], charts.against_peers(asking, "separation_rate")]
    lose = "Which agencies lose the most of their career executives?"
    return [*accounts, charts.ranking(asking, "separation_rate", lose, appointment="career")]


def _onboarding(asking: BriefingView) -> list[Exhibit | None]:
    bars = charts.one(asking, "estimated_entries", "bars", "appointment", appointment=BOTH)
    return [charts.ways(asking), bars, *([] if asking.agency_code else [charts.one(asking, "early_departure_rate")])]


def _diversity(asking: BriefingView) -> list[Exhibit | None]:
    women = charts.one(asking, "women_share", "trend", "appointment")
    if asking.agency_code:
        return [women, charts.one(asking, "people_of_color_share")]
    color = charts.one(asking, "people_of_color_share", "trend", "appointment")
    like = "Do executives look like the government they lead?"
    return [women, color, charts.parity(asking, like, "women", "people_of_color")]


def _pipeline(asking: BriefingView) -> list[Exhibit | None]:
    most = "Which agencies have the most GS-15 employees for each career executive?"
    return [
        charts.ladder(asking, "Who stands on the steps to the SES?"),
        charts.ranking(asking, "bench_strength", most),
    ]


def _able(asking: BriefingView) -> list[str]:
    by = asking.selection(horizons.HORIZON)
    people, shares = (asking.answer(name, by) for name in ("retirement_eligible", "retirement_eligible_share"))
    told = of_retirement.describe_able(people, shares, asking.agency)
    return told or ([of_retirement.describe_fan(shares)] if len(horizons.ahead(shares)) else [])


def _turned(asking: BriefingView) -> list[str]:
    """Whether turnover rose since the baseline: told of the rate where it is as new as the count."""
    known = {name: asked(asking, Number(name, "career")) for name in ("separation_rate", "separations")}
    told = {name: found for name, (_, _, found) in known.items() if found}
    if not told:
        return []
    name = max(told, key=lambda each: (told[each].latest.evidence != "sample", told[each].latest.period))
    metric, result, _ = known[name]
    newest = None if asking.agency else part_year(asking.warehouse, metric, "career", asking.period)
    if newest and newest.last <= told[name].latest.period:
        newest = None
    series = drop_incomplete(select_drawn(result)).dropna(subset="value")
    return [of_flows.describe_turnover(metric, told[name], series, newest, "career", asking.agency, result.works)]


def _entered(asking: BriefingView) -> list[str]:
    published = () if asking.agency else entries.published(asking.warehouse, asking.period)
    return [*of_flows.describe_entries(charts.came_in(asking), published, asking.agency)][:2]


def _climb(asking: BriefingView) -> list[str]:
    found = charts.steps(asking)
    return [ladder.answer(found, SOON, asking.agency)] if found else []


THEMES = (
    Theme(
        "strength",
        "Strength",
        _headlines(Number("on_board"), Number("average_length_of_service", "career")),
        (
            Number("on_board"),
            Number("executives_per_thousand"),
            Number("senior_professionals_per_executive"),
            Number("average_length_of_service", "career"),
        ),
        _strength,
    ),
    Theme(
        "appointees",
        "Political appointees",
        _headlines(Number("noncareer_share"), Number("agencies_over_quarter")),
        (
            Number("noncareer_share"),
            Number("limited_share"),
            Number("political_layer"),
            Number("general_positions_noncareer_share"),
        ),
        _appointees,
    ),
    Theme(
        "retirement",
        "Retirement",
        _able,
        (
            Number("retirement_eligible_share", years=horizons.NOW),
            Number("retirement_eligible_share", years=SOON),
            Number("sixty_and_over_share"),
            Number("retirement_rate"),
        ),
        _retirement,
    ),
    Theme(
        "turnover",
        "Turnover",
        _turned,
        (
            Number("separations", "career"),
            Number("separation_rate", "career"),
            Number("quit_rate", "career"),
            Number("net_change", "career"),
        ),
        _turnover,
    ),
    Theme(
        "onboarding",
        "Onboarding",
        _entered,
        (
            Number("estimated_entries"),
            Number("outside_hire_share"),
            Number("transfer_in_share"),
            Number("new_to_government_share"),
        ),
        _onboarding,
    ),
    Theme(
        "diversity",
        "Diversity",
        _headlines(Number("women_share", "career"), Number("people_of_color_share", "career")),
        (
            Number("women_share", "career"),
            Number("women_share", "noncareer"),
            Number("people_of_color_share", "career"),
            Number("people_of_color_share", "noncareer"),
        ),
        _diversity,
    ),
    Theme(
        "pipeline",
        "Pipeline",
        _climb,
        (
            Number("feeder_pool"),
            Number("feeder_pool_supervisors"),
            Number("bench_strength"),
            Number("successors_per_expected_vacancy"),
        ),
        _pipeline,
    ),
)
"""Every theme, in reading order."""
