"""Small charts under each other, one for each group: trends on scales of their own, yearly columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    choose_ticks,
    finish,
    iterate_rows,
    split_groups,
    write_hover,
    write_note,
)
from metrics.charts.event_marks import Timeline, annotate, place_in_fiscal_year
from metrics.charts.spec import NativeMark, list_years, plan_by_name, plan_over_time
from metrics.charts.theme import LIGHT, Palette, name_accent, pick_accent
from metrics.definitions.metric import Metric
from metrics.query.sql.gaps import select_for_words

PANEL_HEIGHT: Final = 140
LONE_HEIGHT: Final = 220
# Room above the first panel for its title, and right of panels whose lines carry no labels.
TITLE_HEIGHT: Final = 34
MARGIN: Final = 8
MOST_LABELLED: Final = 12
# How wide a panel is on the narrowest phone, and a digit of a label, in pixels.
NARROWEST_PANEL: Final = 290
DIGIT: Final = 7
FEW_YEARS: Final = 6


def draw_multiples(
    metric: Metric,
    df: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str] | None = None,
    events: Sequence[Annotation] = (),
) -> Picture:
    """One small trend per group, under each other, each on its own scale from zero: for groups of very unlike size."""
    names = names or {}
    parts = split_groups(df.sort_values("period"), by, names)
    lines = [build_line(metric, part, names.get(key, key), name_accent(key)) for key, part in parts]

    def draw() -> SizedPlot:
        plot, height = _build_panels(len(parts))
        for row, (key, part) in enumerate(parts, start=1):
            colour, name, last = pick_accent(palette, key), names.get(key, key), select_for_words(part).iloc[-1]
            plot.add_traces(build_traces(metric, lines[row - 1], palette), rows=row, cols=1)
            value = formatting.format_number(last["value"], metric.unit)
            top = float(part["value"].max())
            plot.update_yaxes(range=[0, top * 1.1 or 1], tickvals=choose_ticks(metric.unit, top), row=row, col=1)
            title = f"<b>{name}</b>  {value} in {formatting.format_time(last['period'], metric.is_flow)}"
            _write_panel_title(plot, row, title, colour)
        axis = build_time_axis(df)
        start, end = axis["range"]
        plot.update_xaxes(**axis)
        plot.update_xaxes(showticklabels=True, row=len(parts), col=1)
        plot.update_yaxes(**build_value_axis(metric.unit))
        time = Timeline(start, end, beside=MARGIN, above=TITLE_HEIGHT, panels=len(parts))
        above = annotate(plot, events, palette, time)
        return SizedPlot(plot, height + above, {"r": MARGIN, "t": TITLE_HEIGHT + above})

    trends = in_words.describe_trends(metric, parts, names)
    alt = f"{len(parts)} line charts. {trends}{in_words.describe_events(events)}"
    native = plan_over_time(metric, lines, panels="own scales")
    return finish(draw, palette, df["evidence"], alt, native=native, events=events)


def draw_bars(
    metric: Metric,
    df: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str] | None = None,
    events: Sequence[Annotation] = (),
) -> Picture:
    """Yearly values as columns on a true scale of years, one panel per group; a year without a figure stays empty."""
    names = names or {}
    parts = split_groups(df.sort_values("period"), by, names)
    years = df["period"].dt.year

    def draw() -> SizedPlot:
        ends = (float(min(years.min(), years.max() - 4) - 0.7), float(years.max() + 0.7))
        plot, height = _build_panels(len(parts))
        for row, (key, part) in enumerate(parts, start=1):
            colour, name = pick_accent(palette, key), names.get(key, key)
            fills = [colour if evidence == "records" else palette.page for evidence in part["evidence"]]
            patterns = ["/" * (evidence == "sample") for evidence in part["evidence"]]
            values = [formatting.format_number(value, metric.unit) for value in part["value"]]
            plot.add_trace(
                go.Bar(
                    x=part["period"].dt.year,
                    y=part["value"],
                    width=0.7 if years.max() - years.min() > FEW_YEARS else 0.3,
                    marker={
                        "color": fills,
                        "line": {"color": colour, "width": 1.5},
                        "pattern": {
                            "shape": patterns,
                            "fillmode": "overlay",
                            "size": 7,
                            "solidity": 0.2,
                        },
                    },
                    text=_thin_labels(values, [*part["period"].dt.year], ends),
                    textposition="outside",
                    textfont={"color": colour, "size": 12},
                    textangle=0,
                    constraintext="none",
                    cliponaxis=False,
                    hovertext=[write_hover(metric, item, name) for item in iterate_rows(part)],
                    hoverinfo="text",
                ),
                row=row,
                col=1,
            )
            _write_panel_title(plot, row, f"<b>{name}</b>", colour)
        plot.update_xaxes(range=ends, tickformat="d", nticks=8)
        plot.update_xaxes(showticklabels=True, row=len(parts), col=1)
        plot.update_yaxes(**build_value_axis(metric.unit, ticks=6))
        time = Timeline(
            ends[0], ends[1], place=place_in_fiscal_year, beside=MARGIN, above=TITLE_HEIGHT, panels=len(parts)
        )
        above = annotate(plot, events, palette, time)
        return SizedPlot(plot, height + above, {"r": MARGIN, "t": TITLE_HEIGHT + above})

    alt = f"Column charts by year. {in_words.describe_trends(metric, parts, names)}{in_words.describe_events(events)}"
    marks = [
        NativeMark(
            item.period.year - years.min(), names.get(key, key), pick_accent(LIGHT, key), item.evidence, item.value
        )
        for key, part in parts
        for item in iterate_rows(part)
    ]
    native = plan_by_name("columns", list_years(years), marks, metric.unit, panels="own scales")
    return finish(draw, palette, df["evidence"], alt, native=native, events=events)


def _thin_labels(labels: Sequence[str], years: Sequence[int], ends: tuple[float, float]) -> list[str]:
    """The labels of columns, from the last back; one that would touch the next on the narrowest phone is left empty.

    Where columns are many only the last keeps its label: the others would stand on its neighbours.
    """
    if len(labels) > MOST_LABELLED:
        return [*[""] * (len(labels) - 1), labels[-1]]
    per_year = NARROWEST_PANEL / (ends[1] - ends[0])
    thin_labels, free_until = [""] * len(labels), float("inf")
    for index in reversed(range(len(labels))):
        middle, half = years[index] * per_year, DIGIT * len(labels[index]) / 2 + 1
        if middle + half <= free_until:
            thin_labels[index], free_until = labels[index], middle - half
    return thin_labels


def _build_panels(count: int) -> tuple[go.Figure, int]:
    """An empty figure of that many panels under each other, and its height in pixels."""
    height = (PANEL_HEIGHT * count if count > 1 else LONE_HEIGHT) + 34
    plot = go.Figure().set_subplots(count, 1, shared_xaxes=True, vertical_spacing=min(0.3, 52 / height))
    return plot, height


def _write_panel_title(plot: go.Figure, row: int, text: str, colour: str) -> None:
    top: dict[str, Any] = {"xref": "paper", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "yshift": 10}
    write_note(plot, text, colour, yref=f"y{'' if row == 1 else row} domain", **top)
