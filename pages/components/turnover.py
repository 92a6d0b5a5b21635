"""What the page on turnover has beside its figures: its first sentences, and its accounts of one appointment type."""

from __future__ import annotations

from metrics.exhibits.openings.turnover import COUNT, describe_turnover
from metrics.exhibits.recipes.flows import Account
from pages.components.figure import empty, figure
from pages.components.opening import opening
from pages.state import cache, filters


def open_with_turnover(appointment: str) -> None:
    """Whether turnover rose since the baseline."""
    view = filters.view()
    if sentences := cache.made(describe_turnover, view, appointment):
        opening(sentences)
    else:
        empty(view.answer(COUNT, view.selection(where={"appointment": appointment})))


def draw_accounts(real: Account, sample: Account) -> None:
    """The real account; the sample says why in a figure of its own where no real one does."""
    view = filters.view()
    accounts = [each for each in (real, sample) if each.is_there(view)]
    for each in accounts or [real]:
        figure(each)
