"""Who can retire by when: a fan of horizons, agencies by horizon, and one horizon over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from metrics.analysis import horizons
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.fan import draw_fan, draw_spread
from metrics.charts.heat import draw_heat_map
from metrics.charts.theme import Palette
from metrics.definitions.metric import Metric
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.numbers import Number, sentence
from metrics.exhibits.recipes.gaps import Gap, explain_few, explain_no_estimate
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer, select_drawn
from metrics.text import retirement, tables

FEWEST_FOR_A_FAN = 2
MOST_AGENCIES = 25


@dataclass(frozen=True)
class Fan(Recipe):
    """An indicator of all horizons, with its bounds and what is published."""

    name: str

    def answer(self, view: View) -> Answer:
        """The indicator by horizon."""
        return view.answer(self.name, view.selection(horizons.HORIZON))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The newest row of each horizon, of estimates and of published figures."""
        return horizons.select_ahead(self.answer(view))

    def is_estimated(self, view: View) -> bool:
        """Whether any of it is an estimate and not only published."""
        return bool(len(horizons.select_estimates(self.answer(view))))

    def gap(self, view: View) -> Gap | None:
        """That there is no estimate, or a single horizon, which its sentence tells."""
        rows = self.rows(view)
        if rows.empty:
            return explain_no_estimate(view, self.answer(view))
        return Gap(self.sentence(view)) if len(rows) < FEWEST_FOR_A_FAN else None

    def chart(self, view: View, palette: Palette) -> Picture:
        """The fan."""
        rows = tables.credit_sources(view.warehouse, self.rows(view))
        return draw_fan(self.answer(view).metric, rows, palette, self.sentence(view))

    def sentence(self, view: View) -> str:
        """Every horizon with its interval, then what is published."""
        return retirement.describe_fan(self.answer(view))

    def notes(self, view: View) -> tuple[str, ...]:
        """What the bounds rest on."""
        return *retirement.list_bounds(self.answer(view).metric, self.rows(view)), *super().notes(view)


@dataclass(frozen=True)
class HorizonTrend(Recipe):
    """One horizon of an indicator over time, inside the band of its bounds."""

    name: str
    years: int

    def answer(self, view: View) -> Answer:
        """The indicator at the horizon."""
        return view.answer(self.name, view.selection(where={horizons.HORIZON: f"{self.years}"}))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """Its values over time."""
        return select_drawn(self.answer(view)).dropna(subset="value")

    @once_a_view
    def gap(self, view: View) -> Gap | None:
        """The few figures of the series with their dates, or that it has none."""
        result, rows = self.answer(view), self.rows(view)
        if rows.empty:
            return explain_no_estimate(view, result)
        return None if forms.is_earned(rows) else explain_few(view, result, rows, self._metric(view).title)

    def chart(self, view: View, palette: Palette) -> Picture:
        """The line inside its band."""
        return draw_spread(
            self._metric(view), tables.credit_sources(view.warehouse, self.rows(view)), palette, self.events(view)
        )

    def sentence(self, view: View) -> str:
        """The headline at the horizon."""
        return sentence(view, Number(self.name, years=self.years))

    def events(self, view: View) -> tuple[Annotation, ...]:
        """What happened meanwhile."""
        return view.events(self.answer(view).metric, self.rows(view))

    def _metric(self, view: View) -> Metric:
        return horizons.narrow_to(self.answer(view).metric, self.years)


@dataclass(frozen=True)
class AgenciesByHorizon(Recipe):
    """Agencies large enough to rank, by horizon; the view's own stands among them even where it ranks lower."""

    name: str

    def answer(self, view: View) -> Answer:
        """The indicator by agency and by the horizons of the map: at others a published figure would hide the rest."""
        where = {horizons.HORIZON: tuple(f"{years}" for years in horizons.ON_PAGES)}
        selection = view.selection(where=where, departments="whole").without(AGENCY)
        return view.answer(self.name, replace(selection, by=(AGENCY, horizons.HORIZON)))

    def rows(self, view: View) -> pd.DataFrame:
        """The newest rows of every agency, those too small to rank too."""
        return forms.latest(self.answer(view))

    def listed_rows(self, view: View) -> pd.DataFrame:
        """The same."""
        return self.rows(view)

    def gap(self, view: View) -> Gap | None:
        """That there is no estimate of an agency that is large enough."""
        return explain_no_estimate(view, self.answer(view)) if self._agencies(view)[0].empty else None

    def chart(self, view: View, palette: Palette) -> Picture:
        """The map of agencies by horizon."""
        rows, _ = self._agencies(view)
        return draw_heat_map(
            self.answer(view).metric, rows, palette, names=view.names(AGENCY), bold_code=view.agency_code
        )

    def notes(self, view: View) -> tuple[str, ...]:
        """How many of how many are drawn, how they are ordered, and who retires by other rules."""
        rows, every = self._agencies(view)
        some = rows[AGENCY].nunique()
        omission = f"{some} of {every} agencies of at least ten." if every > some else ""
        order = f"Central estimates, ordered by those {horizons.describe_horizon(horizons.SOON)}."
        return omission, order, retirement.describe_special_rules(self.answer(view).metric), *super().notes(view)

    def caption(self, view: View) -> str:
        """The same, and where the others are."""
        return f"{super().caption(view)} All are in the table, with their bounds."

    @once_a_view
    def _agencies(self, view: View) -> tuple[pd.DataFrame, int]:
        """The rows of the agencies drawn, highest within five years first, and how many could have been."""
        rows, chosen = forms.rankable(self.answer(view)), view.agency_code
        soon = rows[rows[horizons.HORIZON] == horizons.SOON].sort_values("value", ascending=False)[AGENCY]
        order = [*soon.head(MOST_AGENCIES), *(code for code in soon.iloc[MOST_AGENCIES:] if code == chosen)]
        place = {code: at for at, code in enumerate(order)}
        rows = rows[rows[AGENCY].isin(place)]
        return rows.sort_values(AGENCY, key=lambda codes: codes.map(place), kind="stable"), len(soon)
