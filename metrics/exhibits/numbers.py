"""Numbers at a glance: an indicator in the view of a briefing, as a sentence and as a figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.headline import Headline, build_headline
from metrics.definitions.catalog import find
from metrics.definitions.metric import Metric, Unit
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.view import View
from metrics.query.answer import Answer, select_drawn
from metrics.text import allocation, briefing, exports, headlines


@dataclass(frozen=True)
class KeyNumber:
    """A number at a glance: its name, value, change (empty where none is told) and time in words, and what it rests on.

    `name` is its indicator's, `period` its month end, `number` the value itself, `numerator` and `denominator` what it
    divides where it is a ratio, `source` the ids of its sources.
    """

    title: str
    value: str
    change: str
    dated: str
    definition: str
    evidence: str
    name: str
    period: date
    number: float
    numerator: float | None
    denominator: float | None
    source: str


@dataclass(frozen=True)
class Number:
    """An indicator at a glance: of one appointment type where one is named, at one horizon where one is."""

    name: str
    appointment: str = ""
    years: int | None = None


def ask_number(view: View, wanted: Number) -> tuple[Metric, Answer, Headline | None]:
    """An indicator in a view, its answer, and its headline; a count of agencies is about all of them."""
    result = _answer(view, wanted)
    found = build_headline(result, view.baseline)
    metric = result.metric if wanted.years is None else horizons.narrow_to(result.metric, wanted.years)
    return metric, replace(result, metric=metric), found


def _answer(view: View, wanted: Number) -> Answer:
    metric, part = find(wanted.name), "" if wanted.years is None else f"{wanted.years}"
    if not wanted.appointment and metric.unit is not Unit.AGENCIES:
        return view.answer_part(wanted.name, part)
    where = {"appointment": wanted.appointment} if wanted.appointment else {}
    where |= {horizons.HORIZON: part} if part else {}
    selection = view.selection(where=where)
    return view.answer(wanted.name, selection.without(AGENCY) if metric.unit is Unit.AGENCIES else selection)


def sentence(view: View, wanted: Number) -> str:
    """The headline of an indicator; nothing where it has no value."""
    metric, result, found = ask_number(view, wanted)
    if found is None:
        return ""
    agency = view.agency if result.selection.values(AGENCY) else ""
    said = headlines.write_headline(metric, found, agency, wanted.appointment)
    if found.latest.evidence != "sample":
        said = allocation.complete_sentence(
            view.warehouse, view.answer, wanted.name, view.agency_code, view.period, said
        )
    return exports.mark_sample(said, select_drawn(result))


def figure(view: View, wanted: Number) -> KeyNumber | None:
    """An indicator at a glance; None where it has no value."""
    metric, _, found = ask_number(view, wanted)
    if found is None:
        return None
    last = found.latest
    metric = metric.adapt_to([last.evidence])
    return KeyNumber(
        title=", ".join(filter(None, [metric.title, wanted.appointment])),
        value=formatting.format_number(last.value, metric.unit),
        change=briefing.describe_change(metric, found),
        dated=formatting.capitalize_first(formatting.format_time(last.period, metric.is_flow)),
        definition=metric.definition,
        evidence="; ".join(filter(None, [formatting.EVIDENCE[last.evidence], formatting.format_flags(last.flag)])),
        name=metric.name,
        period=last.period,
        number=last.value,
        numerator=last.numerator,
        denominator=last.denominator,
        source=last.source,
    )
