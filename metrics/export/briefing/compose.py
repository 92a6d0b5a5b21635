"""A briefing put together: what an agency, or the whole government, is told on every theme, from the answers alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from metrics import formatting
from metrics.analysis import by_agency
from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.definitions import catalog
from metrics.definitions.metric import find_bound_agency
from metrics.errors import MetricsError
from metrics.exhibits.exhibit import Exhibit, sources
from metrics.exhibits.numbers import KeyNumber, Number, sentence
from metrics.exhibits.recipes.figures import limit_bars
from metrics.exhibits.view import BriefingView, open_view
from metrics.exhibits.wording import EVERYBODY
from metrics.export.briefing.chapters import THEMES, chapter
from metrics.export.briefing.chapters import find as theme_of
from metrics.export.briefing.document import NONE
from metrics.export.briefing.model import Briefing, Told
from metrics.text import agency_table, briefing, peers
from metrics.warehouse import Warehouse

LEAD = (Number("on_board"), Number("noncareer_share"))


class NothingToBrief(MetricsError):
    """Nothing is known of what a briefing is asked about."""


def compose(
    warehouse: Warehouse,
    agency_code: str = "",
    themes: tuple[str, ...] = (),
    baseline: date = DEFAULT_BASELINE,
    period: date | None = None,
    link: str = "",
    told: Told | None = None,
) -> Briefing:
    """The briefing of an agency, or of the whole government, up to a period.

    Args:
        warehouse: The build to ask.
        agency_code: The agency; empty for the whole government.
        themes: Keys or titles of themes; none are all.
        baseline: The month to compare with.
        period: The last period; None for the newest.
        link: The address of the same view.
        told: Hears of each theme before it is put together.

    Returns:
        The briefing.

    Raises:
        UnknownTheme: There is no theme of that name.
        UnknownValue: No agency has that code.
        NothingToBrief: No theme has a figure.
    """
    asked = tuple(dict.fromkeys(map(theme_of, themes))) or THEMES
    view = open_view(warehouse, agency_code, period, baseline, link)
    if agency_code:
        view.ask_ahead(by_agency.list_questions(period))
    chapters = []
    for done, theme in enumerate(asked):
        if told:
            told(theme.title, done, len(asked))
        chapters.append(chapter(view, theme))
    limits = tuple(_limits(view))
    exhibits = [*limits, *(each for one in chapters for each in one.exhibits)]
    numbers = [each for one in chapters for each in (*one.figures, *one.past)]
    if not any(one.figures or one.past or one.exhibits for one in chapters):
        raise NothingToBrief(briefing.explain_no_briefing(view.agency, period))
    days = [each.period for each in numbers]
    made = Briefing(
        title=briefing.TITLE,
        whose=view.agency or EVERYBODY,
        as_of=formatting.format_month(max([*(each.newest for each in exhibits), *days])),
        baseline=baseline,
        lead=tuple(briefing.drop_repetitions(filter(None, (sentence(view, each) for each in LEAD)), view.agency)),
        limits=limits,
        chapters=tuple(chapters),
        standing=_standing(view) if agency_code else None,
        method=(),
        terms=tuple(_terms(numbers, exhibits)),
        sources=_sources(view, numbers, exhibits),
        build_id=warehouse.build_id,
        built_at=warehouse.built_at,
        link=link,
        with_sample=warehouse.with_sample,
    )
    kinds = {kind for each in exhibits for kind in each.rows["evidence"].unique()}
    kinds |= {"sample"} if made.is_sample else set()
    return replace(made, method=(*_method(view, kinds, made.is_sample), *_compared(view)))


def _limits(view: BriefingView) -> Iterator[Exhibit]:
    """Where the agency, or else the highest of those large enough to rank, and the government stand to the limits."""
    lines = [each for each in limit_bars(view) if each.gap(view) is None]
    # A briefing of an agency begins with it.
    yield from (each.exhibit(view) for each in sorted(lines, key=lambda line: line.who != "agency"))


def _standing(view: BriefingView) -> pd.DataFrame:
    """Every indicator of the agency; a column of which nothing is known is left out."""
    found = agency_table.list_headlines(
        view.warehouse, view.answer, view.rank_agencies, view.agency_code, view.period, view.baseline
    )
    found = found.replace({agency_table.SINCE: {agency_table.NO_BASELINE: NONE}})
    found = found[[column for column in found if found[column].ne(NONE).any()]]
    return found.rename(columns={agency_table.SINCE: f"Since {formatting.format_month(view.baseline)}"})


def _method(view: BriefingView, kinds: Iterable[str], is_sample: bool) -> list[str]:
    held = view.warehouse
    return briefing.describe_method(
        view.newest, kinds, held.built_at, view.baseline, held.build_id, is_sample=is_sample
    )


def _compared(view: BriefingView) -> Iterator[str]:
    """Which peers an agency is measured by, or why it has none."""
    if find_bound_agency(view.agency_code) != view.agency_code:
        yield peers.IN_PARTS
    elif view.agency_code:
        yield peers.describe_peers(by_agency.find_size_group(view.warehouse, view.agency_code))


def _terms(figures: Iterable[KeyNumber], exhibits: Iterable[Exhibit]) -> Iterator[tuple[str, str]]:
    """Every indicator that is shown, with its definition as it is of what is shown, in the order of the catalog."""
    shown = {each.name: each.definition for each in figures}
    shown |= {each.metric.name: each.metric.definition for each in exhibits}
    return ((metric.title, shown[metric.name]) for metric in catalog.METRICS if metric.name in shown)


def _sources(view: BriefingView, figures: Iterable[KeyNumber], exhibits: Iterable[Exhibit]) -> pd.DataFrame:
    """Every source once, in order."""
    named = {each.source for each in figures} | {source for one in exhibits for source in one.sources["source"]}
    return sources(view.warehouse, pd.DataFrame({"source": sorted(named)}))
