"""Pay between its floor and its ceiling: percentiles over time, with the limits of every cited year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.analysis import pay
from metrics.analysis.events import Annotation
from metrics.analysis.pay import Pay
from metrics.charts import Picture
from metrics.charts.ribbon import draw_ribbon
from metrics.charts.theme import Palette
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer
from metrics.text import composites

MEDIAN = "median_salary"


@dataclass(frozen=True)
class PayRibbon(Recipe):
    """Percentiles of pay inside a band, published averages, floor and ceiling."""

    def answer(self, view: View) -> Answer:
        """The median."""
        return view.answer(MEDIAN, view.selection())

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """Every rate of pay in dollars, newest first, `what` says which."""
        return composites.list_rates(self._pay(view))

    def gap(self, view: View) -> Gap | None:
        """That nothing is known of pay."""
        return explain_empty(view, self.answer(view)) if self._pay(view).points.empty else None

    def chart(self, view: View, palette: Palette) -> Picture:
        """The ribbon."""
        pay_by_title = composites.credit_pay(view.warehouse, self._pay(view))
        return draw_ribbon(self.answer(view).metric, pay_by_title, palette, self.events(view))

    def table(self, view: View) -> pd.DataFrame:
        """Every number of it in a reader's words, newest first."""
        return composites.tabulate_rates(view.warehouse, self._pay(view))

    def sentence(self, view: View) -> str:
        """The newest percentiles, average, floor and ceiling."""
        return pay.describe_pay(self._pay(view))

    def events(self, view: View) -> tuple[Annotation, ...]:
        """What happened while any of it ran."""
        return view.events(self.answer(view).metric, self._pay(view).points)

    def notes(self, view: View) -> tuple[str, ...]:
        """What the band leaves out, and how long floor and ceiling hold."""
        band = "" if self._pay(view).spread.empty else "The band leaves out a tenth below and a tenth above."
        return " ".join(filter(None, [band, pay.WHAT_LIMITS_MEAN])), *super().notes(view)

    @once_a_view
    def _pay(self, view: View) -> Pay:
        median, low, high = (view.answer(name, view.selection()) for name in (MEDIAN, "salary_p10", "salary_p90"))
        return pay.build_pay(view.warehouse, median, low, high)
