"""The figure of one answer in the form that fits it: an indicator on a page, or whatever a reader asks of one."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

import pandas as pd

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.events import Annotation
from metrics.analysis.peers import rank_agencies
from metrics.analysis.ranking import NOT_RANKED
from metrics.analysis.standing import AgencyStanding, find_standing
from metrics.analysis.streaks import answer_with_streaks
from metrics.charts import Picture
from metrics.charts.theme import Palette
from metrics.definitions.metric import Window, find_bound_agency
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY, Form, Wanted
from metrics.exhibits.recipes.gaps import Gap, explain_empty, explain_few
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query import published_only
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Departments, Selection
from metrics.text import briefing, explorer

OVER_TIME = ("trend", "multiples", "bars")
"""Forms of a page that need a few figures to be worth a picture."""


class OneAnswer(Recipe):
    """A figure that one answer makes, in a form of `Form`."""

    @abstractmethod
    def form_in(self, view: View) -> Form:
        """The form in which it is drawn."""

    @abstractmethod
    def selection(self, view: View) -> Selection:
        """The question as the view narrows it."""

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """The figures behind the form."""
        return forms.behind(self.answer(view), self.form_in(view))

    @once_a_view
    def chart_rows(self, view: View) -> pd.DataFrame:
        """The figures that the form draws, of many groups the highest."""
        return forms.shown(self.answer(view), self.form_in(view))

    def chart(self, view: View, palette: Palette) -> Picture | None:
        """The answer drawn in its form; none of a table."""
        form = self.form_in(view)
        if form == "table" or self.chart_rows(view).empty:
            return None
        return forms.draw(
            view.warehouse,
            self.answer(view),
            form,
            palette,
            happened=self.events(view),
            newest=view.newest,
            chosen=view.agency_code,
            beside=self.companion(view),
        )

    def companion(self, _view: View) -> Answer | None:
        """The answer whose words join each row of a ranking."""
        return None

    def events(self, view: View) -> tuple[Annotation, ...]:
        """What happened while the rows ran; nothing where they are of one time."""
        form = self.form_in(view)
        if form == "table" or form in forms.AT_ONE_TIME or self.chart_rows(view).empty:
            return ()
        return view.events(self.answer(view).metric, self.chart_rows(view))

    def notes(self, view: View) -> tuple[str, ...]:
        """How much of the answer is not drawn, and that it ended."""
        return self.omission(view), *super().notes(view)

    @once_a_view
    def omission(self, view: View) -> str:
        """How much of the answer the picture leaves out; nothing of a table."""
        result, form, chart_rows = self.answer(view), self.form_in(view), self.chart_rows(view)
        by = [*result.selection.by]
        if form == "table" or chart_rows.empty:
            return ""
        some, every = (len(rows.drop_duplicates(by)) if by else 1 for rows in (chart_rows, select_drawn(result)))
        ranked = len(forms.rankable(result)) if form == "ranked" else None
        is_extra = len(forms.shown(result, form, view.agency_code)) > len(chart_rows)
        extra = view.names(by[0]).get(view.agency_code, view.agency_code) if is_extra else ""
        return explorer.describe_omissions(some, every, ranked, extra)


@dataclass(frozen=True)
class Indicator(OneAnswer):
    """One indicator over time, in a form of its declaration, or split by one breakdown.

    `where` narrows it: pairs of a column and a value, or several values added up.
    """

    name: str
    form: Form = "trend"
    by: str | None = None
    where: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    window: Window | None = None

    def form_in(self, _view: View) -> Form:
        """The form that was declared."""
        return self.form

    def selection(self, view: View) -> Selection:
        """The question in the view; by agency it is about all of them."""
        return view.selection(self.by, dict(self.where), window=self.window)

    def answer(self, view: View) -> Answer:
        """The indicator's answer."""
        return view.answer(self.name, self.selection(view))

    def gap(self, view: View) -> Gap | None:
        """That nothing is known, or too little for a chart over time."""
        rows = self.chart_rows(view)
        if rows.empty:
            return explain_empty(view, self.answer(view))
        if self.form in OVER_TIME and not forms.is_earned(rows):
            return explain_few(view, self.answer(view), rows)
        return None


@dataclass(frozen=True)
class Ranking(Indicator):
    """The highest groups of an indicator: agencies, Defense as one, and the view's own where it ranks lower.

    `companion_name` is an indicator whose words join each row.
    """

    form: Form = "ranked"
    by: str | None = AGENCY
    companion_name: str = ""

    def selection(self, view: View) -> Selection:
        """The question in the view, of all agencies where it is by agency."""
        departments: Departments | None = "whole" if self.by == AGENCY else None
        return replace(super().selection(view), departments=departments)

    def companion(self, view: View) -> Answer | None:
        """The answer whose words join each row."""
        return view.answer(self.companion_name, self.selection(view)) if self.companion_name else None

    def listed_rows(self, view: View) -> pd.DataFrame:
        """All groups of its period, those too small to rank too."""
        return forms.latest(self.answer(view))

    def caption(self, view: View) -> str:
        """How many of how many are drawn: the others are in the table."""
        some, every = len(self.chart_rows(view)), len(forms.rankable(self.answer(view)))
        return f"The {some} highest of {every}. All are in the table." if every > some else ""

    @once_a_view
    def aside(self, view: View) -> tuple[str, str]:
        """The groups too small to rank, counted and named."""
        few = forms.latest(self.answer(view))
        by = str(self.by)
        few = few[few["flag"].str.contains(NOT_RANKED) & few[by].fillna("").ne("")]
        names = view.names(by)
        label = f"{len(few)} left out of the ranking: fewer than ten people" if len(few) else ""
        return label, f"{formatting.join_names(sorted(names.get(code, code) for code in few[by]))}."

    def sentence(self, view: View) -> str:
        """Where the agency of the view stands, where it does; else the highest and the lowest."""
        place = self._standing(view)
        if place is None:
            return super().sentence(view)
        metric, where = self.answer(view).metric, dict(self.where)
        metric = horizons.narrow_to(metric, int(str(where[horizons.HORIZON]))) if horizons.HORIZON in where else metric
        return briefing.describe_standing(metric, place, view.agency)

    def is_about_its_agency(self, view: View) -> bool:
        """Whether the agency of the view is in it; a view of all agencies always is."""
        if not view.agency_code or self._standing(view):
            return True
        table = self.answer(view).table
        return bool((table.loc[table["value"].notna(), AGENCY] == find_bound_agency(view.agency_code)).any())

    @once_a_view
    def _standing(self, view: View) -> AgencyStanding | None:
        if not view.agency_code or self.by != AGENCY:
            return None
        result = self.answer(view)
        return find_standing(None, rank_agencies(view.warehouse, result), result, view.agency_code)


@dataclass(frozen=True)
class Request(OneAnswer):
    """Whatever is asked of an indicator, drawn in the form that fits or in the one asked for.

    Behind a ranking stand all groups of the last period, behind lines every group over time, and a table has every row
    that `metrics show` prints.
    """

    name: str
    asked: Selection
    wanted: Wanted = Wanted.CHART

    def selection(self, view: View) -> Selection:
        """The question, split by what its indicator is always split by; in a ranking Defense is one agency."""
        metric = published_only.find(view.warehouse, self.name)
        own = tuple(column for column in metric.always_by if column not in self.asked.columns)
        selection = replace(self.asked, by=(*self.asked.by, *own))
        is_ranking = selection.by == (AGENCY,) and not selection.values(AGENCY)
        if is_ranking and self.wanted in (Wanted.CHART, Wanted.RANKED):
            # Beside each other, and against a limit in law, the parts of Defense are one agency, as on the pages.
            return replace(selection, departments=selection.departments or "whole")
        return selection

    @once_a_view
    def answer(self, view: View) -> Answer:
        """The answer, with how long each group has stood above a line in law that binds it."""
        return answer_with_streaks(view.warehouse, published_only.find(view.warehouse, self.name), self.selection(view))

    @once_a_view
    def form_in(self, view: View) -> Form:
        """The form asked for, where it can be had."""
        return forms.form(self.answer(view), self.wanted)

    @once_a_view
    def lead(self, view: View) -> str:
        """The answer in a sentence: the latest value, each of a few groups, or the highest and lowest of many."""
        result = self.answer(view)
        by, is_one = result.selection.by, bool(result.selection.values(AGENCY)) and AGENCY not in result.selection.by
        names = {str(key): name for key, name in view.names(by[0]).items()} if by else {}
        return explorer.write_lead(result, forms.standings(result), names, view.agency if is_one else "")

    @once_a_view
    def reason_for_no_chart(self, view: View) -> str:
        """Why the form asked for cannot be had; empty where it can."""
        result = self.answer(view)
        ranked = len(forms.rankable(result)) if result.selection.by else 0
        return explorer.explain_no_chart(self.wanted, result, ranked)

    @once_a_view
    def gap(self, view: View) -> Gap | None:
        """That nothing is known."""
        result = self.answer(view)
        return None if result.table["value"].notna().any() else explain_empty(view, result)

    def notes(self, view: View) -> tuple[str, ...]:
        """Why there is no chart, how much of the answer is not drawn, and that it ended."""
        return self.reason_for_no_chart(view), *super().notes(view)

    def caption(self, view: View) -> str:
        """How much of the answer is not drawn: the page says above it why there is no chart."""
        return self.omission(view)
