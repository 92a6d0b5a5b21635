"""The shape of a series at the size of a word."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from metrics.charts import alt_text as in_words
from metrics.charts.base import DASHES, Picture, SizedPlot, break_at_gaps, finish
from metrics.charts.theme import Palette, pick_accent
from metrics.definitions.metric import Metric
from metrics.query.sql.gaps import select_for_words


def draw_spark(metric: Metric, df: pd.DataFrame, palette: Palette) -> Picture:
    """The shape of a series without axes, on a true scale of time, broken at gaps; its last value is marked.

    Incomplete months are left out, as they have no room for a reason; the line breaks at them.

    Args:
        metric: The indicator.
        df: Rows of an answer of one group: period, value, evidence, flag.
        palette: The colours of the scheme.

    Returns:
        The picture.
    """
    every = df.sort_values("period")
    df = select_for_words(every)
    breaks = [*metric.breaks, *every.loc[~every.index.isin(df.index), "period"].dt.date]

    def draw() -> SizedPlot:
        colour, shape = pick_accent(palette, metric.name), break_at_gaps(df, breaks)
        dash = DASHES["sample"] if (df["evidence"] == "sample").all() else "solid"
        # A point that no line reaches would be too small to see.
        is_alone = shape["value"].shift().isna() & shape["value"].shift(-1).isna()
        sizes = is_alone.map({True: 5, False: 2.5})
        plot = go.Figure(
            [
                go.Scatter(x=shape["period"], y=shape["value"], mode="lines+markers", marker={"size": sizes}),
                go.Scatter(x=df["period"].tail(1), y=df["value"].tail(1), mode="markers", marker={"size": 7}),
            ]
        )
        # Plotly rims markers of several sizes in white, unless told not to.
        plot.update_traces(
            marker_color=colour,
            marker_line_width=0,
            line={"color": colour, "width": 1.4, "dash": dash},
            hoverinfo="skip",
            cliponaxis=False,
        )
        plot.update_xaxes(visible=False)
        plot.update_yaxes(visible=False, rangemode="normal")
        return SizedPlot(plot, 56, {"l": 4, "r": 4, "t": 6, "b": 6})

    alt = f"Spark line. {in_words.describe_trend(metric, every, metric.title)}"
    return finish(draw, palette, df["evidence"], alt)
