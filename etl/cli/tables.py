"""What the command line shows as tables: files with their account, layouts, columns."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import JustifyMethod
from rich.markup import escape
from rich.table import Table

from etl.files.provenance import Extract
from etl.layouts.spec import Layout
from etl.warehouse.revisions import Revision

if TYPE_CHECKING:
    from etl.doctor import Comparison

NUMBERS = ("read", "kept", "counted", "rejected", "findings", "before", "after", "difference", "figure")
SHORT = (*NUMBERS, "evidence", "period", "version", "loaded")  # never folded: on a narrow terminal the names give way

COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What moves a cursor, ends a line, turns the direction of writing or begins a command to a terminal."""


def make_printable(text: str) -> str:
    """A text with such characters spelled out: a file may be called by any, and its name is shown."""
    return COMMANDS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def build_loaded_table(extracts: Iterable[Extract]) -> Table:
    """The files of one load, each with its account."""
    table = _build_table("Loaded", "file", "layout", "evidence", "period", "version", *NUMBERS[:5])
    for extract in extracts:
        provenance = extract.provenance
        table.add_row(
            _format_text(provenance.name),
            provenance.layout,
            provenance.evidence,
            _format_period(*extract.covers),
            provenance.version or "",
            *_format_counts(extract.rows_read, extract.rows_kept, extract.rows_counted, extract.rows_rejected),
            str(len(extract.findings)),
        )
    return table


def build_status_table(extracts: Iterable[Mapping[str, Any]]) -> Table:
    """Every file of `status`, with where it came from, when, and whether the served build uses it."""
    table = _build_table("Files", "file", "evidence", "period", "version", *NUMBERS[:4], "loaded", "from", "used")
    for extract in extracts:
        used = "yes" if extract["is_used"] else "no"
        table.add_row(
            _format_text(extract["name"]),
            extract["evidence"],
            _format_period(extract["period_start"], extract["period_end"]),
            extract["version"] or "",
            *_format_counts(*(extract[f"rows_{fate}"] for fate in NUMBERS[:4])),
            str(extract["loaded_at"])[:10],
            _format_text(_find_folder(extract["origin"])),
            _format_text(f"{used} ({extract['note']})" if extract["note"] else used),
        )
    return table


def build_doctor_table(findings: "Iterable[Comparison]") -> Table:
    """Counts of the loaded records beside the figures they are compared with."""
    table = _build_table(
        "Compared with check figures", "result", "count", "months", "loaded", "figure", "difference", "why"
    )
    for one in findings:
        first, last = f"{one.first_month:%Y-%m}", f"{one.last_month:%Y-%m}"
        gap = "" if one.difference_percent is None else f"{one.difference_percent:+.2f}%"
        table.add_row(
            one.verdict,
            " ".join(filter(None, (one.measure.replace("_", " "), one.appointment))),
            first if first == last else f"{first}–{last}",
            *_format_counts(int(one.loaded), int(one.figure)),
            gap,
            _format_text(f"{one.why} ({one.figure_source})".strip()),
        )
    return table


def build_changes_table(revisions: Iterable[Revision]) -> Table:
    """The periods that count otherwise than in the build served before."""
    table = _build_table(
        "Revised since the last build", "subject", "period", "before", "after", "difference", "version"
    )
    for one in revisions:
        versions = dict.fromkeys(version or "-" for version in (one.version_before, one.version_after))
        table.add_row(
            one.subject,
            f"{one.period:%Y-%m}",
            *_format_counts(one.before, one.after),
            f"{one.difference:+,}",
            " to ".join(versions),
        )
    return table


def build_layouts_table(layouts: Iterable[Layout]) -> Table:
    """Every layout with how it is recognised."""
    table = _build_table(
        "Layouts that can be loaded", "layout", "what it is", "evidence", "recognised by", "period from"
    )
    for layout in layouts:
        signs = escape(layout.describe_signs())
        table.add_row(layout.name, escape(layout.title), layout.evidence, signs, layout.period.value)
    return table


def build_columns_table(layout: Layout) -> Table:
    """One layout column by column."""
    table = _build_table("Columns", "table", "ours", "theirs", "")
    for part in layout.tables:
        others = {name: other for other, name in part.other_spellings.items()}
        for columns, kind in ((part.columns, "required"), (part.optional, "optional")):
            for ours, theirs in columns.items():
                spellings = theirs if theirs not in others else f"{theirs}, or {others[theirs]}"
                table.add_row(part.name, ours, spellings, kind)
        for theirs in part.unread:
            table.add_row(part.name, "", theirs, "not read")
    return table


def _format_text(text: str) -> str:
    """What a file says of itself, as a cell."""
    return escape(make_printable(text))


def _build_table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        justify: JustifyMethod = "right" if column in NUMBERS else "left"
        table.add_column(column, justify=justify, overflow="fold", no_wrap=column in SHORT)
    return table


def _format_period(start: str | None, end: str | None) -> str:
    """Months are enough: every period ends with one. Some files speak for none."""
    if start is None or end is None:
        return ""
    first, last = str(start)[:7], str(end)[:7]
    return last if first == last else f"{first} to {last}"


def _format_counts(*rows: int | None) -> list[str]:
    return ["" if count is None else f"{count:,}" for count in rows]


def _find_folder(origin: str) -> str:
    """Where a file came from, without its name; an address stays whole."""
    return origin if "://" in origin else str(Path(origin).parent)
