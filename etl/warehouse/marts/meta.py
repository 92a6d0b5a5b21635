"""What a build says of itself: files, findings, checks, columns, revisions, what is published."""

from etl.warehouse.marts.columns import EVIDENCE, EXTRACT_ID
from etl.warehouse.marts.table import Column, MartTable

BUILD = MartTable(
    "meta",
    "build",
    (
        Column("build_id", "varchar", "name of this build and of its file"),
        Column("built_at", "timestamp", "when it was built, UTC"),
        Column("schema_version", "integer", "version of these tables"),
        Column("program_version", "varchar", "version of the program that built it"),
        Column("with_sample", "boolean", "whether it is the demonstration, in which a synthetic sample may take part"),
    ),
)

EXTRACTS = MartTable(
    "meta",
    "extracts",
    (
        EXTRACT_ID,
        Column("name", "varchar", "name of the file"),
        Column("layout", "varchar", "name of the layout it was read with"),
        Column("subject", "varchar", "employment, separations, accessions, demographics, positions or published"),
        Column("publisher", "varchar", "who published it"),
        Column("source_id", "varchar", "its key in marts.source, where it has one"),
        EVIDENCE,
        Column("origin", "varchar", "path or address it came from"),
        Column("sha256", "varchar", "checksum of its bytes"),
        Column("bytes", "bigint", "size of the file", "bytes"),
        Column("loaded_at", "timestamp", "when it was loaded, UTC"),
        Column("period_start", "date", "first period it speaks for"),
        Column("period_end", "date", "last period it speaks for"),
        Column("version", "varchar", "the publisher's version"),
        Column("rows_read", "bigint", "rows in the file", "rows"),
        Column("rows_kept", "bigint", "rows kept record by record", "rows"),
        Column("rows_counted", "bigint", "rows kept as counts", "rows"),
        Column("rows_rejected", "bigint", "rows that could not be used", "rows"),
        Column("is_used", "boolean", "whether anything of it is in this build"),
        Column("note", "varchar", "why it is left out, wholly or in part"),
    ),
)

FINDINGS = MartTable(
    "meta",
    "findings",
    (
        EXTRACT_ID,
        Column("kind", "varchar", "unreadable_value, unknown_column, missing_lookup, duplicate_code, …"),
        Column("item", "varchar", "column, code or member it is about"),
        Column("occurrences", "bigint", "how often", "rows"),
        Column("example", "varchar", "one value"),
    ),
)

CHECKS = MartTable(
    "meta",
    "checks",
    (
        Column("name", "varchar", "name of the check"),
        Column("description", "varchar", "what must be true"),
        Column("severity", "varchar", "error stops the build, warning is shown"),
        Column("passed", "boolean", "whether no row breaks it"),
        Column("offending_rows", "bigint", "rows that break it", "rows"),
        Column("example", "varchar", "the first of them, three at most"),
    ),
)

COLUMNS = MartTable(
    "meta",
    "columns",
    (
        Column("schema_name", "varchar", "marts or meta"),
        Column("table_name", "varchar", "table"),
        Column("column_name", "varchar", "column"),
        Column("type", "varchar", "SQL type"),
        Column("unit", "varchar", "unit of a number; an empty text for text, codes and dates"),
        Column("meaning", "varchar", "what the column holds"),
    ),
)

REVISIONS = MartTable(
    "meta",
    "revisions",
    (
        Column("subject", "varchar", "employment, separations or accessions"),
        Column("period", "date", "month end whose real files are not those of the build served before"),
        Column("before", "bigint", "SES members counted before; empty if nothing was loaded", "people"),
        Column("after", "bigint", "SES members counted now; empty if nothing is loaded any more", "people"),
        Column("version_before", "varchar", "the publisher's version counted before"),
        Column("version_after", "varchar", "the publisher's version counted now"),
        Column("extract_before", "varchar", "file counted before, a key of the earlier build's meta.extracts"),
        Column("extract_after", "varchar", "file counted now, a key of meta.extracts"),
        Column("previous_build", "varchar", "the build compared with"),
    ),
)

PUBLISHED_MONTHS = MartTable(
    "meta",
    "published_months",
    (
        Column("subject", "varchar", "employment, separations or accessions"),
        Column("month", "date", "month end that the publisher's newest list names, loaded or not"),
        Column("version", "integer", "the version it has there"),
        Column("published_at", "timestamp", "when that version was published, UTC; empty if the list does not say"),
        Column("listed_at", "timestamp", "when the list was asked for, UTC"),
    ),
)

META = (BUILD, EXTRACTS, FINDINGS, CHECKS, COLUMNS, REVISIONS, PUBLISHED_MONTHS)
