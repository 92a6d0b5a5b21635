"""Tables to pictures: the one place that draws. Every picture comes with the words that stand for it."""

from metrics.charts.base import Picture
from metrics.charts.grid import grid
from metrics.charts.map import by_state
from metrics.charts.over_time import trend
from metrics.charts.panels import bars, multiples
from metrics.charts.ranking import bullet, ranked
from metrics.charts.spark import spark

__all__ = ["Picture", "bars", "bullet", "by_state", "grid", "multiples", "ranked", "spark", "trend"]
