"""What a briefing says on each theme: its first sentences, its numbers and its charts, as the pages have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metrics import formatting
from metrics.analysis import horizons
from metrics.errors import MetricsError
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber, Number, figure, sentence
from metrics.exhibits.openings.eligibility import describe_eligibility
from metrics.exhibits.openings.entries import describe_entries
from metrics.exhibits.openings.turnover import describe_turnover
from metrics.exhibits.recipes import figures
from metrics.exhibits.recipes.agencies import AgainstPeers
from metrics.exhibits.recipes.one_answer import Indicator, Ranking
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import BriefingView
from metrics.export.briefing.model import Chapter
from metrics.nearest import find_nearest
from metrics.text import briefing, headlines

Charts = Callable[[BriefingView], list[Exhibit]]
Words = Callable[[BriefingView], list[str]]
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


def chapter(view: BriefingView, theme: Theme) -> Chapter:
    """A theme told in a view; where nothing is known of it, a sentence says so."""
    known = {wanted: found for wanted in theme.numbers if (found := figure(view, wanted))}
    old = {wanted: one for wanted, one in known.items() if formatting.is_history(one.period, view.newest)}
    numbers = [one for wanted, one in known.items() if wanted not in old]
    exhibits = theme.charts(view)
    told = [*filter(None, theme.said(view))]
    # Every sentence of one agency names it, and twice on a page is once too often.
    said = " ".join(told[:1] if view.agency else told)
    said = said or _instead(numbers or [*old.values()], exhibits)
    earlier = [each for wanted in old if (each := sentence(view, wanted)) not in told]
    # Every sentence of one agency names it, and the first of a theme has.
    history = headlines.list_history(
        [*briefing.drop_repetitions([formatting.begin_at(view.agency), *earlier], view.agency)][1:]
    )
    return Chapter(theme.title, said, tuple(numbers), tuple(exhibits), tuple(old.values()), history)


def _instead(numbers: Sequence[KeyNumber], exhibits: Sequence[Exhibit]) -> str:
    """What is said of a theme that has no sentence of its own."""
    if exhibits:
        return exhibits[0].said
    told = [briefing.write_lone_number(each.title, each.value, each.dated) for each in numbers]
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
    return lambda view: [sentence(view, each) for each in wanted]


def _draw(view: BriefingView, *recipes: Recipe | None) -> list[Exhibit]:
    """The figures that have something to draw."""
    return [recipe.exhibit(view) for recipe in recipes if recipe and recipe.gap(view) is None]


def _about_the_agency(view: BriefingView, ranking: Ranking) -> Ranking | None:
    """A ranking, where it is of the agency of the briefing: one of others is no figure of it."""
    return ranking if ranking.is_about_its_agency(view) else None


def _or_ranked(view: BriefingView, indicator: Indicator) -> Indicator:
    """An indicator over time, or where it has too few figures, its groups at the last of them."""
    if indicator.gap(view) is None:
        return indicator
    return Ranking(indicator.name, by=indicator.by, where=indicator.where, title=indicator.title)


def _strength(view: BriefingView) -> list[Exhibit]:
    if view.agency_code:
        by_type = Ranking("on_board", by="appointment") if figures.BY_TYPE.gap(view) else figures.BY_TYPE
        return _draw(view, by_type, AgainstPeers("average_length_of_service"))
    return _draw(view, figures.BY_TYPE, figures.WHERE_EXECUTIVES_SERVE, figures.PAY)


def _appointees(view: BriefingView) -> list[Exhibit]:
    if view.agency_code:
        close = _about_the_agency(view, figures.CLOSE_TO_A_QUARTER)
        return _draw(view, AgainstPeers("noncareer_share"), close)
    return _draw(view, figures.NONCAREER_SHARE, figures.CLOSE_TO_A_QUARTER, figures.LIMITED_SHARE)


def _retirement(view: BriefingView) -> list[Exhibit]:
    fans = figures.ELIGIBLE_SHARE, figures.ELIGIBLE
    fan = next((each for each in fans if each.is_estimated(view)), figures.ELIGIBLE_SHARE)
    ranking = _about_the_agency(view, figures.ELIGIBLE_BY_AGENCY)
    over_time = None if view.agency_code else figures.first_drawn(view, figures.ELIGIBLE_OVER_TIME)
    return _draw(view, fan, ranking, over_time)


def _turnover(view: BriefingView) -> list[Exhibit]:
    accounts = [each for each in figures.CAREER_ACCOUNTS if each.is_there(view)]
    if view.agency_code:
        return _draw(view, *accounts[:1], AgainstPeers("separation_rate"))
    return _draw(view, *accounts, figures.LOSING_AGENCIES)


def _onboarding(view: BriefingView) -> list[Exhibit]:
    early = None if view.agency_code else figures.EARLY_DEPARTURES
    return _draw(view, figures.WAYS_IN, _or_ranked(view, figures.ENTRIES_BY_TYPE), early)


def _diversity(view: BriefingView) -> list[Exhibit]:
    if view.agency_code:
        return _draw(view, figures.WOMEN_BY_TYPE, Indicator("people_of_color_share"))
    return _draw(view, figures.WOMEN_BY_TYPE, figures.PEOPLE_OF_COLOR_BY_TYPE, figures.LIKE_THE_GOVERNMENT)


def _pipeline(view: BriefingView) -> list[Exhibit]:
    return _draw(view, figures.STEPS, _about_the_agency(view, figures.BENCH_BY_AGENCY))


def _able(view: BriefingView) -> list[str]:
    fan = figures.ELIGIBLE_SHARE
    return describe_eligibility(view) or ([fan.sentence(view)] if len(fan.rows(view)) else [])


def _turned(view: BriefingView) -> list[str]:
    return describe_turnover(view, "career")[:1]


def _entered(view: BriefingView) -> list[str]:
    return [*describe_entries(view)][:2]


def _climb(view: BriefingView) -> list[str]:
    return [figures.STEPS.sentence(view)]


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
