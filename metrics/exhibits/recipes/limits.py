"""The limits in law: where the government, an agency and the highest agency stand to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from metrics import charts, formatting
from metrics.analysis.apart import LIMITED
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.metric import Limit, Scope, find_bound_agency
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.recipes.gaps import Gap
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.exhibits.wording import EVERYBODY, name_population
from metrics.query.answer import Answer
from metrics.text import briefing

Who = Literal["government", "agency", "highest"]


@dataclass(frozen=True)
class LimitBar(Recipe):
    """A share of people beside a limit of positions: of the government, the view's agency, or the highest agency."""

    name: str
    who: Who

    @property
    def scope(self) -> Scope:
        """Which limit binds."""
        return "government" if self.who == "government" else "agency"

    @property
    def is_limited(self) -> bool:
        """Whether it is of limited appointees, of whom Title 5 has a base of its own."""
        return self.name == LIMITED

    def limit(self, view: View) -> Limit:
        """The limit."""
        return self.answer(view).metric.limit_for(self.scope)

    def question(self, view: View) -> str:
        """What is beside the limit, and whose it is."""
        return f"{self.title}, {self._whose(view)}"

    def answer(self, view: View) -> Answer:
        """The share: for the highest agency, of all agencies with Defense as one."""
        whole = view.selection().without(AGENCY)
        if self.who == "agency":
            whole = replace(whole, where=((AGENCY, (find_bound_agency(view.agency_code),)),))
        elif self.who == "highest":
            whole = replace(whole, by=(AGENCY,), departments="whole")
        return view.answer(self.name, whole)

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The newest row, or none: where a named agency stands to a limit is no matter for a made-up number."""
        if self.who == "highest":
            return self._ranked(view).nlargest(1, "value")
        rows = forms.latest(self.answer(view))
        return rows[rows["evidence"] != "sample"] if self.who == "agency" else rows

    def gap(self, view: View) -> Gap | None:
        """That no figure is known."""
        return Gap("No figure for this selection.") if self.rows(view).empty else None

    def chart(self, view: View, palette: Palette) -> Picture:
        """A bar with the limit as a line."""
        row = self.rows(view).iloc[0]
        return charts.draw_bullet(
            self.answer(view).metric, float(row["value"]), row["evidence"], self.limit(view), palette
        )

    def sentence(self, view: View) -> str:
        """The share of people beside the limit of positions, without a verdict."""
        return briefing.describe_limit(
            self.question(view), self.answer(view).metric, self.rows(view).iloc[0], self.limit(view)
        )

    def value_in_words(self, view: View) -> str:
        """The share with what it divides: 12.7% of executives on board (841 of 6,647)."""
        row = self.rows(view).iloc[0]
        counts = row["numerator"], row["denominator"]
        divided = "" if any(map(pd.isna, counts)) else f" ({counts[0]:,.0f} of {counts[1]:,.0f})"
        return (
            f"{formatting.format_number(row['value'], self.answer(view).metric.unit)} of executives on board{divided}"
        )

    def basis(self, view: View) -> str:
        """Its month, its evidence and what must be known of it: July 2026 · published figure."""
        row = self.rows(view).iloc[0]
        parts = (
            formatting.format_month(row["period"]),
            formatting.EVIDENCE[row["evidence"]],
            formatting.format_flags(row["flag"]),
        )
        return " · ".join(filter(None, parts))

    def agency_code(self, view: View) -> str:
        """The code of the agency that it is about, in law; empty for the government."""
        if self.who == "highest":
            return str(self.rows(view)[AGENCY].iloc[0]) if len(self.rows(view)) else ""
        return find_bound_agency(view.agency_code) if self.who == "agency" else ""

    def _whose(self, view: View) -> str:
        if self.who == "government":
            return EVERYBODY.lower()
        if self.who == "agency":
            return name_population(view.warehouse, self.answer(view).selection)
        names = view.names(AGENCY)
        return briefing.describe_highest(
            (names.get(code, code) for code in self.rows(view)[AGENCY]), len(self._ranked(view))
        )

    @once_a_view
    def _ranked(self, view: View) -> pd.DataFrame:
        return forms.rankable(self.answer(view))
