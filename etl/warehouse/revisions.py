"""What a build says differently from the one served before: new periods, new versions, executives counted anew."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Revision:
    """One period of one subject: executives before and after (None: not loaded), and the versions they came from."""

    subject: str
    period: date
    before: int | None
    after: int | None
    version_before: str | None
    version_after: str | None

    @property
    def is_new(self) -> bool:
        """Was nothing loaded for the period before?"""
        return self.before is None

    @property
    def difference(self) -> int:
        """Executives more, or fewer."""
        return (self.after or 0) - (self.before or 0)


def compare(connection: duckdb.DuckDBPyConnection, previous: Path | None, schema_version: int) -> None:
    """Fill used.previous_* and meta.revisions from the build served now.

    Before the first build nothing was served, so that every month is new; of one that cannot be read nothing is said. A
    disk may have spoilt it anywhere: it opens, and only some of its rows cannot be read.

    Args:
        connection: The connection that builds.
        previous: The file of the build served now, None before the first.
        schema_version: The layout that it must have.
    """
    connection.execute(_read_statement("previous_tables"))
    if previous is None:
        for name in ("previous_nothing", "revisions"):
            connection.execute(_read_statement(name))
        connection.execute("detach previous")
        return
    try:
        connection.execute("attach '" + str(previous).replace("'", "''") + "' as previous (read_only)")
        if connection.execute("select schema_version from previous.meta.build").fetchone() == (schema_version,):
            for name in ("previous", "revisions"):
                connection.execute(_read_statement(name))
    except duckdb.Error:
        for table in ("used.previous_on_board", "used.previous_coverage", "meta.revisions"):
            connection.execute(f"delete from {table}")
    finally:
        connection.execute("detach database if exists previous")


def read_revisions(path: Path) -> list[Revision]:
    """What a finished build says of the one before it.

    Args:
        path: The file of the build.

    Returns:
        The revisions, newest period first; none if the build is damaged or of an older program.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            # Asked first: of a table that is missing DuckDB would look for a Python object of that name.
            if not connection.execute("from duckdb_tables() where table_name = 'revisions'").fetchone():
                return []
            rows = connection.execute(
                "select subject, period, before, after, version_before, version_after "
                "from meta.revisions order by subject, period desc"
            ).fetchall()
    except duckdb.IOException:
        return []
    return [Revision(*row) for row in rows]


def _read_statement(name: str) -> str:
    return files("etl").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
