"""Entries of one year as a bar that splits, step by step, into the ways in."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis.entries import ALL, WAYS, EntriesOfYear, Way
from metrics.charts.base import Picture, SizedPlot, finish, write_note
from metrics.charts.spec import NativeMark, plan_by_name
from metrics.charts.theme import LIGHT, Palette, pick_accent
from metrics.definitions.metric import Unit
from metrics.text import flows

STEP: Final = 58
BAR: Final = 0.34


def draw_funnel(entries: EntriesOfYear, palette: Palette) -> Picture:
    """One bar of all entries and below it a step for each way in, where the step before it ended."""
    steps = len(entries.ways)

    def draw() -> SizedPlot:
        plot, start = go.Figure(), 0.0
        fills = {"records": "", "published": "", "sample": "/"}
        for place, way in enumerate(entries.ways):
            colour, words = pick_accent(palette, way.name), WAYS[way.name]
            base = 0.0 if way.name == ALL else start
            start = base if way.name == ALL else base + way.people
            plot.add_trace(
                go.Bar(
                    x=[way.people],
                    y=[-place],
                    base=[base],
                    width=BAR,
                    orientation="h",
                    marker={
                        "color": palette.page if entries.evidence == "published" else colour,
                        "line": {"color": colour, "width": 1.5},
                        "pattern": {
                            "shape": fills[entries.evidence],
                            "fillmode": "replace",
                            "bgcolor": palette.page,
                            "size": 6,
                            "solidity": 0.3,
                        },
                    },
                    hovertext=f"<b>{words}</b><br>{_format_people(way)}<br>{formatting.EVIDENCE[entries.evidence]}",
                    hoverinfo="text",
                )
            )
            above: dict[str, Any] = {"xref": "paper", "y": BAR / 2 - place, "yanchor": "bottom", "yshift": 3}
            write_note(plot, words, palette.ink, x=0, xanchor="left", **above)
            write_note(plot, f"<b>{_format_people(way)}</b>", colour, x=1, xanchor="right", **above)
        plot.update_layout(barmode="overlay")
        plot.update_xaxes(visible=False, range=[0, entries.ways[0].people or 1])
        plot.update_yaxes(visible=False, range=[0.3 - steps, 0.75])
        return SizedPlot(plot, STEP * steps + 10, {"r": 2, "l": 2, "t": 0})

    alt = f"Bars that split step by step. {flows.describe_ways(entries)}"
    # Every bar from zero: a step that hangs would need a hidden bar under it, a number that nobody told.
    marks = [
        NativeMark(at, "People", pick_accent(LIGHT, way.name), entries.evidence, way.people)
        for at, way in enumerate(entries.ways)
    ]
    native = plan_by_name("bars", [WAYS[way.name] for way in entries.ways], marks, Unit.PEOPLE)
    return finish(draw, palette, [entries.evidence], alt, native=native)


def _format_people(way: Way) -> str:
    return f"{way.people:,.0f}" if way.name == ALL else f"{way.people:,.0f} · {way.share:.0f}%"
