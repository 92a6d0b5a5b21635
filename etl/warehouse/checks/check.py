"""What a check is, and what running one gives."""

from dataclasses import dataclass
from typing import Literal

import duckdb

ROWS_SHOWN = 3
"""How many offending rows are shown; all are counted."""


@dataclass(frozen=True)
class Check:
    """One statement about the warehouse being built; sql returns the rows that break it, none when it holds."""

    name: str
    description: str
    severity: Literal["error", "warning"]
    sql: str

    def run(self, connection: duckdb.DuckDBPyConnection) -> "CheckResult":
        """Ask the open build."""
        cursor = connection.execute(f"select count(*) over (), * from ({self.sql}) order by all limit {ROWS_SHOWN}")
        names = [column[0].replace("_", " ") for column in cursor.description or []]
        rows = cursor.fetchall()
        example = "; ".join(_format_row(names[1:], row[1:]) for row in rows)
        return CheckResult(self.name, self.description, self.severity, not rows, rows[0][0] if rows else 0, example)


@dataclass(frozen=True)
class CheckResult:
    """What a check said of one build; example is its first offending rows as text, empty when it passed."""

    name: str
    description: str
    severity: str
    passed: bool
    offending_rows: int
    example: str


def _format_row(names: list[str], row: tuple[object, ...]) -> str:
    return ", ".join(f"{name} {'none' if value is None else value}" for name, value in zip(names, row, strict=True))
