"""What a publisher has published, as its newest list says: kept so that a page can say what is not loaded yet.

It lies in raw/published.json, an object:

    {"listed_at": "2026-11-30T08:00:00+00:00", "source": "https://…",
     "months": {"employment": {"2026-07": {"version": 1, "published_at": "2026-08-06T16:41:47.880Z"}, ...}, ...}}

`listed_at` is when the list was asked for, in UTC; `source` the address that gave it; under `months` stand the subjects
employment, accessions and separations, each with its months and their current version; `published_at` is null where a
list does not say it. A build copies it into `meta.published_months` (subject, month, version, published_at, listed_at).
Where no list was ever had there is no file, and the table is empty.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from etl.files.aside import write_aside
from etl.layouts.spec import month_end
from etl.paths import Places


@dataclass(frozen=True)
class PublishedMonth:
    """One month of one subject as its publisher has it now; `month` is its last day."""

    subject: str
    month: date
    version: int
    published_at: datetime | None = None


@dataclass(frozen=True)
class PublishedList:
    """The months of every subject asked for so far, when they were asked for (UTC) and where."""

    listed_at: datetime
    source: str
    months: tuple[PublishedMonth, ...] = field(default=())

    def find_newest(self, subject: str) -> date | None:
        """The last month published of a subject; None if none is."""
        return max((one.month for one in self.months if one.subject == subject), default=None)

    def to_rows(self) -> list[tuple[str, date, int, datetime | None, datetime]]:
        """The rows of meta.published_months; times without a zone, in UTC."""
        listed_at = _drop_zone(self.listed_at)
        return [
            (one.subject, one.month, one.version, one.published_at and _drop_zone(one.published_at), listed_at)
            for one in self.months
        ]


def read_published(places: Places) -> PublishedList | None:
    """The newest list, or None where none was ever had or it cannot be read."""
    try:
        whole = json.loads(_locate_list(places).read_text("utf-8"))
        months = [
            PublishedMonth(subject, _parse_month(period), int(one["version"]), parse_time(one.get("published_at")))
            for subject, periods in whole["months"].items()
            for period, one in periods.items()
        ]
        listed_at = datetime.fromisoformat(whole["listed_at"])
        return PublishedList(listed_at.astimezone(UTC), str(whole["source"]), tuple(months))
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_published(places: Places, source: str, months: Iterable[PublishedMonth], now: datetime) -> PublishedList:
    """Keep what a list said of its subjects; what an earlier one said of others stays."""
    subjects: dict[str, dict[date, PublishedMonth]] = {}
    for one in months:
        subjects.setdefault(one.subject, {})[one.month] = one
    earlier = read_published(places)
    for one in earlier.months if earlier else ():
        if one.subject not in subjects or (earlier and earlier.source != source):
            # A mirror may lag behind the publisher: what one of them has is published.
            months_there = subjects.setdefault(one.subject, {})
            if one.month not in months_there or months_there[one.month].version < one.version:
                months_there[one.month] = one
    newest_list = PublishedList(
        now, source, tuple(one for subject in sorted(subjects) for _, one in sorted(subjects[subject].items()))
    )
    write_aside(_locate_list(places), json.dumps(_build_object(newest_list), indent=1))
    return newest_list


def is_in_build(newest_list: PublishedList, build: Path) -> bool:
    """Does a build know these very months and versions?

    When the list was asked for does not matter: a list that says the same again is no news.

    Args:
        newest_list: The publisher's list.
        build: The file of the build.

    Returns:
        Whether it does; False of a build that cannot be read or is of an older program.
    """
    try:
        with duckdb.connect(str(build), read_only=True) as connection:
            rows = connection.execute("select subject, month, version from meta.published_months").fetchall()
    except duckdb.Error:
        return False
    return set(rows) == {(one.subject, one.month, one.version) for one in newest_list.months}


def parse_time(text: str | None) -> datetime | None:
    """A publisher's date or time in UTC; None where it says none that can be read."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text))
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _build_object(newest_list: PublishedList) -> Mapping[str, object]:
    months: dict[str, dict[str, dict[str, object]]] = {}
    for one in newest_list.months:
        time = one.published_at.isoformat() if one.published_at else None
        months.setdefault(one.subject, {})[f"{one.month:%Y-%m}"] = {"version": one.version, "published_at": time}
    return {
        "listed_at": newest_list.listed_at.isoformat(timespec="seconds"),
        "source": newest_list.source,
        "months": months,
    }


def _parse_month(period: str) -> date:
    year, month = period.split("-")
    return month_end(int(year), int(month))


def _drop_zone(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(tzinfo=None)


def _locate_list(places: Places) -> Path:
    return places.raw / "published.json"
