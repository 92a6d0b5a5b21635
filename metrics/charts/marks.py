"""The marks on lines: another shape where groups share a colour, so that colour alone never tells them apart."""

from __future__ import annotations

from typing import Final, Literal

from metrics.charts.spec import Native, Series

MarkShape = Literal["circle", "square", "triangle"]

MARKS: Final[tuple[MarkShape, ...]] = ("circle", "square", "triangle")


def choose_mark(native: Native, one: Series) -> MarkShape:
    """The shape of a series' marks: that of its place among the groups of its colour."""
    alike = [*dict.fromkeys(each.group for each in native.series if each.colour == one.colour and not each.is_bound)]
    return MARKS[alike.index(one.group) % len(MARKS)] if one.group in alike else MARKS[0]
