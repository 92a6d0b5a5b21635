"""What the page on onboarding has beside its figures: its first sentences, and why a way in is unknown."""

from __future__ import annotations

from metrics.exhibits.openings.entries import describe_entries
from metrics.exhibits.recipes import figures
from pages.components import figure
from pages.components.opening import opening
from pages.small_print import small
from pages.state import cache, filters


def open_with_entries() -> None:
    """How many came in."""
    view = filters.view()
    if sentences := cache.made(describe_entries, view):
        opening(sentences)
    else:
        figure.empty(figures.WAYS_IN.answer(view))


def explain_missing_ways() -> None:
    """Why the last year, or a way in, is not told."""
    small(*figures.WAYS_IN.reasons(filters.view()))
