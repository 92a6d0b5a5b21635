"""What happened while a series ran, drawn on it: rules named or numbered above, breaks, administrations as bands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics.annotations import Annotation, administrations, numbered
from metrics.figures.parts import note
from metrics.theme import Palette

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


def fiscal(day: date) -> float:
    """A day's place on an axis of fiscal years, where a year's column stands on its number."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25 - 0.25


def annotate(plot: go.Figure, happened: Sequence[Annotation], palette: Palette, time: Timeline) -> int:
    """Draw what happened behind the data and above it; returns the height that this takes above, in pixels."""
    lines = _bands(plot, administrations(happened), palette, time)
    marks = numbered(happened)
    rules = [rule for _, one in marks for rule in _rules(one, palette, time)]
    # At once: Plotly reads all its shapes anew for each that is added.
    plot.update_layout(shapes=[*plot.layout.shapes, *rules])
    for at, text, anchor in _labels(marks, time):
        _above(plot, text, palette.muted, time.place(at), anchor, time.above + 1)
    _signs(plot, [one for _, one in marks if one.kind == "break"], palette, time)
    height = LINE * bool(marks)
    for at, words in lines:
        _above(plot, "<br>".join(words), palette.muted, at, "left", time.above + height + 1)
    return height + LINE * max((len(words) for _, words in lines), default=0)


def _above(plot: go.Figure, text: str, colour: str, at: Any, anchor: str, shift: int) -> None:
    place = {"x": at, "xanchor": anchor, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": shift}
    note(plot, text, colour, SIZE, align="left", borderpad=0, **place)


def _rules(one: Annotation, palette: Palette, time: Timeline) -> Iterator[dict[str, Any]]:
    """A hairline where something began; where it lasted, a thicker line along the top until its end."""
    start, end = time.within(one.start), time.within(one.end or one.start)
    line = {"color": palette.muted, "width": 0.6, "dash": "solid" if one.kind == "event" else "dot"}
    for panel in range(1, time.panels + 1):
        upright = {"yref": _domain(panel), "y0": 0, "y1": 1, "layer": "below", "opacity": 0.6}
        yield {"type": "line", "x0": start, "x1": start, "line": line, **upright}
    if end > start and one.kind == "event":
        along = {"yref": _domain(1), "y0": 1, "y1": 1, "layer": "below", "opacity": 0.6}
        yield {"type": "line", "x0": start, "x1": end, "line": {"color": palette.muted, "width": 2}, **along}


def _domain(panel: int) -> str:
    return f"y{'' if panel == 1 else panel} domain"


def _labels(marks: Sequence[tuple[int, Annotation]], time: Timeline) -> list[tuple[date, str, str]]:
    """The day, the words and the anchor of each label: a number, with its name where that fits before the next one.

    Numbers that would touch on the narrowest phone become one: 5–9.
    """
    clusters = [[mark] for mark in marks]
    together = 0
    while together < len(clusters) - 1:
        left, right = clusters[together], clusters[together + 1]
        between = _middle(right, time) - _middle(left, time)
        if between < (_width(left) + _width(right)) / 2 + APART:
            clusters[together : together + 2] = [left + right]
            together = max(0, together - 1)
        else:
            together += 1
    found = []
    for index, cluster in enumerate(clusters):
        (_, first), (_, last) = cluster[0], cluster[-1]
        edge = float(time.width + time.beside)
        if index + 1 < len(clusters):
            edge = _middle(clusters[index + 1], time) - _width(clusters[index + 1]) / 2 - APART
        named = f"{_number(cluster)} {first.title}"
        if len(cluster) == 1 and time.pixels(first.start) + LETTER * len(named) <= edge:
            found.append((first.start, named, "left"))
        else:
            found.append((first.start + (last.start - first.start) / 2, _number(cluster), "center"))
    return found


def _number(cluster: Sequence[tuple[int, Annotation]]) -> str:
    first, last = cluster[0][0], cluster[-1][0]
    return f"{first}" if first == last else f"{first}–{last}"


def _width(cluster: Sequence[tuple[int, Annotation]]) -> float:
    return LETTER * len(_number(cluster))


def _middle(cluster: Sequence[tuple[int, Annotation]], time: Timeline) -> float:
    return (time.pixels(cluster[0][1].start) + time.pixels(cluster[-1][1].start)) / 2


def _signs(plot: go.Figure, breaks: Sequence[Annotation], palette: Palette, time: Timeline) -> None:
    """The sign of a broken axis under each break, once where several would touch."""
    free = float("-inf")
    for one in breaks:
        if (at := time.pixels(one.start)) < free:
            continue
        free = at + LEAST_BAND
        foot = {"yref": "paper", "y": 0, "yanchor": "middle", "borderpad": 0, "bgcolor": palette.page}
        note(plot, "//", palette.muted, SIZE, x=time.within(one.start), **foot)


def _bands(
    plot: go.Figure, ruling: Sequence[Annotation], palette: Palette, time: Timeline
) -> list[tuple[Any, list[str]]]:
    """Every second administration shaded; where each begins and the lines of its name, if they fit above it."""
    found = []
    for index, one in enumerate(ruling):
        is_last = index + 1 == len(ruling)
        end = time.last if is_last or one.end is None else time.within(one.end + timedelta(days=1))
        start = time.within(one.start)
        if index % 2:
            for panel in range(1, time.panels + 1):
                band = {"yref": _domain(panel), "y0": 0, "y1": 1, "layer": "below", "line_width": 0}
                plot.add_shape(type="rect", x0=start, x1=end, fillcolor=palette.panel, **band)
        left = time.pixels(one.start)
        room = (time.width + time.beside if is_last else time.pixels(one.end or one.start)) - left
        letters = int(room / LETTER)
        words = wrap(one.title, max(letters, 1), break_long_words=False)
        if max(map(len, words)) <= letters:
            found.append((start, words))
    return found
