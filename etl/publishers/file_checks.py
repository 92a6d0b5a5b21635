"""Looks at a file that has just come, by its ends and its header, before it is taken for the month asked for."""

import glob
from pathlib import Path

import duckdb

from etl.files.zip_archive import EmptyFile, NotTheFile, TruncatedText, is_parquet
from etl.layouts.recognise import MissingColumns, find_missing_columns
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Layout, simplify
from etl.publishers.sources.listing import Item


class WrongMonth(NotTheFile):
    """A file that holds another month than the one asked for."""


def check_file(path: Path, item: Item) -> None:
    """Refuse a Parquet file whose footer cannot be read, that has no rows, or that is of another month.

    Reads the footer, and of a month of flows, which are small, one column. Texts are left to the loader.

    Args:
        path: The file that came.
        item: The file that was asked for.

    Raises:
        TruncatedText: It has no end.
        NotTheFile: It is no Parquet, or cannot be read.
        EmptyFile: It has no rows.
        WrongMonth: Most of its rows are of another month.
    """
    layout = _find_layout(item)
    if layout is None or not item.name.endswith(".parquet"):
        return
    try:
        if not is_parquet(path):
            raise NotTheFile(f"{item.name} came as something else than Parquet")
    except (TruncatedText, OSError) as error:
        raise TruncatedText(f"{item.name} came without its end") from error
    with duckdb.connect(config={"threads": 1}) as connection:
        try:
            _check(connection, path, item, layout)
        except duckdb.Error as error:
            raise NotTheFile(f"{item.name} came as Parquet that cannot be read") from error


def check_columns(path: Path, item: Item) -> None:
    """Refuse a Parquet file without columns the loader needs: kept where it is, since it would only come again."""
    layout = _find_layout(item)
    if layout is None or not item.name.endswith(".parquet"):
        return
    with duckdb.connect(config={"threads": 1}) as connection:
        missing = find_missing_columns(layout.tables[0], _read_columns(connection, path))
    if missing:
        raise MissingColumns(
            f"{item.name} came without the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; its publisher "
            f"may have changed it, see `python -m etl formats {layout.name}` (the file is kept as {path})"
        )


def _check(connection: duckdb.DuckDBPyConnection, path: Path, item: Item, layout: Layout) -> None:
    pattern = glob.escape(str(path))
    row = connection.execute("select sum(num_rows) from parquet_file_metadata(?)", [pattern]).fetchone()
    if not row or not row[0]:
        raise EmptyFile(f"{item.name} came without a single row")
    period_column = next((theirs for ours, theirs in layout.tables[0].columns.items() if ours == "period_code"), None)
    column = next(
        (name for name in _read_columns(connection, path) if simplify(name) == simplify(period_column or "")), None
    )
    if column is None or item.month is None:
        return
    column_name = '"' + column.replace('"', '""') + '"'
    month = f"{item.month:%Y%m}"
    if layout.subject == "employment":
        # Every row of a month of employment has the same: the first one tells.
        sql = (
            f"select left(trim({column_name}::varchar), 6), 1 from read_parquet(?) "
            f"where {column_name} is not null limit 1"
        )
    else:
        # Late reports of earlier months stand in every file of flows; its own month is nearly all of it.
        sql = f"select left(trim({column_name}::varchar), 6), count(*) from read_parquet(?) group by 1 order by 2 desc"
    counts = {code: rows for code, rows in connection.execute(sql, [pattern]).fetchall() if code}
    commonest = max(counts, key=lambda code: counts[code], default=None)
    if commonest is not None and 2 * counts.get(month, 0) < counts[commonest]:
        raise WrongMonth(f"{item.name} was asked for, but what came is of {commonest[:4]}-{commonest[4:6]}")


def _read_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    try:
        columns = connection.execute("describe from read_parquet(?)", [glob.escape(str(path))]).fetchall()
    except duckdb.Error as error:
        raise NotTheFile(f"{path.name} cannot be read as Parquet") from error
    return [name for name, *_ in columns]


def _find_layout(item: Item) -> Layout | None:
    """The layout of a month of the subject at data.opm.gov; None for what comes in other layouts."""
    if item.month is None:
        return None
    return next((layout for layout in LAYOUTS if layout.name == f"fwd_{item.subject}"), None)
