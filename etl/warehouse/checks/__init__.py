"""What must be true of a build: every check, in the order they run and are told."""

import duckdb

from etl.sql_values import format_sql_rows
from etl.warehouse.checks import account, change, figures, grain, registers, words
from etl.warehouse.checks.check import CheckResult as CheckResult
from etl.warehouse.lanes import Lanes

CHECKS = (
    *account.CHECKS,
    *grain.CHECKS,
    *words.CHECKS,
    *registers.CHECKS,
    *figures.CHECKS,
    *change.CHECKS,
)


def run_checks(connection: duckdb.DuckDBPyConnection, lanes: Lanes) -> tuple[CheckResult, ...]:
    """Run every check on an open, still unpublished build and write what they said into meta.checks."""
    running = [lanes.submit(check.run) for check in CHECKS]
    results = tuple(one.result() for one in running)
    rows = [(r.name, r.description, r.severity, r.passed, r.offending_rows, r.example) for r in results]
    connection.execute(f"insert into meta.checks {format_sql_rows(rows)}")
    return results
