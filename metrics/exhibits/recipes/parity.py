"""Executives beside the workforce: the share of either who have a trait."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.charts import Picture
from metrics.charts.parity import draw_parity
from metrics.charts.theme import Palette
from metrics.definitions.caveats import Caveat
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer, select_whole_rows
from metrics.text import briefing, tables


@dataclass(frozen=True)
class ParityBars(Recipe):
    """The share of executives who have each trait beside its share in the workforce, at the last month of any."""

    traits: tuple[str, ...]

    def answer(self, view: View) -> Answer:
        """The ratio by trait."""
        return view.answer("representation_ratio", view.selection("trait", {"trait": self.traits}))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The newest row of each trait that is known of the newest month: bars beside each other are of one time."""
        rows = select_whole_rows(self.answer(view)).dropna(subset="value").sort_values("period")
        rows = rows.drop_duplicates("trait", keep="last")
        newest: pd.DataFrame = rows[rows["period"] == rows["period"].max()]
        return newest

    def chart(self, view: View, palette: Palette) -> Picture:
        """Pairs of bars."""
        rows = tables.credit_sources(view.warehouse, self.rows(view))
        return draw_parity(self.answer(view).metric, rows, palette, by="trait", names=view.names("trait"))

    def sentence(self, view: View) -> str:
        """Either share of each trait."""
        return briefing.describe_parity(self.answer(view).metric, self.rows(view), view.names("trait"))

    def notes(self, view: View) -> tuple[str, ...]:
        """That it ended, and what it is compared with."""
        return *super().notes(view), Caveat.COMPARED_WITH.value
