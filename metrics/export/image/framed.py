"""A figure as a picture that stands alone: its chart between a head that asks and a foot that says what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final, NamedTuple

import plotly.graph_objects as go

from metrics.charts.base import build_label
from metrics.charts.theme import LIGHT
from metrics.exhibits import facts
from metrics.exhibits.exhibit import Exhibit
from metrics.export import text_metrics
from metrics.export.formats import NoPicture
from metrics.export.html.parts import FAMILY
from metrics.text.exports import PROJECT

WIDTH: Final = 1200
HEIGHT: Final = 675
EDGE: Final = 40
GAP: Final = 12
LEADING: Final = 1.3
"""The height of a line in Plotly's text, as a part of the size of its letters."""
TICKS: Final = 26
TICK_SIZE: Final = 12
SMALL_PRINT: Final = 76
"""How much higher than it must be a picture may grow for its caveats, in pixels."""
MORE: Final = "The figures come with more notes."


class Paragraph(NamedTuple):
    """Words set in lines that fit, one under the other; `after` is the room below them."""

    lines: tuple[str, ...]
    size: int
    colour: str
    is_bold: bool = False
    after: int = 4

    @property
    def height(self) -> float:
        """How high it stands, in pixels, with the room below."""
        return len(self.lines) * self.size * LEADING + self.after


def frame(exhibit: Exhibit, width: int = WIDTH, height: int | None = None) -> go.Figure:
    """The picture of a figure with everything that must stand on it, in light colours and of a fixed size.

    Args:
        exhibit: The figure.
        width: Pixels across.
        height: Pixels down; by default 675, or more where its rows or words need more. A chart of rows, which have a
            height of their own, is by default no higher than these.

    Returns:
        The figure, to be drawn by Plotly.

    Raises:
        NoPicture: The figure is only a table.
    """
    if exhibit.picture is None:
        raise NoPicture(f"{exhibit.title} This selection has no chart, only a table")
    plot = go.Figure(exhibit.picture.plot)
    room, chart = width - 2 * EDGE, plot.layout.height
    head, foot = [*_head(exhibit, room)], [*_foot(exhibit, room)]
    above = _height(head) + GAP
    least = 2 * EDGE + above + chart + 2 * GAP + _height(foot)
    tall = height or (HEIGHT if _is_elastic(plot) else 0)
    notes = " ".join(exhibit.notes)
    caveats = tuple(words for words in exhibit.caveats if words not in notes)
    caveat_lines = _choose_fitting(caveats, room, tall - least if height else max(tall - least, SMALL_PRINT))
    tall = round(max(tall, least + _height(caveat_lines)))
    foot[-1:-1] = caveat_lines
    inside, ticks = plot.layout.margin.to_plotly_json(), TICKS if _has_ticks(plot) else 0
    edges = {
        "l": EDGE + inside["l"] + _labels(plot),
        "r": EDGE + inside["r"],
        "t": EDGE + above + inside["t"],
        "b": EDGE + _height(foot) + 2 * GAP + max(ticks, inside["b"]),
    }
    if not _is_elastic(plot):
        edges["b"] += tall - least - _height(caveat_lines)
    plot.update_layout(width=width, height=tall, autosize=False, font_family=FAMILY)
    plot.update_layout(margin={**edges, "autoexpand": False})
    plot.update_xaxes(automargin=False)
    plot.update_yaxes(automargin=False)
    foot_at = edges["b"] - EDGE - _height(foot)
    line = {"color": LIGHT.border, "width": 1}
    across = {
        "xref": "paper",
        "xanchor": 0,
        "xsizemode": "pixel",
        "x0": EDGE - edges["l"],
        "x1": width - EDGE - edges["l"],
    }
    down = {"yref": "paper", "yanchor": 0, "ysizemode": "pixel", "y0": GAP - foot_at, "y1": GAP - foot_at}
    plot.add_shape(type="line", line=line, **across, **down)
    around = [*_set(head, edges["l"], y=1, shift=above + inside["t"]), *_set(foot, edges["l"], y=0, shift=-foot_at)]
    plot.layout.annotations = (*plot.layout.annotations, *around)
    return plot


def _head(exhibit: Exhibit, room: int) -> Iterator[Paragraph]:
    yield _paragraph(exhibit.title, room, 26, LIGHT.ink, is_bold=True)
    if exhibit.said:
        yield _paragraph(exhibit.said, room, 16, LIGHT.ink, after=6)
    yield _paragraph(exhibit.subtitle, room, 14, LIGHT.muted)


def _foot(exhibit: Exhibit, room: int) -> Iterator[Paragraph]:
    """What must be known to read it, its evidence and sources, its date and definition, and where it comes from."""
    for words in exhibit.notes:
        yield _paragraph(words, room, 12, LIGHT.ink)
    yield _paragraph(exhibit.credit, room, 12, LIGHT.ink)
    yield _paragraph(f"As of {exhibit.as_of}. Definition: {exhibit.metric.definition}", room, 12, LIGHT.muted)
    texts = [PROJECT, f"build {exhibit.build_id} of {exhibit.built_at:%-d %B %Y}", exhibit.link]
    yield _paragraph(" · ".join(filter(None, texts)), room, 12, LIGHT.muted, after=0)


def _choose_fitting(caveats: tuple[str, ...], room: int, spare: float) -> list[Paragraph]:
    """As many caveats as there is room for, and that there are more where some have none."""
    paragraphs = [_paragraph(words, room, 12, LIGHT.muted) for words in caveats]
    if _height(paragraphs) <= spare:
        return paragraphs
    more, result = _paragraph(MORE, room, 12, LIGHT.muted), list[Paragraph]()
    for one in paragraphs:
        if _height([*result, one, more]) <= spare:
            result.append(one)
    return [*result, more] if more.height <= spare else []


def _paragraph(words: str, room: int, size: int, colour: str, *, is_bold: bool = False, after: int = 4) -> Paragraph:
    lines = text_metrics.wrap(facts.plain(words), room, size, is_bold)
    return Paragraph(tuple(lines), size, colour, is_bold, after)


def _height(paragraphs: list[Paragraph]) -> float:
    return sum(one.height for one in paragraphs)


def _set(paragraphs: list[Paragraph], left: float, y: int, shift: float) -> Iterator[dict[str, Any]]:
    """The paragraphs under each other from so many pixels over an edge of the plot."""
    place: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": EDGE - left, "borderpad": 0}
    for one in paragraphs:
        words = "<br>".join(escape(line, quote=False) for line in one.lines)
        markup = f"<b>{words}</b>" if one.is_bold else words
        top: dict[str, Any] = {"yref": "paper", "y": y, "yanchor": "top", "yshift": shift, "align": "left"}
        yield build_label(markup, one.colour, one.size, **place, **top)
        shift -= one.height


def _is_elastic(plot: go.Figure) -> bool:
    """Whether the chart fills what room there is: rows under each other have words at fixed distances instead."""
    axis = plot.layout.yaxis
    return axis.visible is not False or axis.scaleanchor is not None


def _has_ticks(plot: go.Figure) -> bool:
    """Whether labels stand under the plot."""
    return any(axis.visible is not False and axis.side != "top" for axis in plot.select_xaxes())


def _labels(plot: go.Figure) -> float:
    """The room that the labels of upright axes need left of the plot, in pixels."""
    if plot.layout.yaxis.automargin is False:
        return 0
    texts = [words for axis in plot.select_yaxes() if axis.visible is not False for words in _list_ticks(plot, axis)]
    return max((text_metrics.width(words, TICK_SIZE) for words in texts), default=0) + (GAP if texts else 0)


def _list_ticks(plot: go.Figure, axis: Any) -> list[str]:
    """The labels of an axis, or the widest that it could have."""
    if axis.ticktext:
        return [*axis.ticktext]
    ends = axis.range or [0, max(float(value) for trace in plot.data for value in trace.y if value is not None)]
    dollars = "$" if "$" in (axis.tickformat or "") else ""
    return [f"{dollars}{value:,.0f}{axis.ticksuffix or ''}" for value in ends] + [f"0.0{axis.ticksuffix or ''}"]
