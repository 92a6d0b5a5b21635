"""Every indicator, in reading order."""

from metrics.definitions.catalog import (
    appointees,
    diversity,
    onboarding,
    performance,
    pipeline,
    retirement,
    strength,
    turnover,
)
from metrics.definitions.metric import Metric
from metrics.errors import UnknownIndicator
from metrics.nearest import find_nearest

METRICS: tuple[Metric, ...] = (
    *strength.METRICS,
    *appointees.METRICS,
    *retirement.METRICS,
    *turnover.METRICS,
    *onboarding.METRICS,
    *diversity.METRICS,
    *pipeline.METRICS,
    *performance.METRICS,
)
_BY_NAME = {metric.name: metric for metric in METRICS}


def find(name: str) -> Metric:
    """The indicator of that name; raises UnknownIndicator with the nearest names."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    raise build_unknown_indicator(name, find_nearest(name, _BY_NAME))


def build_unknown_indicator(name: str, near: list[str]) -> UnknownIndicator:
    """The error of a name that no indicator has, with those that have it in name, theme or title, or resemble it."""
    word = name.replace("_", " ").strip().casefold() or "?"
    matches = [metric.name for metric in METRICS if word in f"{metric.name} {metric.theme} {metric.title}".casefold()]
    suggestions = tuple(dict.fromkeys((*matches, *near) or _BY_NAME))[:3]
    sentence = (
        f"unknown indicator '{name}'; nearest: {', '.join(suggestions)}. All are listed by: python -m metrics list"
    )
    return UnknownIndicator(sentence, suggestions)
