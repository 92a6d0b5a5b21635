"""What there is to say of a build itself: its checks, its revisions, and what was odd in its files."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.warehouse import Warehouse


@dataclass(frozen=True)
class Checks:
    """How many checks guarded a build, and how many of them failed."""

    every: int
    failed: int

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.every - self.failed


def count_checks(warehouse: Warehouse) -> Checks:
    """The checks of a build, counted."""
    has_passed = warehouse.checks["passed"]
    return Checks(len(has_passed), int((~has_passed.astype(bool)).sum()))


def list_revisions(warehouse: Warehouse) -> tuple[pd.DataFrame, int]:
    """The periods that are counted from another file than before, and how many are counted for the first time."""
    periods = warehouse.revisions
    again = periods[periods["before"].notna()]
    return again, len(periods) - len(again)


def list_findings(warehouse: Warehouse) -> pd.DataFrame:
    """What could not be read or has no label, each with the `name` of its file."""
    return warehouse.findings.merge(warehouse.extracts[["extract_id", "name"]], on="extract_id", how="left")
