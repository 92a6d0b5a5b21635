"""Where numbers come from: rows of a mart, counted by period and group."""

from __future__ import annotations

import re

from metrics.definitions.measure import Mart, Measure
from metrics.definitions.metric import DEFENSE, DEFENSE_COMPONENTS
from metrics.query.selection import Selection
from metrics.query.sql.statement import CoveredMonths, Statement
from metrics.warehouse import Warehouse, remember_per_build

APPOINTMENTS = ("career", "noncareer", "limited_term", "limited_emergency", "unspecified")


@remember_per_build()
def read_covered_months(warehouse: Warehouse) -> dict[str, CoveredMonths]:
    """For which months, and which twelve months, the records of a build speak, by mart."""
    rows = warehouse.rows(
        "select mart, month, year_source is not null from marts.coverage where evidence = 'records'\n"
    )
    months_by_mart: dict[str, CoveredMonths] = {}
    for mart, month, ends_a_year in rows.itertuples(index=False, name=None):
        mart_months = months_by_mart.setdefault(mart, CoveredMonths(set(), set()))
        mart_months.months.add(month.date())
        if ends_a_year:
            mart_months.years.add(month.date())
    return months_by_mart


@remember_per_build()
def read_files_behind(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """The names of the files behind each word by which the statements on a build say the source of a period."""
    rows = warehouse.rows(
        "\nunion all\n".join(
            f"select {word}, {column} from marts.coverage where {column} is not null"
            for column, word in IN_A_WORD.items()
        )
    )
    return {word: tuple(names.split("; ")) for word, names in rows.itertuples(index=False, name=None)}


IN_A_WORD = {"source": "'@' || rowid", "year_source": "'@@' || rowid"}
"""What stands for the names of files in a statement on a build: those of a year are long, and every row has them."""


def build_cover(statement: Statement, mart: Mart) -> str:
    """Periods (stock), or months or windows of twelve (flow), for which loaded files speak, with their names.

    Args:
        statement: The statement to add the step to.
        mart: The mart.

    Returns:
        The step, with evidence, period and source: on a build a word that stands for the names, which
        `read_files_behind` has.
    """
    source, windows = "source", ""
    if mart.kind == "flow" and statement.selection.window != "month":
        source, windows = "year_source", " and year_source is not null"
        if statement.selection.window != "12m":
            windows += " and month(month) = 9"
    if statement.covered_months is not None:
        source = IN_A_WORD[source]
    return statement.step(
        f"    select evidence, month as period, {source} as source\n"
        f"    from marts.coverage where mart = '{mart.name}'{windows}"
    )


def _build_months(statement: Statement, mart: Mart) -> str:
    """Every month of every period for which files of movements speak: an equal month joins faster than a span."""
    back = ", ".join(f"({months})" for months in range(1 if statement.selection.window == "month" else 12))
    return statement.step(
        "    select known.*, last_day(known.period - to_months(back.months)) as month\n"
        f"    from {build_cover(statement, mart)} as known cross join (values {back}) as back(months)"
    )


def build_filters(selection: Selection, codes: str) -> tuple[list[str], list[object]]:
    """Conditions on the rows of a mart or of published figures; `codes` is how the agency column is called there."""
    conditions: list[str] = []
    values: list[object] = []
    for column, options in selection.where:
        name = codes if column == "agency_code" else column
        empty = f" or {name} is null" if "" in options else ""
        conditions.append(f"({name} in ({', '.join('?' * len(options))}){empty})")
        values.extend(options)
    if "agency_code" in selection.by and not selection.values("agency_code"):
        if selection.departments == "components":
            conditions.append(f"{codes} <> '{DEFENSE}'")
        elif selection.departments == "whole":
            parts = ", ".join(f"'{code}'" for code in sorted(DEFENSE_COMPONENTS))
            conditions.append(f"{codes} not in ({parts})")
    return conditions, values


def choose_table(mart: Mart, columns: set[str]) -> str:
    """What to read for a question that needs those columns: the mart's summary where it holds them, else the mart."""
    summary = mart.summary
    beyond = columns.intersection(summary.dimensions) if summary else set()
    if summary is None or len(beyond) > 1 or columns.intersection(mart.details):
        return mart.rows or f"marts.{mart.name}"
    # Columns are named, so that one the rows are not split by is an error and not an empty value.
    codes = [f"{summary.code} as {column}" if summary.code else column for column in beyond]
    # Only what is asked for: each further column takes longer to plan than to read.
    summary_columns = [column for column in (*summary.keys, *summary.sums) if column in columns]
    select_list = ", ".join(("evidence", "period", *codes, *summary_columns))
    split = f"{summary.among} and dimension = '{next(iter(beyond), 'none')}'"
    return f"(select {select_list} from marts.{summary.name} where {split})"


def find_column_names(sql: str) -> set[str]:
    """The names in an aggregate, texts in quotes left out."""
    return set(re.findall(r"[a-z_0-9]+", re.sub("'[^']*'", "", sql)))


def aggregate(statement: Statement, mart: Mart, aggregates: dict[str, str], *, is_named: bool = True) -> str:
    """One scan of a mart: the aggregates by period, group, evidence and (where rows name one) source.

    Args:
        statement: The statement to add the step to.
        mart: The mart.
        aggregates: The aggregates in SQL, by the names of their columns.
        is_named: Bring the names of a stock's files; without them a step joins its periods itself.

    Returns:
        The step, with those columns and precedence, medium and two_ends.
    """
    agencies = "agency_code" in statement.selection.columns
    codes = "coalesce(member.shown_as, mart.agency_code, '')" if agencies else "mart.agency_code"
    conditions, values = build_filters(statement.selection, codes)
    if mart.has_totals:
        kinds = "<>" if "appointment" in statement.selection.columns else "="
        conditions.append(f"mart.agency_code is {'not ' if agencies else ''}null and mart.appointment {kinds} 'all'")
    own = {"agency_code": codes}
    groups = "".join(f"{own.get(column, f'mart.{column}')} as {column}, " for column in statement.by)
    # Enumerated types are quick to group by; what leaves the scan is text, empty where unknown.
    texts = ", ".join(
        f"coalesce(cast(counted.{column} as varchar), '') as {column}"
        for column in ("evidence", *statement.by)
        if column not in mart.numbers
    )
    members = " left join marts.agency_member as member on member.agency_code = mart.agency_code" if agencies else ""
    source, origin, period, join, names_join, rank, medium = "", "", "mart.period", "", "", "0", "false"
    if mart.kind == "flow":
        period = "cover.period"
        join = (
            f" join {_build_months(statement, mart)} as cover\n"
            "      on cover.evidence = mart.evidence and cover.month = mart.period"
        )
        source = "any_value(cover.source) as source, "
    if mart.has_source:
        source = "mart.source, "
        from_source = "from marts.source as known where known.source = counted.source)"
        rank, medium = (
            f"(select min(known.precedence) {from_source}",
            f"(select bool_or(confidence = 'medium') {from_source}",
        )
    elif mart.kind == "stock" and is_named:
        # Joined to the few counted rows, not to the many of the mart.
        cover_step = build_cover(statement, mart)
        names_join = (
            f" join {cover_step} as named on named.evidence = counted.evidence and named.period = counted.period"
        )
        origin = "named.source, "
    columns_asked = {
        *statement.selection.columns,
        *(name for sql in aggregates.values() for name in find_column_names(sql)),
    }
    columns = ", ".join(f"{sql} as {name}" for name, sql in aggregates.items())
    present = " or ".join(f"{name} is not null" for name in aggregates)
    where = f"    where {' and '.join(conditions)}\n" if conditions else ""
    inner = (
        f"      select {period} as period, {groups}mart.evidence, {source}{columns}\n"
        f"      from {choose_table(mart, columns_asked)} as mart{members}{join}\n{where}      group by all"
    )
    return statement.step(
        f"    select counted.* replace ({texts}), {origin}coalesce({rank}, 1000) as precedence,\n"
        f"      coalesce({medium}, false) as medium, false as two_ends\n"
        f"    from (\n{inner}\n    ) as counted{names_join} where {present}",
        *values,
    )


def fill_zeros(statement: Statement, rows: str, cover_step: str) -> str:
    """A mart's series with a zero for every group at every covered period that has no row of it."""
    return statement.step(
        f"    select cover.period, {statement.groups('everyone')}cover.evidence, cover.source, 0 as precedence,\n"
        "      false as medium, false as two_ends, coalesce(known.value, 0) as value\n"
        f"    from {cover_step} as cover join {build_everyone(statement, rows)} as everyone\n"
        "      on everyone.evidence = cover.evidence\n"
        f"    left join {rows} as known on known.period = cover.period and {statement.same_group('known', 'everyone')}"
    )


def build_everyone(statement: Statement, rows: str) -> str:
    """Every group of the rows, once for each kind of evidence."""
    return f"(select distinct evidence{''.join(f', {column}' for column in statement.by)} from {rows})"


def build_series(statement: Statement, stock: Measure) -> str:
    """A stock at every covered period, from the marts."""
    if stock.mart.has_source:
        return aggregate(statement, stock.mart, {"value": stock.sql})
    rows = aggregate(statement, stock.mart, {"value": stock.sql}, is_named=False)
    return fill_zeros(statement, rows, build_cover(statement, stock.mart))
