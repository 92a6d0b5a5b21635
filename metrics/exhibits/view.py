"""In what a figure is asked for: whose it is, up to when, beside which baseline; every question answered once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from metrics.analysis import by_agency, freshness, peers
from metrics.analysis import events as register
from metrics.analysis.events import Annotation
from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.analysis.peers import Peers
from metrics.definitions.catalog import find
from metrics.definitions.metric import Metric
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.query import published_only
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import tables
from metrics.warehouse import Warehouse, remember_per_build

REMEMBERED = 300
"""Answers, and rankings, that are kept for the next briefing: one of an agency has a hundred that others have too."""

Owner = TypeVar("Owner")
Given = ParamSpec("Given")
Result = TypeVar("Result")
ViewType = TypeVar("ViewType", bound="View")


@dataclass(frozen=True)
class View:
    """An agency, or the whole government where its code is empty, up to a period and beside a baseline.

    `administrations` has them marked on charts over time; `link` is the address of the view, empty at the command line.
    Two views of one build that ask for the same are equal.
    """

    warehouse: Warehouse
    agency_code: str = ""
    agency: str = ""
    period: date | None = None
    baseline: date = DEFAULT_BASELINE
    administrations: bool = False
    link: str = field(default="", compare=False, kw_only=True)
    _results: dict[object, Any] = field(default_factory=dict, compare=False, repr=False, kw_only=True)

    @property
    def newest(self) -> date:
        """The last period end for which executives on board are known, or the period asked for."""
        latest = freshness.find_newest(self.warehouse)
        return min(latest, self.period) if self.period else latest

    @property
    def explained_months(self) -> frozenset[date] | None:
        """The months of which the head of a page says what is missing, so that no figure says it; None off a page."""
        return None

    def selection(
        self, by: str | None = None, where: Mapping[str, str | tuple[str, ...]] | None = None, **more: Any
    ) -> Selection:
        """A question in this view: of its agency, up to its period."""
        own = {AGENCY: self.agency_code} if self.agency_code and by != AGENCY else {}
        return Selection.of([by] if by else [], own | dict(where or {}), end=self.period, **more)

    def keep(self, make: Callable[..., Result], *given: object) -> Result:
        """What a function makes of its arguments, made once in this view; shared, so never to be changed."""
        key = (make, given)
        if key not in self._results:
            self._results[key] = make(*given)
        result: Result = self._results[key]
        return result

    def answer(self, name: str, selection: Selection) -> Answer:
        """An indicator's answer, declared or only published; asked for once."""
        return self.keep(_answer, self.warehouse, name, selection)

    def names(self, column: str) -> Mapping[str, str]:
        """The labels of a breakdown's values, in the order in which they are drawn."""
        return tables.map_names(self.warehouse, column)

    def answer_part(self, name: str, part: str = "") -> Answer:
        """An indicator's answer, of one that has several values the one that is meant."""
        where = {find(name).always_by[0]: part} if part else {}
        return self.answer(name, self.selection(where=where))

    def compare_agencies(self, name: str, part: str, end: date | None) -> Answer:
        """The answer for the agencies that are compared, Defense as one."""
        return self.keep(by_agency.without_parts, self.answer(name, by_agency.build_question(find(name), part, end)))

    def rank_agencies(self, name: str, part: str, end: date | None) -> Peers:
        """All agencies ranked on an indicator up to a period."""
        return self.keep(peers.rank_agencies, self.warehouse, self.compare_agencies(name, part, end))

    def events(self, metric: Metric, rows: pd.DataFrame) -> tuple[Annotation, ...]:
        """The events and breaks that bear on an indicator while its rows ran; administrations where they are wanted."""
        days = forms.span(metric, rows)
        if days is None:
            return ()
        every = self.keep(register.find_annotations, self.warehouse, metric, *days)
        return every if self.administrations else forms.without_administrations(every)


def once_a_view(
    method: Callable[Concatenate[Owner, ViewType, Given], Result],
) -> Callable[Concatenate[Owner, ViewType, Given], Result]:
    """A method of a recipe that works once for the same recipe and view, and may look at nothing else."""

    def recall(self: Owner, view: ViewType, /, *given: Given.args, **named: Given.kwargs) -> Result:
        assert not named, "what is remembered by its arguments takes them by place"
        return view.keep(method, self, view, *given)

    update_wrapper(recall, method)
    return recall


def _answer(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    return answer(warehouse, published_only.find(warehouse, name), selection)


@dataclass(frozen=True)
class BriefingView(View):
    """What a briefing asks for: questions may be asked ahead, and what is about everyone serves the next briefing."""

    _answers: dict[tuple[str, Selection], Future[Answer]] = field(
        default_factory=dict, compare=False, repr=False, kw_only=True
    )

    def answer(self, name: str, selection: Selection) -> Answer:
        """An indicator's answer, asked for once."""
        future = self._answers.get((name, selection))
        if future is None or future.cancel():
            # Nobody asked, or the question still waits behind others.
            future = Future()
            future.set_result(self._ask(name, selection))
            self._answers[name, selection] = future
        return future.result()

    def answer_part(self, name: str, part: str = "") -> Answer:
        """An indicator's answer: an agency's is taken from that for all of them, which other briefings ask for too."""
        if self.agency_code and (find(name), part) in by_agency.list_indicators():
            return by_agency.filter_own(self.answer, name, part, self.agency_code, self.period)
        return super().answer_part(name, part)

    def ask_ahead(self, questions: Iterable[tuple[str, Selection]]) -> None:
        """Ask what will be wanted later, as many at a time as there are cores, while other work goes on."""
        cores = ThreadPoolExecutor(os.cpu_count())
        self._answers.update({question: cores.submit(self._ask, *question) for question in questions})
        cores.shutdown(wait=False)

    def _ask(self, name: str, selection: Selection) -> Answer:
        if selection.values(AGENCY):
            return answer(self.warehouse, find(name), selection)
        return _answer_for_everyone(self.warehouse, name, selection)

    def rank_agencies(self, name: str, part: str, end: date | None) -> Peers:
        """All agencies ranked on an indicator, asked for once."""
        return _rank(self.warehouse, self.answer(name, by_agency.build_question(find(name), part, end)))


@remember_per_build(REMEMBERED)
def _answer_for_everyone(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """What is asked of no single agency is the same in the next agency's briefing."""
    return answer(warehouse, find(name), selection)


@remember_per_build(REMEMBERED)
def _rank(warehouse: Warehouse, result: Answer) -> Peers:
    return peers.rank_agencies(warehouse, result)


def open_view(
    warehouse: Warehouse, agency_code: str, period: date | None, baseline: date, link: str = ""
) -> BriefingView:
    """A briefing's view of a build; raises UnknownValue for a code that no agency has."""
    answer(warehouse, find("on_board"), Selection.of(where={AGENCY: agency_code} if agency_code else {}))
    names = dict(zip(warehouse.agencies[AGENCY], warehouse.agencies["name"], strict=True))
    return BriefingView(warehouse, agency_code, names.get(agency_code, ""), period, baseline, link=link)
