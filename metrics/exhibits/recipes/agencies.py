"""One agency beside the government and its peers over time, and the largest agencies over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics import charts
from metrics.analysis import by_agency
from metrics.analysis.events import Annotation
from metrics.charts import Picture
from metrics.charts.overlay import draw_overlay
from metrics.charts.theme import Palette
from metrics.definitions.catalog import find
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.recipes.gaps import Gap, explain_empty
from metrics.exhibits.recipes.recipe import Recipe
from metrics.exhibits.view import View, once_a_view
from metrics.query.answer import Answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import composites, empty_states, peers, tables

MOST = 12
"""Agencies that are followed, each in a small chart of its own."""
WITHOUT_PEERS = 2
"""Lines of an agency that has no peers: its own and the government's."""


@dataclass(frozen=True)
class AgainstPeers(Recipe):
    """The agency of the view beside the government and its peers' median over time."""

    name: str

    @once_a_view
    def answer(self, view: View) -> Answer:
        """The agency's own."""
        part = by_agency.choose_part(find(self.name))
        return by_agency.filter_own(view.answer, self.name, part, view.agency_code, view.period)

    @once_a_view
    def lines(self, view: View) -> Sequence[tuple[str, pd.DataFrame]]:
        """The series by their names; none without a figure of the agency."""
        return by_agency.build_lines(view.warehouse, view.answer, self.name, view.agency_code, view.agency, view.period)

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """All series one after the other; `of` names each."""
        parts = [rows.assign(of=line) for line, rows in self.lines(view)]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["period"])

    def gap(self, view: View) -> Gap | None:
        """That nothing is known of the agency, or too little for a chart over time."""
        metric, lines = find(self.name), self.lines(view)
        if not lines:
            return Gap(peers.explain_unknown_agency(metric, view.agency))
        if not forms.is_earned(self.rows(view)):
            return Gap(empty_states.explain_no_trend(metric.title, metric, lines))
        return None

    def chart(self, view: View, palette: Palette) -> Picture:
        """A line each, with the limit in law that binds the agency."""
        metric = find(self.name)
        return draw_overlay(
            metric,
            [(line, tables.credit_sources(view.warehouse, rows)) for line, rows in self.lines(view)],
            palette,
            is_beside=True,
            limit=next(iter(metric.limits_for("agency", view.agency_code)), None),
            events=self.events(view),
            newest=view.newest,
        )

    def table(self, view: View) -> pd.DataFrame:
        """The series in a reader's words, each newest first."""
        return composites.tabulate_lines(view.warehouse, find(self.name), self.lines(view))

    def events(self, view: View) -> tuple[Annotation, ...]:
        """What happened meanwhile."""
        return view.events(find(self.name), self.rows(view))

    def notes(self, view: View) -> tuple[str, ...]:
        """Which agencies are its peers."""
        has_peers = len(self.lines(view)) > WITHOUT_PEERS
        group = by_agency.find_size_group(view.warehouse, view.agency_code)
        return peers.describe_peers(group) if has_peers else "", *super().notes(view)


@dataclass(frozen=True)
class AgenciesOverTime(Recipe):
    """An indicator of the largest agencies over time, each in a small chart of its own on one scale."""

    name: str

    def answer(self, view: View) -> Answer:
        """The indicator by agency, whichever one the view is of."""
        return view.answer(self.name, Selection.of(by=[AGENCY], end=view.period, departments="whole"))

    @once_a_view
    def rows(self, view: View) -> pd.DataFrame:
        """Every count of the agencies that have most executives now, of those large enough to rate."""
        result = self.answer(view)
        codes = forms.rankable(result).nlargest(MOST, "denominator")[AGENCY]
        rows = select_drawn(result).dropna(subset="value")
        return rows[rows[AGENCY].isin(codes)]

    def gap(self, view: View) -> Gap | None:
        """That nothing is known by agency, or at too few times."""
        rows = self.rows(view)
        if rows.empty:
            return explain_empty(view, self.answer(view))
        if not forms.is_earned(rows):
            return Gap(empty_states.explain_no_line(rows["period"].unique()), is_fillable=True)
        return None

    def chart(self, view: View, palette: Palette) -> Picture:
        """A small chart each."""
        result, rows = self.answer(view), tables.credit_sources(view.warehouse, self.rows(view))
        limit = next(iter(result.metric.limits_for("agency")), None)
        return charts.draw_grid(result.metric, rows, palette, by=AGENCY, names=view.names(AGENCY), limit=limit)

    def notes(self, view: View) -> tuple[str, ...]:
        """How many agencies are drawn."""
        return f"The {self.rows(view)[AGENCY].nunique()} largest agencies.", *super().notes(view)
