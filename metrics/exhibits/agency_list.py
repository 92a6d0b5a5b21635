"""Every agency with executives, with what is known of each at a glance: a list to choose one from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics import formatting
from metrics.definitions.catalog import find
from metrics.definitions.metric import TOO_FEW
from metrics.exhibits import forms
from metrics.exhibits.forms import AGENCY
from metrics.exhibits.view import View
from metrics.text import peers

AT_MOST = "noncareer_share_of_known_positions"
AT_A_GLANCE = ("noncareer_share", AT_MOST, "limited_share", "average_length_of_service")
HEADS = {"noncareer_share": "Noncareer, share of people on board", AT_MOST: "Noncareer, share of positions at most"}


@dataclass(frozen=True, eq=False)
class AgencyList:
    """The agencies: `words` says how many they are, `table` has a row for each, largest first.

    Its columns are Agency, Size group, `executives` (people) and a column for each of `heads`, by its indicator.
    """

    words: str
    table: pd.DataFrame
    executives: str
    heads: dict[str, str]


def list_agencies(view: View) -> AgencyList | None:
    """The agencies of the last count, Defense as one, and what is known of those large enough; None without any."""
    rows = _rows(view)
    if rows.empty:
        return None
    counted = rows.dropna(subset="on_board")
    month = counted["period"].iloc[0]
    few = int((counted["on_board"] < TOO_FEW).sum())
    words = peers.describe_everyone(
        len(counted), month, counted["agency"].iloc[0], float(counted["on_board"].iloc[0]), few
    )
    # Positions are known only where a listing of them is loaded.
    heads = {name: _head(name, rows) for name in AT_A_GLANCE if name != AT_MOST or rows[name].notna().any()}
    executives = f"Executives, {month:%B %Y}"
    table = rows[["agency", "group", "on_board", *heads]].rename(
        columns={"agency": "Agency", "group": "Size group", "on_board": executives} | heads
    )
    return AgencyList(words, table, executives, heads)


def _head(name: str, rows: pd.DataFrame) -> str:
    """An indicator's title with the month that its column is of, for the columns are not all of one."""
    title, months = HEADS.get(name, find(name).title), rows[_month_of(name)].dropna()
    return f"{title}, {months.iloc[0]:%B %Y}" if len(months) else title


def _month_of(name: str) -> str:
    return f"{name} month"


def _rows(view: View) -> pd.DataFrame:
    counts = forms.latest(view.compare_agencies("on_board", "", view.period))
    counts = counts[counts[AGENCY].ne("") & counts["value"].gt(0)]
    agencies = view.warehouse.agencies.set_index(AGENCY)
    rows = pd.DataFrame(
        {
            "agency": counts[AGENCY].map(agencies["name"]).fillna(counts[AGENCY]),
            "group": counts[AGENCY].map(agencies["size_group"]).fillna("").map(formatting.capitalize_first),
            "on_board": counts["value"],
            "period": counts["period"],
        }
    ).set_index(counts[AGENCY])
    for name in AT_A_GLANCE:
        ranking = view.rank_agencies(name, "", view.period)
        # Beside real counts no sample: the table has no room to mark each cell.
        real = ranking.table[ranking.table["rank"].notna() & ranking.table["evidence"].ne("sample")]
        rows[name] = real.set_index(AGENCY)["value"].reindex(rows.index)
        rows[_month_of(name)] = pd.Timestamp(ranking.period) if ranking.period and len(real) else pd.NaT
    return rows.sort_values("on_board", ascending=False)
