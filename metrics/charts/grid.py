"""The same series for many groups side by side, on one scale, so that a reader compares them at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from textwrap import shorten, wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.charts import alt_text as in_words
from metrics.charts.base import (
    Picture,
    SizedPlot,
    build_line,
    build_time_axis,
    build_traces,
    build_value_axis,
    choose_ticks,
    finish,
    split_groups,
    write_note,
)
from metrics.charts.spec import plan_over_time
from metrics.charts.theme import Palette, name_accent
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.query.limits import is_above
from metrics.query.sql.gaps import select_for_words

COLUMNS: Final = 2
PANEL_HEIGHT: Final = 128
TITLE_HEIGHT: Final = 40
# What fits above a panel on the narrowest phone.
LONGEST_TITLE: Final = 24


def draw_grid(
    metric: Metric,
    df: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str],
    limit: Limit | None = None,
) -> Picture:
    """A small trend per group in two columns, all on one scale from zero, with the limit as a red rule in each."""
    parts = split_groups(df.sort_values("period"), by, names)
    parts.sort(key=lambda part: -_find_last(part[1]))
    lines = [build_line(metric, part, names.get(key, key), _choose_colour(metric, part, limit)) for key, part in parts]

    def draw() -> SizedPlot:
        deep = ceil(len(parts) / COLUMNS)
        height = PANEL_HEIGHT * deep
        gap = {"vertical_spacing": 52 / height if deep > 1 else 0, "horizontal_spacing": 0.06}
        plot = go.Figure().set_subplots(rows=deep, cols=COLUMNS, shared_xaxes="all", shared_yaxes="all", **gap)
        top = max(df["value"].max(), limit.value if limit else 0) * 1.1 or 1
        for index, ((_, part), shape) in enumerate(zip(parts, lines, strict=True)):
            row, column = divmod(index, COLUMNS)
            place = {"row": row + 1, "col": column + 1}
            for trace in build_traces(metric, shape, palette):
                plot.add_trace(trace, **place)
            if limit:
                plot.add_hline(limit.value, line={"color": palette.limit, "width": 1}, layer="below", **place)
            axis = "" if index == 0 else index + 1
            over: dict[str, Any] = {"xref": f"x{axis} domain", "yref": f"y{axis} domain", "x": 0, "y": 1}
            title = _wrap_title(shape.name, formatting.format_number(_find_last(part), metric.unit))
            over |= {"xanchor": "left", "yanchor": "bottom", "yshift": 2, "align": "left"}
            write_note(plot, title, getattr(palette, shape.colour), 12, **over)
        plot.update_xaxes(**_build_few_times_axis(df))
        for column in range(min(COLUMNS, len(parts))):
            # The last panel of each column, which in the second may stand a line higher.
            foot = deep if deep * COLUMNS - COLUMNS + column < len(parts) else deep - 1
            plot.update_xaxes(showticklabels=True, row=foot, col=column + 1)
        ticks = choose_ticks(metric.unit, float(top))
        # Ticks at given places are written as they are given: without this they would lose their percent sign.
        tick_texts = [f"{tick:,g}{'%' if metric.unit is Unit.PERCENT else ''}" for tick in ticks]
        plot.update_yaxes(**build_value_axis(metric.unit), range=[0, top], tickvals=ticks, ticktext=tick_texts)
        return SizedPlot(plot, height + TITLE_HEIGHT, {"r": 8, "t": TITLE_HEIGHT})

    red = f" A red line marks the {limit.label}." if limit else ""
    alt = f"{len(parts)} small line charts on one scale. {in_words.describe_trends(metric, parts, names)}{red}"
    native = plan_over_time(metric, lines, limit, panels="one scale")
    return finish(draw, palette, df["evidence"], alt, native=native)


def _find_last(part: pd.DataFrame) -> float:
    """The newest value of a group, of a whole month if it has one."""
    return float(select_for_words(part)["value"].iloc[-1])


def _choose_colour(metric: Metric, part: pd.DataFrame, limit: Limit | None) -> str:
    """What the colour of a line is called: red where its last value is above a limit in law."""
    return "limit" if is_above(metric, limit, _find_last(part)) else name_accent(metric.name)


def _wrap_title(name: str, value: str) -> str:
    """A panel's name and latest value in two lines, whatever the length of the name."""
    *first, last = wrap(shorten(name, 2 * LONGEST_TITLE - len(value), placeholder="…"), LONGEST_TITLE)
    return f"<b>{first[0]}<br>{last}</b> {value}" if first else f"<b>{last}</b><br>{value}"


def _build_few_times_axis(df: pd.DataFrame) -> dict[str, Any]:
    """The axis of time with the few labels a narrow panel has room for: the ends of a short series, else some years."""
    axis = build_time_axis(df)
    if "tickvals" not in axis:
        return {**axis, "nticks": 4}
    first, last = df["period"].min(), df["period"].max()
    return {**axis, "tickvals": [first, last], "ticktext": [f"{first:%b %Y}", f"{last:%b %Y}"]}
