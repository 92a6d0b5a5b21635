"""Registers of agencies, codes, successions and events."""

from etl.warehouse.marts.table import Column, MartTable

AGENCY = MartTable(
    "marts",
    "agency",
    (
        Column("agency_code", "varchar", "OPM's two-letter agency code; DD* is all of Defense"),
        Column("name", "varchar", "official name"),
        Column("short_name", "varchar", "name for charts"),
        Column("size_group", "varchar", "OPM's agency type: cabinet, large, medium or small"),
        Column("department_code", "varchar", "DD* for the components of Defense, else the agency's own code"),
    ),
)

AGENCY_MEMBER = MartTable(
    "marts",
    "agency_member",
    (
        Column("agency_code", "varchar", "code found in the counts"),
        Column("shown_as", "varchar", "code it may be shown under: itself, or DD* for the components of Defense"),
    ),
)

LABEL = MartTable(
    "marts",
    "label",
    (
        Column("column_name", "varchar", "column the code belongs to"),
        Column("code", "varchar", "code as published"),
        Column("label", "varchar", "words for the code"),
    ),
)

EVENT = MartTable(
    "marts",
    "event",
    (
        Column("id", "varchar", "name of the event"),
        Column("kind", "varchar", "administration, event, or break (the series before and after are not alike)"),
        Column("start", "date", "day it took place, or the first day"),
        Column("end", "date", "last day; empty for a moment, or while it goes on"),
        Column("title", "varchar", "short name for a chart, at most 28 characters"),
        Column("words", "varchar", "what happened, in one sentence"),
        Column("scope", "varchar", "all, or the themes, indicators and tables (marts.…) it bears on, separated by |"),
        Column("citation", "varchar", "law, order, memorandum or publication"),
    ),
)

SUCCESSION = MartTable(
    "marts",
    "succession",
    (
        Column("date", "date", "day it took effect, or the lookup that shows it first"),
        Column("kind", "varchar", "renamed, merged, split, moved, created or abolished"),
        Column("predecessor_code", "varchar", "OPM's agency or subelement code; empty if new, or gone before 2009"),
        Column("predecessor_agency_code", "varchar", "agency of the predecessor"),
        Column("successor_code", "varchar", "OPM's agency or subelement code; empty if nothing took its place"),
        Column("successor_agency_code", "varchar", "agency of the successor"),
        Column("words", "varchar", "what happened, in one sentence"),
        Column("source", "varchar", "law, order or notice, and the OPM lookups that show it"),
    ),
)
