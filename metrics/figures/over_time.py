"""Values over time: one trend, small multiples of trends, yearly columns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from metrics import sentences, sentences_ends
from metrics.annotations import Annotation
from metrics.figures import words as in_words
from metrics.figures.annotated import Timeline, annotate, fiscal
from metrics.figures.ended import mark_ends
from metrics.figures.native import Mark, by_name, every_year, over_time
from metrics.figures.parts import (
    Picture,
    each,
    few_ticks,
    finish,
    groups,
    hover,
    line,
    note,
    rule,
    series,
    time_axis,
    value_axis,
)
from metrics.model import Limit, Metric
from metrics.theme import LIGHT, Palette, accent, accent_name

TREND_HEIGHT: Final = 340
PANEL_HEIGHT: Final = 140
LINE_HEIGHT: Final = 17
# Room above the first panel for its title, and right of panels whose lines carry no labels.
TITLE_HEIGHT: Final = 34
MARGIN: Final = 8
LONGEST_LABEL: Final = 12
# As a part of the whole span.
NEAR: Final = 0.1
MOST_LABELLED: Final = 12
# How wide a panel is on the narrowest phone, and a digit of a label, in pixels.
NARROWEST_PANEL: Final = 290
DIGIT: Final = 7
FEW_YEARS: Final = 6


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Shifts that keep labels from covering each other: at least `least` apart, none moved down."""
    shifts = [0.0] * len(heights)
    floor = float("-inf")
    for index in sorted(range(len(heights)), key=heights.__getitem__):
        floor = max(heights[index], floor + least)
        shifts[index] = floor - heights[index]
    return shifts


def trend(
    metric: Metric,
    rows: pd.DataFrame,
    palette: Palette,
    *,
    by: str | None = None,
    names: Mapping[str, str] | None = None,
    limit: Limit | None = None,
    happened: Sequence[Annotation] = (),
    newest: date | None = None,
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> Picture:
    """A value over time, one line per group, labelled at its last point, with what happened meanwhile.

    A group that ended more than a year before `newest` has its end marked, and the axis goes on to that day. `marks`
    gives groups a colour of the palette and a symbol of their own, where their names have no accent.
    """
    names = names or {}
    parts = groups(rows.sort_values("period"), by, names)
    top = max(rows["value"].max(), limit.value if limit else 0) * 1.1 or 1
    bottom = min(0, rows["value"].min() * 1.1)
    scale = (TREND_HEIGHT - 40) / (top - bottom)
    plot, lines, newest_day = go.Figure(), [], rows["period"].max()
    labels = {key: wrap(names.get(key, key), LONGEST_LABEL) for key, _ in parts}
    tallest = LINE_HEIGHT * (1 + max(len(label) for label in labels.values()))
    shifts = apart([part["value"].iloc[-1] * scale for _, part in parts], tallest)
    for (key, part), shift in zip(parts, shifts, strict=True):
        colour, symbol = (marks or {}).get(key) or (accent_name(key or metric.name), "circle")
        lines.append(line(metric, part, names.get(key, key), colour))
        plot.add_traces([trace.update(marker_symbol=symbol) for trace in series(metric, lines[-1], palette)])
        last = part.iloc[-1]
        said = f"<b>{sentences.number(last['value'], metric.unit)}</b>"
        place: dict[str, Any] = {"xanchor": "left", "xshift": 8, "yshift": shift, "align": "left"}
        words = "<br>".join([*labels[key], said])
        # Beside the plot, where it ends near the others: on it, its words would lie over their lines.
        at = newest_day if newest_day - last["period"] <= (newest_day - rows["period"].min()) * NEAR else last["period"]
        note(plot, words, getattr(palette, colour), x=at, y=last["value"], **place)
    if limit:
        rule(plot, limit, palette)
    ends = sentences_ends.ended(metric, parts, newest) if newest else {}
    axis = time_axis(rows, newest if ends else None)
    start, end = axis["range"]
    mark_ends(plot, ends, metric.is_flow, (start, end), palette)
    plot.update_xaxes(**axis)
    plot.update_yaxes(**value_axis(metric.unit), range=[bottom, top])
    right = 12 + 7 * max(7, *(len(words) for label in labels.values() for words in label), 0)
    above = annotate(plot, happened, palette, Timeline(start, end, beside=right))
    words = in_words.trends(metric, parts, names) if by else in_words.trend(metric, rows, metric.title)
    red = f" A red line marks {limit.words}." if limit else ""
    ended = f" {sentences_ends.ends(metric, parts, newest)}" if newest and ends else ""
    alt = f"Line chart. {words}{red}{ended}{in_words.happened(happened)}"
    # Labels that were moved apart may reach above the plot.
    ends_at = [part["value"].iloc[-1] * scale + shift for (_, part), shift in zip(parts, shifts, strict=True)]
    margin = max(12 + above, math.ceil(max(ends_at) + tallest / 2 - top * scale))
    native = over_time(metric, lines, limit)
    height = TREND_HEIGHT - 12 + margin
    return finish(plot, palette, rows["evidence"], alt, height, native=native, happened=happened, r=right, t=margin)


def multiples(
    metric: Metric,
    rows: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str] | None = None,
    happened: Sequence[Annotation] = (),
) -> Picture:
    """One small trend per group, under each other, each on its own scale from zero: for groups of very unlike size."""
    names = names or {}
    parts = groups(rows.sort_values("period"), by, names)
    plot, height = _panels(len(parts))
    lines = [line(metric, part, names.get(key, key), accent_name(key)) for key, part in parts]
    for row, (key, part) in enumerate(parts, start=1):
        colour, name, last = accent(palette, key), names.get(key, key), part.iloc[-1]
        plot.add_traces(series(metric, lines[row - 1], palette), rows=row, cols=1)
        said = sentences.number(last["value"], metric.unit)
        top = float(part["value"].max())
        plot.update_yaxes(range=[0, top * 1.1 or 1], tickvals=few_ticks(metric.unit, top), row=row, col=1)
        _panel_title(plot, row, f"<b>{name}</b>  {said} in {sentences.when(last['period'], metric.is_flow)}", colour)
    axis = time_axis(rows)
    start, end = axis["range"]
    plot.update_xaxes(**axis)
    plot.update_xaxes(showticklabels=True, row=len(parts), col=1)
    plot.update_yaxes(**value_axis(metric.unit))
    time = Timeline(start, end, beside=MARGIN, above=TITLE_HEIGHT, panels=len(parts))
    above = annotate(plot, happened, palette, time)
    alt = f"{len(parts)} line charts. {in_words.trends(metric, parts, names)}{in_words.happened(happened)}"
    native = over_time(metric, lines, panels="own scales")
    margin = {"r": MARGIN, "t": TITLE_HEIGHT + above}
    return finish(plot, palette, rows["evidence"], alt, height + above, native=native, happened=happened, **margin)


def bars(
    metric: Metric,
    rows: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str] | None = None,
    happened: Sequence[Annotation] = (),
) -> Picture:
    """Yearly values as columns on a true scale of years, one panel per group; a year without a figure stays empty."""
    names = names or {}
    parts = groups(rows.sort_values("period"), by, names)
    years = rows["period"].dt.year
    ends = (float(min(years.min(), years.max() - 4) - 0.7), float(years.max() + 0.7))
    plot, height = _panels(len(parts))
    for row, (key, part) in enumerate(parts, start=1):
        colour, name = accent(palette, key), names.get(key, key)
        fills = [colour if evidence == "records" else palette.page for evidence in part["evidence"]]
        hatched = ["/" * (evidence == "sample") for evidence in part["evidence"]]
        said = [sentences.number(value, metric.unit) for value in part["value"]]
        plot.add_trace(
            go.Bar(
                x=part["period"].dt.year,
                y=part["value"],
                width=0.7 if years.max() - years.min() > FEW_YEARS else 0.3,
                marker={
                    "color": fills,
                    "line": {"color": colour, "width": 1.5},
                    "pattern": {
                        "shape": hatched,
                        "fillmode": "overlay",
                        "size": 7,
                        "solidity": 0.2,
                    },
                },
                text=_thinned(said, [*part["period"].dt.year], ends),
                textposition="outside",
                textfont={"color": colour, "size": 12},
                textangle=0,
                constraintext="none",
                cliponaxis=False,
                hovertext=[hover(metric, item, name) for item in each(part)],
                hoverinfo="text",
            ),
            row=row,
            col=1,
        )
        _panel_title(plot, row, f"<b>{name}</b>", colour)
    plot.update_xaxes(range=ends, tickformat="d", nticks=8)
    plot.update_xaxes(showticklabels=True, row=len(parts), col=1)
    plot.update_yaxes(**value_axis(metric.unit, ticks=6))
    time = Timeline(ends[0], ends[1], place=fiscal, beside=MARGIN, above=TITLE_HEIGHT, panels=len(parts))
    above = annotate(plot, happened, palette, time)
    alt = f"Column charts by year. {in_words.trends(metric, parts, names)}{in_words.happened(happened)}"
    marks = [
        Mark(item.period.year - years.min(), names.get(key, key), accent(LIGHT, key), item.evidence, item.value)
        for key, part in parts
        for item in each(part)
    ]
    native = by_name("columns", every_year(years), marks, metric.unit, panels="own scales")
    margin = {"r": MARGIN, "t": TITLE_HEIGHT + above}
    return finish(plot, palette, rows["evidence"], alt, height + above, native=native, happened=happened, **margin)


def _thinned(labels: Sequence[str], years: Sequence[int], ends: tuple[float, float]) -> list[str]:
    """The labels of columns, from the last back; one that would touch the next on the narrowest phone is left empty.

    Where columns are many only the last keeps its label: the others would stand on its neighbours.
    """
    if len(labels) > MOST_LABELLED:
        return [*[""] * (len(labels) - 1), labels[-1]]
    per_year = NARROWEST_PANEL / (ends[1] - ends[0])
    kept, free_until = [""] * len(labels), float("inf")
    for index in reversed(range(len(labels))):
        middle, half = years[index] * per_year, DIGIT * len(labels[index]) / 2 + 1
        if middle + half <= free_until:
            kept[index], free_until = labels[index], middle - half
    return kept


def _panels(count: int) -> tuple[go.Figure, int]:
    """An empty figure of that many panels under each other, and its height in pixels."""
    height = PANEL_HEIGHT * count + 34
    return make_subplots(rows=count, cols=1, shared_xaxes=True, vertical_spacing=min(0.3, 52 / height)), height


def _panel_title(plot: go.Figure, row: int, text: str, colour: str) -> None:
    top: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "yshift": 10}
    note(plot, text, colour, yref=f"y{'' if row == 1 else row} domain", **top)
