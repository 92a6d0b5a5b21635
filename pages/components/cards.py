"""Answers at a glance: the first sentence of a page, and cards with a number, its change, its shape and its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import streamlit as st

from metrics import charts, formatting
from metrics.analysis.apart import LIMITED
from metrics.analysis.headline import Headline
from metrics.analysis.part_year import PartYear, find_part_year
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.definitions.metric import Change, Metric
from metrics.exhibits.forms import is_earned
from metrics.exhibits.numbers import Number, ask_number, sentence
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import allocation, headlines, retirement
from metrics.text.briefing import TWO_SOURCES, drop_repetitions
from metrics.text.gaps import MARK, describe_gaps
from pages.components import figure
from pages.components.opening import opening
from pages.small_print import muted, small
from pages.state import cache, filters
from pages.state.replay import drawn_once

Width = int | Literal["stretch"]
NAME, VALUE, SHAPE, WORDS = 250, 160, 180, 440
"""Widths in a row of a theme, in pixels: together what a window of 1280 has room for; in a narrower one they wrap."""


def _numbers(wanted: Iterable[str | Number]) -> tuple[Number, ...]:
    """Indicators as numbers: a name alone is the indicator of everyone."""
    return tuple(Number(each) if isinstance(each, str) else each for each in wanted)


def _ask(number: Number) -> tuple[Metric, Answer, Headline | None]:
    return cache.made(ask_number, filters.view(), number)


def _place(result: Answer) -> str:
    return filters.view().agency if result.selection.values("agency_code") else ""


OPENED = "opened with"
"""Where a run remembers which indicators its page opened with."""


def lead(*wanted: str | Number) -> None:
    """The page's answer in a sentence or two written from the data; the first stands out."""
    # What is history has its sentence under the cards, unless all that a page opens with is.
    numbers = _numbers(wanted)
    fresh = tuple(each for each in numbers if not _is_history(each)) or numbers
    st.session_state[OPENED] = fresh
    _lead(*fresh)


@drawn_once
def _lead(*fresh: Number) -> None:
    asked = [_ask(each) for each in fresh]
    said = [_sentence(each) for each, (_, _, found) in zip(fresh, asked, strict=True) if found]
    lacking = dict.fromkeys(_beside(result, found) for _, result, found in asked if found)
    if said:
        # The head of the page stands right above: its mark would say nothing here.
        opening([*said, *(f"{one}." for one in lacking if one and one != MARK)])
    else:
        figure.empty(asked[0][1])


@drawn_once
def part_years(*wanted: str | Number) -> None:
    """What is published of a year later than the last whole one, a card each."""
    known = [(each, found) for each in _numbers(wanted) if (found := _part_year(each))]
    if not known:
        return
    st.subheader("The newest counts: part of a year", anchor=False)
    for place, (each, found) in zip(st.columns(len(known), border=True), known, strict=True):
        metric = find(each.name)
        with place:
            _number(_title(each, metric), metric, found.value, found.change)
            sure = "**medium confidence**" if found.is_medium else ""
            parts = (headlines.format_months(found), formatting.EVIDENCE["published"], sure)
            small(" · ".join(filter(None, parts)), headlines.describe_part_year_basis(metric, found, each.appointment))
    titles = dict.fromkeys(formatting.format_source(found.source, cache.titles()) for _, found in known)
    small(f"Part of a year is never drawn as a year. Source: {'; '.join(titles)}.")


def _part_year(wanted: Number) -> PartYear | None:
    """The newest part of a year, where no whole year ends as late or later; none is known of a single agency."""
    metric, result, whole = _ask(wanted)
    if _place(result):
        return None
    found = cache.made(find_part_year, cache.warehouse(), metric, wanted.appointment, filters.view().period)
    return found if found and (whole is None or whole.latest.period < found.last) else None


def headline(*wanted: str | Number) -> None:
    """Headlines side by side: value, change since the baseline, the shape of the series, and what both rest on.

    What is history by now is told below them in dated sentences, and has no card among those of today; what the page
    opened with is not told again.

    Args:
        *wanted: The numbers, or the names of their indicators.
    """
    opened, numbers = st.session_state.get(OPENED, ()), _numbers(wanted)
    _headlines(numbers, tuple(each for each in numbers if each in opened))


@drawn_once
def _headlines(wanted: tuple[Number, ...], opened: tuple[Number, ...]) -> None:
    old = [each for each in wanted if _is_history(each)]
    cards = [each for each in wanted if each not in old]
    old = [each for each in old if each not in opened]
    if cards:
        for place, each in zip(st.columns(len(cards), border=True), cards, strict=True):
            with place:
                _card(each)
    small(_history(old))


def _is_history(wanted: Number) -> bool:
    _, _, found = _ask(wanted)
    return found is not None and formatting.is_history(found.latest.period, filters.newest())


def _sentence(wanted: Number) -> str:
    return cache.made(sentence, filters.view(), wanted)


def _history(old: Sequence[Number]) -> str:
    """What is history by now in dated sentences, with what must be known of it."""
    asked = [_ask(each) for each in old]
    special = dict.fromkeys(_special(metric, found) for metric, _, found in asked if found)
    told = headlines.list_history(drop_repetitions(map(_sentence, old), filters.view().agency))
    return " ".join(filter(None, [told, *special]))


def _special(metric: Metric, found: Headline) -> str:
    return retirement.describe_special_rules(metric.adapt_to([found.latest.evidence]))


@drawn_once
def themes(**wanted: str | Number) -> None:
    """A row per theme: the way to its page, value and change, shape, sentence; each keyword is a page of Health."""
    with st.container(border=True, gap="xsmall"):
        for page, each in zip(wanted, _numbers(wanted.values()), strict=True):
            # Not columns, which are four pieces more of every row.
            with st.container(horizontal=True, vertical_alignment="center"):
                _theme(page, each)


def _theme(page: str, wanted: Number) -> None:
    metric, result, found = _ask(wanted)
    title = _title(wanted, metric)
    with st.container(width=NAME, gap=None):
        st.page_link(f"pages/health/{page}.py", icon=":material/arrow_forward:", icon_position="right")
        st.markdown(muted(title), help=metric.definition)
    if found is None:
        _value(title, metric, None, None, width=VALUE)
        figure.empty(result)
        return
    newer = _part_year(wanted) if wanted.appointment else None
    part = headlines.describe_part_year(metric, newer, wanted.appointment) if newer else ""
    if formatting.is_history(found.latest.period, filters.newest()):
        # A year that is history is not the last that is known, where a part of a later one is.
        said = "  \n".join(filter(None, [part, muted(_history([wanted]))]))
        st.markdown(said, width=VALUE + SHAPE + WORDS)
        return
    _value(title, metric, found.latest.value, found.change, width=VALUE, is_one_work=not found.mixed)
    _shape(wanted, metric, result, width=SHAPE)
    lines = (part, *(muted(line) for line in _under(wanted, metric, result, found)))
    st.markdown("  \n".join(filter(None, lines)), width=WORDS)


def _card(wanted: Number) -> None:
    """The value, its change, the spark line, and what value and baseline rest on; or what would fill them."""
    metric, result, found = _ask(wanted)
    if found is None:
        _number(_title(wanted, metric), metric, None, None)
        figure.empty(result)
        return
    _number(_title(wanted, metric), metric, found.latest.value, found.change, is_one_work=not found.mixed)
    _shape(wanted, metric, result)
    small(*_under(wanted, metric, result, found), *_on_positions(result))


def _under(wanted: Number, metric: Metric, result: Answer, found: Headline) -> list[str]:
    """The lines under a number: of when it is and what it rests on, whom it counts, what it is compared with.

    Neither the number nor its change is said again, and its date once: whatever stands under a number comes from here.
    """
    # Both sources stand in full in the sentences of the page; a card has room to say that they are two.
    basis = TWO_SOURCES.sub(
        ", another source then", headlines.describe_comparison(metric, found, wanted.appointment, _place(result))
    )
    dated, lacking = headlines.describe_date(metric, found, filters.newest()), _beside(result, found)
    # A mark alone belongs to the date that it is about.
    lines = (f"{dated} {lacking}", basis) if lacking == MARK else (dated, basis, lacking)
    return [line for line in (*lines, _special(metric, found)) if line]


@cache.remembered
def _on_positions(result: Answer) -> tuple[str, ...]:
    """What is known on positions beside a share of people that a limit of positions is about.

    Of limited appointees the limits above have said it, in the number that the card shows.
    """
    if result.metric.name == LIMITED:
        return ()
    return allocation.describe_positions(cache.warehouse(), result, select_drawn(result))


def _beside(result: Answer, found: Headline) -> str:
    """What is told beside a headline of months that are incomplete."""
    return cache.made(describe_gaps, result, found.latest.period, filters.at_head())


def _shape(wanted: Number, metric: Metric, result: Answer, width: Width = "stretch") -> None:
    if not is_earned(select_drawn(result).dropna(subset="value")):
        # A dot or two is no shape; a row keeps its place for it.
        if width != "stretch":
            st.container(width=width)
        return
    picture = cache.made(_spark, metric.name, result.selection, figure.palette())
    figure.chart(picture, key=f"spark {wanted}", width=width)


def _title(wanted: Number, metric: Metric) -> str:
    return ", ".join(filter(None, [metric.title, wanted.appointment]))


def _number(title: str, metric: Metric, value: float | None, change: float | None, *, is_one_work: bool = True) -> None:
    """A number under its title with its change; a card without one says so in the same place, and leaves no hole."""
    # Outside the number's own label, which would be cut where a card is narrow.
    st.markdown(title, help=metric.definition)
    _value(title, metric, value, change, is_one_work=is_one_work)


def _value(
    title: str,
    metric: Metric,
    value: float | None,
    change: float | None,
    width: Width = "stretch",
    *,
    is_one_work: bool = True,
) -> None:
    """The number with its change; an arrow stands only where both values are of one work."""
    # How much a net change moved is no number that a reader can picture: the words under it name the other one.
    change = None if isinstance(metric.formula, Change) else change
    st.metric(
        title,
        "–" if value is None else formatting.format_number(value, metric.unit),
        None if change is None else formatting.format_change(change, metric.unit),
        delta_color="off",
        delta_arrow="off" if not change or not is_one_work else "up" if change > 0 else "down",
        label_visibility="collapsed",
        width=width,
    )


def _spark(name: str, selection: Selection, colours: Palette) -> Picture:
    rows = select_drawn(cache.answer(name, selection)).dropna(subset="value")
    return charts.draw_spark(find(name), rows, colours)
