"""How executives come in: the entries of one year by way in, what is published of them, and why a part is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import pandas as pd

from metrics.definitions.caveats import Caveat
from metrics.query.answer import Answer, answer, select_drawn
from metrics.query.published_only import list_published_only
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse

ALL, WITHIN, TRANSFER, OUTSIDE = "all", "within", "transferred", "outside"
WAYS: Final = {
    ALL: "All who came in (estimated)",
    WITHIN: "From within their agency",
    TRANSFER: "Transferred from another agency",
    OUTSIDE: "New to the agency, other than by transfer within the SES",
}
PUBLISHED_COUNTS: Final = (
    (
        "outside_hires",
        "career",
        "{} career executives were new to their agency, other than by transfer within the SES,",
    ),
    ("accessions", "", "{} executives joined an agency by transfer or as new hires, promotions within it not counted,"),
)
"""Published counts that stand where entries cannot be estimated: their name, appointment type, and what they say."""


class Way(NamedTuple):
    """People who came in one way, and their share of all in percent."""

    name: str
    people: float
    share: float


@dataclass(frozen=True)
class EntriesOfYear:
    """Who came in within one year: `ways` are all of them and then, where they are known, the ways in."""

    period: date
    evidence: str
    source: str
    flag: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class PublishedCount:
    """A count of a year and its sentence without its time."""

    period: date
    value: float
    words: str


def find_entries(came: Answer, transfers: Answer, outside: Answer) -> EntriesOfYear | None:
    """The last year whose entries could be estimated, by way in where accessions are known."""
    df = select_drawn(came).dropna(subset="value").sort_values("period")
    if df.empty:
        return None
    last = df.iloc[-1]
    people = {ALL: float(last["value"])}
    parts = {way: _find_same_year(result, last) for way, result in ((TRANSFER, transfers), (OUTSIDE, outside))}
    if all(part is not None for part in parts.values()):
        by_way = {way: float(part["numerator"]) for way, part in parts.items() if part is not None}
        people |= {WITHIN: people[ALL] - sum(by_way.values())} | by_way
    sources = {name for row in (last, *parts.values()) if row is not None for name in row["source"].split("; ")}
    share = {way: 100 * value / people[ALL] if people[ALL] else 0.0 for way, value in people.items()}
    ways = tuple(Way(way, value, share[way]) for way, value in people.items())
    return EntriesOfYear(last["period"].date(), last["evidence"], "; ".join(sorted(sources)), last["flag"], ways)


def _find_same_year(result: Answer, of: pd.Series) -> pd.Series | None:
    """The row of another answer for the same year and kind of evidence, where its value is known."""
    df = result.table.dropna(subset="value")
    df = df[(df["period"] == of["period"]) & (df["evidence"] == of["evidence"])]
    return None if df.empty else df.iloc[0]


def explain_unknown(came: Answer, transfers: Answer, outside: Answer, entries: EntriesOfYear | None) -> tuple[str, ...]:
    """Why the last year, or a way in, is not told: sentences of the catalog."""
    df = select_drawn(came)
    reasons = []
    if len(df) and (entries is None or df["period"].max() > pd.Timestamp(entries.period)):
        reasons.append(Caveat.ENTRIES_ESTIMATED.value)
    if entries is None or len(entries.ways) > 1:
        return tuple(reasons)
    for part in (transfers, outside):
        here = part.table[part.table["period"] == pd.Timestamp(entries.period)]
        reasons.append(Caveat.ENTRIES_TOO_FEW.value if len(here) else part.metric.need.value)
    return tuple(dict.fromkeys(reasons))


def list_published(warehouse: Warehouse, end: date | None) -> tuple[PublishedCount, ...]:
    """What publishers have counted of entries to the whole government, newest first."""
    beyond = list_published_only(warehouse)
    counts = []
    for name, appointment, words in PUBLISHED_COUNTS:
        where = {"appointment": appointment} if appointment else {}
        df = answer(warehouse, beyond[name], Selection.of(where=where, end=end)).table
        if len(df):
            last = df.sort_values("period").iloc[-1]
            counts.append(
                PublishedCount(last["period"].date(), float(last["value"]), words.format(f"{last['value']:,.0f}"))
            )
    return tuple(sorted(counts, key=lambda count: count.period, reverse=True))
