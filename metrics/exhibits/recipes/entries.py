"""How newcomers came in: the entries of the last year known by way in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.analysis import entries
from metrics.analysis.entries import EntriesOfYear
from metrics.charts import Picture
from metrics.charts.funnel import draw_funnel
from metrics.charts.theme import Palette
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer
from metrics.text import composites
from metrics.text import flows as sentences

FEWEST_WAYS = 2
"""One bar alone shows nothing."""


@dataclass(frozen=True)
class WaysIn(Recipe):
    """The entries of the last year known as bars by way in."""

    title: str = sentences.WAYS_IN

    def answer(self, view: View) -> Answer:
        """Estimated entries."""
        return self._answers(view)[0]

    @once_a_view
    def entries(self, view: View) -> EntriesOfYear | None:
        """The last year's entries by way in; None where none could be estimated."""
        return entries.find_entries(*self._answers(view))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The people who came by each way, and their share of all in percent."""
        known = self.entries(view)
        return pd.DataFrame(columns=["period"]) if known is None else composites.list_ways(known)

    def gap(self, view: View) -> Gap | None:
        """That no entries are known, or that they are of one way, which its sentence tells."""
        known = self.entries(view)
        if known is None:
            return explain_empty(view, self.answer(view))
        return Gap(self.sentence(view)) if len(known.ways) < FEWEST_WAYS else None

    @once_a_view
    def reasons(self, view: View) -> tuple[str, ...]:
        """Why the last year, or a way in, is not told."""
        return entries.explain_unknown(*self._answers(view), self.entries(view))

    def chart(self, view: View, palette: Palette) -> Picture | None:
        """The bars."""
        known = self.entries(view)
        return None if known is None else draw_funnel(known, palette)

    def table(self, view: View) -> pd.DataFrame | None:
        """The same in a reader's words."""
        known = self.entries(view)
        return None if known is None else composites.tabulate_ways(view.warehouse, known)

    @once_a_view
    def sentence(self, view: View) -> str:
        """Who came in within the year, and by which ways."""
        known = self.entries(view)
        return "" if known is None else sentences.describe_ways(known)

    def _answers(self, view: View) -> tuple[Answer, Answer, Answer]:
        here = view.selection()
        return (
            view.answer("estimated_entries", here),
            view.answer("transfer_in_share", here),
            view.answer("outside_hire_share", here),
        )
