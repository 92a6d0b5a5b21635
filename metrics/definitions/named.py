"""What an indicator reads: the published figures named anywhere in its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from metrics.definitions.measure import Figure
from metrics.definitions.metric import Metric


def figures(metric: Metric) -> tuple[Figure, ...]:
    """Every published figure that the formula names, at any depth, and the finished one, each once."""
    return tuple(dict.fromkeys((*_figures(metric.formula), *_figures(metric.published_as))))


def _figures(part: object) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _figures(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _figures(getattr(part, field.name))
