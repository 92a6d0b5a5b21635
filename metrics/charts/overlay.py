"""Several series on one chart, each named where it ends: an agency among others, or beside what it is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from metrics.analysis.events import Annotation
from metrics.charts.base import Picture
from metrics.charts.over_time import draw_trend
from metrics.charts.theme import Palette, name_accent
from metrics.definitions.metric import Limit, Metric

LINE: Final = "line"
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "cross")


def draw_overlay(
    metric: Metric,
    lines: Sequence[tuple[str, pd.DataFrame]],
    palette: Palette,
    *,
    is_beside: bool = False,
    limit: Limit | None = None,
    events: Sequence[Annotation] = (),
    newest: date | None = None,
) -> Picture:
    """Up to five series by their names, told apart by colour, symbol and label.

    Args:
        metric: The indicator.
        lines: The rows of each series by its name: period, value (in the indicator's unit), evidence, source, flag.
        palette: The colours of the scheme.
        is_beside: Whether the first is what the chart is about: the others, which it is measured by, are muted.
        limit: A limit in law, drawn as a red rule.
        events: What happened meanwhile.
        newest: The newest period of all.

    Returns:
        The picture.
    """
    colours = ["career", "noncareer", "limited", "eligible", "muted"]
    if is_beside:
        colours = [name_accent(metric.name), *["muted"] * 4]
    looks = zip(lines, colours, SYMBOLS, strict=False)
    return draw_trend(
        metric,
        pd.concat([df.assign(**{LINE: name}) for name, df in lines], ignore_index=True),
        palette,
        by=LINE,
        names={name: name for name, _ in lines},
        limit=limit,
        events=events,
        newest=newest,
        marks={name: (colour, symbol) for (name, _), colour, symbol in looks},
    )
