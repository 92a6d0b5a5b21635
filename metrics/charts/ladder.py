"""Groups of people under each other as bars, with those among them who can retire as a solid and a pale part."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from metrics import formatting
from metrics.analysis.ladder import Rung, Rungs
from metrics.charts.base import Picture, SizedPlot, finish, write_note
from metrics.charts.spec import Native, NativeMark, plan_by_name
from metrics.charts.theme import LIGHT, Palette, mix
from metrics.definitions.metric import TOO_FEW, Unit

BAR: Final = 14
ROW: Final = 40
SPACIOUS_ROW: Final = 62
FEW: Final = "fewer than ten"
NOT_ASKED: Final = "who can retire is counted for GS-15 and the SES only"
BETWEEN: Final = 0.4
"""How much of the accent the part between the bounds takes over the page."""


def draw_ladder(rungs: Rungs, palette: Palette, alt: str, *, is_spacious: bool = False) -> Picture:
    """A bar for each group as long as it has people; solid are those who can retire at least, pale those who may.

    Args:
        rungs: The groups.
        palette: The colours of the scheme.
        alt: The words that stand for the picture.
        is_spacious: Whether each group has two lines of words, one over its bar and one under it.

    Returns:
        The picture.
    """

    def draw() -> SizedPlot:
        plot, row = go.Figure(), SPACIOUS_ROW if is_spacious else ROW
        pattern = {"shape": "/" * (rungs.evidence == "sample"), "fillmode": "overlay", "size": 7, "solidity": 0.15}
        places = [-float(place) for place in range(len(rungs.groups))]
        parts: list[tuple[list[float], list[float], str]] = [
            ([0] * len(places), [group.people for group in rungs.groups], palette.grid),
            ([0] * len(places), [group.low or 0 for group in rungs.groups], palette.eligible),
            (
                [group.low or 0 for group in rungs.groups],
                [(group.high or 0) - (group.low or 0) for group in rungs.groups],
                mix(palette.page, palette.eligible, BETWEEN),
            ),
        ]
        for base, long, colour in parts:
            plot.add_trace(
                go.Bar(
                    y=places,
                    x=long,
                    base=base,
                    width=BAR / row,
                    orientation="h",
                    marker={"color": colour, "line": {"width": 0}, "pattern": pattern},
                    hovertext=[_write_hover(group) for group in rungs.groups],
                    hoverinfo="text",
                )
            )
        for place, group in zip(places, rungs.groups, strict=True):
            _write_words(
                plot, group, place, palette, is_spacious, "" if group.is_asked else NOT_ASKED * rungs.is_counted
            )
        plot.update_layout(barmode="overlay", bargap=0)
        plot.update_xaxes(visible=False, range=[0, max(group.people for group in rungs.groups) or 1])
        plot.update_yaxes(visible=False, range=[places[-1] - 0.5, 0.5])
        return SizedPlot(plot, row * len(places) + 8, {"t": 8, "r": 0})

    return finish(draw, palette, [rungs.evidence], alt, native=_build_native(rungs), mark=20)


def _build_native(rungs: Rungs) -> Native:
    """Bars over each other: all people, in front of them those who may retire, in front of these those who can."""
    between = mix(LIGHT.page, LIGHT.eligible, BETWEEN)
    parts: list[tuple[str, str, list[float | None]]] = [
        ("People", LIGHT.muted, [group.people for group in rungs.groups]),
        ("Can retire, high estimate", between, [group.high for group in rungs.groups]),
        ("Can retire, low estimate", LIGHT.eligible, [group.low for group in rungs.groups]),
    ]
    marks = [
        NativeMark(at, name, colour, rungs.evidence, value)
        for name, colour, values in parts
        for at, value in enumerate(values)
        if value is not None
    ]
    return plan_by_name("bars", [group.name for group in rungs.groups], marks, Unit.PEOPLE)


def _write_words(plot: go.Figure, group: Rung, place: float, palette: Palette, is_spacious: bool, why: str) -> None:
    """The group's name and people over its bar; beside them or under it those who can retire, or why nobody says."""
    people = f"<b>{formatting.format_number(group.people, Unit.PEOPLE)}</b>"
    able = " · ".join(filter(None, (group.share, group.count)))
    over: dict[str, Any] = {"xref": "paper", "y": place, "yanchor": "bottom", "yshift": BAR / 2 + 1, "borderpad": 0}
    write_note(plot, group.name, palette.ink, x=0, xanchor="left", **over)
    if is_spacious:
        write_note(plot, people, palette.ink, x=1, xanchor="right", **over)
        under = over | {"yanchor": "top", "yshift": -BAR / 2 - 1}
        if text := f"{able} can retire" if able else why:
            write_note(plot, text, palette.eligible if able else palette.muted, 12, x=0, xanchor="left", **under)
    else:
        few = f" · {FEW}" if group.people < TOO_FEW else ""
        text = f"{able if group.high else 'none'} of {people}{few}" if able else f"{people}{few}"
        write_note(plot, text, palette.eligible if able else palette.ink, 12, x=1, xanchor="right", **over)


def _write_hover(group: Rung) -> str:
    middle = "" if group.able is None else f"<br>central estimate {formatting.format_number(group.able, Unit.PEOPLE)}"
    able = f"<br>{group.count} can retire{f', {group.share}' if group.share else ''}{middle}" if group.count else ""
    return f"<b>{group.name}</b><br>{formatting.format_number(group.people, Unit.PEOPLE)} people{able}"
