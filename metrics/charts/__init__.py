"""Tables to pictures: the one place that draws. Every picture comes with the words that stand for it."""

from metrics.charts.base import Picture
from metrics.charts.grid import draw_grid
from metrics.charts.map import draw_map
from metrics.charts.over_time import draw_trend
from metrics.charts.panels import draw_bars, draw_multiples
from metrics.charts.ranking import draw_bullet, draw_ranking
from metrics.charts.spark import draw_spark

__all__ = [
    "Picture",
    "draw_bars",
    "draw_bullet",
    "draw_grid",
    "draw_map",
    "draw_multiples",
    "draw_ranking",
    "draw_spark",
    "draw_trend",
]
