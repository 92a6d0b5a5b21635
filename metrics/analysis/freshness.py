"""How new the figures are, measured against today: what OPM has published since, or how old the newest of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from metrics.definitions import catalog
from metrics.query.answer import answer, select_drawn
from metrics.query.selection import Selection
from metrics.warehouse import Warehouse, remember_per_build

LIST_HOLDS = timedelta(days=45)
"""How long a list that names nothing newer is believed: OPM publishes a month at a time."""

IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Freshness:
    """The newest figure of executives on board: its period, its age in months, and the months published since.

    `since` is None where no list of the publisher's is known, or where an old one names nothing newer.
    """

    newest: date
    age: int
    since: int | None

    @property
    def words(self) -> str:
        """What a reader must know of it; nothing where the figures are of this month or the last."""
        if self.since:
            them = "it" if self.since == 1 else "them"
            return f"OPM has published {_format_months(self.since)} since; `python -m etl refresh` brings {them}."
        if self.since == 0:
            return "OPM has published nothing newer."
        return f"The newest is {_format_months(self.age)} old." if self.age > 1 else ""


def today() -> date:
    """The day on which it is asked, in UTC."""
    return datetime.now(UTC).date()


def measure_freshness(warehouse: Warehouse, day: date) -> Freshness:
    """How new the figures of a build are on a day."""
    last = find_newest(warehouse)
    published_months = warehouse.rows(
        "select count(*) filter (where month > ?) as since, max(listed_at) as listed_at from meta.published_months "
        "where subject = 'employment'",
        [last],
    ).iloc[0]
    since: int | None = None
    if pd.notna(published_months["listed_at"]):
        is_recent = day - published_months["listed_at"].date() <= LIST_HOLDS
        since = int(published_months["since"]) or (0 if is_recent else None)
    return Freshness(last, 12 * (day.year - last.year) + day.month - last.month, since)


def _format_months(count: int) -> str:
    count_in_words = IN_WORDS[count] if count < len(IN_WORDS) else str(count)
    return f"{count_in_words} month{'' if count == 1 else 's'}"


@remember_per_build()
def find_newest(warehouse: Warehouse) -> date:
    """The last period end for which executives on board are known."""
    last = select_drawn(answer(warehouse, catalog.find("on_board"), Selection()))["period"].max()
    return pd.Timestamp(last).date()
