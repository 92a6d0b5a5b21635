"""Whether turnover rose, in the first sentences of the theme."""

from __future__ import annotations

from metrics.analysis.part_year import find_part_year
from metrics.exhibits.numbers import Number, ask_number
from metrics.exhibits.view import View
from metrics.query.answer import select_drawn
from metrics.query.sql.gaps import drop_incomplete
from metrics.text import flows, headlines

RATE, COUNT = "separation_rate", "separations"


def describe_turnover(view: View, appointment: str) -> list[str]:
    """Whether turnover rose since the baseline, and where a part of a year says so, how the last whole year stood.

    It is told of the rate where that is as new as the count; what is real comes before the sample.

    Args:
        view: What the reader looks at.
        appointment: The type of appointment; empty for all.

    Returns:
        Sentences.
    """
    headline_of = {name: ask_number(view, Number(name, appointment)) for name in (RATE, COUNT)}
    newest_of = {
        name: (headline.latest.evidence != "sample", headline.latest.period)
        for name, (_, _, headline) in headline_of.items()
        if headline
    }
    if not newest_of:
        return []
    metric, result, headline = headline_of[max(newest_of, key=lambda name: newest_of[name])]
    assert headline is not None
    part = None if view.agency_code else find_part_year(view.warehouse, metric, appointment, view.period)
    if part and part.last <= headline.latest.period:
        part = None
    series = drop_incomplete(select_drawn(result)).dropna(subset="value")
    first = flows.describe_turnover(metric, headline, series, part, appointment, view.agency, result.works)
    return [first, headlines.write_headline(metric, headline, view.agency, appointment)] if part else [first]
