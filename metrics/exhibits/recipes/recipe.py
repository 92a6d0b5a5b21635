"""How a figure of the dashboard is made: declared once, and made alike on a page, in a briefing and in a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import pandas as pd

from metrics import formatting
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.theme import LIGHT, Palette
from metrics.exhibits.exhibit import Exhibit, build_exhibit
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.view import View
from metrics.exhibits.wording import describe_answer, name_population
from metrics.query.answer import Answer
from metrics.text import events


@dataclass(frozen=True, kw_only=True)
class Recipe(ABC):
    """One figure, whatever the view: its answer, rows, chart, table and sentence, or why it has none.

    `title` states the question; without one it is the question of the indicator.
    """

    title: str = ""

    @abstractmethod
    def answer(self, view: View) -> Answer:
        """The answer whose indicator the figure is about."""

    @abstractmethod
    def rows(self, view: View) -> pd.DataFrame:
        """The figures behind it: period (month-end date), value in the indicator's unit, evidence, source, flag."""

    @abstractmethod
    def chart(self, view: View, palette: Palette) -> Picture | None:
        """The picture in the colors of a palette; None where only a table fits."""

    def gap(self, view: View) -> Gap | None:
        """Why there is nothing to draw; None where there is."""
        return explain_empty(view, self.answer(view)) if self.rows(view).empty else None

    def question(self, view: View) -> str:
        """What the figure answers."""
        return self.title or self.answer(view).metric.question

    def sentence(self, view: View) -> str:
        """The answer in a sentence from the data; empty where there is none."""
        return describe_answer(view.warehouse, self.answer(view), view.baseline)

    def table(self, _view: View) -> pd.DataFrame | None:
        """The table of a figure that more than one answer makes, in a reader's words; None where its rows are it."""
        return None

    def listed_rows(self, view: View) -> pd.DataFrame:
        """The rows of the answer that the table on a page lists."""
        return self.answer(view).table

    def events(self, _view: View) -> tuple[Annotation, ...]:
        """What is marked on the picture."""
        return ()

    def notes(self, view: View) -> tuple[str, ...]:
        """What must be known to read it, a sentence or two each, empty where there is nothing: here that it ended."""
        last = self.rows(view)["period"].max()
        return (formatting.describe_last_known(last, view.newest, self.answer(view).metric.is_flow),)

    def caption(self, view: View) -> str:
        """The notes as they stand under the picture on a page, which has room for less and a table beside it."""
        return " ".join(filter(None, self.notes(view)))

    def aside(self, _view: View) -> tuple[str, str]:
        """A label and what unfolds under it on a page, both empty where nothing does."""
        return "", ""

    def population(self, view: View) -> str:
        """Whom the figure is about."""
        return name_population(view.warehouse, self.answer(view).selection)

    def exhibit(self, view: View) -> Exhibit:
        """The figure as it leaves the page: in light colors, whatever the reader's scheme."""
        return build_exhibit(
            view.warehouse,
            self.answer(view),
            self.rows(view),
            self.chart(view, LIGHT),
            title=self.question(view),
            population=self.population(view),
            sentence=self.sentence(view),
            notes=(*self.notes(view), events.write_key(self.events(view))),
            table=self.table(view),
            link=view.link,
        )


def exhibit_or_none(recipe: Recipe, view: View) -> Exhibit | None:
    """The figure as a briefing has it; None where there is nothing to draw."""
    return None if recipe.gap(view) else recipe.exhibit(view)
