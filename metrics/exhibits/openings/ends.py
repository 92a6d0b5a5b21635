"""When series held here end, in a sentence."""

from __future__ import annotations

from metrics.charts.base import split_groups
from metrics.definitions.catalog import find
from metrics.exhibits.view import View
from metrics.query.answer import select_drawn
from metrics.text import series_ends


def describe_ends(view: View, names: tuple[str, ...], by: str) -> str:
    """When the figures of some indicators end, for each of their groups; empty where none has."""
    return " ".join(filter(None, (_describe_end(view, name, by) for name in names)))


def _describe_end(view: View, name: str, by: str) -> str:
    metric, title = find(name), find(name).title
    rows = select_drawn(view.answer(name, view.selection(by))).dropna(subset="value")
    parts = split_groups(rows, by, view.names(by))
    return series_ends.describe_ends(metric, parts, view.newest, f" of {title[:1].lower()}{title[1:]}")
