"""What an indicator reads: the published figures named anywhere in its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from metrics.definitions.measure import PublishedFigure
from metrics.definitions.metric import Metric


def list_figures(metric: Metric) -> tuple[PublishedFigure, ...]:
    """Every published figure that the formula names, at any depth, and the finished one, each once."""
    return tuple(dict.fromkeys((*_find_figures(metric.formula), *_find_figures(metric.finished_figure))))


def _find_figures(part: object) -> Iterator[PublishedFigure]:
    if isinstance(part, PublishedFigure):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _find_figures(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _find_figures(getattr(part, field.name))
