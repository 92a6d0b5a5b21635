"""The end of a series, drawn on it: a rule at the last figure with its date, and the time since then left empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.charts.base import write_note
from metrics.charts.theme import Palette

LINE: Final = 16
SIZE: Final = 11


def mark_ends(plot: go.Figure, days: Iterable[date], is_flow: bool, span: tuple[Any, Any], palette: Palette) -> None:
    """A rule at each day on which a series ended, its date at the foot; after the last of them nothing is known."""
    first, last = span
    last_days = sorted(pd.Timestamp(day) for day in days)
    for index, day in enumerate(last_days):
        line = {"color": palette.muted, "width": 1, "dash": "dashdot"}
        plot.add_shape(type="line", x0=day, x1=day, yref="paper", y0=0, y1=1, layer="below", line=line)
        is_early = (day - first) / (last - first) < 1 / 2
        place: dict[str, Any] = {"xanchor": "left", "xshift": 4} if is_early else {"xanchor": "right", "xshift": -4}
        text = f"last figure: {formatting.format_time(day, is_flow)}"
        foot: dict[str, Any] = {"yref": "paper", "y": 0, "yanchor": "bottom", "yshift": 2 + LINE * index}
        write_note(plot, text, palette.muted, SIZE, x=day, **foot, **place)
    if last_days and last_days[-1] < last:
        since = {"x0": last_days[-1], "x1": last, "yref": "paper", "y0": 0, "y1": 1}
        plot.add_shape(type="rect", layer="below", fillcolor=palette.panel, line={"width": 0}, **since)
