"""Who came in and who left, year by year: entries, departures by reason and the net change in one account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from metrics.query.answer import Answer

ENTRIES: Final = "entries"
DEPARTURES: Final = "departures"
NET: Final = "net_change"
OTHERS: Final = "other_reasons"
REASONS: Final = ("retirement", "quit", "transfer_out", OTHERS)
NAMES: Final[Mapping[str, str]] = {
    ENTRIES: "Came in (estimated)",
    "retirement": "Retired",
    "quit": "Quit",
    "transfer_out": "Left for another agency",
    OTHERS: "Left their agency for other reasons",
    DEPARTURES: "Left their agency, reason not known",
    NET: "Net change",
}
"""What an account is made of, in the order in which it is told."""

COLUMNS: Final = ("period", "flow", "value", "evidence", "source", "flag")


def build_accounts(came: Answer, departures: Answer, why: Answer, net: Answer) -> tuple[pd.DataFrame, ...]:
    """The account of the real figures, then that of the sample where no real figure tells why people left.

    The two are never mixed: what the sample invents would pass for the reason of a real departure.

    Args:
        came: Estimated entries by fiscal year.
        departures: All departures by fiscal year.
        why: Departures by fiscal year and separation group.
        net: The net change by fiscal year.

    Returns:
        Accounts with COLUMNS, a row for each fiscal year (`period`, its last day) and flow, `value` in people.
        Departures of a year are told by reason or whole.
    """
    answers = (came, departures, why, net)
    real = _build_account(*(each.table[each.table["evidence"] != "sample"] for each in answers))
    sample = _build_account(*(each.table[each.table["evidence"] == "sample"] for each in answers))
    accounts = [real] if (real["flow"] != NET).any() else []
    if not real["flow"].isin(REASONS).any() and (sample["flow"] != NET).any():
        accounts.append(sample)
    return tuple(accounts)


def _build_account(came: pd.DataFrame, departures: pd.DataFrame, why: pd.DataFrame, net: pd.DataFrame) -> pd.DataFrame:
    parts = _sum_by_reason(why)
    whole = _keep_one_each(departures)
    df = pd.concat(
        [
            _keep_one_each(came).assign(flow=ENTRIES),
            parts,
            whole[~whole["period"].isin(parts["period"])].assign(flow=DEPARTURES),
            _keep_one_each(net).assign(flow=NET),
        ]
    )
    order = df["flow"].map({flow: place for place, flow in enumerate(NAMES)})
    return df.assign(order=order).sort_values(["period", "order"], ignore_index=True)[[*COLUMNS]]


def _keep_one_each(df: pd.DataFrame) -> pd.DataFrame:
    """One value for each year: that of records where there is one."""
    df = df.dropna(subset="value").sort_values("evidence", key=lambda kinds: kinds != "records", kind="stable")
    return df.drop_duplicates("period")


def _sum_by_reason(why: pd.DataFrame) -> pd.DataFrame:
    """Departures of the reasons that most leave for, and of all others together."""
    why = why.dropna(subset="value")
    flow = why["separation_group"].where(why["separation_group"].isin(REASONS), OTHERS)
    by_reason = why.assign(flow=flow).groupby(["period", "flow", "evidence"], as_index=False)
    return by_reason.agg(value=("value", "sum"), source=("source", "first"), flag=("flag", "max"))


def count_departures(account: pd.DataFrame) -> pd.Series:
    """How many left in each year, for whatever reason, by period."""
    return account[account["flow"].isin((*REASONS, DEPARTURES))].groupby("period")["value"].sum()
