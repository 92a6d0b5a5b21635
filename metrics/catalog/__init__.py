"""Every indicator, in reading order."""

from metrics.catalog import appointees, diversity, strength, turnover
from metrics.errors import UnknownIndicator
from metrics.model import Metric
from metrics.nearest import nearest

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
    near = nearest(name, _BY_NAME) or list(_BY_NAME)[:3]
    raise UnknownIndicator(
        f"unknown indicator '{name}'; nearest: {', '.join(near)}. All are listed by: python -m metrics list"
    )
