"""What happened while a series ran, as numbers for programs that draw charts of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from metrics.analysis.events import number_events
from metrics.charts.event_marks import place_in_fiscal_year
from metrics.charts.spec import Native, Series

NEAR: Final = 0.025
NEAR_IN_PANELS: Final = 0.09
"""How near two numbers may stand before they are told as one, as a part of the axis."""


@dataclass(frozen=True)
class EventPlaces:
    """A chart with a place on its axis for every event: the places, and the numbers written at the first of those near.

    A label is empty where nothing is written.
    """

    native: Native
    places: frozenset[int]
    labels: tuple[str, ...]


def place_events(native: Native) -> EventPlaces:
    """Events at their own dates, which join the dates of lines, or at their fiscal years; elsewhere there are none."""
    days = [day for day in native.categories if isinstance(day, date)]
    years = [int(str(name)) for name in native.categories if str(name).isdigit()]
    events = number_events(native.events)
    if days:
        when = [min(max(one.start, days[0]), days[-1]) for _, one in events]
        native = _with(native, days, when)
        every = [day for day in native.categories if isinstance(day, date)]
        places = [every.index(day) for day in when]
        scale = [(day - every[0]).days / max(1, (every[-1] - every[0]).days) for day in every]
    else:
        last = max(0, len(years) - 1)
        places = (
            [min(max(round(place_in_fiscal_year(one.start)) - years[0], 0), last) for _, one in events] if years else []
        )
        scale = [at / max(1, last) for at in range(len(native.categories))]
    near = NEAR if native.panels == "together" else NEAR_IN_PANELS
    return EventPlaces(native, frozenset(places), tuple(_labels(places, scale, near)))


def _labels(places: Sequence[int], scale: Sequence[float], near: float) -> Iterable[str]:
    """The numbers of events at the places where they are written: 3, or 3–5 for those too near each other."""
    numbers_by_place: dict[int, list[int]] = {}
    for number, place in enumerate(places, start=1):
        first = next(reversed(numbers_by_place), place)
        numbers_by_place.setdefault(first if scale[place] - scale[first] < near else place, []).append(number)
    for at in range(len(scale)):
        numbers = numbers_by_place.get(at, [])
        yield "–".join(dict.fromkeys(f"{end}" for end in (*numbers[:1], *numbers[-1:])))


def _with(native: Native, days: Sequence[date], more: Iterable[date]) -> Native:
    """The chart with more dates on its axis, at which no series has a value."""
    every = sorted({*days, *more})
    place = [bisect_left(every, day) for day in days]

    def spread(series: tuple[Series, ...]) -> tuple[Series, ...]:
        return tuple(replace(one, values=_at(one.values, place, len(every))) for one in series)

    return replace(native, categories=tuple(every), series=spread(native.series), points=spread(native.points))


def _at(values: Sequence[float | None], place: Sequence[int], count: int) -> tuple[float | None, ...]:
    result: list[float | None] = [None] * count
    for at, value in zip(place, values, strict=True):
        result[at] = value
    return tuple(result)
