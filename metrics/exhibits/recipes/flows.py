"""Comings and goings: the account of who came and who left by fiscal year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.analysis import flows
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.diverging import draw_account
from metrics.charts.theme import Palette
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import composites, tables
from metrics.text import flows as sentences

BY_REASON = "separation_group"


@dataclass(frozen=True)
class Account(Recipe):
    """Who came and who left by fiscal year: the real account, or with `place` 1 the sample's, which tells why."""

    appointment: str
    place: int = 0

    def question(self, _view: View) -> str:
        """How many come and go; of the sample's account why they leave."""
        return sentences.write_question(self.appointment, is_why=self.place > 0)

    def answer(self, view: View) -> Answer:
        """Departures by reason."""
        return view.answer("separations", self._selection(view, BY_REASON))

    def rows(self, view: View) -> pd.DataFrame:
        """A row for each fiscal year and flow, in people: see `metrics.analysis.flows.build_accounts`."""
        accounts = self._accounts(view)
        return accounts[self.place] if self.place < len(accounts) else pd.DataFrame(columns=[*flows.COLUMNS])

    def is_there(self, view: View) -> bool:
        """Whether there is such an account: the sample's is told where no real one says why people left."""
        return self.place < len(self._accounts(view))

    def chart(self, view: View, palette: Palette) -> Picture:
        """Arrivals above and departures below a line."""
        rows = tables.credit_sources(view.warehouse, self.rows(view))
        return draw_account(rows, palette, f"{self.appointment} executives", self.events(view))

    def table(self, view: View) -> pd.DataFrame:
        """The account in a reader's words, newest first."""
        return composites.tabulate_account(view.warehouse, self.rows(view))

    def sentence(self, view: View) -> str:
        """Its years, the last one with departures, and the year when most left."""
        return sentences.describe_account(self.rows(view))

    def events(self, view: View) -> tuple[Annotation, ...]:
        """What happened meanwhile."""
        return view.events(self.answer(view).metric, self.rows(view))

    @once_a_view
    def _accounts(self, view: View) -> Sequence[pd.DataFrame]:
        here = self._selection(view)
        came, left, net = (view.answer(name, here) for name in ("estimated_entries", "separations", "net_change"))
        return flows.build_accounts(came, left, self.answer(view), net)

    def _selection(self, view: View, by: str | None = None) -> Selection:
        return view.selection(by, {"appointment": self.appointment})
