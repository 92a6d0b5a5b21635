"""The figure of a question put from outside a page: complete, in a reader's words, drawn in light colors."""

from __future__ import annotations

from datetime import date

from metrics.analysis.headline import DEFAULT_BASELINE
from metrics.definitions.metric import Metric
from metrics.errors import MetricsError, UnsoundQuery
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.forms import Wanted
from metrics.exhibits.recipes.one_answer import Request
from metrics.exhibits.view import View
from metrics.query.selection import Selection
from metrics.text import empty_states
from metrics.text.gaps import describe_part_year
from metrics.warehouse import Warehouse


class NoFigures(MetricsError):
    """Nothing is known of what is asked, so there is nothing to draw or to write."""


def exhibit_of(
    warehouse: Warehouse,
    metric: Metric,
    selection: Selection,
    wanted: Wanted = Wanted.CHART,
    *,
    baseline: date = DEFAULT_BASELINE,
    link: str = "",
) -> Exhibit:
    """The figure of a question, drawn in light colors in the form asked for.

    Args:
        warehouse: The build that answers.
        metric: The indicator.
        selection: How it is split, narrowed and bounded in time.
        wanted: The form: the one that fits, lines, a ranking, or no picture.
        baseline: The month end with which its sentence compares.
        link: The address of the same view, empty at the command line.

    Returns:
        The figure; see `metrics.exhibits.recipes.one_answer.Request` for which rows stand behind which form.

    Raises:
        NoFigures: Nothing is known of what is asked.
        UnsoundQuery: The form cannot be had.
        UnknownBreakdown: As `metrics.query.answer.answer` raises it, like UnknownValue.
    """
    recipe, view = Request(metric.name, selection, wanted), View(warehouse, baseline=baseline, link=link)
    result = recipe.answer(view)
    if recipe.gap(view):
        reasons = (result.note or empty_states.explain_no_match(metric), describe_part_year(warehouse, result))
        raise NoFigures(" ".join(filter(None, reasons)))
    why = recipe.reason_for_no_chart(view)
    if why and wanted is not Wanted.CHART:
        raise UnsoundQuery(why)
    return recipe.exhibit(view)
