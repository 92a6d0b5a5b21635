"""How many came in, in the first sentences of the theme."""

from __future__ import annotations

from metrics.analysis import entries
from metrics.exhibits.recipes import figures
from metrics.exhibits.view import View
from metrics.text import flows


def describe_entries(view: View) -> tuple[str, ...]:
    """How many came in: real figures first, and what the sample says marked as such."""
    published = () if view.agency_code else view.keep(entries.list_published, view.warehouse, view.period)
    return flows.describe_entries(figures.WAYS_IN.entries(view), published, view.agency)
