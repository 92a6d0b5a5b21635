"""How far back a refresh goes, and in which order: each stage is loaded and served before the next begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etl.layouts.spec import month_end

EMPLOYMENT = "employment"
BASELINES = (date(2016, 9, 30), date(2021, 1, 31), date(2024, 9, 30))
"""The months of employment that the dashboard offers to compare with."""
FIRST_FLOWS, LAST_MONTHS = 14, 24
FIRST_YEAR = 2005
FLOWS_FROM = date(2015, 1, 31)
FIRST_MONTH = date(FIRST_YEAR, 1, 31)


class Span(StrEnum):
    """What --span says."""

    QUICK = "quick"
    STANDARD = "standard"
    ALL = "all"


@dataclass(frozen=True)
class Stage:
    """Months that are brought, loaded and served together; `takes` says of a subject and a month whether it is one."""

    title: str
    takes: Callable[[str, date], bool]


def list_stages(span: Span, newest: Mapping[str, date]) -> list[Stage]:
    """The stages of a span, the most useful first; `newest` is the last month there is of each subject."""
    employment = newest.get(EMPLOYMENT, date.min)
    flows = max((month for subject, month in newest.items() if subject != EMPLOYMENT), default=date.min)
    last = max(newest.values(), default=date.min)
    stages = [
        Stage(
            f"the newest month of employment and the last {FIRST_FLOWS} months of arrivals and departures",
            lambda subject, month: (
                month == employment if subject == EMPLOYMENT else go_back(flows, FIRST_FLOWS - 1) <= month
            ),
        ),
        Stage("the months to compare with", lambda subject, month: subject == EMPLOYMENT and month in BASELINES),
    ]
    if span is Span.QUICK:
        return stages
    stages += [
        Stage(f"the last {LAST_MONTHS} months", lambda _subject, month: month >= go_back(last, LAST_MONTHS - 1)),
        Stage(
            f"every September since {FIRST_YEAR}, and arrivals and departures since {FLOWS_FROM:%Y}",
            lambda subject, month: (
                month.month == 9 and month >= FIRST_MONTH if subject == EMPLOYMENT else month >= FLOWS_FROM
            ),
        ),
    ]
    if span is Span.STANDARD:
        return stages
    return [
        *stages,
        Stage(
            f"every quarter end since {FIRST_YEAR}",
            lambda subject, month: subject == EMPLOYMENT and month.month % 3 == 0,
        ),
        Stage("all other months", lambda _subject, _month: True),
    ]


def find_last_month(today: date) -> date:
    """The last month that is over: nothing is ever published of the month that runs."""
    return go_back(month_end(today.year, today.month), 1)


def list_months(first: date, last: date) -> list[date]:
    """Every month end from first to last."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [go_back(last, number) for number in reversed(range(count))]


def go_back(month: date, count: int) -> date:
    """The month end that many months earlier; the first one there is, of a month that is none."""
    if month == date.min:
        return month
    year, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return month_end(year, number + 1)
