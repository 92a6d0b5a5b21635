"""Values over time as lines, each named where it ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis.events import Annotation
from metrics.charts import alt_text as in_words
from metrics.charts.base import (
    Picture,
    SizedPlot,
    build_line,
    build_time_axis,
    build_traces,
    build_value_axis,
    draw_rule,
    finish,
    split_groups,
    write_note,
)
from metrics.charts.event_marks import Timeline, annotate
from metrics.charts.series_end import mark_ends
from metrics.charts.spec import plan_over_time
from metrics.charts.theme import Palette, name_accent
from metrics.definitions.metric import Limit, Metric
from metrics.query.sql.gaps import select_for_words
from metrics.text import series_ends

TREND_HEIGHT: Final = 340
LINE_HEIGHT: Final = 17
LONGEST_LABEL: Final = 12
# As a part of the whole span.
NEAR: Final = 0.1


def spread_labels(heights: Sequence[float], least: float) -> list[float]:
    """Shifts that keep labels from covering each other: at least `least` apart, none moved down."""
    shifts = [0.0] * len(heights)
    floor = float("-inf")
    for index in sorted(range(len(heights)), key=heights.__getitem__):
        floor = max(heights[index], floor + least)
        shifts[index] = floor - heights[index]
    return shifts


def draw_trend(
    metric: Metric,
    df: pd.DataFrame,
    palette: Palette,
    *,
    by: str | None = None,
    names: Mapping[str, str] | None = None,
    limit: Limit | None = None,
    events: Sequence[Annotation] = (),
    newest: date | None = None,
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> Picture:
    """A value over time, one line per group, labelled at its last point, with what happened meanwhile.

    Args:
        metric: The indicator.
        df: Rows of an answer: period, value (in the indicator's unit), evidence, source, flag and the column `by`.
        palette: The colours of the scheme.
        by: The column whose values are the groups; None for one line.
        names: The names of the groups, in the order in which they are drawn.
        limit: A limit in law, drawn as a red rule.
        events: What happened meanwhile.
        newest: The newest period of all: a group that ended more than a year before it has its end marked, and the axis
            goes on to that day.
        marks: By group, the name of a colour of the palette and a symbol, where their names have no accent.

    Returns:
        The picture.
    """
    names = names or {}
    parts = split_groups(df.sort_values("period"), by, names)
    looks = [(marks or {}).get(key) or (name_accent(key or metric.name), "circle") for key, _ in parts]
    lines = [
        build_line(metric, part, names.get(key, key), colour)
        for (key, part), (colour, _) in zip(parts, looks, strict=True)
    ]
    ends = series_ends.find_ends(metric, parts, newest) if newest else {}
    last_of = {key: select_for_words(part).iloc[-1] for key, part in parts}

    def draw() -> SizedPlot:
        top = max(df["value"].max(), limit.value if limit else 0) * 1.1 or 1
        bottom = min(0, df["value"].min() * 1.1)
        scale = (TREND_HEIGHT - 40) / (top - bottom)
        plot, newest_day = go.Figure(), df["period"].max()
        labels = {key: wrap(names.get(key, key), LONGEST_LABEL, break_long_words=False) for key, _ in parts}
        tallest = LINE_HEIGHT * (1 + max(len(label) for label in labels.values()))
        shifts = spread_labels([last_of[key]["value"] * scale for key, _ in parts], tallest)
        for (key, _), shape, (colour, symbol), shift in zip(parts, lines, looks, shifts, strict=True):
            plot.add_traces([trace.update(marker_symbol=symbol) for trace in build_traces(metric, shape, palette)])
            last = last_of[key]
            value = f"<b>{formatting.format_number(last['value'], metric.unit)}</b>"
            place: dict[str, Any] = {"xanchor": "left", "xshift": 8, "yshift": shift, "align": "left"}
            words = "<br>".join([*labels[key], value])
            # Beside the plot, where it ends near the others: on it, its words would lie over their lines.
            is_near = newest_day - last["period"] <= (newest_day - df["period"].min()) * NEAR
            at = newest_day if is_near else last["period"]
            write_note(plot, words, getattr(palette, colour), x=at, y=last["value"], **place)
        if limit:
            draw_rule(plot, limit, palette)
        axis = build_time_axis(df, newest if ends else None)
        start, end = axis["range"]
        mark_ends(plot, ends, metric.is_flow, (start, end), palette)
        plot.update_xaxes(**axis)
        plot.update_yaxes(**build_value_axis(metric.unit), range=[bottom, top])
        right = 12 + 7 * max(7, *(len(words) for label in labels.values() for words in label), 0)
        above = annotate(plot, events, palette, Timeline(start, end, beside=right))
        # Labels that were moved apart may reach above the plot.
        ends_at = [last_of[key]["value"] * scale + shift for (key, _), shift in zip(parts, shifts, strict=True)]
        margin = max(12 + above, math.ceil(max(ends_at) + tallest / 2 - top * scale))
        return SizedPlot(plot, TREND_HEIGHT - 12 + margin, {"r": right, "t": margin})

    words = in_words.describe_trends(metric, parts, names) if by else in_words.describe_trend(metric, df, metric.title)
    red = f" A red line marks the {limit.label}." if limit else ""
    ends_in_words = f" {series_ends.describe_ends(metric, parts, newest)}" if newest and ends else ""
    alt = f"Line chart. {words}{red}{ends_in_words}{in_words.describe_events(events)}"
    native = plan_over_time(metric, lines, limit)
    return finish(draw, palette, df["evidence"], alt, native=native, events=events)
