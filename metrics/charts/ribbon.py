"""Pay over time as a ribbon round its median, between the floor and the ceiling in law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis.events import Annotation
from metrics.analysis.pay import CEILING, FLOOR, Pay, PayLimit, describe_pay
from metrics.charts import alt_text
from metrics.charts.base import (
    Picture,
    SizedPlot,
    build_line,
    build_time_axis,
    build_traces,
    build_value_axis,
    finish,
    iterate_rows,
    write_note,
)
from metrics.charts.event_marks import Timeline, annotate
from metrics.charts.fan import build_bounds, draw_band_over_time
from metrics.charts.spec import GroupLine, plan_over_time
from metrics.charts.theme import Palette
from metrics.definitions.metric import Metric, Unit
from metrics.query.sql.gaps import select_for_words

HEIGHT: Final = 360
AIR: Final = 0.08
"""Room above and under, as a part of the highest value: pay lies far from zero, which a ribbon need not show."""
RIGHT_MARGIN: Final = 60


def draw_ribbon(metric: Metric, pay: Pay, palette: Palette, events: Sequence[Annotation] = ()) -> Picture:
    """The median inside its band, published averages as hollow points, and the limits of each cited year as rules."""
    middle = build_line(metric, pay.spread, metric.title, "career")
    averages = build_line(metric, pay.averages, pay.average_name, "ink")

    def draw() -> SizedPlot:
        plot = go.Figure()
        draw_band_over_time(plot, select_for_words(pay.spread), palette.career, palette)
        for each_line in (middle, averages):
            plot.add_traces(build_traces(metric, each_line, palette))
        for one in pay.limits:
            plot.add_trace(_build_rule(one, palette))
        for kind in sorted({one.kind for one in pay.limits}):
            _write_limit_name(plot, kind, pay, palette)
        for row in iterate_rows(select_for_words(pay.spread).tail(1)):
            text = f"<b>{formatting.format_number(row.value, metric.unit)}</b><br>median"
            _write_at(plot, text, row, palette.career, palette, xanchor="left", xshift=8, align="left")
        values = [*(one.value for one in pay.limits), *pay.averages["value"]]
        values += [*pay.spread.get("low", []), *pay.spread.get("high", [])]
        top, bottom = max(values), min(values)
        ends = pd.DataFrame({"period": [pd.Timestamp(one.year, 12, 31) for one in pay.limits]})
        axis = build_time_axis(pd.concat([pay.points, ends]))
        start, end = axis["range"]
        for row in iterate_rows(pay.averages.tail(1)):
            whose = "career average" if pay.is_career else "average salary"
            text = f"{whose} {formatting.format_number(row.value, metric.unit)} in {row.period.year}"
            # A late point has no room for words on its right, an early one none on its left.
            is_late = row.period > start + (end - start) / 2
            side = "right" if is_late else "left"
            _write_at(plot, text, row, palette.ink, palette, yanchor="top", yshift=-4, xanchor=side)
        plot.update_xaxes(**axis)
        plot.update_yaxes(
            **build_value_axis(metric.unit) | {"rangemode": "normal"}, range=[bottom - top * AIR, top * (1 + AIR)]
        )
        above = annotate(plot, events, palette, Timeline(start, end, beside=RIGHT_MARGIN))
        return SizedPlot(plot, HEIGHT + above, {"t": 12 + above, "r": RIGHT_MARGIN})

    alt = f"Pay ribbon. {describe_pay(pay)}{alt_text.describe_events(events)}"
    low, high = build_bounds(
        metric, select_for_words(pay.spread), "career", "A tenth are paid less", "A tenth are paid more"
    )
    native = plan_over_time(
        metric, [high, middle, low, averages, *(_build_limit_line(kind, pay) for kind in (CEILING, FLOOR))]
    )
    return finish(draw, palette, pay.points["evidence"], alt, native=native, events=events, mark=20)


def _build_limit_line(kind: str, pay: Pay) -> GroupLine:
    """The floors or ceilings as a line from the first to the last day of each year, broken between years."""
    days = [
        (day, value)
        for one in pay.limits
        if one.kind == kind
        for day, value in (
            (pd.Timestamp(one.year, 1, 1), one.value),
            (pd.Timestamp(one.year, 12, 31), one.value),
            (pd.Timestamp(one.year, 12, 31), None),
        )
    ]
    df = pd.DataFrame(days, columns=["period", "value"])
    return GroupLine(formatting.capitalize_first(kind), "limit", {"published": df})


def _build_rule(one: PayLimit, palette: Palette) -> go.Scatter:
    """A limit over the calendar year for which it holds, hollow in its middle, as it is published."""
    days = [date(one.year, 1, 1), date(one.year, 7, 1), date(one.year, 12, 31)]
    hover = f"<b>{one.year}</b><br>{one.kind} {formatting.format_number(one.value, Unit.DOLLARS)}<br>{one.source}"
    return go.Scatter(
        x=days,
        y=[one.value] * len(days),
        mode="lines+markers",
        line={"color": palette.limit, "width": 1.4},
        marker={
            "size": [0, 7, 0],
            "color": palette.page,
            "line": {"color": palette.limit, "width": [0, 1.4, 0]},
            "opacity": 1,
        },
        hovertext=hover,
        hoverinfo="text",
        cliponaxis=False,
    )


def _write_at(plot: go.Figure, text: str, row: Any, colour: str, palette: Palette, **place: Any) -> None:
    """Words at a point, on a ground of their own: the rules of events run behind them, not through them."""
    write_note(plot, text, colour, 12, x=row.period, y=row.value, bgcolor=palette.page, borderpad=0, **place)


def _write_limit_name(plot: go.Figure, kind: str, pay: Pay, palette: Palette) -> None:
    """The newest limit of a kind by its name and year: the ceiling over its rule, the floor under it."""
    last = pay.last(kind)
    if last is None:
        return
    above = kind == CEILING
    place: dict[str, Any] = {"yanchor": "bottom" if above else "top", "yshift": 5 if above else -5}
    # The rules of events run behind the words, not through them.
    place |= {"bgcolor": palette.page, "borderpad": 0}
    text = f"{kind} {formatting.format_number(last.value, Unit.DOLLARS)} in {last.year}"
    write_note(plot, text, palette.limit, 12, x=pd.Timestamp(last.year, 12, 31), y=last.value, xanchor="right", **place)
