"""Where executives are stationed, by state, and how many are not on the map."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics import charts
from metrics.charts import Picture
from metrics.charts.states import load_centres
from metrics.charts.theme import Palette
from metrics.exhibits import forms
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer
from metrics.query.selection import Selection
from metrics.text import empty_states, tables

STATE = "duty_state"


@dataclass(frozen=True)
class StationMap(Recipe):
    """An indicator by state at its last period, on a map; whoever is off the map is told below it."""

    name: str

    def answer(self, view: View) -> Answer:
        """The indicator by state."""
        return view.answer(self.name, view.selection(STATE))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The newest row of each state, and of no known one."""
        return forms.latest(self.answer(view))

    def listed_rows(self, view: View) -> pd.DataFrame:
        """The same."""
        return self.rows(view)

    def gap(self, view: View) -> Gap | None:
        """That no state is known here, or anywhere."""
        if self.rows(view)[STATE].isin(load_centres()).any():
            return None
        if view.answer(self.name, Selection.of(by=[STATE])).table.empty:
            return Gap(empty_states.explain_no_stations(), is_fillable=True)
        return explain_empty(view, self.answer(view))

    def chart(self, view: View, palette: Palette) -> Picture:
        """The map."""
        rows = tables.credit_sources(view.warehouse, self.rows(view))
        return charts.draw_map(self.answer(view).metric, rows, palette, by=STATE, names=view.names(STATE))

    @once_a_view
    def notes(self, view: View) -> tuple[str, ...]:
        """Who is off the map."""
        names, rows = view.names(STATE), self.rows(view)
        off = rows[~rows[STATE].isin(load_centres())]
        places = [(names.get(code, ""), value) for code, value in zip(off[STATE].fillna(""), off["value"], strict=True)]
        return (empty_states.describe_off_map(places), *super().notes(view))
