"""What may be said on the command line: indicator, filters, months, windows, forms of output."""

from __future__ import annotations

import calendar
import re
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from metrics.console import Format
from metrics.model import Window

_MONTH = re.compile(r"(\d{4})-(\d{2})")


class FlowWindow(StrEnum):
    """What a flow is summed over."""

    FISCAL_YEAR = "fy"
    TWELVE_MONTHS = "12m"


WINDOWS: dict[FlowWindow, Window] = {FlowWindow.FISCAL_YEAR: "fy", FlowWindow.TWELVE_MONTHS: "12m"}


class Sources(StrEnum):
    """Whose figure is shown where several publishers give one."""

    BEST = "best"
    ALL = "all"


NAME = Annotated[str, typer.Argument(help="The indicator, as python -m metrics list names it.")]
OUTPUT = Annotated[Format, typer.Option("--format", help="Table, CSV or JSON.")]
WHERE = Annotated[
    list[str] | None,
    typer.Option("--where", help="Keep COLUMN=VALUE; may be repeated, alternatives of one column add up."),
]
WINDOW = Annotated[
    FlowWindow | None,
    typer.Option("--window", help="Flows over fiscal years (fy, the default) or twelve months (12m)."),
]


def filters(pairs: list[str]) -> dict[str, list[str]]:
    """COLUMN=VALUE pairs as values by column; refuses what is no pair."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        column, equals, value = pair.partition("=")
        if not equals or not column:
            raise typer.BadParameter(f"'{pair}' is not COLUMN=VALUE, for example agency_code=ED", param_hint="--where")
        found.setdefault(column.strip(), []).append(value.strip())
    return found


def month(text: str | None, option: str, *, last: bool) -> date | None:
    """The first or last day of a month written YYYY-MM; nothing where none is given; refuses what is no month."""
    if text is None:
        return None
    match = _MONTH.fullmatch(text)
    if not match or int(match[1]) == 0 or not 1 <= int(match[2]) <= 12:
        raise typer.BadParameter(
            f"'{text}' is not a month, write it as YYYY-MM, for example 2016-09", param_hint=option
        )
    year, number = int(match[1]), int(match[2])
    return date(year, number, calendar.monthrange(year, number)[1] if last else 1)
