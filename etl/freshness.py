"""How new the figures of the served build are, against today and against the publisher's newest list."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb

from etl.paths import Places
from etl.publishers.published_list import read_published
from etl.warehouse.publish import find_current_path

LIST_HOLDS = timedelta(days=45)
"""How long a list that names nothing newer is believed: OPM publishes a month at a time."""

NEWEST = """
select max(period) from (
    select period from marts.on_board where corps = 'ses' and evidence = 'records'
    union all
    select period from marts.published
    where indicator = 'on_board' and population = 'ses' and scope = 'government' and coalesce(breakdown, '') = ''
)
"""


@dataclass(frozen=True)
class Freshness:
    """The period of the newest count of executives, its age in months, and the months published since.

    `since` is None where no list of the publisher's is known, or where an old one names nothing newer.
    """

    newest: date
    age: int
    since: int | None

    @property
    def words(self) -> str:
        """All of it in a sentence or two."""
        text = f"The newest figure is of {self.newest:%B %Y}"
        if self.since:
            months, them = ("month", "it") if self.since == 1 else ("months", "them")
            return f"{text}. OPM has published {self.since} {months} since; `python -m etl refresh` brings {them}."
        if self.since == 0:
            return f"{text}, and OPM has published nothing newer."
        return f"{text}, {self.age} months old." if self.age > 1 else f"{text}."

    def to_json(self) -> dict[str, Any]:
        """What `status --json` says of it."""
        return {"newest_figure": self.newest.isoformat(), "months_old": self.age, "months_published_since": self.since}


def measure_freshness(places: Places, day: date) -> Freshness | None:
    """How new the served build's figures are on a day; None without a build that can be read, or without a figure."""
    path = find_current_path(places.warehouse)
    if path is None:
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            ((newest,),) = connection.execute(NEWEST).fetchall()
    except duckdb.Error:
        return None
    if newest is None:
        return None
    since, newest_list = None, read_published(places)
    if newest_list is not None:
        later = sum(one.subject == "employment" and one.month > newest for one in newest_list.months)
        since = later or (0 if day - newest_list.listed_at.date() <= LIST_HOLDS else None)
    return Freshness(newest, 12 * (day.year - newest.year) + day.month - newest.month, since)


def today() -> date:
    """The day on which it is asked, in UTC."""
    return datetime.now(UTC).date()
