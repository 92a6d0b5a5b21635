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
    Drawn,
    Picture,
    finish,
    line,
    note,
    series,
    time_axis,
    value_axis,
)
from metrics.charts.event_marks import Timeline, annotate
from metrics.charts.spec import Line, Mark, Native, by_name, over_time
from metrics.charts.theme import LIGHT, Palette, mixed
from metrics.definitions.metric import Metric
from metrics.formatting import between
from metrics.query.gaps import to_tell
from metrics.text.retirement import interval

FAN_HEIGHT: Final = 330
TREND_HEIGHT: Final = 320
ROOM_FOR_WORDS: Final = 0.08
LABELLED: Final = (horizons.NOW, horizons.SOON, max(horizons.ON_PAGES))
BAND: Final = 0.22
"""How much of the accent a band takes over the page."""


def fan(metric: Metric, rows: pd.DataFrame, palette: Palette, alt: str) -> Picture:
    """The last estimate of every horizon inside its bounds, and published figures as hollow points beside it."""
    found = horizons.told(rows)
    estimates, figures = ([one for one in found if (one.low is None) is bare] for bare in (False, True))

    def draw() -> Drawn:
        colour, unit = palette.eligible, metric.unit
        top = max([one.high or one.value for one in found]) * 1.16
        plot = go.Figure()
        if estimates:
            _band(plot, estimates, colour, palette)
            plot.add_trace(
                go.Scatter(
                    x=[one.years for one in estimates],
                    y=[one.value for one in estimates],
                    mode="lines+markers",
                    line={"color": colour, "width": 2, "dash": DASHES[estimates[0].evidence]},
                    marker={"color": colour, "size": 5},
                    hovertext=[_hover(metric, one) for one in estimates],
                    hoverinfo="text",
                    cliponaxis=False,
                )
            )
        for one in estimates:
            if one.years not in LABELLED:
                continue
            # The band rises: under its beginning and left over its later points nothing runs through the words.
            low, high = one.low or 0, one.high or 0
            at: dict[str, Any] = {"y": high, "yanchor": "bottom", "yshift": 3, "xanchor": "right"}
            if one.years == horizons.NOW and low < top * ROOM_FOR_WORDS:
                at = at | {"xanchor": "left"}
            elif one.years == horizons.NOW:
                at = {"y": low, "yanchor": "top", "yshift": -4, "xanchor": "left"}
            note(plot, f"<b>{between(low, high, unit)}</b>", colour, x=one.years, **at)
        plot.add_trace(_hollow(metric, figures, colour, palette))
        for one in figures:
            said = f"{formatting.number(one.value, unit)} · {one.period:%b %Y}"
            is_last = one.years == max(horizons.ON_PAGES)
            place = {"xanchor": "right", "xshift": -9} if is_last else {"xanchor": "left", "xshift": 9}
            note(plot, said, colour, 12, x=one.years, y=one.value, yanchor="middle", bgcolor=palette.page, **place)
        marks = sorted({*horizons.ON_PAGES, *(one.years for one in figures)})
        plot.update_xaxes(range=[-0.15, 10.15], tickvals=marks, ticktext=_years(marks), tickangle=0)
        plot.update_yaxes(**value_axis(unit), range=[0, top or 1])
        return Drawn(plot, FAN_HEIGHT, {"t": 12, "r": 14})

    evidence, native = (one.evidence for one in found), _native(metric, estimates, figures)
    return finish(draw, palette, evidence, f"Fan of horizons. {alt}", native=native)


def _native(metric: Metric, estimates: Sequence[Horizon], figures: Sequence[Horizon]) -> Native:
    """High, central and low estimate as lines over every year ahead; published figures as points that nothing joins."""
    ends = [("High estimate", "high"), ("Central estimate", "value"), ("Low estimate", "low")]
    marks = [
        Mark(one.years, name, LIGHT.eligible, one.evidence, getattr(one, end), end != "value")
        for name, end in ends
        for one in estimates
    ]
    marks += [
        Mark(one.years, formatting.month(one.period), LIGHT.eligible, one.evidence, one.value, piece=(0, number))
        for number, one in enumerate(figures)
    ]
    last = max(mark.at for mark in marks)
    years = ["now", *(f"{year} year{'s' * (year > 1)}" for year in range(1, last + 1))]
    return by_name("lines", years, marks, metric.unit)


def _years(marks: Sequence[int]) -> list[str]:
    """Horizons under an axis: now, 1, 3, 5 and the last with its unit."""
    return ["now" if mark == horizons.NOW else f"{mark} yrs" if mark == max(marks) else f"{mark}" for mark in marks]


def _band(plot: go.Figure, estimates: Sequence[Horizon], colour: str, palette: Palette) -> None:
    years = [one.years for one in estimates]
    plot.add_trace(
        go.Scatter(
            x=[*years, *reversed(years)],
            y=[*(one.high for one in estimates), *(one.low for one in reversed(estimates))],
            fill="toself",
            fillcolor=mixed(palette.page, colour, BAND),
            mode="lines",
            line={"width": 0},
            hoverinfo="skip",
        )
    )


def _hollow(metric: Metric, figures: Sequence[Horizon], colour: str, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[one.years for one in figures],
        y=[one.value for one in figures],
        mode="markers",
        marker={"color": palette.page, "size": 8, "line": {"color": colour, "width": 1.6}, "opacity": 1},
        hovertext=[_hover(metric, one) for one in figures],
        hoverinfo="text",
        cliponaxis=False,
    )


def _hover(metric: Metric, one: Horizon) -> str:
    when = formatting.month(one.period)
    said = f"{formatting.sentence_case(horizons.words(one.years))} {interval(one, metric.unit)}"
    return f"<b>{when}</b><br>{said}<br>{formatting.EVIDENCE[one.evidence]}<br>{one.source}"


def spread(metric: Metric, rows: pd.DataFrame, palette: Palette, happened: Sequence[Annotation] = ()) -> Picture:
    """A value over time inside the band of its bounds, labelled at its last point, with what happened meanwhile."""
    rows = rows.sort_values("period")
    whole = to_tell(rows)
    bounded, last = whole[whole["low"].notna()], whole.iloc[-1]
    middle = line(metric, rows, metric.title, "eligible")
    within = between(last["low"], last["high"], metric.unit) if pd.notna(last["low"]) else ""

    def draw() -> Drawn:
        plot, colour = go.Figure(), palette.eligible
        band_over_time(plot, bounded, colour, palette)
        plot.add_traces(series(metric, middle, palette))
        said = [f"<b>{formatting.number(last['value'], metric.unit)}</b>", *filter(None, [within])]
        words = "<br>".join(said)
        note(plot, words, colour, x=last["period"], y=last["value"], xanchor="left", xshift=8, align="left")
        top = max(rows["value"].max(), bounded["high"].max() if len(bounded) else 0) * 1.1 or 1
        axis, beside = time_axis(rows), 26 + 7 * max(map(len, said))
        start, end = axis["range"]
        plot.update_xaxes(**axis)
        plot.update_yaxes(**value_axis(metric.unit), range=[0, top])
        above = annotate(plot, happened, palette, Timeline(start, end, beside=beside))
        return Drawn(plot, TREND_HEIGHT + above, {"t": 12 + above, "r": beside})

    told = f" Bounds of the last: {within}." if within else ""
    alt = f"Line chart. {in_words.trend(metric, rows, metric.title)}{told}{in_words.happened(happened)}"
    low, high = bounds(metric, bounded, "eligible", "Low estimate", "High estimate")
    native = over_time(metric, [high, middle, low])
    return finish(draw, palette, rows["evidence"], alt, native=native, happened=happened)


def bounds(metric: Metric, rows: pd.DataFrame, colour: str, low: str, high: str) -> tuple[Line, Line]:
    """The lower and the upper edge of a band as lines of those names."""
    lower, upper = (
        line(metric, rows.assign(value=rows[end]), name, colour, is_bound=True)
        for end, name in (("low", low), ("high", high))
    )
    return lower, upper


def band_over_time(plot: go.Figure, rows: pd.DataFrame, colour: str, palette: Palette) -> None:
    """A pale band from low to high in each stretch of the rows that no gap of years divides."""
    stretch = (rows["period"].diff() > LONGEST_GAP).cumsum()
    for _, part in rows.groupby(stretch):
        plot.add_trace(
            go.Scatter(
                x=[*part["period"], *part["period"][::-1]],
                y=[*part["high"], *part["low"][::-1]],
                fill="toself",
                fillcolor=mixed(palette.page, colour, BAND),
                mode="lines",
                line={"width": 0},
                hoverinfo="skip",
            )
        )
