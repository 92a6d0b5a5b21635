"""Estimates with bounds: a fan of horizons, a trend inside its band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.events import Annotation
from metrics.analysis.horizons import Horizon
from metrics.charts import alt_text as in_words
from metrics.charts.base import (
    DASHES,
    LONGEST_GAP,
    Picture,
    SizedPlot,
    build_line,
    build_time_axis,
    build_traces,
    build_value_axis,
    finish,
    write_note,
)
from metrics.charts.event_marks import Timeline, annotate
from metrics.charts.spec import GroupLine, Native, NativeMark, plan_by_name, plan_over_time
from metrics.charts.theme import LIGHT, Palette, mix
from metrics.definitions.metric import Metric
from metrics.formatting import format_range
from metrics.query.sql.gaps import select_for_words
from metrics.text.retirement import format_interval

FAN_HEIGHT: Final = 330
TREND_HEIGHT: Final = 320
ROOM_FOR_WORDS: Final = 0.08
WITH_LABEL: Final = (horizons.NOW, horizons.SOON, max(horizons.ON_PAGES))
BAND: Final = 0.22
"""How much of the accent a band takes over the page."""


def draw_fan(metric: Metric, df: pd.DataFrame, palette: Palette, alt: str) -> Picture:
    """The last estimate of every horizon inside its bounds, and published figures as hollow points beside it."""
    points = horizons.list_horizons(df)
    estimates, figures = ([one for one in points if (one.low is None) is bare] for bare in (False, True))

    def draw() -> SizedPlot:
        colour, unit = palette.eligible, metric.unit
        top = max([one.high or one.value for one in points]) * 1.16
        plot = go.Figure()
        if estimates:
            _draw_band(plot, estimates, colour, palette)
            plot.add_trace(
                go.Scatter(
                    x=[one.years for one in estimates],
                    y=[one.value for one in estimates],
                    mode="lines+markers",
                    line={"color": colour, "width": 2, "dash": DASHES[estimates[0].evidence]},
                    marker={"color": colour, "size": 5},
                    hovertext=[_write_hover(metric, one) for one in estimates],
                    hoverinfo="text",
                    cliponaxis=False,
                )
            )
        for one in estimates:
            if one.years not in WITH_LABEL:
                continue
            # The band rises: under its beginning and left over its later points nothing runs through the words.
            low, high = one.low or 0, one.high or 0
            at: dict[str, Any] = {"y": high, "yanchor": "bottom", "yshift": 3, "xanchor": "right"}
            if one.years == horizons.NOW and low < top * ROOM_FOR_WORDS:
                at = at | {"xanchor": "left"}
            elif one.years == horizons.NOW:
                at = {"y": low, "yanchor": "top", "yshift": -4, "xanchor": "left"}
            write_note(plot, f"<b>{format_range(low, high, unit)}</b>", colour, x=one.years, **at)
        plot.add_trace(_build_points(metric, figures, colour, palette))
        for one in figures:
            text = f"{formatting.format_number(one.value, unit)} · {one.period:%b %Y}"
            is_last = one.years == max(horizons.ON_PAGES)
            place = {"xanchor": "right", "xshift": -9} if is_last else {"xanchor": "left", "xshift": 9}
            write_note(
                plot, text, colour, 12, x=one.years, y=one.value, yanchor="middle", bgcolor=palette.page, **place
            )
        marks = sorted({*horizons.ON_PAGES, *(one.years for one in figures)})
        plot.update_xaxes(range=[-0.15, 10.15], tickvals=marks, ticktext=_write_years(marks), tickangle=0)
        plot.update_yaxes(**build_value_axis(unit), range=[0, top or 1])
        return SizedPlot(plot, FAN_HEIGHT, {"t": 12, "r": 14})

    evidence, native = (one.evidence for one in points), _build_native(metric, estimates, figures)
    return finish(draw, palette, evidence, f"Fan of horizons. {alt}", native=native)


def _build_native(metric: Metric, estimates: Sequence[Horizon], figures: Sequence[Horizon]) -> Native:
    """High, central and low estimate as lines over every year ahead; published figures as points that nothing joins."""
    ends = [("High estimate", "high"), ("Central estimate", "value"), ("Low estimate", "low")]
    marks = [
        NativeMark(one.years, name, LIGHT.eligible, one.evidence, getattr(one, end), end != "value")
        for name, end in ends
        for one in estimates
    ]
    marks += [
        NativeMark(
            one.years, formatting.format_month(one.period), LIGHT.eligible, one.evidence, one.value, piece=(0, number)
        )
        for number, one in enumerate(figures)
    ]
    last = max(mark.at for mark in marks)
    years = ["now", *(f"{year} year{'s' * (year > 1)}" for year in range(1, last + 1))]
    return plan_by_name("lines", years, marks, metric.unit)


def _write_years(marks: Sequence[int]) -> list[str]:
    """Horizons under an axis: now, 1, 3, 5 and the last with its unit."""
    return ["now" if mark == horizons.NOW else f"{mark} yrs" if mark == max(marks) else f"{mark}" for mark in marks]


def _draw_band(plot: go.Figure, estimates: Sequence[Horizon], colour: str, palette: Palette) -> None:
    years = [one.years for one in estimates]
    plot.add_trace(
        go.Scatter(
            x=[*years, *reversed(years)],
            y=[*(one.high for one in estimates), *(one.low for one in reversed(estimates))],
            fill="toself",
            fillcolor=mix(palette.page, colour, BAND),
            mode="lines",
            line={"width": 0},
            hoverinfo="skip",
        )
    )


def _build_points(metric: Metric, figures: Sequence[Horizon], colour: str, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[one.years for one in figures],
        y=[one.value for one in figures],
        mode="markers",
        marker={"color": palette.page, "size": 8, "line": {"color": colour, "width": 1.6}, "opacity": 1},
        hovertext=[_write_hover(metric, one) for one in figures],
        hoverinfo="text",
        cliponaxis=False,
    )


def _write_hover(metric: Metric, one: Horizon) -> str:
    when = formatting.format_month(one.period)
    words = f"{formatting.capitalize_first(horizons.describe_horizon(one.years))} {format_interval(one, metric.unit)}"
    return f"<b>{when}</b><br>{words}<br>{formatting.EVIDENCE[one.evidence]}<br>{one.source}"


def draw_spread(metric: Metric, df: pd.DataFrame, palette: Palette, events: Sequence[Annotation] = ()) -> Picture:
    """A value over time inside the band of its bounds, labelled at its last point, with what happened meanwhile."""
    df = df.sort_values("period")
    whole = select_for_words(df)
    estimates, last = whole[whole["low"].notna()], whole.iloc[-1]
    middle = build_line(metric, df, metric.title, "eligible")
    within = format_range(last["low"], last["high"], metric.unit) if pd.notna(last["low"]) else ""

    def draw() -> SizedPlot:
        plot, colour = go.Figure(), palette.eligible
        draw_band_over_time(plot, estimates, colour, palette)
        plot.add_traces(build_traces(metric, middle, palette))
        lines = [f"<b>{formatting.format_number(last['value'], metric.unit)}</b>", *filter(None, [within])]
        words = "<br>".join(lines)
        write_note(plot, words, colour, x=last["period"], y=last["value"], xanchor="left", xshift=8, align="left")
        top = max(df["value"].max(), estimates["high"].max() if len(estimates) else 0) * 1.1 or 1
        axis, margin = build_time_axis(df), 26 + 7 * max(map(len, lines))
        start, end = axis["range"]
        plot.update_xaxes(**axis)
        plot.update_yaxes(**build_value_axis(metric.unit), range=[0, top])
        above = annotate(plot, events, palette, Timeline(start, end, beside=margin))
        return SizedPlot(plot, TREND_HEIGHT + above, {"t": 12 + above, "r": margin})

    bounds_in_words = f" Bounds of the last: {within}." if within else ""
    trend = in_words.describe_trend(metric, df, metric.title)
    alt = f"Line chart. {trend}{bounds_in_words}{in_words.describe_events(events)}"
    low, high = build_bounds(metric, estimates, "eligible", "Low estimate", "High estimate")
    native = plan_over_time(metric, [high, middle, low])
    return finish(draw, palette, df["evidence"], alt, native=native, events=events)


def build_bounds(metric: Metric, df: pd.DataFrame, colour: str, low: str, high: str) -> tuple[GroupLine, GroupLine]:
    """The lower and the upper edge of a band as lines of those names."""
    lower, upper = (
        build_line(metric, df.assign(value=df[end]), name, colour, is_bound=True)
        for end, name in (("low", low), ("high", high))
    )
    return lower, upper


def draw_band_over_time(plot: go.Figure, df: pd.DataFrame, colour: str, palette: Palette) -> None:
    """A pale band from low to high in each stretch of the rows that no gap of years divides."""
    stretch = (df["period"].diff() > LONGEST_GAP).cumsum()
    for _, part in df.groupby(stretch):
        plot.add_trace(
            go.Scatter(
                x=[*part["period"], *part["period"][::-1]],
                y=[*part["high"], *part["low"][::-1]],
                fill="toself",
                fillcolor=mix(palette.page, colour, BAND),
                mode="lines",
                line={"width": 0},
                hoverinfo="skip",
            )
        )
