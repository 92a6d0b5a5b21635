"""The agencies where more than a quarter of executives on board are noncareer, with the most it can be of positions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics import formatting
from metrics.analysis.streaks import list_streaks
from metrics.definitions.catalog import find
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.view import View
from metrics.query.selection import Selection
from metrics.text import empty_states

SHARE, SHARE_OF_POSITIONS = "noncareer_share", "noncareer_share_of_known_positions"
TITLE = "Agencies with more than a quarter of executives on board noncareer"
COUNTS = ("Noncareer", "On board", "Known positions")
SHARES = ("Share of people", "Share of positions, at most")


@dataclass(frozen=True, eq=False)
class QuarterTable:
    """A sentence on how many they are and what that says, and a row each, the highest share first.

    `table` has the columns Agency, COUNTS (people, and positions known to exist), SHARES (percent), For how long and
    Note; it has no rows where there is no such agency.
    """

    words: str
    table: pd.DataFrame
    alt: str


def list_agencies_over_a_quarter(view: View, dash: str) -> QuarterTable:
    """The agencies of at least four executives above the line, Defense as one; `dash` stands for what is not known."""
    limit = find(SHARE).limit_for("agency")
    selection = Selection.of(by=[AGENCY], end=view.period, departments="whole")
    result = view.answer(SHARE, selection)
    latest = forms.latest(result)
    every = latest[latest[AGENCY].ne("") & ~latest["flag"].str.contains("under_four")]
    rows = every[every["value"] > limit.value].sort_values("value", ascending=False)
    if rows.empty:
        return QuarterTable(f"None of the {len(every)} agencies with at least four executives on board.", rows, "")
    positions = forms.latest(view.answer(SHARE_OF_POSITIONS, selection)).set_index(AGENCY)
    what = (
        "the columns on positions give those known to exist and the most that the share of positions can be"
        if len(positions)
        else f"no list of positions is loaded, so the columns on positions hold a dash ({dash})"
    )
    names = view.names(AGENCY)
    streaks = {code: empty_states.describe_streak(own) for code, own in list_streaks(result, latest).items()}
    return QuarterTable(
        f"{len(rows)} of the {len(every)} agencies with at least four executives on board, "
        f"{formatting.format_month(rows['period'].iloc[0])}; Defense counts as one agency. The law says "
        f"{limit.words}, so none of this is a finding; {what}.",
        pd.DataFrame(
            {
                "Agency": rows[AGENCY].map(lambda code: names.get(code, code)),
                "Noncareer": rows["numerator"],
                "On board": rows["denominator"],
                "Share of people": rows["value"],
                "Known positions": rows[AGENCY].map(positions["denominator"]),
                "Share of positions, at most": rows[AGENCY].map(positions["value"]),
                "For how long": rows[AGENCY].map(streaks),
                "Note": rows["flag"].map(formatting.format_flags),
            }
        ),
        f"{len(rows)} agencies with more than {limit.value:g}% of executives on board noncareer",
    )
