"""Where the numbers come from: the files of the build, its checks, the published sources, what was odd."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from metrics import formatting
from metrics.exhibits.build_report import count_checks, list_findings, list_revisions
from pages.small_print import DASH, small
from pages.state import cache
from pages.state.replay import drawn_once

COUNTS = {"rows_read": "Read", "rows_kept": "Kept", "rows_counted": "Counted", "rows_rejected": "Rejected"}
HOW = "How it was taken, and notes"
TEXTS = (HOW, "Note", "Example", "Publisher", "Address", "Version", "Version before", "Version now")
MOST_SHOWN = 25
WHOLE = st.column_config.NumberColumn(format="%,d")
TAKEN = (
    "Where several publish the same figure, the one higher in this list is taken. The figures of many of OPM's "
    "files are taken as others tabulated them, since the file itself was not at hand: the list says whose tabulation "
    "it is, and its address leads there."
)
"""A publisher's figures can come by way of others, who are no publishers of theirs."""


def _shown(rows: pd.DataFrame | pa.Table, alt: str, **formats: Any) -> None:
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=DASH,
        height="content" if len(rows) <= MOST_SHOWN else "auto",
        alt=alt,
        column_config=formats,
    )


def _named(rows: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """The columns that are shown, under the names that a reader sees."""
    return rows[list(columns)].rename(columns=columns).fillna(dict.fromkeys(TEXTS, ""))


@drawn_once
def files() -> None:
    """Every file of the build, with what became of its rows."""
    st.subheader("What was loaded", anchor=False)
    small("Rows read are kept one by one, counted into groups, or rejected; the three always add up.")
    _shown(
        cache.packed(_files),
        "Files of this build with their rows read, kept, counted and rejected",
        **dict.fromkeys(COUNTS.values(), WHOLE),
        **dict.fromkeys(("From period", "To period"), st.column_config.DateColumn(format="MMMM YYYY")),
        Loaded=st.column_config.DatetimeColumn(format="D MMMM YYYY, HH:mm"),
        **{"SHA-256": st.column_config.TextColumn(width="small")},
    )


def _files() -> pd.DataFrame:
    rows = cache.warehouse().extracts
    rows = rows.assign(
        evidence=rows["evidence"].map(formatting.EVIDENCE),
        is_used=rows["is_used"].map({True: "used", False: "set aside"}),
        # Where a file lay on the machine that loaded it is nobody's business.
        origin=rows["origin"].where(rows["origin"].str.startswith("http")),
    )
    columns = {"name": "File", "subject": "Subject", "evidence": "Evidence"} | COUNTS
    columns |= {"period_start": "From period", "period_end": "To period", "version": "Version"}
    columns |= {"is_used": "In this build", "publisher": "Publisher", "origin": "Address", "sha256": "SHA-256"}
    return _named(rows, columns | {"loaded_at": "Loaded", "note": "Note"})


@drawn_once
def checks() -> None:
    """The checks that guarded the build."""
    counts = count_checks(cache.warehouse())
    st.subheader("Which checks passed", anchor=False)
    small(f"{counts.passed} of {counts.every} checks passed. A failed error stops a build, a warning does not.")
    _shown(cache.packed(_checks), f"{counts.every} checks, {counts.failed} failed", **{"Rows that fail": WHOLE})


@cache.remembered
def _checks() -> pd.DataFrame:
    rows = cache.warehouse().checks
    rows = rows.assign(
        passed=rows["passed"].map({True: "passed", False: "failed"}),
        description=rows["description"].map(formatting.capitalize_first),
    )
    columns = {"description": "What must hold", "passed": "Result", "severity": "If it fails"}
    return _named(rows, columns | {"offending_rows": "Rows that fail", "example": "Example"})


@drawn_once
def revisions() -> None:
    """What this build counts otherwise than the one before: months that OPM published anew."""
    rows, first_counts = list_revisions(cache.warehouse())
    st.subheader("What was revised since the last build", anchor=False)
    new = f" Counted for the first time: {first_counts} periods." if first_counts else ""
    if rows.empty:
        small(f"Nothing: no period counted before is counted from another file now.{new}")
        return
    small(f"Executives counted from the file before and from the file now, where the file is another.{new}")
    columns = {"period": "Period", "subject": "Subject", "before": "Before", "after": "Now"}
    columns |= {"version_before": "Version before", "version_after": "Version now", "previous_build": "Compared with"}
    _shown(
        _named(rows, columns),
        f"{len(rows)} periods whose file is another than in the build before",
        Period=st.column_config.DateColumn(format="MMMM YYYY"),
        **dict.fromkeys(("Before", "Now"), WHOLE),
    )


@drawn_once
def publishers() -> None:
    """Every published document behind a figure, with its address."""
    rows = cache.packed(_publishers)
    st.subheader("Published sources", anchor=False)
    small(TAKEN)
    link = st.column_config.LinkColumn(display_text="open")
    year = st.column_config.NumberColumn(format="%d")
    _shown(rows, f"{len(rows)} published sources", Address=link, Year=year)


def _publishers() -> pd.DataFrame:
    columns = {"title": "Title", "publisher": "Publisher", "year": "Year", "note": HOW}
    return _named(cache.warehouse().sources, columns | {"address": "Address", "source": "Short name"})


@drawn_once
def findings() -> None:
    """What was odd in the files: unreadable values, unknown columns, missing lookups."""
    rows = _findings()
    st.subheader("What was odd in them", anchor=False)
    if rows.empty:
        small("Nothing: every value could be read and every code has a label.")
        return
    _shown(cache.packed(_findings), f"{len(rows)} findings in the loaded files", Times=WHOLE)


@cache.remembered
def _findings() -> pd.DataFrame:
    rows = list_findings(cache.warehouse())
    rows = rows.assign(kind=rows["kind"].str.replace("_", " ").str.capitalize())
    columns = {"name": "File", "kind": "Finding", "item": "Where", "occurrences": "Times", "example": "Example"}
    return _named(rows, columns)
