"""The figure of a question put from outside a page: complete, in a reader's words, drawn in light colours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from metrics import formatting
from metrics.analysis import freshness, horizons
from metrics.analysis.headline import DEFAULT_BASELINE, of_answer
from metrics.analysis.streaks import answer_with_streaks
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.definitions.metric import Metric
from metrics.errors import MetricsError, UnsoundQuery
from metrics.exhibits import forms
from metrics.exhibits.exhibit import Exhibit, exhibit
from metrics.exhibits.forms import AGENCY, Form, Wanted
from metrics.query.answer import Answer, answer, select_drawn
from metrics.query.selection import Selection
from metrics.text import allocation, empty_states, events, explorer, headlines, retirement, tables
from metrics.text.gaps import describe_part_year
from metrics.warehouse import Warehouse

EVERYBODY, EACH_AGENCY = "Governmentwide", "All agencies"
TOLD = (AGENCY, "appointment")
"""What a headline's sentence can name."""


class NoFigures(MetricsError):
    """Nothing is known of what is asked, so there is nothing to draw or to write."""


def narrowed(warehouse: Warehouse, selection: Selection) -> str:
    """What a question is narrowed to by one value or several added up, in words: Department of Education, career."""
    return ", ".join(_value_words(warehouse, column, values) for column, values in _filters(selection))


def whose(warehouse: Warehouse, selection: Selection) -> str:
    """Whom a figure is about: the government, every agency, or what it is narrowed to."""
    named = [column for column, _ in _filters(selection)]
    if AGENCY in named:
        return narrowed(warehouse, selection)
    compared = tables.map_names(warehouse, AGENCY)
    few = formatting.join_names(compared.get(code, code) for code in selection.values(AGENCY))
    place = (few or EACH_AGENCY) if AGENCY in selection.by else EVERYBODY
    return ", ".join([place, narrowed(warehouse, selection)]) if named else place


def _filters(selection: Selection) -> list[tuple[str, tuple[str, ...]]]:
    return [(column, values) for column, values in selection.where if column not in selection.by]


def _value_words(warehouse: Warehouse, column: str, values: tuple[str, ...]) -> str:
    if column == horizons.HORIZON:
        return formatting.join_names(horizons.words(int(value)) for value in values)
    known = {} if column == "appointment" else tables.map_names(warehouse, column)
    if column == AGENCY:
        known = dict(zip(warehouse.agencies[AGENCY], warehouse.agencies["name"], strict=True))
    return formatting.join_names(known.get(value, value.replace("_", " ")) for value in values)


def exhibit_of(
    warehouse: Warehouse,
    metric: Metric,
    selection: Selection,
    wanted: Wanted = Wanted.CHART,
    *,
    baseline: date = DEFAULT_BASELINE,
    link: str = "",
) -> Exhibit:
    """The figure of a question, drawn in light colours in the form asked for.

    Behind a ranking stand all groups of the last period, behind lines every group over time, and a table has every row
    that `metrics show` prints. Raises NoFigures where nothing is known, UnsoundQuery where the form cannot be had, and
    what `answer` raises.
    """
    own = tuple(column for column in metric.always_by if column not in selection.columns)
    selection = replace(selection, by=(*selection.by, *own))
    if wanted in (Wanted.CHART, Wanted.RANKED) and selection.by == (AGENCY,) and not selection.values(AGENCY):
        # Beside each other, and against a limit in law, the parts of Defense are one agency, as they are on the page.
        selection = replace(selection, departments=selection.departments or "whole")
    result = answer_with_streaks(warehouse, metric, selection)
    if not result.table["value"].notna().any():
        said = (result.note or empty_states.explain_no_match(metric), describe_part_year(warehouse, result))
        raise NoFigures(" ".join(filter(None, said)))
    by = [*selection.by]
    why = explorer.explain_no_chart(wanted, result, len(forms.rankable(result)) if by else 0)
    if why and wanted is not Wanted.CHART:
        raise UnsoundQuery(why)
    form = forms.form(result, wanted)
    return drawn_as(warehouse, result, form, freshness.newest(warehouse), baseline, notes=(why,), link=link)


def drawn_as(
    warehouse: Warehouse,
    result: Answer,
    form: Form,
    newest: date,
    baseline: date,
    *,
    title: str = "",
    notes: tuple[str, ...] = (),
    chosen: str = "",
    beside: Answer | None = None,
    link: str = "",
) -> Exhibit:
    """The figure of an answer that has values, in a form; `newest`, `chosen` and `beside` are as view.draw has them."""
    by = [*result.selection.by]
    shown, rows = forms.shown(result, form), forms.behind(result, form)
    picture, left, marks = None, "", ""
    if form != "table" and len(shown):
        happened = () if form in forms.AT_ONE_TIME else forms.happened(warehouse, result.metric, shown)
        marks = events.write_key(happened)
        picture = forms.draw(
            warehouse, result, form, LIGHT, happened=happened, newest=newest, chosen=chosen, beside=beside
        )
        some, every = (len(part.drop_duplicates(by)) if by else 1 for part in (shown, select_drawn(result)))
        ranked = len(forms.rankable(result)) if form == "ranked" else None
        is_extra = len(forms.shown(result, form, chosen)) > len(shown)
        extra = tables.map_names(warehouse, by[0]).get(chosen, chosen) if is_extra else ""
        left = explorer.describe_omissions(some, every, ranked, extra)
    return exhibit(
        warehouse,
        result,
        rows,
        picture,
        title=title or result.metric.question,
        whose=whose(warehouse, result.selection),
        said=said(warehouse, result, baseline),
        notes=(*notes, left, formatting.last_known(rows["period"].max(), newest, result.metric.is_flow), marks),
        link=link,
    )


def said(warehouse: Warehouse, result: Answer, baseline: date) -> str:
    """The answer in a sentence: as a headline where nothing splits it and the sentence can tell what narrows it."""
    selection = result.selection
    is_told = all(len(values) == 1 and column in TOLD for column, values in selection.where)
    if is_told and not selection.by and not selection.all_sources:
        found = of_answer(result, baseline)
        (agency,) = selection.values(AGENCY) or ("",)
        (appointment,) = selection.values("appointment") or ("",)
        place = _value_words(warehouse, AGENCY, (agency,)) if agency else ""
        if found is None:
            return ""
        text = headlines.write_headline(result.metric, found, place, appointment.replace("_", " "))
        if found.latest.evidence == "sample":
            return text

        def ask(name: str, selection: Selection) -> Answer:
            return answer(warehouse, find(name), selection)

        return allocation.complete_sentence(warehouse, ask, result.metric.name, agency, selection.end, text)
    if selection.by == (horizons.HORIZON,) and len(horizons.ahead(result)):
        return retirement.describe_fan(result)
    names = tables.map_names(warehouse, selection.by[0]) if selection.by else {}
    known = {str(key): name for key, name in names.items()}
    return explorer.write_lead(result, forms.standings(result), known, narrowed(warehouse, selection))
