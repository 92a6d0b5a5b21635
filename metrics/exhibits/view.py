"""What a briefing asks for: one view of one build, every question of it answered once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from metrics import formatting
from metrics.analysis import by_agency, freshness, peers
from metrics.analysis.events import Annotation
from metrics.analysis.peers import Peers
from metrics.charts import Picture
from metrics.definitions.catalog import find
from metrics.definitions.metric import Metric
from metrics.exhibits import forms
from metrics.exhibits.exhibit import Exhibit, exhibit
from metrics.exhibits.forms import AGENCY, Form
from metrics.exhibits.from_request import drawn_as, said, whose
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import events, tables
from metrics.warehouse import Warehouse, remember_per_build

REMEMBERED = 300
"""Answers, and rankings, that are kept for the next briefing: one of an agency has a hundred that others have too."""


@dataclass(frozen=True)
class BriefingView:
    """An agency, or the whole government where its code is empty, up to a period and beside a baseline."""

    warehouse: Warehouse
    agency_code: str
    agency: str
    period: date | None
    baseline: date
    link: str = ""
    _answers: dict[tuple[str, Selection], Future[Answer]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def newest(self) -> date:
        """The last period end for which executives on board are known, or the period asked for."""
        known = freshness.newest(self.warehouse)
        return min(known, self.period) if self.period else known

    def selection(
        self, by: str | None = None, where: Mapping[str, str | tuple[str, ...]] | None = None, **more: Any
    ) -> Selection:
        """A question in this view: of its agency, up to its period."""
        own = {AGENCY: self.agency_code} if self.agency_code and by != AGENCY else {}
        return Selection.of([by] if by else [], own | dict(where or {}), end=self.period, **more)

    def answer(self, name: str, selection: Selection) -> Answer:
        """An indicator's answer, asked for once."""
        known = self._answers.get((name, selection))
        if known is None or known.cancel():
            # Nobody asked, or the question still waits behind others.
            known = Future()
            known.set_result(self._asked(name, selection))
            self._answers[name, selection] = known
        return known.result()

    def ask_ahead(self, questions: Iterable[tuple[str, Selection]]) -> None:
        """Ask what will be wanted later, as many at a time as there are cores, while other work goes on."""
        cores = ThreadPoolExecutor(os.cpu_count())
        self._answers.update({asked: cores.submit(self._asked, *asked) for asked in questions})
        cores.shutdown(wait=False)

    def _asked(self, name: str, selection: Selection) -> Answer:
        if selection.values(AGENCY):
            return answer(self.warehouse, find(name), selection)
        return _of_everyone(self.warehouse, name, selection)

    def names(self, column: str) -> Mapping[str, str]:
        """The labels of a breakdown's values."""
        return tables.map_names(self.warehouse, column)

    def said(self, result: Answer) -> str:
        """An answer in a sentence."""
        return said(self.warehouse, result, self.baseline)

    def ranked(self, name: str, part: str, end: date | None) -> Peers:
        """All agencies ranked on an indicator, asked for once."""
        return _ranked(self.warehouse, self.answer(name, by_agency.question(find(name), part, end)))

    def happened(self, metric: Metric, rows: pd.DataFrame) -> tuple[Annotation, ...]:
        """The events and breaks that bear on an indicator while its rows ran."""
        return forms.happened(self.warehouse, metric, rows)

    def exhibit(
        self,
        result: Answer,
        rows: pd.DataFrame,
        picture: Picture | None,
        *,
        told: str,
        title: str = "",
        notes: tuple[str, ...] = (),
        happened: tuple[Annotation, ...] = (),
        words: pd.DataFrame | None = None,
    ) -> Exhibit:
        """A figure that more than one answer makes, or one of a form of its own; `told` is its sentence."""
        ended = formatting.last_known(rows["period"].max(), self.newest, result.metric.is_flow)
        return exhibit(
            self.warehouse,
            result,
            rows,
            picture,
            title=title or result.metric.question,
            whose=whose(self.warehouse, result.selection),
            said=told,
            notes=(*notes, ended, events.write_key(happened)),
            words=words,
            link=self.link,
        )

    def drawn(self, result: Answer, form: Form, *, title: str = "", beside: Answer | None = None) -> Exhibit | None:
        """The figure of one answer in a form; None where nothing is known that it could draw."""
        if forms.shown(result, form).empty:
            return None
        return drawn_as(
            self.warehouse,
            result,
            form,
            self.newest,
            self.baseline,
            title=title,
            chosen=self.agency_code,
            beside=beside,
            link=self.link,
        )


@remember_per_build(REMEMBERED)
def _of_everyone(warehouse: Warehouse, name: str, selection: Selection) -> Answer:
    """What is asked of no single agency is the same in the next agency's briefing."""
    return answer(warehouse, find(name), selection)


@remember_per_build(REMEMBERED)
def _ranked(warehouse: Warehouse, result: Answer) -> Peers:
    return peers.ranking(warehouse, result)


def asking(warehouse: Warehouse, agency_code: str, period: date | None, baseline: date, link: str = "") -> BriefingView:
    """A view of a build; raises UnknownValue for a code that no agency has."""
    answer(warehouse, find("on_board"), Selection.of(where={AGENCY: agency_code} if agency_code else {}))
    known = dict(zip(warehouse.agencies[AGENCY], warehouse.agencies["name"], strict=True))
    return BriefingView(warehouse, agency_code, known.get(agency_code, ""), period, baseline, link)
