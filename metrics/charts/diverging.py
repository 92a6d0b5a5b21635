"""Arrivals above zero and departures by reason below it, year by year, with what remained of both."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis import flows
from metrics.analysis.events import Annotation
from metrics.charts import alt_text as in_words
from metrics.charts.base import Picture, SizedPlot, finish, iterate_rows, write_note
from metrics.charts.event_marks import Timeline, annotate, place_in_fiscal_year
from metrics.charts.over_time import LINE_HEIGHT, spread_labels
from metrics.charts.spec import Native, NativeMark, list_years, plan_by_name
from metrics.charts.theme import LIGHT, Palette, pick_accent
from metrics.definitions.metric import Unit
from metrics.text import flows as sentences_flows

HEIGHT: Final = 400
TOP: Final = 34
BELOW: Final = (*flows.REASONS, flows.DEPARTURES)
KEYS: Final = {flows.ENTRIES: "▲ came in", "left": "▼ left", flows.NET: "◆ net change"}
WORDS: Final = {
    flows.ENTRIES: "Came in",
    "transfer_out": "Moved",
    flows.OTHERS: "Others",
    flows.DEPARTURES: "Left",
    flows.NET: "Net",
}
"""Words beside a column, where the long ones would take half of a phone."""
FEW_YEARS: Final = 6
LEAST_SPAN: Final = 2
MOST_YEARS_TOLD: Final = 6
LABELS: Final = 96
AIR: Final = 12


class ColumnLabel(NamedTuple):
    """Words beside the last column: where on the axis they belong, what they say, and in which colour."""

    height: float
    text: str
    colour: str


def draw_account(account: pd.DataFrame, palette: Palette, subject: str, events: Sequence[Annotation] = ()) -> Picture:
    """An account of comings and goings as columns on a true scale of years; a year without figures stays empty.

    The parts of the last column are named beside it, so that no legend is needed.

    Args:
        account: The account of `metrics.analysis.flows`: period, flow, value (people), evidence, source, flag.
        palette: The colours of the scheme.
        subject: Whose account it is.
        events: What happened meanwhile.

    Returns:
        The picture.
    """
    df = account.assign(year=account["period"].dt.year)
    first, last = int(df["year"].min()), int(df["year"].max())

    def draw() -> SizedPlot:
        plot = go.Figure()
        for flow in (flows.ENTRIES, *BELOW):
            part = df[df["flow"] == flow]
            if len(part):
                plot.add_trace(_build_columns(part, flow, palette, 0.7 if last - first > FEW_YEARS else 0.34))
        plot.add_trace(_build_net(df[df["flow"] == flows.NET], palette))
        departures = flows.count_departures(df)
        top = max([0.0, *df.loc[~df["flow"].isin(BELOW), "value"]])
        bottom = min([0.0, *-departures, *df.loc[df["flow"] == flows.NET, "value"]])
        air = 0.06 * (top - bottom)
        ends = (bottom - air, top + air)
        scale = (HEIGHT - TOP - 30) / (ends[1] - ends[0])
        labels = list(_write_labels(df[df["year"] == last], palette))
        shifts = spread_labels([label.height * scale for label in labels], LINE_HEIGHT)
        for label, shift in zip(labels, shifts, strict=True):
            place: dict[str, Any] = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "yshift": shift}
            write_note(plot, label.text, label.colour, 12, y=label.height, **place)
        plot.update_layout(barmode="relative", bargap=0)
        year_ticks = [*range(last, first - 1, -math.ceil((last - first + 1) / MOST_YEARS_TOLD))]
        span = (min(first, last - LEAST_SPAN) - 0.6, last + 0.6)
        plot.update_xaxes(range=span, tickformat="d", tickvals=year_ticks)
        ticks = _choose_ticks(*ends)
        plot.update_yaxes(range=ends, tickvals=ticks, ticktext=[f"{abs(tick):,.0f}" for tick in ticks])
        plot.add_hline(y=0, line={"color": palette.muted, "width": 1})
        lines = _write_keys(df, palette, is_named=bool(set(df.loc[df["year"] == last, "flow"]) & set(flows.REASONS)))
        height = TOP + LINE_HEIGHT * (len(lines) - 1)
        above: dict[str, Any] = {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
        }
        write_note(plot, "<br>".join(lines), palette.muted, 12, yshift=10, align="left", **above)
        margin = LABELS if labels else AIR
        height_of_events = annotate(
            plot, events, palette, Timeline(*span, place=place_in_fiscal_year, beside=margin, above=height)
        )
        return SizedPlot(plot, HEIGHT + height_of_events, {"t": height + height_of_events, "r": margin})

    words = f"{sentences_flows.describe_account(account)}{in_words.describe_events(events)}"
    alt = f"Columns above and below zero by fiscal year, {subject}: {words}"
    native = _build_native(df)
    return finish(draw, palette, df["evidence"], alt, native=native, events=events)


def _build_native(df: pd.DataFrame) -> Native:
    """The columns of every year; those who left are below zero, and what remained of both is a point."""
    first = df["year"].min()

    def marks(*some: str) -> Iterator[NativeMark]:
        for flow in some:
            colour = LIGHT.ink if flow == flows.NET else pick_accent(LIGHT, flow)
            for row in iterate_rows(df[df["flow"] == flow]):
                value = 0 - row.value if flow in BELOW else row.value
                yield NativeMark(row.year - first, flows.NAMES[flow], colour, row.evidence, value)

    columns = marks(flows.ENTRIES, *BELOW)
    return plan_by_name("stacked", list_years(df["year"]), columns, Unit.PEOPLE, points=marks(flows.NET))


def _write_keys(df: pd.DataFrame, palette: Palette, is_named: bool) -> list[str]:
    """What stands above and below zero; and the reasons in their colours, where no column at the edge names them."""
    keys = {"left" if flow in BELOW else flow for flow in df["flow"]}
    lines = ["   ".join(words for key, words in KEYS.items() if key in keys)]
    reasons = [flow for flow in flows.REASONS if flow in set(df["flow"])]
    if reasons and not is_named:
        words = (
            f'<span style="color:{pick_accent(palette, flow)}">■ {_shorten_name(flow).lower()}</span>'
            for flow in reasons
        )
        lines.append("  ".join(words))
    return lines


def _build_columns(df: pd.DataFrame, flow: str, palette: Palette, width: float) -> go.Bar:
    """One flow of every year: records filled, published figures hollow, the sample hatched."""
    colour = pick_accent(palette, flow)
    sign = -1 if flow in BELOW else 1
    return go.Bar(
        x=df["year"],
        y=sign * df["value"],
        width=width,
        marker={
            "color": [palette.page if kind == "published" else colour for kind in df["evidence"]],
            "line": {"color": colour, "width": 1.5},
            "pattern": {
                "shape": ["/" * (kind == "sample") for kind in df["evidence"]],
                "fillmode": "replace",
                "bgcolor": palette.page,
                "size": 6,
                "solidity": 0.3,
            },
        },
        hovertext=[_write_hover(row) for row in iterate_rows(df)],
        hoverinfo="text",
    )


def _build_net(df: pd.DataFrame, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=df["year"],
        y=df["value"],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 10,
            "color": [palette.ink if kind == "records" else palette.page for kind in df["evidence"]],
            "line": {"color": palette.ink, "width": 1.5},
            "opacity": 1,
        },
        cliponaxis=False,
        hovertext=[_write_hover(row) for row in iterate_rows(df)],
        hoverinfo="text",
    )


def _write_hover(row: Any) -> str:
    """What a reader sees on a part of a column: its year, what it counts, and where the number comes from."""
    value = f"{row.value:,.0f}".replace("-", "−")
    return (
        f"<b>{formatting.format_time(row.period, True)}</b><br>{flows.NAMES[row.flow]}: {value}"
        f"<br>{formatting.EVIDENCE[row.evidence]}<br>{row.source}"
    )


def _write_labels(last: pd.DataFrame, palette: Palette) -> Iterator[ColumnLabel]:
    """The last year's flows in words, each at the height of what it names."""
    value = dict(zip(last["flow"], last["value"], strict=True))
    low = 0.0
    for flow in (flows.ENTRIES, *BELOW, flows.NET):
        if not value.get(flow):
            continue
        height = value[flow] / (2 if flow == flows.ENTRIES else 1)
        if flow in BELOW:
            height = low - value[flow] / 2
            low -= value[flow]
        number = f"{value[flow]:,.0f}".replace("-", "−")
        yield ColumnLabel(
            height,
            f"{_shorten_name(flow)} <b>{number}</b>",
            palette.ink if flow == flows.NET else pick_accent(palette, flow),
        )


def _shorten_name(flow: str) -> str:
    return WORDS.get(flow, flows.NAMES[flow])


def _choose_ticks(bottom: float, top: float) -> list[float]:
    """Round values on both sides of zero, five or so in all."""
    rough = (top - bottom) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = max(1, next(size * power for size in (1, 2, 5, 10) if size * power >= rough))
    return [step * count for count in range(math.ceil(bottom / step), math.floor(top / step) + 1)]
