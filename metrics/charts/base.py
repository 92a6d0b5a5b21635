"""What every picture is made of: house template, axes, labels, and the grammar of the three kinds of evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis.events import Annotation
from metrics.charts.spec import APART, GroupLine, Native
from metrics.charts.theme import Palette, build_layout
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.query.sql.gaps import PARTIAL, is_partial

# A line never joins two figures further apart than this: the years between are not known.
LONGEST_GAP: Final = timedelta(days=2 * 366)
SHORT_SPAN: Final = timedelta(days=5 * 366)
LEAST_TILTED: Final = 150
DASHES: Final = {"records": "solid", "published": "dot", "sample": "dash"}
"""How the line of each kind of evidence is drawn; a month from which people are missing has no line."""


class SizedPlot(NamedTuple):
    """A Plotly figure with its height, and with those of its margins that are its own, in pixels."""

    plot: go.Figure
    height: int
    margin: Mapping[str, int]


class Drawing:
    """A figure that is drawn when it is first asked for, once; others who ask meanwhile wait for it."""

    _drawn: go.Figure

    def __init__(self, draw: Callable[[], go.Figure]) -> None:
        self._draw: Callable[[], go.Figure] | None = draw
        self._one_at_a_time = Lock()

    def __call__(self) -> go.Figure:
        """The figure, drawn now if it was not yet."""
        with self._one_at_a_time:
            if self._draw:
                # What it is drawn from is let go: pages keep thousands of pictures.
                self._drawn, self._draw = self._draw(), None
        return self._drawn


@dataclass(frozen=True)
class Picture:
    """A Plotly figure, the words that stand for it where it is not seen, and its numbers for a native chart.

    `draw` gives the figure: slides, workbooks and printed pages want only the words and numbers, and never ask for it.
    `native` is None where no native chart would say the same, as for a heat map: then the table is shown.
    """

    draw: Drawing
    alt: str
    native: Native | None = None

    @property
    def plot(self) -> go.Figure:
        """The figure; shared, so never to be changed."""
        return self.draw()


@cache
def _build_template(palette: Palette) -> go.layout.Template:
    # Named on every figure: importing Streamlit replaces Plotly's default with placeholder colours.
    return go.layout.Template(layout=build_layout(palette))


def finish(
    draw: Callable[[], SizedPlot],
    palette: Palette,
    evidence: Iterable[str],
    alt: str,
    *,
    native: Native | None = None,
    events: Sequence[Annotation] = (),
    mark: int = 30,
) -> Picture:
    """A picture in the house template with its words; where it shows the synthetic sample, both say so.

    Args:
        draw: Draws the figure, when it is first asked for.
        palette: The colours of the scheme.
        evidence: The kinds of evidence of what is drawn.
        alt: The words that stand for the picture.
        native: Its numbers for a native chart, where one says the same.
        events: The events, breaks and administrations that are drawn on it.
        mark: The size of the letters that name the sample, smaller where the plot is narrow.

    Returns:
        The picture, not yet drawn.
    """
    native = replace(native, events=tuple(events)) if native and events else native
    is_sample = "sample" in set(evidence)
    words = f"{alt} Drawn from a synthetic sample, not from real figures." if is_sample else alt
    return Picture(Drawing(partial(_draw_finished, draw, palette, mark if is_sample else None)), words, native)


def _draw_finished(draw: Callable[[], SizedPlot], palette: Palette, mark: int | None) -> go.Figure:
    """The figure in the house template; with a mark across it where it has one, in letters of that size."""
    plot, height, margin = draw()
    plot.update_layout(
        template=_build_template(palette), height=height, margin={"l": 0, "r": 8, "t": 8, "b": 0} | {**margin}
    )
    # A page asks for it on every run, and packing a figure costs more than all else there: once is enough.
    plot.to_dict = cache(plot.to_dict)
    if mark:
        middle = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
        # Large words lie over names and numbers: pale, they leave those readable.
        size, angle, opacity = (mark, -12, 0.4) if height >= LEAST_TILTED else (15, 0, 0.75)
        write_note(plot, "synthetic sample", palette.limit, size, textangle=angle, opacity=opacity, **middle)
    return plot


def write_note(plot: go.Figure, text: str, colour: str, size: int = 13, **place: Any) -> None:
    """Words set directly on a picture; `place` is Plotly's own placing of an annotation."""
    plot.add_annotation(build_label(text, colour, size, **place))


def build_label(text: str, colour: str, size: int = 13, **place: Any) -> dict[str, Any]:
    """The same before it is set: where they are many they are set at once, as Plotly reads all anew for each."""
    return {"text": text, "showarrow": False, "font": {"color": colour, "size": size}, **place}


def iterate_rows(df: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, their columns as attributes."""
    return iter(df.itertuples(index=False))


def split_groups(df: pd.DataFrame, by: str | None, names: Mapping[str, str]) -> list[tuple[str, pd.DataFrame]]:
    """The groups in the order of `names`, then any it does not know; one nameless group without a breakdown."""
    if by is None:
        return [("", df)]
    parts = {str(key): part for key, part in df.groupby(by)}
    in_order = [key for key in names if key in parts]
    return [(key, parts[key]) for key in [*in_order, *sorted(parts.keys() - set(in_order))]]


def write_hover(metric: Metric, row: Any, name: str) -> str:
    """What a reader sees on a point: its time, its name and value, and where the number comes from."""
    if pd.isna(row.value):
        return ""
    lacks = "" if PARTIAL not in getattr(row, "flag", "") else f"<br>{formatting.capitalize_first(_describe_gap(row))}"
    return (
        f"<b>{formatting.format_time(row.period, metric.is_flow)}</b><br>{name} "
        f"{formatting.format_number(row.value, metric.unit)}"
        f"<br>{formatting.EVIDENCE[row.evidence]}<br>{row.source}{lacks}"
    )


def _describe_gap(row: Any) -> str:
    """What is missing from an incomplete month: where it is known, in particular."""
    return f"incomplete: {why}" if (why := getattr(row, "why", "")) else formatting.FLAGS[PARTIAL]


def break_at_gaps(df: pd.DataFrame, breaks: Iterable[date] = ()) -> pd.DataFrame:
    """The rows in order of time, with an empty one inside every gap and at every break that must not be bridged."""
    columns = [column for column in ("period", "value", "evidence", "source", "flag", "why") if column in df]
    df = df[columns].sort_values("period", ignore_index=True)
    before, is_apart = df["period"].shift(), df["period"].diff() > LONGEST_GAP
    for day in map(pd.Timestamp, breaks):
        is_apart |= (before < day) & (df["period"] >= day)
    after_gap = df[is_apart]
    holes = after_gap.assign(value=float("nan"), period=after_gap["period"] - timedelta(days=1))
    return pd.concat([df, holes]).sort_values("period", ignore_index=True)


def build_line(metric: Metric, df: pd.DataFrame, name: str, colour: str, *, is_bound: bool = False) -> GroupLine:
    """A group over time as pictures and native charts draw it.

    Months from which people are missing stand apart: hollow, and no line leads to them or past them.

    Args:
        metric: The indicator, whose breaks interrupt the line.
        df: The rows of the group: period, value, evidence, source and, where they have it, flag and why.
        name: What the line is called; empty for the only one.
        colour: What a palette calls its colour.
        is_bound: Whether it is the low or high end of an estimate.

    Returns:
        The line with its rows by evidence.
    """
    lacks = is_partial(df["flag"]) if "flag" in df else np.zeros(len(df), dtype=bool)
    partial, whole = df[lacks], df[~lacks]
    breaks = [*metric.breaks, *partial["period"].dt.date]
    kinds = {evidence: whole[whole["evidence"] == evidence] for evidence in DASHES}
    shapes = {evidence: break_at_gaps(part, breaks) for evidence, part in kinds.items() if len(part)}
    if len(partial):
        shapes[APART] = break_at_gaps(partial, [*breaks, *whole["period"].dt.date])
    return GroupLine(name, colour, shapes, is_bound)


def build_traces(metric: Metric, one: GroupLine, palette: Palette) -> list[Any]:
    """One trace per kind of evidence: records solid, published hollow on a dotted hairline, sample dashed.

    Incomplete months are hollow marks without a line.

    Args:
        metric: The indicator, for what a reader sees on a point.
        one: The group over time.
        palette: The colours of the scheme.

    Returns:
        Plotly traces, to be added to a figure.
    """
    traces, colour = [], getattr(palette, one.colour)
    for evidence, part in one.shapes.items():
        is_published, is_apart = evidence == "published", evidence == APART
        is_hollow = is_published or is_apart
        traces.append(
            go.Scatter(
                x=part["period"],
                y=part["value"],
                mode="markers" if is_apart else "lines+markers",
                line={"color": colour, "dash": DASHES.get(evidence, "solid"), "width": 1 if is_published else 2},
                marker={
                    "size": 6 if is_hollow else 4,
                    "color": palette.page if is_hollow else colour,
                    "line": {"color": colour, "width": 1.5 if is_hollow else 0},
                },
                connectgaps=False,
                cliponaxis=False,
                hovertext=[write_hover(metric, row, one.name) for row in iterate_rows(part)],
                hoverinfo="text",
            )
        )
    return traces


def draw_rule(plot: go.Figure, limit: Limit, palette: Palette) -> None:
    """A thin red rule across a series, with its law written on it."""
    plot.add_shape(
        type="line",
        xref="paper",
        x0=0,
        x1=1,
        y0=limit.value,
        y1=limit.value,
        line={"color": palette.limit, "width": 1.2},
    )
    write_note(plot, limit.label, palette.limit, 11, xref="paper", x=0, xanchor="left", y=limit.value, yanchor="bottom")


def build_value_axis(unit: Unit, ticks: int = 6) -> dict[str, Any]:
    """An axis of values in the unit's own terms, from zero."""
    words = {Unit.PERCENT: {"ticksuffix": "%"}, Unit.DOLLARS: {"tickformat": "$,.0f"}}.get(unit, {})
    return {"rangemode": "tozero", "separatethousands": True, "nticks": ticks, **words}


def choose_ticks(unit: Unit, top: float) -> list[float]:
    """Zero and one to three round values up to the top of a low panel, evenly spaced: 0, 4,000, 8,000."""
    if top <= 0:
        return [0]
    power = 10 ** (math.floor(math.log10(top)) - 1)
    step = next(size * power for size in (4, 5, 10, 20, 40, 50) if top / (size * power) < 3)
    step = step if unit.decimals else max(1, step)
    return [count * step for count in range(int(top * 1.1 / step) + 1)]


def build_time_axis(df: pd.DataFrame, until: date | None = None) -> dict[str, Any]:
    """The span of a series with a little air; left to itself, the labels at the end would stretch it by decades.

    A series of few years is labelled at its own dates: a month's end would stand between two months.

    Args:
        df: What is drawn, of which the column period is read.
        until: A later day to which the axis goes on, so that the time since the last figure is seen.

    Returns:
        Plotly's settings of an x axis.
    """
    periods = sorted(df["period"].unique())
    first, last = periods[0], max(periods[-1], pd.Timestamp(until or periods[-1]))
    is_short = last - first <= SHORT_SPAN
    # A label at the first or the last date needs room for its half, on a phone as well.
    air = max((last - first) * (0.08 if is_short else 0.015), timedelta(days=60))
    span = {"range": [first - air, last + air], "tickangle": 0}
    if not is_short:
        return {**span, "tickformat": "%Y"}
    tick_days = periods[:: -max(1, len(periods) // 2)]
    return {**span, "tickvals": tick_days, "ticktext": [f"{period:%b %Y}" for period in tick_days]}
