"""People by state on a map: a disc for each, its area the number of people; the capital region drawn out to sea."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.charts import alt_text as in_words
from metrics.charts.base import Picture, SizedPlot, finish, iterate_rows, write_hover, write_note
from metrics.charts.spec import NativeMark, plan_by_name
from metrics.charts.states import MapPoint, load_centres, load_outlines
from metrics.charts.theme import LIGHT, Palette, pick_accent
from metrics.definitions.metric import Metric

HEIGHT: Final = 340
LARGEST: Final = 48
SMALLEST: Final = 4
# So near each other that their discs would cover one another: drawn in the Atlantic, with a line to their place.
AT_SEA: Final[Mapping[str, MapPoint]] = {"DC": (0.42, -0.01), "MD": (0.41, -0.19), "VA": (0.335, -0.3)}
WEST, EAST, SOUTH, NORTH = -0.40, 0.50, -0.38, 0.225
# The size of a label, and of one unit of the map on the narrowest phone, in pixels: they decide which labels fit.
LABEL: Final = (50, 13)
NARROWEST: Final = 355
MOST_LABELLED: Final = 8


def draw_map(metric: Metric, df: pd.DataFrame, palette: Palette, *, by: str, names: Mapping[str, str]) -> Picture:
    """Counts of one period by state; states without a row stay empty, and places off the map are left to the words."""
    df = df[df[by].isin(load_centres())].sort_values("value", ascending=False)

    def draw() -> SizedPlot:
        lines = [point for outline in load_outlines() for point in (*outline, (None, None))]
        plot = go.Figure(
            go.Scatter(
                x=[x for x, _ in lines],
                y=[y for _, y in lines],
                mode="lines",
                fill="toself",
                fillcolor=palette.panel,
                line={"color": palette.border, "width": 1},
                hoverinfo="skip",
            )
        )
        out = [(load_centres()[code], AT_SEA[code]) for code in df[by] if code in AT_SEA]
        plot.add_trace(
            go.Scatter(
                x=[x for (x0, _), (x1, _) in out for x in (x0, x1, None)],
                y=[y for (_, y0), (_, y1) in out for y in (y0, y1, None)],
                mode="lines",
                line={"color": palette.muted, "width": 0.8},
                hoverinfo="skip",
            )
        )
        colour = pick_accent(palette, metric.name)
        places = [AT_SEA.get(code, load_centres()[code]) for code in df[by]]
        sizes = [_scale_disc(value, float(df["value"].max())) for value in df["value"]]
        is_records = bool((df["evidence"] == "records").all())
        plot.add_trace(
            go.Scatter(
                x=[x for x, _ in places],
                y=[y for _, y in places],
                mode="markers",
                marker={
                    "size": sizes,
                    "color": colour if is_records else palette.page,
                    "opacity": 1,
                    "line": {"color": palette.page if is_records else colour, "width": 1.2},
                },
                hovertext=[
                    write_hover(metric, row, names.get(getattr(row, by), getattr(row, by))) for row in iterate_rows(df)
                ],
                hoverinfo="text",
            )
        )
        _write_labels(plot, metric, df, by, sizes, palette)
        invisible = {"visible": False, "constrain": "domain"}
        plot.update_xaxes(**invisible, range=[WEST, EAST])
        plot.update_yaxes(**invisible, range=[SOUTH, NORTH], scaleanchor="x")
        return SizedPlot(plot, HEIGHT, {"r": 0, "t": 0})

    alt = f"Map. {in_words.describe_states(metric, df, names, by)}"
    # Programs that draw maps send the numbers to a server for it: columns by postal code, largest first, stay here.
    light = pick_accent(LIGHT, metric.name)
    marks = [NativeMark(at, metric.title, light, row.evidence, row.value) for at, row in enumerate(iterate_rows(df))]
    native = plan_by_name("columns", [*df[by]], marks, metric.unit)
    return finish(draw, palette, df["evidence"], alt, native=native)


def _scale_disc(value: float, most: float) -> float:
    """A disc's diameter in pixels."""
    return max(SMALLEST, LARGEST * sqrt(value / most))


def _write_labels(
    plot: go.Figure,
    metric: Metric,
    df: pd.DataFrame,
    by: str,
    sizes: list[float],
    palette: Palette,
) -> None:
    """The capital region by name, and the largest others whose labels cover no disc or label on a phone."""
    discs = [(*AT_SEA.get(code, load_centres()[code]), size) for code, size in zip(df[by], sizes, strict=True)]
    places: list[MapPoint] = []
    for row, (x, y, size) in zip(iterate_rows(df), discs, strict=True):
        code = str(getattr(row, by))
        under: dict[str, Any] = {"yanchor": "top", "yshift": -size / 2}
        above: dict[str, Any] = {"yanchor": "bottom", "yshift": size / 2}
        label = (x * NARROWEST, y * NARROWEST + (size + LABEL[1]) / 2)
        if code not in AT_SEA:
            if len(places) == MOST_LABELLED or not _is_free(label, discs, places):
                continue
            places.append(label)
        text = f"{code} <b>{formatting.format_number(row.value, metric.unit)}</b>"
        write_note(plot, text, palette.ink, 11, x=x, y=y, **(under if code in AT_SEA else above))


def _is_free(label: MapPoint, discs: list[tuple[float, float, float]], places: list[MapPoint]) -> bool:
    """Whether a label so placed would stand clear of every disc and every label before it."""
    others = [((x * NARROWEST, y * NARROWEST), (size + LABEL[0]) / 2, (size + LABEL[1]) / 2) for x, y, size in discs]
    others += [(other, *LABEL) for other in places]
    return all(abs(label[0] - x) >= across or abs(label[1] - y) > down - 1 for (x, y), across, down in others)
