"""Agencies by horizon as a heat map, a number written in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.horizons import HORIZON
from metrics.charts.base import Picture, SizedPlot, finish, iterate_rows
from metrics.charts.theme import Palette, mix
from metrics.definitions.metric import Metric
from metrics.formatting import format_range

DEEPEST: Final = 0.55
"""How much of the accent the fullest cell takes, so that ink stays readable on every cell in either scheme."""
NAMES_WIDTH: Final = 146
LONGEST_LINE: Final = 22
LINE: Final = 14
CELL: Final = 30


def draw_heat_map(
    metric: Metric, df: pd.DataFrame, palette: Palette, *, names: Mapping[str, str], bold_code: str
) -> Picture:
    """Agencies under each other in the order of the rows, a cell for every horizon with its number written in it."""
    order = [*dict.fromkeys(df["agency_code"])]
    cells_by_key = {(row.agency_code, row.horizon_years): row for row in iterate_rows(df)}

    def draw() -> SizedPlot:
        columns = [years for years in horizons.ON_PAGES if years in set(df[HORIZON])]
        cells = [[cells_by_key.get((code, years)) for years in columns] for code in order]
        labels = [wrap(names.get(code, code), LONGEST_LINE) for code in order]
        deepest = mix(palette.page, palette.eligible, DEEPEST)
        plot = go.Figure(
            go.Heatmap(
                x=[*range(len(columns))],
                y=[*range(len(order))],
                z=[[None if row is None else row.value for row in line] for line in cells],
                text=[["–" if row is None else f"{row.value:.0f}%" for row in line] for line in cells],
                texttemplate="%{text}",
                textfont={"color": palette.ink, "size": 12},
                colorscale=[[0, palette.page], [1, deepest]],
                zmin=0,
                zmax=100,
                xgap=2,
                ygap=2,
                showscale=False,
                hovertext=[
                    [_write_hover(metric, row, names.get(code, code)) for row in line]
                    for code, line in zip(order, cells, strict=True)
                ],
                hoverinfo="text",
            )
        )
        bold = [
            f"<b>{'<br>'.join(lines)}</b>" if code == bold_code else "<br>".join(lines)
            for code, lines in zip(order, labels, strict=True)
        ]
        tallest = max(CELL, LINE * max(len(lines) for lines in labels) + 4)
        plot.update_xaxes(
            side="top",
            ticks="",
            showline=False,
            tickangle=0,
            tickvals=[*range(len(columns))],
            ticktext=["now" if years == horizons.NOW else f"{years} yr{'s' * (years > 1)}" for years in columns],
        )
        plot.update_yaxes(
            autorange="reversed",
            showgrid=False,
            automargin=False,
            ticklabeloverflow="allow",
            tickvals=[*range(len(order))],
            ticktext=bold,
            tickfont={"color": palette.ink, "size": 12},
        )
        return SizedPlot(plot, 30 + tallest * len(order), {"l": NAMES_WIDTH, "r": 0, "t": 26})

    alt = _describe(metric, cells_by_key, order, names)
    # No native chart: no program has one of cells, and bars of every agency and horizon would say less than the table.
    return finish(draw, palette, df["evidence"], alt, mark=20)


def _write_hover(metric: Metric, row: Any, name: str) -> str:
    if row is None:
        return name
    bounds = format_range(row.low, row.high, metric.unit)
    middle = f"central estimate {formatting.format_number(row.value, metric.unit)} of {row.denominator:,.0f}"
    horizon = formatting.capitalize_first(horizons.describe_horizon(row.horizon_years))
    return f"<b>{name}</b><br>{horizon} {bounds}<br>{middle}"


def _describe(
    metric: Metric, cells_by_key: Mapping[tuple[str, int], Any], order: Sequence[str], names: Mapping[str, str]
) -> str:
    ends = [cells_by_key[code, horizons.SOON] for code in (order[0], order[-1])]
    ends_in_words = " and ".join(
        f"{names.get(row.agency_code, row.agency_code)} {formatting.format_number(row.value, metric.unit)} "
        f"({format_range(row.low, row.high, metric.unit)})"
        for row in ends
    )
    return (
        f"Heat map. {metric.title}, {len(order)} agencies by horizon, "
        f"{formatting.format_month(ends[0].period)}, central "
        f"estimates. First and last {horizons.describe_horizon(horizons.SOON)}: {ends_in_words}."
    )
