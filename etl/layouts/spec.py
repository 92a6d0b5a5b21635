"""The vocabulary in which file layouts are declared: tables, columns, lookups, the period spoken for."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal

OPM = "U.S. Office of Personnel Management"
WITHHELD_MARKS = (
    *("", "*", "**", "***", "****", "*****", "******", "REDACTED", "10_OR_LESS"),
    *("NO DATA REPORTED", "INVALID"),
)
"""What OPM writes, in whatever case, where a value is withheld, missing or wrong: unknown, never a value of its own."""
FIRST_VERSION = "1"
"""What a file is whose name tells no version."""
EARLIEST, LATEST = 1978, 2100
"""The Senior Executive Service begins with the Civil Service Reform Act of 1978; other years are slips of the pen."""

COPY = "Copy (names left out)"
"""Our own column in a copy without names: the how manieth of rows that were alike with names, or why a row is empty."""

MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if number}


def month_end(year: int, month: int) -> date:
    """The last day of a month: how every period is written here."""
    return date(year, month, calendar.monthrange(year, month)[1])


class Period(Enum):
    """Where a layout says which period its rows speak for."""

    MONTH_IN_NAME = "the month and year in the fact member's name, or else in its rows"
    MONTH_IN_FILE_NAME = "the month in the file's own name, or else in its rows"
    FISCAL_YEARS_IN_NAME = "the fiscal year, or years, in the fact member's name"
    IN_ROWS = "a date column of the file"
    KNOWN = "the publication itself"
    OF_EXPORT = "--as-of, a date in the file's name, or its newest date that is past"
    NONE = "nothing: it speaks for no period"


@dataclass(frozen=True)
class Lookup:
    """A code list inside a zip: which member, and our column <- (their code column, their label column)."""

    member: str
    labels: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class MonthList:
    """A list inside a zip of the months its rows may be dated to: which member, and their column of months."""

    member: str
    column: str


@dataclass(frozen=True)
class TableLayout:
    """One delimited table of a layout: a zip member matched by base name (one example), or the whole text file.

    `other_spellings` maps a spelling of theirs that other releases use to the one declared; `may_lack` names optional
    columns of theirs whose absence is worth no word.
    """

    name: str
    columns: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)
    other_spellings: Mapping[str, str] = field(default_factory=dict)
    member: str | None = None
    example: str = ""
    unread: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()

    def known_columns(self) -> set[str]:
        """Every column name of theirs that this layout has an opinion on, in comparable form."""
        return {simplify(name) for name in (*self.columns.values(), *self.optional.values(), *self.unread)}

    def spell_as_declared(self, header: Sequence[str]) -> list[str]:
        """A header with the spellings of other releases replaced by those declared here."""
        spellings = {simplify(other): name for other, name in self.other_spellings.items()}
        return [spellings.get(simplify(name), name) for name in header]

    def matches(self, member: str) -> re.Match[str] | None:
        """Does this zip member hold the table? Folders and case do not matter."""
        return re.fullmatch(self.member or r"(?!)", member.rsplit("/", 1)[-1], re.IGNORECASE)


@dataclass(frozen=True)
class Template:
    """What `template` writes for a file that an analyst supplies: its purpose, each column's meaning, true examples."""

    purpose: str
    meanings: Mapping[str, str]
    examples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FileSpan:
    """What a file's own name says: the months it speaks for, the publisher's version, which of several parts it is."""

    first: date
    last: date
    version: str | None = None
    part: str | None = None


@dataclass(frozen=True)
class Layout:
    """One published file layout, whole; a text may also come as Parquet with the same columns.

    `unknown` lists the strings that mean withheld or invalid, never zero; `has_repeats`: a row may be listed twice;
    `personal` names the columns of ours that say who somebody is, `statuses` what its column status may say: a row that
    says anything else there has slipped out of its columns.
    `usual_name` names the groups year, month, version, issued and part where the name is what says them; `parts` is how
    many files make one period, `example_name` how such a file is named, `companion` the name of a file read with it.
    """

    name: str
    title: str
    subject: Literal["employment", "separations", "accessions", "demographics", "positions", "published"]
    evidence: Literal["records", "published"]
    publisher: str
    source_id: str
    container: Literal["zip", "text"]
    usual_name: str
    tables: tuple[TableLayout, ...]
    datasets: tuple[str, ...]
    period: Period
    known_period: date | None = None
    delimiter: str = ","
    quote: str = '"'
    encoding: Literal["utf-8", "latin-1"] = "utf-8"
    unknown: tuple[str, ...] = ("",)
    lookups: tuple[Lookup, ...] = ()
    month_list: MonthList | None = None
    has_repeats: bool = False
    personal: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    parts: int = 1
    example_name: str = ""
    companion: str = ""
    template: Template | None = None
    note: str = ""

    @property
    def reference(self) -> tuple[str, ...]:
        """The tables of data/reference/ that its staging joins."""
        if self.evidence == "records":
            return ("locations", "pay_plans")
        return ("agencies", "pay_plans") if self.subject == "positions" else ("agencies",)

    def describe_signs(self) -> str:
        """One phrase for `formats` and for errors: what makes a file this layout."""
        first = self.tables[0]
        if self.container == "zip":
            return f"a zip holding {first.example}"
        return "a header with " + ", ".join(list(first.columns.values())[:4]) + ", …"

    def has_usual_name(self, name: str) -> bool:
        """Is this how its publisher names such files?"""
        return re.fullmatch(self.usual_name, name, re.IGNORECASE) is not None

    def parse_name(self, name: str) -> FileSpan | None:
        """Months, version and part that the name of a text says; None if it is not named as its publisher names it."""
        match = re.fullmatch(self.usual_name, name, re.IGNORECASE)
        if match is None:
            return None
        groups = match.groupdict()
        end = self.known_period or month_end(int(groups["year"]), int(groups["month"]))
        if not EARLIEST <= end.year <= LATEST:
            return None
        version = groups.get("version")
        if self.period is Period.MONTH_IN_FILE_NAME:
            issue_day = (groups.get("issued") or "").replace("-", "")
            version = str(int(version or FIRST_VERSION))
            version += f" of {issue_day[:4]}-{issue_day[4:6]}-{issue_day[6:]}" if issue_day else ""
        return FileSpan(end, end, version, groups.get("part"))


def simplify(name: str) -> str:
    """A column name without case, spaces or byte-order mark, so that headers can be compared."""
    return re.sub(r"\s+", "", name.removeprefix("\ufeff")).casefold()


def find_years_in_name(layout: Layout, name: str) -> list[int]:
    """The years that the name of a text, or of a fact member of a zip, promises."""
    match = layout.tables[0].matches(name) if layout.container == "zip" else None
    match = match or re.fullmatch(layout.usual_name, name, re.IGNORECASE)
    groups = match.groupdict() if match else {}
    return [int(groups[group]) for group in ("year", "first", "last") if groups.get(group)]


def parse_member_span(layout: Layout, member: str) -> tuple[date, date] | None:
    """First and last month end a member's name speaks for, or None where the layout dates its rows otherwise."""
    match = layout.tables[0].matches(member)
    if match is None:
        return None
    if layout.period is Period.MONTH_IN_NAME and match["month"]:
        end = month_end(int(match["year"]), MONTHS[match["month"].upper()])
        return end, end
    if layout.period is Period.FISCAL_YEARS_IN_NAME:
        first, last = int(match["first"]), int(match["last"] or match["first"])
        return month_end(first - 1, 10), month_end(last, 9)
    return None
