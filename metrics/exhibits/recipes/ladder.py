"""Groups of people and how many of each can retire: bands of age and service, and the ladder to the SES."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.analysis import horizons
from metrics.analysis import ladder as steps
from metrics.analysis.ladder import Rungs
from metrics.charts import Picture
from metrics.charts.ladder import draw_ladder
from metrics.charts.theme import Palette
from metrics.definitions.caveats import Caveat
from metrics.exhibits import forms
from metrics.exhibits.recipes.gaps import Gap, explain_empty, explain_no_estimate
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer
from metrics.text import composites

YEARS = horizons.SOON
PARTS = (
    f"Solid: able to retire {horizons.describe_horizon(YEARS)} by the low estimate; pale: up to the high one. "
    f"{Caveat.SPECIAL_RULES_LEFT_OUT.value}"
)


@dataclass(frozen=True)
class Ladder(Recipe):
    """The steps to the SES under each other: people, and those of them who can retire."""

    def answer(self, view: View) -> Answer:
        """The feeder pool."""
        return view.answer("feeder_pool", view.selection())

    @once_a_view
    def steps(self, view: View) -> Rungs | None:
        """GS-14, GS-15 and the career SES; None where the feeder pool is not known."""
        here, soon = view.selection(), view.selection(where={horizons.HORIZON: f"{YEARS}"})
        return steps.build_ladder(
            pool=view.answer("feeder_pool", here),
            both_grades=view.answer("feeder_pool_gs14_15", here),
            bench=view.answer("bench_strength", here),
            able=view.answer("retirement_eligible", soon),
            pool_shares=view.answer("feeder_retirement_eligible_share", soon),
        )

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """Each step's people, and as low, able and high those of them who can retire."""
        known = self.steps(view)
        return pd.DataFrame(columns=["period"]) if known is None else composites.list_steps(known)

    def gap(self, view: View) -> Gap | None:
        """That nobody is known on the steps."""
        return explain_empty(view, self.answer(view)) if self.steps(view) is None else None

    def chart(self, view: View, palette: Palette) -> Picture | None:
        """The ladder."""
        known = self.steps(view)
        if known is None:
            return None
        words = f"Ladder. {self.question(view)} {steps.describe_groups(known, YEARS)}"
        return draw_ladder(known, palette, words, is_spacious=True)

    def table(self, view: View) -> pd.DataFrame | None:
        """The same in a reader's words."""
        known = self.steps(view)
        return None if known is None else composites.tabulate_steps(known, YEARS)

    @once_a_view
    def sentence(self, view: View) -> str:
        """How the career SES stands to the grades below it."""
        known = self.steps(view)
        return "" if known is None else steps.write_answer(known, YEARS, view.agency)

    def notes(self, view: View) -> tuple[str, ...]:
        """What solid and pale bars mean, where anything says who can retire."""
        known = self.steps(view)
        return PARTS if known and known.is_counted else "", *super().notes(view)


@dataclass(frozen=True)
class Bands(Recipe):
    """The people of an indicator of horizons by bands: how many there are, how many can retire within five years."""

    name: str
    by: str

    def answer(self, view: View) -> Answer:
        """The indicator by band at the horizon."""
        return view.answer(self.name, view.selection(self.by, {horizons.HORIZON: f"{YEARS}"}))

    def rows(self, view: View) -> pd.DataFrame:
        """The newest row of each band."""
        return forms.latest(self.answer(view))

    def listed_rows(self, view: View) -> pd.DataFrame:
        """The same."""
        return self.rows(view)

    def gap(self, view: View) -> Gap | None:
        """That there is no estimate."""
        return explain_no_estimate(view, self.answer(view)) if self._bands(view) is None else None

    def chart(self, view: View, palette: Palette) -> Picture | None:
        """A bar for each band."""
        known = self._bands(view)
        if known is None:
            return None
        return draw_ladder(
            known, palette, f"Bars. {self.question(view)} {steps.describe_groups(known, YEARS)}", is_spacious=False
        )

    def notes(self, view: View) -> tuple[str, ...]:
        """What solid and pale bars mean."""
        return PARTS, *super().notes(view)

    @once_a_view
    def _bands(self, view: View) -> Rungs | None:
        return steps.build_bands(self.answer(view), view.names(self.by))
