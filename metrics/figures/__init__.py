"""Tables to pictures: the one place that draws. Every picture comes with the words that stand for it."""

from metrics.figures.compare import bullet, ranked
from metrics.figures.grid import grid
from metrics.figures.map import by_state
from metrics.figures.over_time import trend
from metrics.figures.panels import bars, multiples
from metrics.figures.parts import Picture
from metrics.figures.spark import spark

__all__ = ["Picture", "bars", "bullet", "by_state", "grid", "multiples", "ranked", "spark", "trend"]
