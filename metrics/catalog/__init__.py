"""Every indicator, in reading order."""

from difflib import get_close_matches

from metrics.catalog import appointees, diversity, strength, turnover
from metrics.errors import UnknownIndicator
from metrics.model import Metric

METRICS: tuple[Metric, ...] = (
    *strength.METRICS,
    *appointees.METRICS,
    *turnover.METRICS,
    *diversity.METRICS,
)
_BY_NAME = {metric.name: metric for metric in METRICS}


def find(name: str) -> Metric:
    """The indicator of that name; raises UnknownIndicator with the nearest names."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = get_close_matches(name, _BY_NAME, n=3, cutoff=0.4) or list(_BY_NAME)[:3]
    raise UnknownIndicator(
        f"unknown indicator '{name}'; nearest: {', '.join(near)}. All are listed by: python -m metrics list"
    )
