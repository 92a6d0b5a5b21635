"""Values side by side: a ranking of groups, and one value against its limit in law."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.charts import alt_text as in_words
from metrics.charts.base import (
    Picture,
    SizedPlot,
    build_label,
    build_value_axis,
    finish,
    iterate_rows,
    write_hover,
    write_note,
)
from metrics.charts.spec import NativeMark, plan_by_name
from metrics.charts.theme import LIGHT, Palette, pick_accent
from metrics.definitions.metric import Limit, Metric, Unit
from metrics.query.limits import is_above

ROW_HEIGHT: Final = 34
# Room left of the axis, or the edge would cut a dot at zero and the label under it.
DOT: Final = 8
LONGEST_LINE: Final = 34
ABOVE: Final = ", above {:g}%"


def draw_bullet(metric: Metric, value: float, evidence: str, limit: Limit, palette: Palette) -> Picture:
    """One value as a bar against its limit, with the law written at the line."""

    def draw() -> SizedPlot:
        end = max(value, limit.value) * 1.3
        plot = go.Figure(
            [
                go.Bar(x=[width], y=[0], width=height, marker={"color": colour}, orientation="h", hoverinfo="skip")
                for width, height, colour in (
                    (end, 0.8, palette.grid),
                    (value, 0.36, pick_accent(palette, metric.name)),
                )
            ]
        )
        plot.add_shape(
            type="line",
            x0=limit.value,
            x1=limit.value,
            y0=-0.55,
            y1=0.55,
            line={"color": palette.limit, "width": 2},
        )
        side = _choose_side(limit.value / end)
        write_note(plot, limit.label, palette.limit, 11, x=limit.value, y=-0.55, xanchor=side, yanchor="top")
        plot.update_layout(barmode="overlay")
        plot.update_xaxes(visible=False, range=[0, end])
        plot.update_yaxes(visible=False, range=[-1.15, 0.6])
        return SizedPlot(plot, 72, {"r": 0, "t": 0})

    alt = f"Bar of {formatting.format_number(value, metric.unit)} of people on board beside the {limit.label}."
    marks = [NativeMark(0, metric.title, pick_accent(LIGHT, metric.name), evidence, value)]
    native = plan_by_name("bars", [metric.title], marks, metric.unit, limit)
    return finish(draw, palette, [evidence], alt, native=native)


def _choose_side(share: float) -> str:
    """How words at that share of the width are anchored, so that neither edge cuts them."""
    return "left" if share < 1 / 3 else "center" if share < 2 / 3 else "right"


def _format_count(metric: Metric, row: Any) -> str:
    """How many of how many a share is: 15 of 39; nothing where only the share is known."""
    some, base = getattr(row, "numerator", None), getattr(row, "denominator", None)
    if metric.unit is not Unit.PERCENT or pd.isna(some) or pd.isna(base):
        return ""
    return f"{some:,.0f} of {base:,.0f}"


def draw_ranking(
    metric: Metric,
    df: pd.DataFrame,
    palette: Palette,
    *,
    by: str,
    names: Mapping[str, str],
    limit: Limit | None = None,
    more_words: Mapping[str, str] | None = None,
) -> Picture:
    """Groups from highest to lowest as dots on tracks; names stand above their tracks, so that a phone cuts none.

    Args:
        metric: The indicator.
        df: Rows of an answer of one period: value (in the indicator's unit), evidence, source, flag and the column
            `by`; of a share also numerator and denominator, in people.
        palette: The colours of the scheme.
        by: The column whose values are the groups.
        names: The names of the groups.
        limit: A limit in law, drawn as a red rule.
        more_words: What a group's value is followed by, such as the room left under the limit.

    Returns:
        The picture.
    """
    df = df.sort_values("value", ascending=False, ignore_index=True)

    def is_over(row: Any) -> bool:
        return is_above(metric, limit, row.value, str(row.agency_code) if by == "agency_code" else "")

    def colour_of(row: Any, scheme: Palette) -> str:
        return (
            scheme.limit
            if is_over(row)
            else pick_accent(scheme, metric.name if by == "agency_code" else getattr(row, by))
        )

    def draw() -> SizedPlot:
        end = max(df["value"].max(), limit.value if limit else 0) * 1.02 or 1
        plot, y = go.Figure(), 0.0
        dots: list[dict[str, Any]] = []
        labels: list[dict[str, Any]] = []
        for row in iterate_rows(df):
            key, value = str(getattr(row, by)), float(row.value)
            lines = wrap(names.get(key, key), LONGEST_LINE)
            count, more = _format_count(metric, row), (more_words or {}).get(key, "")
            first = " · ".join(filter(None, [f"<b>{formatting.format_number(value, metric.unit)}</b>", count]))
            y -= 0.55 + 0.45 * max(len(lines), 1 + bool(more))
            over_it, colour = is_over(row), colour_of(row, palette)
            fill = colour if over_it or row.evidence == "records" else palette.page
            words = write_hover(metric, row, names.get(key, key))
            dots.append({"x": value, "y": y, "colour": colour, "fill": fill, "is_above": over_it, "words": words})
            over_track: dict[str, Any] = {
                "xref": "paper",
                "y": y,
                "yanchor": "bottom",
                "yshift": 8,
                "bgcolor": palette.page,
                "borderpad": 0,
            }
            over: dict[str, Any] = {"x": 0, "xanchor": "left", "xshift": -DOT, "align": "left"}
            labels.append(build_label("<br>".join(lines), palette.ink, **over, **over_track))
            right: dict[str, Any] = {"x": 1, "xanchor": "right", "align": "right"}
            labels.append(build_label("<br>".join(filter(None, [first, more])), colour, 12, **right, **over_track))
        plot.update_layout(annotations=labels)
        points = pd.DataFrame(dots)
        is_sample = bool((df["evidence"] == "sample").any())
        plot.add_trace(
            go.Scatter(
                x=[x for value in points["x"] for x in (0, value, None)],
                y=[height for place in points["y"] for height in (place, place, None)],
                mode="lines",
                line={"color": palette.grid, "width": 4, "dash": "dash" if is_sample else "solid"},
                hoverinfo="skip",
            )
        )
        plot.add_trace(
            go.Scatter(
                x=points["x"],
                y=points["y"],
                mode="markers",
                marker={
                    "symbol": ["diamond" if above else "circle" for above in points["is_above"]],
                    "size": [11 if above else 9 for above in points["is_above"]],
                    "color": points["fill"],
                    "line": {"color": points["colour"], "width": 2},
                    "opacity": 1,
                },
                cliponaxis=False,
                hovertext=points["words"],
                hoverinfo="text",
            )
        )
        if limit:
            plot.add_shape(
                type="line",
                x0=limit.value,
                x1=limit.value,
                y0=y - 0.3,
                y1=0,
                layer="below",
                line={"color": palette.limit, "width": 1.2},
            )
            side = _choose_side(limit.value / end)
            write_note(plot, limit.label, palette.limit, 11, x=limit.value, y=0, xanchor=side, yanchor="bottom")
        plot.update_xaxes(**build_value_axis(metric.unit), range=[0, end])
        # Above the first name stands the law, where there is one.
        above, top = (20, 0.1) if limit else (0, -0.2)
        plot.update_yaxes(visible=False, range=[y - 0.4, top])
        return SizedPlot(plot, int(32 + above - ROW_HEIGHT * y), {"l": DOT, "r": 10, "t": above})

    alt = f"Ranked dots. {in_words.describe_ranking(metric, df, names, by, limit)}"
    categories = [names.get(key, key) for key in map(str, df[by])]
    marks = [
        NativeMark(
            at,
            f"{metric.title}{ABOVE.format(limit.value) if limit and is_over(row) else ''}",
            colour_of(row, LIGHT),
            row.evidence,
            row.value,
        )
        for at, row in enumerate(iterate_rows(df))
    ]
    native = plan_by_name("bars", categories, marks, metric.unit, limit)
    return finish(draw, palette, df["evidence"], alt, native=native)
