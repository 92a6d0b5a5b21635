"""A share beside the same share elsewhere: executives against the workforce, one row for each trait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.charts.base import Picture, SizedPlot, build_value_axis, finish, iterate_rows, write_hover, write_note
from metrics.charts.spec import Native, NativeMark, plan_by_name
from metrics.charts.theme import LIGHT, Palette, pick_accent
from metrics.definitions.formula import Parity
from metrics.definitions.metric import Metric, Unit

ROW: Final = 56
WORKFORCE: Final = "Workforce compared with"
KEYS: Final = "● executives   ┃ {}"


def draw_parity(metric: Metric, df: pd.DataFrame, palette: Palette, *, by: str, names: Mapping[str, str]) -> Picture:
    """Pairs of percents on one axis: `numerator` as a dot, `denominator` as a stroke, and their distance."""
    df = df.sort_values("value", ignore_index=True)
    groups = list(dict.fromkeys(find_group(metric, getattr(row, by)) for row in iterate_rows(df)))

    def draw() -> SizedPlot:
        plot = go.Figure()
        for place, row in enumerate(iterate_rows(df)):
            key = str(getattr(row, by))
            colour, is_filled = pick_accent(palette, key), row.evidence == "records"
            plot.add_trace(
                go.Scatter(
                    x=[row.numerator, row.denominator],
                    y=[-place, -place],
                    mode="lines+markers",
                    line={"color": colour, "width": 2, "dash": "dash" if row.evidence == "sample" else "solid"},
                    marker={
                        "symbol": ["circle", "line-ns"],
                        "size": [11, 18],
                        "color": [colour if is_filled else palette.page, colour],
                        "line": {"color": colour, "width": [2, 3]},
                        "opacity": 1,
                    },
                    cliponaxis=False,
                    hovertext=write_hover(metric, row, names.get(key, key)),
                    hoverinfo="text",
                )
            )
            shares = f"<b>{_format_percent(row.numerator)}</b> against {_format_percent(row.denominator)}"
            above: dict[str, Any] = {"xref": "paper", "y": -place, "yanchor": "bottom", "yshift": 10}
            write_note(plot, names.get(key, key), palette.ink, x=0, xanchor="left", **above)
            write_note(plot, shares, colour, x=1, xanchor="right", **above)
        write_note(
            plot,
            KEYS.format(formatting.join_names(groups)),
            palette.muted,
            12,
            xref="paper",
            x=0,
            xanchor="left",
            yref="paper",
            y=1,
            yanchor="bottom",
            yshift=2,
        )
        end = max(df["numerator"].max(), df["denominator"].max()) * 1.05
        plot.update_xaxes(**build_value_axis(Unit.PERCENT), range=[0, end])
        plot.update_yaxes(visible=False, range=[0.4 - len(df), 0.6])
        return SizedPlot(plot, ROW * len(df) + 60, {"l": 16, "r": 10, "t": 24})

    alt, native = _describe(metric, df, by, names), _build_native(metric, df, by, names)
    return finish(draw, palette, df["evidence"], alt, native=native)


def find_group(metric: Metric, trait: str) -> str:
    """Whose share executives are compared with in a trait, as the formula of the indicator says."""
    assert isinstance(metric.formula, Parity)
    return metric.formula.group_of(trait)


def _build_native(metric: Metric, df: pd.DataFrame, by: str, names: Mapping[str, str]) -> Native:
    """Columns side by side: programs have no strokes, and bars of one row would hide each other."""
    colours = {"Executives": pick_accent(LIGHT, metric.name), WORKFORCE: LIGHT.muted}
    marks = [
        NativeMark(at, name, colour, row.evidence, value)
        for at, row in enumerate(iterate_rows(df))
        for (name, colour), value in zip(colours.items(), (row.numerator, row.denominator), strict=True)
    ]
    categories = [names.get(getattr(row, by), getattr(row, by)) for row in iterate_rows(df)]
    return plan_by_name("columns", categories, marks, Unit.PERCENT)


def _describe(metric: Metric, df: pd.DataFrame, by: str, names: Mapping[str, str]) -> str:
    pairs = (
        f"{names.get(getattr(row, by), getattr(row, by))} {_format_percent(row.numerator)} of executives against "
        f"{_format_percent(row.denominator)} of {find_group(metric, getattr(row, by))} in "
        f"{formatting.format_month(row.period)}, {formatting.format_number(row.value, Unit.RATIO)} of parity"
        for row in iterate_rows(df)
    )
    return f"Pairs of dots and strokes. {'; '.join(pairs)}."


def _format_percent(value: float) -> str:
    return formatting.format_number(value, Unit.PERCENT)
