"""What happened while a series ran, drawn on it: rules with their names above, breaks, administrations as bands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import Any, Final, Literal

import pandas as pd
import plotly.graph_objects as go

from metrics.analysis.events import Annotation, choose_events, select_administrations, select_breaks
from metrics.charts.base import write_note
from metrics.charts.theme import Palette
from metrics.formatting import format_month

# What the narrowest phone leaves for a plot beside the numbers of its axis, in pixels; a wider screen only spreads it.
NARROWEST: Final = 288
LINE: Final = 16
LETTER: Final = 6.0
APART: Final = 6
LEAST_BAND: Final = 12
SIZE: Final = 11


@dataclass(frozen=True)
class Timeline:
    """Where the time of a picture lies: its first and last place on the axis, and how a day becomes a place.

    `beside` is the margin right of the plot, `above` what already stands over it, both in pixels.
    """

    first: Any
    last: Any
    place: Callable[[date], Any] = pd.Timestamp
    beside: int = 0
    above: int = 0
    panels: int = 1

    @property
    def width(self) -> int:
        """The plot's width in pixels on the narrowest phone."""
        return NARROWEST - self.beside

    def within(self, day: date) -> Any:
        """The place of a day, moved to the nearer end where it lies outside."""
        return min(max(self.place(day), self.first), self.last)

    def pixels(self, day: date) -> float:
        """The place of a day on the narrowest phone, in pixels from the left of the plot."""
        return float((self.within(day) - self.first) / (self.last - self.first)) * self.width


@dataclass(frozen=True)
class EventLabel:
    """The name of an event above the plot: on which side of its rule it ends, and its row, the lowest 0."""

    one: Annotation
    anchor: Literal["left", "right"]
    row: int


def place_in_fiscal_year(day: date) -> float:
    """A day's place on an axis of fiscal years, where a year's column stands on its number."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25 - 0.25


def annotate(plot: go.Figure, events: Sequence[Annotation], palette: Palette, time: Timeline) -> int:
    """Draw what happened behind the data and above it; returns the height that this takes above, in pixels."""
    lines = _draw_bands(plot, select_administrations(events), palette, time)
    labels = _place_labels(choose_events(events), time)
    rules = [
        rule for one in (*choose_events(events), *select_breaks(events)) for rule in _build_rules(one, palette, time)
    ]
    rules += [_build_leader(label, palette, time) for label in labels if label.row]
    # At once: Plotly reads all its shapes anew for each that is added.
    plot.update_layout(shapes=[*plot.layout.shapes, *rules])
    for label in labels:
        shift = time.above + 1 + LINE * label.row
        _write_above(
            plot, label.one.title, palette.muted, palette.page, time.within(label.one.start), label.anchor, shift
        )
    _draw_break_signs(plot, select_breaks(events), palette, time)
    height = LINE * (1 + max((label.row for label in labels), default=-1))
    for at, words in lines:
        _write_above(plot, "<br>".join(words), palette.muted, palette.page, at, "left", time.above + height + 1)
    return height + LINE * max((len(words) for _, words in lines), default=0)


def _write_above(plot: go.Figure, text: str, colour: str, page: str, at: Any, anchor: str, shift: int) -> None:
    place = {"x": at, "xanchor": anchor, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": shift}
    # On the page's own colour: the way up to another name may pass behind it.
    write_note(plot, text, colour, SIZE, align="left", borderpad=0, bgcolor=page, **place)


def _build_rules(one: Annotation, palette: Palette, time: Timeline) -> Iterator[dict[str, Any]]:
    """A hairline where something began; where it lasted, a thicker line along the top until its end."""
    start, end = time.within(one.start), time.within(one.end or one.start)
    line = {"color": palette.muted, "width": 0.6, "dash": "solid" if one.kind == "event" else "dot"}
    for panel in range(1, time.panels + 1):
        upright = {"yref": _name_domain(panel), "y0": 0, "y1": 1, "layer": "below", "opacity": 0.6}
        yield {"type": "line", "x0": start, "x1": start, "line": line, **upright}
    if end > start and one.kind == "event":
        along = {"yref": _name_domain(1), "y0": 1, "y1": 1, "layer": "below", "opacity": 0.6}
        yield {"type": "line", "x0": start, "x1": end, "line": {"color": palette.muted, "width": 2}, **along}


def _name_domain(panel: int) -> str:
    return f"y{'' if panel == 1 else panel} domain"


def _place_labels(events: Sequence[Annotation], time: Timeline) -> list[EventLabel]:
    """The name of each event at its rule, in the lowest row where it touches no other on the narrowest phone.

    The latest stands lowest: names run to the right, so that the way up to an earlier one crosses none.
    """
    spans_by_row: list[list[tuple[float, float]]] = []
    labels = []
    for one in reversed(events):
        at, wide = time.pixels(one.start), LETTER * len(one.title)
        is_right = at + wide <= time.width + time.beside
        span = (at, at + wide) if is_right else (at - wide, at)
        free = (row for row, spans in enumerate(spans_by_row) if all(_are_apart(span, other) for other in spans))
        row = next(free, len(spans_by_row))
        if row == len(spans_by_row):
            spans_by_row.append([])
        spans_by_row[row].append(span)
        labels.append(EventLabel(one, "left" if is_right else "right", row))
    return labels


def _are_apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] + APART <= other[0] or other[1] + APART <= one[0]


def _build_leader(label: EventLabel, palette: Palette, time: Timeline) -> dict[str, Any]:
    """The rule of an event drawn on, above the plot, to a name that does not stand in the lowest row."""
    at = time.within(label.one.start)
    up = {"yref": "paper", "ysizemode": "pixel", "yanchor": 1, "y0": time.above, "y1": time.above + LINE * label.row}
    line = {"color": palette.muted, "width": 0.6}
    return {"type": "line", "x0": at, "x1": at, "line": line, "layer": "below", "opacity": 0.6, **up}


def _draw_break_signs(plot: go.Figure, breaks: Sequence[Annotation], palette: Palette, time: Timeline) -> None:
    """The sign of a broken axis under each break, once where several would touch."""
    free = float("-inf")
    for one in breaks:
        if (at := time.pixels(one.start)) < free:
            continue
        free = at + LEAST_BAND
        foot = {"yref": "paper", "y": 0, "yanchor": "middle", "borderpad": 0, "bgcolor": palette.page}
        words = f"{one.title} ({format_month(one.start)}): the series is broken here"
        write_note(plot, "//", palette.muted, SIZE, x=time.within(one.start), hovertext=words, **foot)


def _draw_bands(
    plot: go.Figure, ruling: Sequence[Annotation], palette: Palette, time: Timeline
) -> list[tuple[Any, list[str]]]:
    """Every second administration shaded; where each begins and the lines of its name, if they fit above it."""
    names = []
    for index, one in enumerate(ruling):
        is_last = index + 1 == len(ruling)
        end = time.last if is_last or one.end is None else time.within(one.end + timedelta(days=1))
        start = time.within(one.start)
        if index % 2:
            for panel in range(1, time.panels + 1):
                band = {"yref": _name_domain(panel), "y0": 0, "y1": 1, "layer": "below", "line_width": 0}
                plot.add_shape(type="rect", x0=start, x1=end, fillcolor=palette.panel, **band)
        left_edge = time.pixels(one.start)
        room = (time.width + time.beside if is_last else time.pixels(one.end or one.start)) - left_edge
        letters = int(room / LETTER)
        words = wrap(one.title, max(letters, 1), break_long_words=False)
        if max(map(len, words)) <= letters:
            names.append((start, words))
    return names
