"""Whom an answer is about, and what it says, in a reader's words."""

from __future__ import annotations

from datetime import date

from metrics import formatting
from metrics.analysis import horizons
from metrics.analysis.headline import build_headline
from metrics.definitions.catalog import find
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import allocation, explorer, headlines, retirement, tables
from metrics.warehouse import Warehouse

EVERYBODY, EACH_AGENCY = "Governmentwide", "All agencies"
IN_A_HEADLINE = (AGENCY, "appointment")
"""What a headline's sentence can name."""


def describe_filters(warehouse: Warehouse, selection: Selection) -> str:
    """What a question is narrowed to by one value or several added up, in words: Department of Education, career."""
    return ", ".join(_value_words(warehouse, column, values) for column, values in _filters(selection))


def name_population(warehouse: Warehouse, selection: Selection) -> str:
    """Whom a figure is about: the government, every agency, or what it is narrowed to."""
    columns = [column for column, _ in _filters(selection)]
    if AGENCY in columns:
        return describe_filters(warehouse, selection)
    agencies = tables.map_names(warehouse, AGENCY)
    few = formatting.join_names(agencies.get(code, code) for code in selection.values(AGENCY))
    place = (few or EACH_AGENCY) if AGENCY in selection.by else EVERYBODY
    return ", ".join([place, describe_filters(warehouse, selection)]) if columns else place


def describe_answer(warehouse: Warehouse, result: Answer, baseline: date) -> str:
    """The answer in a sentence: as a headline where nothing splits it and the sentence can tell what narrows it."""
    selection = result.selection
    is_a_headline = all(len(values) == 1 and column in IN_A_HEADLINE for column, values in selection.where)
    if is_a_headline and not selection.by and not selection.all_sources:
        return _headline(warehouse, result, baseline)
    if selection.by == (horizons.HORIZON,) and len(horizons.select_ahead(result)):
        return retirement.describe_fan(result)
    names = tables.map_names(warehouse, selection.by[0]) if selection.by else {}
    by_key = {str(key): name for key, name in names.items()}
    return explorer.write_lead(result, forms.standings(result), by_key, describe_filters(warehouse, selection))


def _headline(warehouse: Warehouse, result: Answer, baseline: date) -> str:
    latest, selection = build_headline(result, baseline), result.selection
    if latest is None:
        return ""
    (agency,) = selection.values(AGENCY) or ("",)
    (appointment,) = selection.values("appointment") or ("",)
    place = _value_words(warehouse, AGENCY, (agency,)) if agency else ""
    text = headlines.write_headline(result.metric, latest, place, appointment.replace("_", " "))
    if latest.latest.evidence == "sample":
        return text

    def ask(name: str, selection: Selection) -> Answer:
        return answer(warehouse, find(name), selection)

    return allocation.complete_sentence(warehouse, ask, result.metric.name, agency, selection.end, text)


def _filters(selection: Selection) -> list[tuple[str, tuple[str, ...]]]:
    return [(column, values) for column, values in selection.where if column not in selection.by]


def _value_words(warehouse: Warehouse, column: str, values: tuple[str, ...]) -> str:
    if column == horizons.HORIZON:
        return formatting.join_names(horizons.describe_horizon(int(value)) for value in values)
    names = {} if column == "appointment" else tables.map_names(warehouse, column)
    if column == AGENCY:
        names = dict(zip(warehouse.agencies[AGENCY], warehouse.agencies["name"], strict=True))
    return formatting.join_names(names.get(value, value.replace("_", " ")) for value in values)
